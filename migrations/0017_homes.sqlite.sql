-- People and places apart: a community has homes, a member has identities, and whatever takes place
-- somewhere names its home. Tables are made anew where SQLite cannot drop a column; foreign keys are
-- not enforced meanwhile, and every id stays as it is.

-- Where a community is on a platform.
CREATE TABLE homes (
    id BIGINT NOT NULL PRIMARY KEY,
    community BIGINT NOT NULL REFERENCES communities (id),
    platform TEXT NOT NULL,
    -- The platform's id of the community.
    external TEXT NOT NULL,
    met_at BIGINT NOT NULL,
    UNIQUE (platform, external)
);

CREATE INDEX homes_by_community ON homes (community);

-- The first home of a community bears its number.
INSERT INTO homes (id, community, platform, external, met_at)
    SELECT id, id, platform, external, created_at FROM communities;

-- Who a member is on a platform.
CREATE TABLE identities (
    community BIGINT NOT NULL REFERENCES communities (id),
    platform TEXT NOT NULL,
    -- The platform's id of the person.
    external TEXT NOT NULL,
    member BIGINT NOT NULL REFERENCES members (id),
    met_at BIGINT NOT NULL,
    PRIMARY KEY (community, platform, external)
) WITHOUT ROWID;

-- A person who writes to the bot directly is looked for in every community.
CREATE INDEX identities_by_person ON identities (platform, external);
CREATE INDEX identities_by_member ON identities (member);

INSERT INTO identities (community, platform, external, member, met_at)
    SELECT m.community, c.platform, m.external, m.id, m.created_at
    FROM members m JOIN communities c ON c.id = m.community
    WHERE SUBSTR(m.external, 1, 10) <> 'forgotten ';

CREATE TABLE members_anew (
    id BIGINT NOT NULL PRIMARY KEY,
    community BIGINT NOT NULL REFERENCES communities (id),
    name TEXT NOT NULL,
    -- The name without case, accents and stray spaces, by which people look each other up.
    folded_name TEXT NOT NULL,
    -- The zone that a platform tells, and the one that the member chose, which goes before it.
    zone TEXT,
    chosen_zone TEXT,
    is_forgotten BIGINT NOT NULL CHECK (is_forgotten IN (0, 1)),
    created_at BIGINT NOT NULL
);

INSERT INTO members_anew (id, community, name, folded_name, zone, chosen_zone, is_forgotten, created_at)
    SELECT id, community, name, folded_name, zone, chosen_zone,
        SUBSTR(external, 1, 10) = 'forgotten ', created_at
    FROM members;

DROP TABLE members;
ALTER TABLE members_anew RENAME TO members;
CREATE INDEX members_by_folded_name ON members (community, folded_name);

CREATE TABLE communities_anew (
    id BIGINT NOT NULL PRIMARY KEY,
    zone TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

INSERT INTO communities_anew (id, zone, created_at) SELECT id, zone, created_at FROM communities;
DROP TABLE communities;
ALTER TABLE communities_anew RENAME TO communities;

-- A column can only be added with a default: no home has the number 0, so nobody gets by without
-- naming one.

ALTER TABLE quizzes ADD COLUMN home BIGINT NOT NULL DEFAULT 0 REFERENCES homes (id);
UPDATE quizzes SET home = community;
DROP INDEX quizzes_one_open_in_channel;
CREATE UNIQUE INDEX quizzes_one_open_in_channel ON quizzes (home, channel) WHERE is_over = 0 AND solo IS NULL;

CREATE TABLE schedules_anew (
    id BIGINT NOT NULL PRIMARY KEY,
    community BIGINT NOT NULL REFERENCES communities (id),
    home BIGINT NOT NULL REFERENCES homes (id),
    channel TEXT NOT NULL,
    deck TEXT NOT NULL,
    clock TEXT NOT NULL,
    zone TEXT NOT NULL,
    weekdays TEXT NOT NULL,
    -- ISO dates with commas between; bounded by the program.
    off_days TEXT NOT NULL,
    set_by BIGINT NOT NULL REFERENCES members (id),
    state TEXT NOT NULL CHECK (state IN ('on', 'paused', 'off')),
    -- Why the program paused it by itself; empty if it did not.
    note TEXT NOT NULL,
    version BIGINT NOT NULL,
    next_at BIGINT,
    -- Whether the channel wants the weekly summary.
    summary BIGINT NOT NULL DEFAULT 1 CHECK (summary IN (0, 1)),
    -- Whether those whom it concerns were told that the program has paused it by itself.
    told BIGINT NOT NULL DEFAULT 1 CHECK (told IN (0, 1)),
    UNIQUE (home, channel)
);

INSERT INTO schedules_anew (
        id, community, home, channel, deck, clock, zone, weekdays, off_days, set_by, state, note,
        version, next_at, summary, told)
    SELECT id, community, community, channel, deck, clock, zone, weekdays, off_days, set_by, state, note,
        version, next_at, summary, told
    FROM schedules;

DROP TABLE schedules;
ALTER TABLE schedules_anew RENAME TO schedules;
CREATE INDEX schedules_by_community ON schedules (community);
CREATE INDEX schedules_by_next ON schedules (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX schedules_untold ON schedules (id) WHERE told = 0;

ALTER TABLE postings ADD COLUMN home BIGINT NOT NULL DEFAULT 0 REFERENCES homes (id);
UPDATE postings SET home = community;
DROP INDEX postings_one_a_day_without_schedule;
DROP INDEX postings_by_channel;
CREATE UNIQUE INDEX postings_one_a_day_without_schedule ON postings (home, channel, local_date)
    WHERE schedule IS NULL;
CREATE INDEX postings_by_channel ON postings (community, home, channel, due_at);

ALTER TABLE seasons ADD COLUMN home BIGINT NOT NULL DEFAULT 0 REFERENCES homes (id);
UPDATE seasons SET home = community;
