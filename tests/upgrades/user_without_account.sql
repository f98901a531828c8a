-- The store of a user from before such stores had copies of the accounts.
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

INSERT INTO axiom_types (oid, typename, module, version) VALUES (1, 'upgrades_greeter', 'tests.upgrades.no_such_module', 1);
CREATE TABLE item_upgrades_greeter_v1 ([words] TEXT COLLATE NOCASE);
INSERT INTO axiom_attributes VALUES
    (1, 0, 0, 'TEXT COLLATE NOCASE', 1, 'text', 'words', '');
INSERT INTO item_upgrades_greeter_v1 (oid, [words]) VALUES
    (1, 'Hello');

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
    (2, 'tests.upgrades.test_axiom_sites.IGreeter', -1, 1, 0);

INSERT INTO axiom_objects (oid, type_id) VALUES
    (1, 1), (2, 2);
