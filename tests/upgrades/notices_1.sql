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
INSERT INTO axiom_attributes VALUES(1,0,1,'INTEGER',1,'reference','avatars','');
INSERT INTO axiom_attributes VALUES(1,1,0,'INTEGER',1,'integer','disabled','');
INSERT INTO axiom_attributes VALUES(1,2,0,'TEXT COLLATE NOCASE',1,'text','password','');
INSERT INTO axiom_attributes VALUES(1,3,0,'TEXT COLLATE NOCASE',1,'text','passwordHash','');
INSERT INTO axiom_attributes VALUES(2,0,1,'INTEGER',0,'reference','account','');
INSERT INTO axiom_attributes VALUES(2,1,1,'TEXT COLLATE NOCASE',1,'text','domain','');
INSERT INTO axiom_attributes VALUES(2,2,0,'BOOLEAN',0,'boolean','internal','');
INSERT INTO axiom_attributes VALUES(2,3,1,'TEXT COLLATE NOCASE',0,'text','localpart','');
INSERT INTO axiom_attributes VALUES(2,4,1,'TEXT COLLATE NOCASE',0,'text','protocol','');
INSERT INTO axiom_attributes VALUES(2,5,1,'BOOLEAN',0,'boolean','verified','');
INSERT INTO axiom_attributes VALUES(3,0,1,'TEXT',0,'text','recipient','');
INSERT INTO axiom_attributes VALUES(3,1,0,'TEXT',0,'text','shareID','');
INSERT INTO axiom_attributes VALUES(3,2,0,'TEXT',0,'text','sharer','');
INSERT INTO axiom_attributes VALUES(3,3,0,'TEXT COLLATE NOCASE',0,'text','title','');
INSERT INTO axiom_attributes VALUES(3,4,0,'INTEGER',0,'integer','tries','');
INSERT INTO axiom_attributes VALUES(4,0,1,'INTEGER',1,'reference','runnable','');
INSERT INTO axiom_attributes VALUES(4,1,1,'INTEGER',1,'timestamp','time','');

-- Table  axiom_objects
DROP TABLE IF EXISTS axiom_objects;
CREATE TABLE axiom_objects (oid INTEGER PRIMARY KEY AUTOINCREMENT, type_id INTEGER NOT NULL CONSTRAINT fk_type_id REFERENCES axiom_types(oid));
INSERT INTO axiom_objects VALUES(1,1);
INSERT INTO axiom_objects VALUES(2,2);
INSERT INTO axiom_objects VALUES(3,3);
INSERT INTO axiom_objects VALUES(4,4);
INSERT INTO axiom_objects VALUES(5,3);
INSERT INTO axiom_objects VALUES(6,4);
-- Triggers and indices on  axiom_objects
CREATE INDEX axiom_objects_type_idx ON axiom_objects(type_id);

-- Table  axiom_revision
DROP TABLE IF EXISTS axiom_revision;
CREATE TABLE axiom_revision (revision INTEGER NOT NULL, ordinary INTEGER NOT NULL DEFAULT 0);
INSERT INTO axiom_revision VALUES(1,1);

-- Table  axiom_types
DROP TABLE IF EXISTS axiom_types;
CREATE TABLE axiom_types (oid INTEGER PRIMARY KEY AUTOINCREMENT, typename VARCHAR, module VARCHAR, version INTEGER);
INSERT INTO axiom_types VALUES(1,'login','axiom.userbase',3);
INSERT INTO axiom_types VALUES(2,'login_method','axiom.userbase',2);
INSERT INTO axiom_types VALUES(3,'sharing_outgoing_notice','mantissa_like.sharing._notices',1);
INSERT INTO axiom_types VALUES(4,'timed_event','axiom.scheduler',1);

-- Table  item_login_method_v2
DROP TABLE IF EXISTS item_login_method_v2;
CREATE TABLE item_login_method_v2 (oid INTEGER PRIMARY KEY, [account] INTEGER, [domain] TEXT COLLATE NOCASE, [internal] BOOLEAN, [localpart] TEXT COLLATE NOCASE, [protocol] TEXT COLLATE NOCASE, [verified] BOOLEAN);
INSERT INTO item_login_method_v2 VALUES(2,1,'example.com',1,'alice','*',1);
-- Triggers and indices on  item_login_method_v2
CREATE INDEX "axiomidx_login_method_v2_account" ON item_login_method_v2 ([account]);
CREATE INDEX "axiomidx_login_method_v2_domain" ON item_login_method_v2 ([domain]);
CREATE INDEX "axiomidx_login_method_v2_localpart" ON item_login_method_v2 ([localpart]);
CREATE INDEX "axiomidx_login_method_v2_protocol" ON item_login_method_v2 ([protocol]);
CREATE INDEX "axiomidx_login_method_v2_verified" ON item_login_method_v2 ([verified]);

-- Table  item_login_v3
DROP TABLE IF EXISTS item_login_v3;
CREATE TABLE item_login_v3 (oid INTEGER PRIMARY KEY, [avatars] INTEGER, [disabled] INTEGER, [password] TEXT COLLATE NOCASE, [passwordHash] TEXT COLLATE NOCASE);
INSERT INTO item_login_v3 VALUES(1,NULL,0,NULL,NULL);
-- Triggers and indices on  item_login_v3
CREATE INDEX "axiomidx_login_v3_avatars" ON item_login_v3 ([avatars]);

-- Table  item_sharing_outgoing_notice_v1
DROP TABLE IF EXISTS item_sharing_outgoing_notice_v1;
CREATE TABLE item_sharing_outgoing_notice_v1 (oid INTEGER PRIMARY KEY, [recipient] TEXT, [shareID] TEXT, [sharer] TEXT, [title] TEXT COLLATE NOCASE, [tries] INTEGER);
INSERT INTO item_sharing_outgoing_notice_v1 VALUES(3,'bob@example.com','milk','alice@example.com','Milk',0);
INSERT INTO item_sharing_outgoing_notice_v1 VALUES(5,'bob@example.com','bread','alicia@example.com','Bread',0);
-- Triggers and indices on  item_sharing_outgoing_notice_v1
CREATE INDEX "axiomidx_sharing_outgoing_notice_v1_recipient" ON item_sharing_outgoing_notice_v1 ([recipient]);

-- Table  item_timed_event_v1
DROP TABLE IF EXISTS item_timed_event_v1;
CREATE TABLE item_timed_event_v1 (oid INTEGER PRIMARY KEY, [runnable] INTEGER, [time] INTEGER);
INSERT INTO item_timed_event_v1 VALUES(4,3,1700000000000000);
INSERT INTO item_timed_event_v1 VALUES(6,5,1700000000000000);
-- Triggers and indices on  item_timed_event_v1
CREATE INDEX "axiomidx_timed_event_v1_runnable" ON item_timed_event_v1 ([runnable]);
CREATE INDEX "axiomidx_timed_event_v1_time" ON item_timed_event_v1 ([time]);

-- For primary key autoincrements the next id to use is stored in
-- sqlite_sequence
DELETE FROM main.sqlite_sequence WHERE name='axiom_objects';
INSERT INTO main.sqlite_sequence VALUES ('axiom_objects', 6);
DELETE FROM main.sqlite_sequence WHERE name='axiom_types';
INSERT INTO main.sqlite_sequence VALUES ('axiom_types', 4);

COMMIT TRANSACTION;

-- Restoring foreign key checking back on.  Note that SQLite 3.6.19 is off by
-- default
PRAGMA foreign_keys=ON;

