-- A site store as Axiom 0.5 to 0.7 wrote it, with the scheduler items of those days: hooks for the events of a substore
-- in each old version, one of them installed; a batch processor that still polls; a manhole.
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
CREATE TABLE item_axiom_scheduler_v1 ([eventsRun] INTEGER, [lastEventAt] INTEGER, [nextEventAt] INTEGER);
CREATE TABLE item_axiom_powerup_connector_v1 ([interface] TEXT COLLATE NOCASE, [item] INTEGER, [powerup] INTEGER, [priority] INTEGER);
CREATE TABLE item_substore_v1 ([storepath] TEXT COLLATE NOCASE);
CREATE TABLE item_axiom_subscheduler_parent_hook_v1 ([loginAccount] INTEGER, [scheduledAt] INTEGER);
CREATE TABLE item_axiom_subscheduler_parent_hook_v2 ([loginAccount] INTEGER, [scheduledAt] INTEGER, [scheduler] INTEGER);
CREATE TABLE item_axiom_subscheduler_parent_hook_v3 ([loginAccount] INTEGER, [scheduler] INTEGER);
CREATE TABLE item_axiom_dependency__dependencyconnector_v1 ([explicitlyInstalled] BOOLEAN, [installee] INTEGER, [target] INTEGER);
CREATE TABLE item_timed_event_v1 ([runnable] INTEGER, [time] INTEGER);
CREATE TABLE item_timed_event_failure_log_v1 ([actualTime] INTEGER, [desiredTime] INTEGER, [runnable] INTEGER, [traceback] BLOB);
CREATE TABLE item_upgrades_alarm_v1 ([rung] INTEGER, [scheduler] INTEGER);
CREATE TABLE item_tests_upgrades_test_schedulers_batch_alarm_v1 ([busyInterval] INTEGER, [idleInterval] INTEGER);
CREATE TABLE item_axiom_batch__reliablelistener_v1 ([backwardMark] INTEGER, [forwardMark] INTEGER, [lastRun] INTEGER, [listener] INTEGER, [processor] INTEGER, [style] INTEGER);
CREATE TABLE item_axiom_batch_batchprocessingerror_v1 ([error] BLOB, [item] INTEGER, [listener] INTEGER, [processor] INTEGER);
CREATE TABLE item_axiom_batch_batchmanholepowerup_v1 ([unused] INTEGER);
CREATE TABLE item_upgrades_archive_v1 ([seen] INTEGER);

INSERT INTO axiom_types (oid, typename, module, version) VALUES
    (1, 'axiom_scheduler', 'axiom.scheduler', 1),
    (2, 'axiom_powerup_connector', 'axiom.item', 1),
    (3, 'substore', 'axiom.substore', 1),
    (4, 'axiom_subscheduler_parent_hook', 'axiom.scheduler', 1),
    (5, 'axiom_subscheduler_parent_hook', 'axiom.scheduler', 2),
    (6, 'axiom_subscheduler_parent_hook', 'axiom.scheduler', 3),
    (7, 'axiom_dependency__dependencyconnector', 'axiom.dependency', 1),
    (8, 'timed_event', 'axiom.scheduler', 1),
    (9, 'timed_event_failure_log', 'axiom.scheduler', 1),
    (10, 'upgrades_alarm', 'tests.upgrades.no_such_module', 1),
    (11, 'tests_upgrades_test_schedulers_batch_alarm', 'tests.upgrades.no_such_module', 1),
    (12, 'axiom_batch__reliablelistener', 'axiom.batch', 1),
    (13, 'axiom_batch_batchprocessingerror', 'axiom.batch', 1),
    (14, 'axiom_batch_batchmanholepowerup', 'axiom.batch', 1),
    (15, 'upgrades_archive', 'tests.upgrades.no_such_module', 1);
