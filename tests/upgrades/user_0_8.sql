-- The store of a user as Axiom 0.8 wrote it.
CREATE TABLE axiom_objects (
    oid INTEGER PRIMARY KEY AUTOINCREMENT,
    type_id INTEGER NOT NULL
        CONSTRAINT fk_type_id REFERENCES axiom_types(oid)
);
CREATE INDEX axiom_objects_type_idx
    ON axiom_objects(type_id);
CREATE TABLE axiom_types (
    oid INTEGER PRIMARY KEY AUTOINCREMENT,
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

INSERT INTO axiom_types (oid, typename, module, version) VALUES (1, 'login', 'axiom.userbase', 2);
CREATE TABLE item_login_v2 (oid INTEGER PRIMARY KEY, [avatars] INTEGER, [disabled] INTEGER, [password] TEXT COLLATE NOCASE);
CREATE INDEX axiomidx_login_v2_avatars ON item_login_v2([avatars]);
INSERT INTO axiom_attributes VALUES
    (1, 0, 1, 'INTEGER', 1, 'reference', 'avatars', ''),
    (1, 1, 0, 'INTEGER', 1, 'integer', 'disabled', ''),
    (1, 2, 0, 'TEXT COLLATE NOCASE', 1, 'text', 'password', '');
INSERT INTO item_login_v2 (oid, [avatars], [disabled], [password]) VALUES
    (1, -1, 0, 'asdf');

INSERT INTO axiom_types (oid, typename, module, version) VALUES (2, 'login_method', 'axiom.userbase', 2);
CREATE TABLE item_login_method_v2 (oid INTEGER PRIMARY KEY, [account] INTEGER, [domain] TEXT COLLATE NOCASE, [internal] BOOLEAN, [localpart] TEXT COLLATE NOCASE, [protocol] TEXT COLLATE NOCASE, [verified] BOOLEAN);
CREATE INDEX axiomidx_login_method_v2_account ON item_login_method_v2([account]);
CREATE INDEX axiomidx_login_method_v2_domain ON item_login_method_v2([domain]);
CREATE INDEX axiomidx_login_method_v2_localpart ON item_login_method_v2([localpart]);
CREATE INDEX axiomidx_login_method_v2_protocol ON item_login_method_v2([protocol]);
CREATE INDEX axiomidx_login_method_v2_verified ON item_login_method_v2([verified]);
INSERT INTO axiom_attributes VALUES
    (2, 0, 1, 'INTEGER', 0, 'reference', 'account', ''),
    (2, 1, 1, 'TEXT COLLATE NOCASE', 1, 'text', 'domain', ''),
    (2, 2, 0, 'BOOLEAN', 0, 'boolean', 'internal', ''),
    (2, 3, 1, 'TEXT COLLATE NOCASE', 0, 'text', 'localpart', ''),
    (2, 4, 1, 'TEXT COLLATE NOCASE', 0, 'text', 'protocol', ''),
    (2, 5, 1, 'BOOLEAN', 0, 'boolean', 'verified', '');
INSERT INTO item_login_method_v2 (oid, [account], [domain], [internal], [localpart], [protocol], [verified]) VALUES
    (2, 1, 'example.com', 1, 'ann', 'email', 1),
    (3, 1, 'example.net', 0, 'ann', '*', 0);

INSERT INTO axiom_types (oid, typename, module, version) VALUES (3, 'upgrades_greeter', 'tests.upgrades.no_such_module', 1);
CREATE TABLE item_upgrades_greeter_v1 (oid INTEGER PRIMARY KEY, [words] TEXT COLLATE NOCASE);
INSERT INTO axiom_attributes VALUES
    (3, 0, 0, 'TEXT COLLATE NOCASE', 1, 'text', 'words', '');
INSERT INTO item_upgrades_greeter_v1 (oid, [words]) VALUES
    (5, CAST('Grüß Gott' AS BLOB));

INSERT INTO axiom_types (oid, typename, module, version) VALUES (4, 'axiom_powerup_connector', 'axiom.item', 1);
CREATE TABLE item_axiom_powerup_connector_v1 (oid INTEGER PRIMARY KEY, [interface] TEXT COLLATE NOCASE, [item] INTEGER, [powerup] INTEGER, [priority] INTEGER);
CREATE INDEX axiomidx_axiom_powerup_connector_v1_item ON item_axiom_powerup_connector_v1([item]);
CREATE INDEX axiomidx_axiom_powerup_connector_v1_powerup ON item_axiom_powerup_connector_v1([powerup]);
INSERT INTO axiom_attributes VALUES
    (4, 0, 0, 'TEXT COLLATE NOCASE', 1, 'text', 'interface', ''),
    (4, 1, 1, 'INTEGER', 1, 'reference', 'item', ''),
    (4, 2, 1, 'INTEGER', 1, 'reference', 'powerup', ''),
    (4, 3, 0, 'INTEGER', 1, 'integer', 'priority', '');
INSERT INTO item_axiom_powerup_connector_v1 (oid, [interface], [item], [powerup], [priority]) VALUES
    (6, 'tests.upgrades.test_axiom_sites.IGreeter', -1, 5, 0),
    (7, 'gone.gadgets.IGadget', -1, 40, 0);

INSERT INTO axiom_types (oid, typename, module, version) VALUES (5, 'axiom_dependency__dependencyconnector', 'axiom.dependency', 1);
CREATE TABLE item_axiom_dependency__dependencyconnector_v1 (oid INTEGER PRIMARY KEY, [explicitlyInstalled] BOOLEAN, [installee] INTEGER, [target] INTEGER);
CREATE INDEX axiomidx_axiom_dependency__dependencyconnector_v1_installee ON item_axiom_dependency__dependencyconnector_v1([installee]);
CREATE INDEX axiomidx_axiom_dependency__dependencyconnector_v1_target ON item_axiom_dependency__dependencyconnector_v1([target]);
INSERT INTO axiom_attributes VALUES
    (5, 0, 0, 'BOOLEAN', 1, 'boolean', 'explicitlyInstalled', ''),
    (5, 1, 1, 'INTEGER', 1, 'reference', 'installee', ''),
    (5, 2, 1, 'INTEGER', 1, 'reference', 'target', '');
INSERT INTO item_axiom_dependency__dependencyconnector_v1 (oid, [explicitlyInstalled], [installee], [target]) VALUES
    (8, 1, 5, -1);

INSERT INTO axiom_types (oid, typename, module, version) VALUES (6, 'upgrades_parcel', 'tests.upgrades.no_such_module', 1);
CREATE TABLE item_upgrades_parcel_v1 (oid INTEGER PRIMARY KEY, [content] BLOB, [fragile] BOOLEAN, [label] TEXT, [picture] TEXT COLLATE NOCASE, [price] INTEGER, [ratio] INTEGER, [sent] INTEGER, [stamps] TEXT COLLATE NOCASE, [weight] REAL);
CREATE INDEX axiomidx_upgrades_parcel_v1_label ON item_upgrades_parcel_v1([label]);
INSERT INTO axiom_attributes VALUES
    (6, 0, 0, 'BLOB', 1, 'bytes', 'content', ''),
    (6, 1, 0, 'BOOLEAN', 1, 'boolean', 'fragile', ''),
    (6, 2, 1, 'TEXT', 0, 'text', 'label', ''),
    (6, 3, 0, 'TEXT COLLATE NOCASE', 1, 'path', 'picture', ''),
    (6, 4, 0, 'INTEGER', 1, 'money', 'price', ''),
    (6, 5, 0, 'INTEGER', 1, 'point2decimal', 'ratio', ''),
    (6, 6, 0, 'INTEGER', 1, 'timestamp', 'sent', ''),
    (6, 7, 0, 'TEXT COLLATE NOCASE', 1, 'textlist', 'stamps', ''),
    (6, 8, 0, 'REAL', 1, 'ieee754_double', 'weight', '');
INSERT INTO item_upgrades_parcel_v1 (oid, [content], [fragile], [label], [picture], [price], [ratio], [sent], [stamps], [weight]) VALUES
    (10, x'00ff', 1, CAST('Bücher' AS BLOB), 'pictures/parcel.png', 123456, -150, 1234567890123456, char(2) || char(31) || 'red' || char(31) || 'Grün', 2.5),
    (11, NULL, NULL, 'Empty', NULL, NULL, NULL, NULL, char(2), NULL);

INSERT INTO axiom_types (oid, typename, module, version) VALUES (7, 'tag_catalog', 'axiom.tags', 2);
CREATE TABLE item_tag_catalog_v2 (oid INTEGER PRIMARY KEY, [tagCount] INTEGER);
INSERT INTO axiom_attributes VALUES
    (7, 0, 0, 'INTEGER', 1, 'integer', 'tagCount', '');
INSERT INTO item_tag_catalog_v2 (oid, [tagCount]) VALUES
    (20, 3);

INSERT INTO axiom_types (oid, typename, module, version) VALUES (8, 'tag', 'axiom.tags', 1);
CREATE TABLE item_tag_v1 (oid INTEGER PRIMARY KEY, [catalog] INTEGER, [created] INTEGER, [name] TEXT COLLATE NOCASE, [object] INTEGER, [tagger] INTEGER);
CREATE INDEX axiomidx_tag_v1_catalog ON item_tag_v1([catalog]);
CREATE INDEX axiomidx_tag_v1_object ON item_tag_v1([object]);
CREATE INDEX axiomidx_tag_v1_tagger ON item_tag_v1([tagger]);
INSERT INTO axiom_attributes VALUES
    (8, 0, 1, 'INTEGER', 1, 'reference', 'catalog', ''),
    (8, 1, 0, 'INTEGER', 1, 'timestamp', 'created', ''),
    (8, 2, 0, 'TEXT COLLATE NOCASE', 1, 'text', 'name', ''),
    (8, 3, 1, 'INTEGER', 1, 'reference', 'object', ''),
    (8, 4, 1, 'INTEGER', 1, 'reference', 'tagger', '');
INSERT INTO item_tag_v1 (oid, [catalog], [created], [name], [object], [tagger]) VALUES
    (21, 20, 1234567890000000, 'heavy', 10, NULL),
    (22, 20, 1234567890000001, 'late', 10, NULL),
    (23, 20, 1234567890000002, 'late', 11, NULL);

INSERT INTO axiom_types (oid, typename, module, version) VALUES (9, 'tagname', 'axiom.tags', 1);
CREATE TABLE item_tagname_v1 (oid INTEGER PRIMARY KEY, [catalog] INTEGER, [name] TEXT COLLATE NOCASE);
CREATE INDEX axiomidx_tagname_v1_catalog ON item_tagname_v1([catalog]);
CREATE INDEX axiomidx_tagname_v1_name ON item_tagname_v1([name]);
INSERT INTO axiom_attributes VALUES
    (9, 0, 1, 'INTEGER', 1, 'reference', 'catalog', ''),
    (9, 1, 1, 'TEXT COLLATE NOCASE', 1, 'text', 'name', '');
INSERT INTO item_tagname_v1 (oid, [catalog], [name]) VALUES
    (25, 20, 'heavy'),
    (26, 20, 'late');

INSERT INTO axiom_types (oid, typename, module, version) VALUES (10, 'list', 'axiom.sequence', 1);
CREATE TABLE item_list_v1 (oid INTEGER PRIMARY KEY, [length] INTEGER);
INSERT INTO axiom_attributes VALUES
    (10, 0, 0, 'INTEGER', 1, 'integer', 'length', '');
INSERT INTO item_list_v1 (oid, [length]) VALUES
    (30, 3);

INSERT INTO axiom_types (oid, typename, module, version) VALUES (11, 'list_item', 'axiom.sequence', 1);
CREATE TABLE item_list_item_v1 (oid INTEGER PRIMARY KEY, [_container] INTEGER, [_index] INTEGER, [_value] INTEGER);
CREATE INDEX axiomidx_list_item_v1__container ON item_list_item_v1([_container]);
CREATE INDEX axiomidx_list_item_v1__value ON item_list_item_v1([_value]);
INSERT INTO axiom_attributes VALUES
    (11, 0, 1, 'INTEGER', 1, 'reference', '_container', ''),
    (11, 1, 0, 'INTEGER', 1, 'integer', '_index', ''),
    (11, 2, 1, 'INTEGER', 1, 'reference', '_value', '');
INSERT INTO item_list_item_v1 (oid, [_container], [_index], [_value]) VALUES
    (31, 30, 1, 11),
    (32, 30, 0, 10),
    (33, 30, 2, 10);

INSERT INTO axiom_types (oid, typename, module, version) VALUES (12, 'gone_gadget', 'gone.gadgets', 3);
CREATE TABLE item_gone_gadget_v3 (oid INTEGER PRIMARY KEY, [owner] INTEGER, [size] REAL);
CREATE INDEX axiomidx_gone_gadget_v3_owner ON item_gone_gadget_v3([owner]);
INSERT INTO axiom_attributes VALUES
    (12, 0, 1, 'INTEGER', 1, 'reference', 'owner', ''),
    (12, 1, 0, 'REAL', 1, 'ieee754_double', 'size', '');
INSERT INTO item_gone_gadget_v3 (oid, [owner], [size]) VALUES
    (40, 10, 1.5);

-- Items 4, 9 were deleted; this is left of them.
INSERT INTO axiom_objects (oid, type_id) VALUES (4, -1), (9, -1);
INSERT INTO axiom_objects (oid, type_id) VALUES
    (1, 1), (2, 2), (3, 2), (5, 3), (6, 4), (7, 4), (8, 5), (10, 6), (11, 6), (20, 7), (21, 8), (22, 8), (23, 8), (25, 9), (26, 9), (30, 10), (31, 11), (32, 11), (33, 11), (40, 12);
