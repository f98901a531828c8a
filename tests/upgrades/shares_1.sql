PRAGMA page_size=4096;
-- PRAGMA encoding='UTF-8';
-- PRAGMA auto_vacuum=NONE;
-- PRAGMA max_page_count=4294967294;

-- This pragma turns off checking of foreign keys as tables would be
-- inconsistent while restoring.  It was introduced in SQLite 3.6.19.
PRAGMA foreign_keys=OFF;

BEGIN TRANSACTION;

-- Table  axiom_attributes
DROP TABLE IF EXISTS axiom_attributes;
CREATE TABLE axiom_attributes (type_id INTEGER, row_offset INTEGER, indexed BOOLEAN, sqltype VARCHAR, allow_none BOOLEAN, pythontype VARCHAR, attribute VARCHAR, docstring TEXT);
INSERT INTO axiom_attributes VALUES(1,0,0,'INTEGER',0,'integer','postCount','');
INSERT INTO axiom_attributes VALUES(2,0,0,'TEXT COLLATE NOCASE',0,'text','description','');
INSERT INTO axiom_attributes VALUES(2,1,1,'TEXT',0,'text','externalID','');
INSERT INTO axiom_attributes VALUES(2,2,0,'TEXT COLLATE NOCASE',0,'text','name','');
INSERT INTO axiom_attributes VALUES(3,0,0,'INTEGER',0,'timestamp','created','');
INSERT INTO axiom_attributes VALUES(3,1,0,'TEXT COLLATE NOCASE',1,'text','createdBy','');
INSERT INTO axiom_attributes VALUES(3,2,1,'TEXT',0,'text','shareID','');
INSERT INTO axiom_attributes VALUES(3,3,0,'TEXT COLLATE NOCASE',0,'textlist','sharedInterfaceNames','');
INSERT INTO axiom_attributes VALUES(3,4,1,'INTEGER',0,'reference','sharedItem','');
INSERT INTO axiom_attributes VALUES(3,5,1,'INTEGER',0,'reference','sharedTo','');
INSERT INTO axiom_attributes VALUES(3,6,0,'BOOLEAN',0,'boolean','suspended','');
INSERT INTO axiom_attributes VALUES(4,0,1,'INTEGER',0,'reference','group','');
INSERT INTO axiom_attributes VALUES(4,1,1,'INTEGER',0,'reference','member','');

-- Table  axiom_objects
DROP TABLE IF EXISTS axiom_objects;
CREATE TABLE axiom_objects (oid INTEGER PRIMARY KEY AUTOINCREMENT, type_id INTEGER NOT NULL CONSTRAINT fk_type_id REFERENCES axiom_types(oid));
INSERT INTO axiom_objects VALUES(1,1);
INSERT INTO axiom_objects VALUES(2,2);
INSERT INTO axiom_objects VALUES(3,3);
INSERT INTO axiom_objects VALUES(4,2);
INSERT INTO axiom_objects VALUES(5,2);
INSERT INTO axiom_objects VALUES(6,4);
INSERT INTO axiom_objects VALUES(7,4);
INSERT INTO axiom_objects VALUES(8,3);
-- Triggers and indices on  axiom_objects
CREATE INDEX axiom_objects_type_idx ON axiom_objects(type_id);

-- Table  axiom_revision
DROP TABLE IF EXISTS axiom_revision;
CREATE TABLE axiom_revision (revision INTEGER NOT NULL);
INSERT INTO axiom_revision VALUES(6);

-- Table  axiom_types
DROP TABLE IF EXISTS axiom_types;
CREATE TABLE axiom_types (oid INTEGER PRIMARY KEY AUTOINCREMENT, typename VARCHAR, module VARCHAR, version INTEGER);
INSERT INTO axiom_types VALUES(1,'timeline_timeline','offerings.timeline._items',1);
INSERT INTO axiom_types VALUES(2,'sharing_role','mantissa_like.sharing._roles',1);
INSERT INTO axiom_types VALUES(3,'sharing_share','mantissa_like.sharing._shares',1);
INSERT INTO axiom_types VALUES(4,'sharing_relationship','mantissa_like.sharing._roles',1);