INSERT INTO axiom_attributes (type_id, row_offset, indexed, sqltype, allow_none, pythontype, attribute, docstring) VALUES
    (1, 0, 0, 'INTEGER', 1, 'integer', 'eventsRun', ''),
    (1, 1, 0, 'INTEGER', 1, 'timestamp', 'lastEventAt', ''),
    (1, 2, 0, 'INTEGER', 1, 'timestamp', 'nextEventAt', ''),
    (2, 0, 0, 'TEXT COLLATE NOCASE', 1, 'text', 'interface', ''),
    (2, 1, 1, 'INTEGER', 1, 'reference', 'item', ''),
    (2, 2, 1, 'INTEGER', 1, 'reference', 'powerup', ''),
    (2, 3, 0, 'INTEGER', 1, 'integer', 'priority', ''),
    (3, 0, 0, 'TEXT COLLATE NOCASE', 1, 'path', 'storepath', ''),
    (4, 0, 1, 'INTEGER', 1, 'reference', 'loginAccount', ''),
    (4, 1, 0, 'INTEGER', 1, 'timestamp', 'scheduledAt', ''),
    (5, 0, 1, 'INTEGER', 1, 'reference', 'loginAccount', ''),
    (5, 1, 0, 'INTEGER', 1, 'timestamp', 'scheduledAt', ''),
    (5, 2, 1, 'INTEGER', 1, 'reference', 'scheduler', ''),
    (6, 0, 1, 'INTEGER', 1, 'reference', 'loginAccount', ''),
    (6, 1, 1, 'INTEGER', 1, 'reference', 'scheduler', ''),
    (7, 0, 0, 'BOOLEAN', 1, 'boolean', 'explicitlyInstalled', ''),
    (7, 1, 1, 'INTEGER', 1, 'reference', 'installee', ''),
    (7, 2, 1, 'INTEGER', 1, 'reference', 'target', ''),
    (8, 0, 1, 'INTEGER', 1, 'reference', 'runnable', ''),
    (8, 1, 1, 'INTEGER', 1, 'timestamp', 'time', ''),
    (9, 0, 0, 'INTEGER', 1, 'timestamp', 'actualTime', ''),
    (9, 1, 0, 'INTEGER', 1, 'timestamp', 'desiredTime', ''),
    (9, 2, 1, 'INTEGER', 1, 'reference', 'runnable', ''),
    (9, 3, 0, 'BLOB', 1, 'bytes', 'traceback', ''),
    (10, 0, 0, 'INTEGER', 1, 'integer', 'rung', ''),
    (10, 1, 1, 'INTEGER', 1, 'reference', 'scheduler', ''),
    (11, 0, 0, 'INTEGER', 1, 'integer', 'busyInterval', ''),
    (11, 1, 0, 'INTEGER', 1, 'integer', 'idleInterval', ''),
    (12, 0, 0, 'INTEGER', 1, 'integer', 'backwardMark', ''),
    (12, 1, 0, 'INTEGER', 1, 'integer', 'forwardMark', ''),
    (12, 2, 0, 'INTEGER', 1, 'timestamp', 'lastRun', ''),
    (12, 3, 1, 'INTEGER', 1, 'reference', 'listener', ''),
    (12, 4, 1, 'INTEGER', 1, 'reference', 'processor', ''),
    (12, 5, 0, 'INTEGER', 1, 'integer', 'style', ''),
    (13, 0, 0, 'BLOB', 1, 'bytes', 'error', ''),
    (13, 1, 1, 'INTEGER', 1, 'reference', 'item', ''),
    (13, 2, 1, 'INTEGER', 1, 'reference', 'listener', ''),
    (13, 3, 1, 'INTEGER', 1, 'reference', 'processor', ''),
    (14, 0, 0, 'INTEGER', 1, 'integer', 'unused', ''),
    (15, 0, 0, 'INTEGER', 1, 'integer', 'seen', '');
INSERT INTO axiom_objects (oid, type_id) VALUES
    (1, 1), (2, 2), (3, 2), (4, 3), (5, 4), (6, 5), (7, 6), (8, 7), (9, 8), (10, 8), (11, 9), (12, 10), (13, 10),
    (14, 11), (15, 2), (16, 12), (17, 13), (18, 14), (19, 2), (20, 15);
INSERT INTO item_axiom_scheduler_v1 (oid, eventsRun, lastEventAt, nextEventAt) VALUES (1, 0, NULL, NULL);
INSERT INTO item_axiom_powerup_connector_v1 (oid, interface, item, powerup, priority) VALUES
    (2, 'twisted.application.service.IService', -1, 1, 0),
    (3, 'axiom.iaxiom.IScheduler', -1, 1, 0),
    (15, 'axiom.iaxiom.IBatchProcessor', -1, 14, 0),
    (19, 'twisted.conch.interfaces.IConchUser', -1, 18, 0);
INSERT INTO item_substore_v1 (oid, storepath) VALUES (4, 'one');
INSERT INTO item_axiom_subscheduler_parent_hook_v1 (oid, loginAccount, scheduledAt) VALUES (5, 4, 10000000);
INSERT INTO item_axiom_subscheduler_parent_hook_v2 (oid, loginAccount, scheduledAt, scheduler) VALUES (6, 4, NULL, 1);
INSERT INTO item_axiom_subscheduler_parent_hook_v3 (oid, loginAccount, scheduler) VALUES (7, 4, 1);
INSERT INTO item_axiom_dependency__dependencyconnector_v1 (oid, explicitlyInstalled, installee, target) VALUES (8, 1, 7, -1);
INSERT INTO item_timed_event_v1 (oid, runnable, time) VALUES (9, 5, 10000000), (10, 12, 20000000);
INSERT INTO item_timed_event_failure_log_v1 (oid, actualTime, desiredTime, runnable, traceback) VALUES
    (11, 6000000, 5000000, 13, x'5472616365626163');
INSERT INTO item_upgrades_alarm_v1 (oid, rung, scheduler) VALUES (12, 0, 1), (13, 0, 1);
INSERT INTO item_tests_upgrades_test_schedulers_batch_alarm_v1 (oid, busyInterval, idleInterval) VALUES (14, 50, 1000);
INSERT INTO item_axiom_batch__reliablelistener_v1 (oid, backwardMark, forwardMark, lastRun, listener, processor, style) VALUES
    (16, 12, 12, 1000000, 20, 14, 0);
INSERT INTO item_axiom_batch_batchprocessingerror_v1 (oid, error, item, listener, processor) VALUES
    (17, x'6f6f7073', 12, 20, 14);
INSERT INTO item_axiom_batch_batchmanholepowerup_v1 (oid, unused) VALUES (18, 0);
INSERT INTO item_upgrades_archive_v1 (oid, seen) VALUES (20, 1);
