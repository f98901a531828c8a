-- A site as Axiom 0.7 wrote it.
CREATE TABLE axiom_objects (
    type_id INTEGER NOT NULL
        CONSTRAINT fk_type_id REFERENCES axiom_types(oid)
);
CREATE INDEX axiom_objects_type_idx
    ON axiom_objects(type_id);
CREATE TABLE axiom_types (
    typename VARCHAR,
    module VARCHAR,
    version INTEGER
);
CREATE TABLE axiom_attributes (
    type_id INTEGER,
    row_offset INTEGER,
    indexed BOOLEAN,
    sqltype VARCHAR,
    allow_none BOOLEAN,
    pythontype VARCHAR,
    attribute VARCHAR,
    docstring TEXT
);

INSERT INTO axiom_types (oid, typename, module, version) VALUES (1, 'login_system', 'axiom.userbase', 1);
CREATE TABLE item_login_system_v1 ([failedLogins] INTEGER, [loginCount] INTEGER);
INSERT INTO axiom_attributes VALUES
    (1, 0, 0, 'INTEGER', 1, 'integer', 'failedLogins', ''),
    (1, 1, 0, 'INTEGER', 1, 'integer', 'loginCount', '');
INSERT INTO item_login_system_v1 (oid, [failedLogins], [loginCount]) VALUES
    (1, 2, 5);

INSERT INTO axiom_types (oid, typename, module, version) VALUES (2, 'axiom_powerup_connector', 'axiom.item', 1);
CREATE TABLE item_axiom_powerup_connector_v1 ([interface] TEXT COLLATE NOCASE, [item] INTEGER, [powerup] INTEGER, [priority] INTEGER);
CREATE INDEX axiomidx_item_axiom_powerup_connector_v1_item ON item_axiom_powerup_connector_v1([item]);
CREATE INDEX axiomidx_item_axiom_powerup_connector_v1_powerup ON item_axiom_powerup_connector_v1([powerup]);
INSERT INTO axiom_attributes VALUES
    (2, 0, 0, 'TEXT COLLATE NOCASE', 1, 'text', 'interface', ''),
    (2, 1, 1, 'INTEGER', 1, 'reference', 'item', ''),
    (2, 2, 1, 'INTEGER', 1, 'reference', 'powerup', ''),
    (2, 3, 0, 'INTEGER', 1, 'integer', 'priority', '');
INSERT INTO item_axiom_powerup_connector_v1 (oid, [interface], [item], [powerup], [priority]) VALUES
    (2, 'twisted.cred.portal.IRealm', -1, 1, 0),
    (3, 'twisted.cred.checkers.ICredentialsChecker', -1, 1, 0),
    (14, 'twisted.application.service.IService', -1, 13, 0);

INSERT INTO axiom_types (oid, typename, module, version) VALUES (3, 'axiom_dependency__dependencyconnector', 'axiom.dependency', 1);
CREATE TABLE item_axiom_dependency__dependencyconnector_v1 ([explicitlyInstalled] BOOLEAN, [installee] INTEGER, [target] INTEGER);
CREATE INDEX axiomidx_item_axiom_dependency__dependencyconnector_v1_installee ON item_axiom_dependency__dependencyconnector_v1([installee]);
CREATE INDEX axiomidx_item_axiom_dependency__dependencyconnector_v1_target ON item_axiom_dependency__dependencyconnector_v1([target]);
INSERT INTO axiom_attributes VALUES
    (3, 0, 0, 'BOOLEAN', 1, 'boolean', 'explicitlyInstalled', ''),
    (3, 1, 1, 'INTEGER', 1, 'reference', 'installee', ''),
    (3, 2, 1, 'INTEGER', 1, 'reference', 'target', '');
INSERT INTO item_axiom_dependency__dependencyconnector_v1 (oid, [explicitlyInstalled], [installee], [target]) VALUES
    (4, 1, 1, -1);

INSERT INTO axiom_types (oid, typename, module, version) VALUES (4, 'substore', 'axiom.substore', 1);
CREATE TABLE item_substore_v1 ([storepath] TEXT COLLATE NOCASE);
INSERT INTO axiom_attributes VALUES
    (4, 0, 0, 'TEXT COLLATE NOCASE', 1, 'path', 'storepath', '');