-- Table  item_sharing_relationship_v1
DROP TABLE IF EXISTS item_sharing_relationship_v1;
CREATE TABLE item_sharing_relationship_v1 (oid INTEGER PRIMARY KEY, [group] INTEGER, [member] INTEGER);
INSERT INTO item_sharing_relationship_v1 VALUES(6,2,5);
INSERT INTO item_sharing_relationship_v1 VALUES(7,5,4);
-- Triggers and indices on  item_sharing_relationship_v1
CREATE INDEX "axiomidx_sharing_relationship_v1_group" ON item_sharing_relationship_v1 ([group]);
CREATE INDEX "axiomidx_sharing_relationship_v1_member" ON item_sharing_relationship_v1 ([member]);

-- Table  item_sharing_role_v1
DROP TABLE IF EXISTS item_sharing_role_v1;
CREATE TABLE item_sharing_role_v1 (oid INTEGER PRIMARY KEY, [description] TEXT COLLATE NOCASE, [externalID] TEXT, [name] TEXT COLLATE NOCASE);
INSERT INTO item_sharing_role_v1 VALUES(2,'','Everybody','Everybody');
INSERT INTO item_sharing_role_v1 VALUES(4,'','bob@example.com','bob@example.com');
INSERT INTO item_sharing_role_v1 VALUES(5,'','Authenticated','Authenticated');
-- Triggers and indices on  item_sharing_role_v1
CREATE INDEX "axiomidx_sharing_role_v1_externalID" ON item_sharing_role_v1 ([externalID]);

-- Table  item_sharing_share_v1
DROP TABLE IF EXISTS item_sharing_share_v1;
CREATE TABLE item_sharing_share_v1 (oid INTEGER PRIMARY KEY, [created] INTEGER, [createdBy] TEXT COLLATE NOCASE, [shareID] TEXT, [sharedInterfaceNames] TEXT COLLATE NOCASE, [sharedItem] INTEGER, [sharedTo] INTEGER, [suspended] BOOLEAN);
INSERT INTO item_sharing_share_v1 VALUES(3,1700000000000000,NULL,'timeline','timeline.IReadableTimeline',1,2,0);
INSERT INTO item_sharing_share_v1 VALUES(8,1700000000000000,'alice@example.com','timeline','*',1,4,1);
-- Triggers and indices on  item_sharing_share_v1
CREATE INDEX "axiomidx_sharing_share_v1_sharedItem" ON item_sharing_share_v1 ([sharedItem]);
CREATE INDEX "axiomidx_sharing_share_v1_sharedTo" ON item_sharing_share_v1 ([sharedTo]);
CREATE INDEX "axiomidx_sharing_share_v1_shareID" ON item_sharing_share_v1 ([shareID]);

-- Table  item_timeline_timeline_v1
DROP TABLE IF EXISTS item_timeline_timeline_v1;
CREATE TABLE item_timeline_timeline_v1 (oid INTEGER PRIMARY KEY, [postCount] INTEGER);
INSERT INTO item_timeline_timeline_v1 VALUES(1,0);

-- For primary key autoincrements the next id to use is stored in
-- sqlite_sequence
DELETE FROM main.sqlite_sequence WHERE name='axiom_objects';
INSERT INTO main.sqlite_sequence VALUES ('axiom_objects', 8);
DELETE FROM main.sqlite_sequence WHERE name='axiom_types';
INSERT INTO main.sqlite_sequence VALUES ('axiom_types', 4);

COMMIT TRANSACTION;

-- Restoring foreign key checking back on.  Note that SQLite 3.6.19 is off by
-- default
PRAGMA foreign_keys=ON;
