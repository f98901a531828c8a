-- The user store that belongs to the site store with old scheduler items.
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
CREATE TABLE item_axiom_subscheduler_v1 ([eventsRun] INTEGER, [lastEventAt] INTEGER, [nextEventAt] INTEGER);
CREATE TABLE item_axiom_powerup_connector_v1 ([interface] TEXT COLLATE NOCASE, [item] INTEGER, [powerup] INTEGER, [priority] INTEGER);
CREATE TABLE item_timed_event_v1 ([runnable] INTEGER, [time] INTEGER);
CREATE TABLE item_upgrades_alarm_v1 ([rung] INTEGER, [scheduler] INTEGER);

INSERT INTO axiom_types (oid, typename, module, version) VALUES
    (1, 'axiom_subscheduler', 'axiom.scheduler', 1),
    (2, 'axiom_powerup_connector', 'axiom.item', 1),
    (3, 'timed_event', 'axiom.scheduler', 1),
    (4, 'upgrades_alarm', 'tests.upgrades.no_such_module', 1);
INSERT INTO axiom_attributes (type_id, row_offset, indexed, sqltype, allow_none, pythontype, attribute, docstring) VALUES
    (1, 0, 0, 'INTEGER', 1, 'integer', 'eventsRun', ''),
    (1, 1, 0, 'INTEGER', 1, 'timestamp', 'lastEventAt', ''),
    (1, 2, 0, 'INTEGER', 1, 'timestamp', 'nextEventAt', ''),
    (2, 0, 0, 'TEXT COLLATE NOCASE', 1, 'text', 'interface', ''),
    (2, 1, 1, 'INTEGER', 1, 'reference', 'item', ''),
    (2, 2, 1, 'INTEGER', 1, 'reference', 'powerup', ''),
    (2, 3, 0, 'INTEGER', 1, 'integer', 'priority', ''),
    (3, 0, 1, 'INTEGER', 1, 'reference', 'runnable', ''),
    (3, 1, 1, 'INTEGER', 1, 'timestamp', 'time', ''),
    (4, 0, 0, 'INTEGER', 1, 'integer', 'rung', ''),
    (4, 1, 1, 'INTEGER', 1, 'reference', 'scheduler', '');
INSERT INTO axiom_objects (oid, type_id) VALUES (1, 1), (2, 2), (3, 3), (4, 3), (5, 4);
INSERT INTO item_axiom_subscheduler_v1 (oid, eventsRun, lastEventAt, nextEventAt) VALUES (1, 0, NULL, 10000000);
INSERT INTO item_axiom_powerup_connector_v1 (oid, interface, item, powerup, priority) VALUES
    (2, 'axiom.iaxiom.IScheduler', -1, 1, 0);
INSERT INTO item_timed_event_v1 (oid, runnable, time) VALUES (3, 5, 10000000), (4, 5, 30000000);
INSERT INTO item_upgrades_alarm_v1 (oid, rung, scheduler) VALUES (5, 0, 1);