INSERT INTO item_substore_v1 (oid, [storepath]) VALUES
    (6, 'account/example.com/ann.axiom'),
    (10, 'account/example.com/bob.axiom');

INSERT INTO axiom_types (oid, typename, module, version) VALUES (5, 'login', 'axiom.userbase', 2);
CREATE TABLE item_login_v2 ([avatars] INTEGER, [disabled] INTEGER, [password] TEXT COLLATE NOCASE);
CREATE INDEX axiomidx_item_login_v2_avatars ON item_login_v2([avatars]);
INSERT INTO axiom_attributes VALUES
    (5, 0, 1, 'INTEGER', 1, 'reference', 'avatars', ''),
    (5, 1, 0, 'INTEGER', 1, 'integer', 'disabled', ''),
    (5, 2, 0, 'TEXT COLLATE NOCASE', 1, 'text', 'password', '');
INSERT INTO item_login_v2 (oid, [avatars], [disabled], [password]) VALUES
    (7, 6, 0, 'asdf');

INSERT INTO axiom_types (oid, typename, module, version) VALUES (6, 'login_method', 'axiom.userbase', 2);
CREATE TABLE item_login_method_v2 ([account] INTEGER, [domain] TEXT COLLATE NOCASE, [internal] BOOLEAN, [localpart] TEXT COLLATE NOCASE, [protocol] TEXT COLLATE NOCASE, [verified] BOOLEAN);
CREATE INDEX axiomidx_item_login_method_v2_account ON item_login_method_v2([account]);
CREATE INDEX axiomidx_item_login_method_v2_domain ON item_login_method_v2([domain]);
CREATE INDEX axiomidx_item_login_method_v2_localpart ON item_login_method_v2([localpart]);
CREATE INDEX axiomidx_item_login_method_v2_protocol ON item_login_method_v2([protocol]);
CREATE INDEX axiomidx_item_login_method_v2_verified ON item_login_method_v2([verified]);
INSERT INTO axiom_attributes VALUES
    (6, 0, 1, 'INTEGER', 0, 'reference', 'account', ''),
    (6, 1, 1, 'TEXT COLLATE NOCASE', 1, 'text', 'domain', ''),
    (6, 2, 0, 'BOOLEAN', 0, 'boolean', 'internal', ''),
    (6, 3, 1, 'TEXT COLLATE NOCASE', 0, 'text', 'localpart', ''),
    (6, 4, 1, 'TEXT COLLATE NOCASE', 0, 'text', 'protocol', ''),
    (6, 5, 1, 'BOOLEAN', 0, 'boolean', 'verified', '');
INSERT INTO item_login_method_v2 (oid, [account], [domain], [internal], [localpart], [protocol], [verified]) VALUES
    (8, 7, 'example.com', 1, 'ann', 'email', 1);

INSERT INTO axiom_types (oid, typename, module, version) VALUES (7, 'login', 'axiom.userbase', 1);
CREATE TABLE item_login_v1 ([avatars] INTEGER, [disabled] INTEGER, [domain] TEXT COLLATE NOCASE, [password] BLOB, [username] TEXT COLLATE NOCASE);
CREATE INDEX axiomidx_item_login_v1_avatars ON item_login_v1([avatars]);
CREATE INDEX axiomidx_item_login_v1_domain ON item_login_v1([domain]);
CREATE INDEX axiomidx_item_login_v1_username ON item_login_v1([username]);
INSERT INTO axiom_attributes VALUES
    (7, 0, 1, 'INTEGER', 1, 'reference', 'avatars', ''),
    (7, 1, 0, 'INTEGER', 1, 'integer', 'disabled', ''),
    (7, 2, 1, 'TEXT COLLATE NOCASE', 1, 'text', 'domain', ''),
    (7, 3, 0, 'BLOB', 1, 'bytes', 'password', ''),
    (7, 4, 1, 'TEXT COLLATE NOCASE', 1, 'text', 'username', '');
INSERT INTO item_login_v1 (oid, [avatars], [disabled], [domain], [password], [username]) VALUES
    (11, 10, 0, 'example.com', x'61736466', 'bob');

