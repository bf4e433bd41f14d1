-- One text for SQLite and PostgreSQL: BIGINT and TEXT only. Ids are made by the program, times are UTC seconds, days are
-- ISO text, flags are 0 or 1.

CREATE TABLE communities (
    id BIGINT NOT NULL PRIMARY KEY,
    platform TEXT NOT NULL,
    external TEXT NOT NULL,
    zone TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (platform, external)
);

CREATE TABLE members (
    id BIGINT NOT NULL PRIMARY KEY,
    community BIGINT NOT NULL REFERENCES communities (id),
    external TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The name without case, accents and stray spaces, by which people look each other up.
    folded_name TEXT NOT NULL,
    zone TEXT,
    created_at BIGINT NOT NULL,
    UNIQUE (community, external)
);

CREATE INDEX members_by_folded_name ON members (community, folded_name);

CREATE TABLE quizzes (
    id BIGINT NOT NULL PRIMARY KEY,
    community BIGINT NOT NULL REFERENCES communities (id),
    channel TEXT NOT NULL,
    direct BIGINT NOT NULL CHECK (direct IN (0, 1)),
    -- Whose quiz it is; NULL is everyone's, in the channel.
    solo BIGINT REFERENCES members (id),
    -- The card of the day that it answers: one for each member, apart from the quizzes that they start.
    posting BIGINT,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    wakes_at BIGINT,
    is_over BIGINT NOT NULL CHECK (is_over IN (0, 1))
);

-- A member has one open quiz alone, a channel one for all: two processes that both start one cannot both succeed.
CREATE UNIQUE INDEX quizzes_one_open_alone ON quizzes (solo)
    WHERE is_over = 0 AND solo IS NOT NULL AND posting IS NULL;
CREATE UNIQUE INDEX quizzes_one_open_in_channel ON quizzes (community, channel) WHERE is_over = 0 AND solo IS NULL;
CREATE UNIQUE INDEX quizzes_one_for_posting ON quizzes (posting, solo) WHERE posting IS NOT NULL;
CREATE INDEX quizzes_by_wake ON quizzes (wakes_at) WHERE is_over = 0 AND wakes_at IS NOT NULL;

-- Events of the platforms that changed something, with the reply to give when they come again.
CREATE TABLE events (
    id TEXT NOT NULL PRIMARY KEY,
    reply TEXT NOT NULL,
    handled_at BIGINT NOT NULL
);

CREATE INDEX events_by_time ON events (handled_at);

CREATE TABLE answers (
    id BIGINT NOT NULL PRIMARY KEY,
    member BIGINT NOT NULL REFERENCES members (id),
    quiz BIGINT NOT NULL REFERENCES quizzes (id),
    round BIGINT NOT NULL,
    deck TEXT NOT NULL,
    card TEXT NOT NULL,
    given TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('correct', 'close', 'incorrect')),
    points BIGINT NOT NULL CHECK (points >= 0),
    study_day TEXT NOT NULL,
    answered_at BIGINT NOT NULL
);

-- A card earns a member points once a study day.
CREATE UNIQUE INDEX answers_earn_once ON answers (member, study_day, deck, card) WHERE points > 0;

-- What a member did on each study day of their own: streaks hang on the rows, the daily cap on the points.
CREATE TABLE study_days (
    member BIGINT NOT NULL REFERENCES members (id),
    study_day TEXT NOT NULL,
    quiz_points BIGINT NOT NULL,
    answers BIGINT NOT NULL,
    PRIMARY KEY (member, study_day)
);

-- What a member earned on each study day of the community: the leaderboard adds these up.
CREATE TABLE board_days (
    community BIGINT NOT NULL REFERENCES communities (id),
    board_day TEXT NOT NULL,
    member BIGINT NOT NULL REFERENCES members (id),
    points BIGINT NOT NULL,
    PRIMARY KEY (community, board_day, member)
);
