-- In which hours the program has run, by which a clock that was ahead is told from one that is behind now.
CREATE TABLE hours_run (
    -- Since the Unix epoch.
    hour BIGINT NOT NULL PRIMARY KEY
);

INSERT INTO hours_run (hour) SELECT DISTINCT handled_at / 3600 FROM events;