INSERT INTO axiom_types (oid, typename, module, version) VALUES (8, 'login_method', 'axiom.userbase', 1);
CREATE TABLE item_login_method_v1 ([account] INTEGER, [domain] TEXT COLLATE NOCASE, [internal] BOOLEAN, [localpart] TEXT COLLATE NOCASE, [protocol] TEXT COLLATE NOCASE, [verified] BOOLEAN);
CREATE INDEX axiomidx_item_login_method_v1_account ON item_login_method_v1([account]);
INSERT INTO axiom_attributes VALUES
    (8, 0, 1, 'INTEGER', 0, 'reference', 'account', ''),
    (8, 1, 0, 'TEXT COLLATE NOCASE', 1, 'text', 'domain', ''),
    (8, 2, 0, 'BOOLEAN', 0, 'boolean', 'internal', ''),
    (8, 3, 0, 'TEXT COLLATE NOCASE', 0, 'text', 'localpart', ''),
    (8, 4, 0, 'TEXT COLLATE NOCASE', 0, 'text', 'protocol', ''),
    (8, 5, 0, 'BOOLEAN', 0, 'boolean', 'verified', '');
INSERT INTO item_login_method_v1 (oid, [account], [domain], [internal], [localpart], [protocol], [verified]) VALUES
    (12, 7, 'example.net', 0, 'ann', '*', 0);

INSERT INTO axiom_types (oid, typename, module, version) VALUES (9, 'axiom_substore_substorestartupservice', 'axiom.substore', 1);
CREATE TABLE item_axiom_substore_substorestartupservice_v1 ([installedOn] INTEGER);
CREATE INDEX axiomidx_item_axiom_substore_substorestartupservice_v1_installedOn ON item_axiom_substore_substorestartupservice_v1([installedOn]);
INSERT INTO axiom_attributes VALUES
    (9, 0, 1, 'INTEGER', 1, 'reference', 'installedOn', '');
INSERT INTO item_axiom_substore_substorestartupservice_v1 (oid, [installedOn]) VALUES
    (13, -1);

INSERT INTO axiom_types (oid, typename, module, version) VALUES (10, 'axiom_listversions_systemversion', 'axiom.listversions', 1);
CREATE TABLE item_axiom_listversions_systemversion_v1 ([creation] INTEGER);
INSERT INTO axiom_attributes VALUES
    (10, 0, 0, 'INTEGER', 0, 'timestamp', 'creation', '');
INSERT INTO item_axiom_listversions_systemversion_v1 (oid, [creation]) VALUES
    (20, 1234567890123456);

INSERT INTO axiom_types (oid, typename, module, version) VALUES (11, 'axiom_listversions_softwareversion', 'axiom.listversions', 1);
CREATE TABLE item_axiom_listversions_softwareversion_v1 ([major] INTEGER, [micro] INTEGER, [minor] INTEGER, [package] TEXT COLLATE NOCASE, [systemVersion] INTEGER, [version] TEXT COLLATE NOCASE);
CREATE INDEX axiomidx_item_axiom_listversions_softwareversion_v1_systemVersion ON item_axiom_listversions_softwareversion_v1([systemVersion]);
INSERT INTO axiom_attributes VALUES
    (11, 0, 0, 'INTEGER', 0, 'integer', 'major', ''),
    (11, 1, 0, 'INTEGER', 0, 'integer', 'micro', ''),
    (11, 2, 0, 'INTEGER', 0, 'integer', 'minor', ''),
    (11, 3, 0, 'TEXT COLLATE NOCASE', 0, 'text', 'package', ''),
    (11, 4, 1, 'INTEGER', 0, 'reference', 'systemVersion', ''),
    (11, 5, 0, 'TEXT COLLATE NOCASE', 0, 'text', 'version', '');
INSERT INTO item_axiom_listversions_softwareversion_v1 (oid, [major], [micro], [minor], [package], [systemVersion], [version]) VALUES
    (21, 0, 0, 7, 'axiom', 20, '0.7.0');

-- Items 5, 9 were deleted; this is left of them.
INSERT INTO axiom_objects (oid, type_id) VALUES (5, -1), (9, -1);
INSERT INTO axiom_objects (oid, type_id) VALUES
    (1, 1), (2, 2), (3, 2), (4, 3), (6, 4), (7, 5), (8, 6), (10, 4), (11, 7), (12, 8), (13, 9), (14, 2), (20, 10), (21, 11);
