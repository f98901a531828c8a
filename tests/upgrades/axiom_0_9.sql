-- The same store as Axiom 0.8 and 0.9 write it: with explicit oids, and lists of texts with a guard.
CREATE TABLE "axiom_objects" (
    "oid" INTEGER PRIMARY KEY AUTOINCREMENT,
    "type_id" INTEGER NOT NULL
        CONSTRAINT "fk_type_id" REFERENCES "axiom_types"("oid")
);
CREATE INDEX "axiom_objects_type_idx"
    ON "axiom_objects"("type_id");
CREATE TABLE "axiom_types" (
    "oid" INTEGER PRIMARY KEY AUTOINCREMENT,
    "typename" VARCHAR,
    "module" VARCHAR,
    "version" INTEGER
);
CREATE TABLE "axiom_attributes" (
    "type_id" INTEGER,
    "row_offset" INTEGER,
    "indexed" BOOLEAN,
    "sqltype" VARCHAR,
    "allow_none" BOOLEAN,
    "pythontype" VARCHAR,
    "attribute" VARCHAR,
    "docstring" TEXT
);
CREATE TABLE item_upgrades_letter_v1 (oid INTEGER PRIMARY KEY, [sender] INTEGER, [sent] INTEGER, [subject] TEXT COLLATE NOCASE);
CREATE INDEX axiomidx_upgrades_letter_v1_sender ON item_upgrades_letter_v1([sender]);
CREATE TABLE item_upgrades_person_v2 (oid INTEGER PRIMARY KEY, [name] TEXT, [tags] TEXT COLLATE NOCASE);
CREATE TABLE item_axiom_powerup_connector_v1 (oid INTEGER PRIMARY KEY, [interface] TEXT COLLATE NOCASE, [item] INTEGER, [powerup] INTEGER, [priority] INTEGER);
CREATE INDEX axiomidx_axiom_powerup_connector_v1_item ON item_axiom_powerup_connector_v1([item]);
CREATE INDEX axiomidx_axiom_powerup_connector_v1_powerup ON item_axiom_powerup_connector_v1([powerup]);
CREATE TABLE item_gone_gadget_v3 (oid INTEGER PRIMARY KEY, [size] REAL, [blob] BLOB);

INSERT INTO axiom_types (oid, typename, module, version) VALUES
    (1, 'upgrades_person', 'tests.upgrades.no_such_module', 2),
    (2, 'upgrades_letter', 'tests.upgrades.no_such_module', 1),
    (4, 'axiom_powerup_connector', 'axiom.item', 1),
    (5, 'gone_gadget', 'gone.gadgets', 3);
INSERT INTO axiom_attributes (type_id, row_offset, indexed, sqltype, allow_none, pythontype, attribute, docstring) VALUES
    (1, 0, 0, 'TEXT', 0, 'text', 'name', ''),
    (1, 1, 0, 'TEXT COLLATE NOCASE', 1, 'textlist', 'tags', ''),
    (2, 0, 1, 'INTEGER', 1, 'reference', 'sender', ''),
    (2, 1, 0, 'INTEGER', 1, 'timestamp', 'sent', ''),
    (2, 2, 0, 'TEXT COLLATE NOCASE', 1, 'text', 'subject', ''),
    (4, 0, 0, 'TEXT COLLATE NOCASE', 1, 'text', 'interface', ''),
    (4, 1, 1, 'INTEGER', 1, 'reference', 'item', ''),
    (4, 2, 1, 'INTEGER', 1, 'reference', 'powerup', ''),
    (4, 3, 0, 'INTEGER', 1, 'integer', 'priority', ''),
    (5, 0, 0, 'REAL', 1, 'ieee754_double', 'size', ''),
    (5, 1, 0, 'BLOB', 1, 'bytes', 'blob', '');
-- Items 1, 4 and 5 were deleted; this is left of them.
INSERT INTO axiom_objects (oid, type_id) VALUES (1, -1), (4, -1), (5, -1);
INSERT INTO axiom_objects (oid, type_id) VALUES (2, 1), (3, 1), (6, 2), (7, 2), (8, 4), (9, 4), (10, 5);
INSERT INTO item_upgrades_person_v2 (oid, name, tags) VALUES (2, 'Ann', char(2) || char(31) || 'x' || char(31) || 'y'), (3, 'Bob', NULL);
INSERT INTO item_upgrades_letter_v1 (oid, sender, sent, subject) VALUES
    (6, 2, 1234567890123456, 'Hello'),
    (7, 1, -1, CAST('Grüße' AS BLOB));
INSERT INTO item_axiom_powerup_connector_v1 (oid, interface, item, powerup, priority) VALUES
    (8, 'tests.upgrades.test_axiom_stores.IWriter', -1, 3, 0),
    (9, 'tests.upgrades.test_axiom_stores.IWriter', -1, 2, 5);
INSERT INTO item_gone_gadget_v3 (oid, size, blob) VALUES (10, 1.5, x'00ff');
