-- People and places apart: a community has homes, a member has identities, and whatever takes place
-- somewhere names its home.

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
);

-- A person who writes to the bot directly is looked for in every community.
CREATE INDEX identities_by_person ON identities (platform, external);
CREATE INDEX identities_by_member ON identities (member);

INSERT INTO identities (community, platform, external, member, met_at)
    SELECT m.community, c.platform, m.external, m.id, m.created_at
    FROM members m JOIN communities c ON c.id = m.community
    WHERE SUBSTR(m.external, 1, 10) <> 'forgotten ';

ALTER TABLE members ADD COLUMN is_forgotten BIGINT NOT NULL DEFAULT 0 CHECK (is_forgotten IN (0, 1));
UPDATE members SET is_forgotten = 1 WHERE SUBSTR(external, 1, 10) = 'forgotten ';
ALTER TABLE members ALTER COLUMN is_forgotten DROP DEFAULT;
ALTER TABLE members DROP COLUMN external;
ALTER TABLE communities DROP COLUMN platform, DROP COLUMN external;

ALTER TABLE quizzes ADD COLUMN home BIGINT;
UPDATE quizzes SET home = community;
ALTER TABLE quizzes ALTER COLUMN home SET NOT NULL, ADD FOREIGN KEY (home) REFERENCES homes (id);
DROP INDEX quizzes_one_open_in_channel;
CREATE UNIQUE INDEX quizzes_one_open_in_channel ON quizzes (home, channel) WHERE is_over = 0 AND solo IS NULL;

ALTER TABLE schedules ADD COLUMN home BIGINT;
UPDATE schedules SET home = community;
ALTER TABLE schedules ALTER COLUMN home SET NOT NULL, ADD FOREIGN KEY (home) REFERENCES homes (id),
    DROP CONSTRAINT schedules_community_channel_key, ADD UNIQUE (home, channel);
CREATE INDEX schedules_by_community ON schedules (community);

ALTER TABLE postings ADD COLUMN home BIGINT;
UPDATE postings SET home = community;
ALTER TABLE postings ALTER COLUMN home SET NOT NULL, ADD FOREIGN KEY (home) REFERENCES homes (id);
DROP INDEX postings_one_a_day_without_schedule;
DROP INDEX postings_by_channel;
CREATE UNIQUE INDEX postings_one_a_day_without_schedule ON postings (home, channel, local_date)
    WHERE schedule IS NULL;
CREATE INDEX postings_by_channel ON postings (community, home, channel, due_at);

ALTER TABLE seasons ADD COLUMN home BIGINT;
UPDATE seasons SET home = community;
ALTER TABLE seasons ALTER COLUMN home SET NOT NULL, ADD FOREIGN KEY (home) REFERENCES homes (id);
