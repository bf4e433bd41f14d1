-- Standings, streaks, teams and seasons.

-- What members have earned in each period, kept with every answer, so that a board costs the same for ten members and for
-- 100,000. `scope` is a community or a team. Of a community, `streak` is a period too: its points are study days in a row.
-- `listed` is 0 for members who have left; what they earned for their team stays with it.
CREATE TABLE standings (
    member BIGINT NOT NULL REFERENCES members (id),
    scope BIGINT NOT NULL,
    period TEXT NOT NULL,
    points BIGINT NOT NULL CHECK (points > 0),
    listed BIGINT NOT NULL CHECK (listed IN (0, 1)),
    PRIMARY KEY (member, scope, period)
);

CREATE INDEX standings_by_points ON standings (scope, period, points DESC, member) WHERE listed = 1;

-- How many listed members of a community have points from `bucket * width` on, `width` points wide: a rank is the sum of a
-- few dozen of these rows, and so is the place of a page.
CREATE TABLE standing_counts (
    scope BIGINT NOT NULL,
    period TEXT NOT NULL,
    width BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    members BIGINT NOT NULL,
    PRIMARY KEY (scope, period, width, bucket)
);

-- Members who have left their community.
CREATE TABLE absences (
    member BIGINT NOT NULL PRIMARY KEY REFERENCES members (id),
    since BIGINT NOT NULL
);

-- Streaks as they stood when they were last reckoned. `due_at` is when that has to be done again.
CREATE TABLE streaks (
    member BIGINT NOT NULL PRIMARY KEY REFERENCES members (id),
    community BIGINT NOT NULL REFERENCES communities (id),
    longest BIGINT NOT NULL,
    -- Whether answers of today and tomorrow may still repair a broken streak.
    mending BIGINT NOT NULL CHECK (mending IN (0, 1)),
    -- Whether its member has switched it off.
    is_off BIGINT NOT NULL CHECK (is_off IN (0, 1)),
    -- Grows with each reason to reckon it again.
    mark BIGINT NOT NULL,
    due_at BIGINT
);

CREATE INDEX streaks_by_due ON streaks (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX streaks_by_community ON streaks (community, due_at);

-- Dates that a member had no chance to study, since their clock was set forward from one zone to another.
CREATE TABLE skipped_days (
    member BIGINT NOT NULL REFERENCES members (id),
    skipped_day TEXT NOT NULL,
    PRIMARY KEY (member, skipped_day)
);

-- How many different cards a member answered on a study day: what a repair is reckoned from.
ALTER TABLE study_days ADD COLUMN cards BIGINT NOT NULL DEFAULT 0;

CREATE INDEX answers_by_member ON answers (member, study_day);

CREATE TABLE teams (
    id BIGINT NOT NULL PRIMARY KEY,
    community BIGINT NOT NULL REFERENCES communities (id),
    name TEXT NOT NULL,
    -- The name without case, accents and stray spaces.
    folded_name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (community, folded_name)
);

-- A member is in one team at most.
CREATE TABLE team_members (
    member BIGINT NOT NULL PRIMARY KEY REFERENCES members (id),
    team BIGINT NOT NULL REFERENCES teams (id),
    joined_at BIGINT NOT NULL
);

CREATE INDEX team_members_by_team ON team_members (team);

-- Teams as they were drawn up, with those before them; applied once and undone once.
CREATE TABLE drafts (
    id BIGINT NOT NULL PRIMARY KEY,
    community BIGINT NOT NULL REFERENCES communities (id),
    plan TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('shown', 'applied', 'undone')),
    version BIGINT NOT NULL
);

CREATE TABLE seasons (
    id BIGINT NOT NULL PRIMARY KEY,
    community BIGINT NOT NULL REFERENCES communities (id),
    name TEXT NOT NULL,
    channel TEXT NOT NULL,
    -- Days of the community, both included.
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    ends_at BIGINT NOT NULL,
    -- The final board, as JSON, once it has ended.
    final_board TEXT
);

-- A community has one season at a time, whoever starts another at the same moment.
CREATE UNIQUE INDEX seasons_one_running ON seasons (community) WHERE final_board IS NULL;
CREATE INDEX seasons_by_end ON seasons (ends_at) WHERE final_board IS NULL;
