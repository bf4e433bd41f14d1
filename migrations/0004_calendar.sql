-- Schedules, postings and reminders. The instants at which something is due (`next_at`, `wake_at`) are caches over the
-- wall clock, days and zone of the same row, so that what is due is found by index.

CREATE TABLE schedules (
    id BIGINT NOT NULL PRIMARY KEY,
    community BIGINT NOT NULL REFERENCES communities (id),
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
    claimed_until BIGINT,
    UNIQUE (community, channel)
);

CREATE INDEX schedules_by_next ON schedules (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX schedules_by_claim ON schedules (claimed_until) WHERE claimed_until IS NOT NULL;

CREATE TABLE postings (
    id BIGINT NOT NULL PRIMARY KEY,
    community BIGINT NOT NULL REFERENCES communities (id),
    channel TEXT NOT NULL,
    -- NULL where somebody asked for a card without a schedule.
    schedule BIGINT REFERENCES schedules (id),
    local_date TEXT NOT NULL,
    deck TEXT NOT NULL,
    -- Empty for one that was missed before a card was chosen.
    card TEXT NOT NULL,
    -- How the card is asked, as JSON.
    round TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('due', 'posted', 'closed', 'missed')),
    due_at BIGINT NOT NULL,
    -- Whether it may have been sent already by a process that could not say so any more.
    tried BIGINT NOT NULL CHECK (tried IN (0, 1)),
    reference TEXT NOT NULL,
    posted_at BIGINT,
    closes_at BIGINT,
    -- Members who have finished, and how many of them the message shows.
    answered BIGINT NOT NULL,
    shown BIGINT NOT NULL,
    wake_at BIGINT,
    claim BIGINT,
    claimed_until BIGINT,
    UNIQUE (schedule, local_date)
);

CREATE UNIQUE INDEX postings_one_a_day_without_schedule ON postings (community, channel, local_date)
    WHERE schedule IS NULL;
CREATE INDEX postings_by_wake ON postings (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX postings_by_claim ON postings (claimed_until) WHERE claimed_until IS NOT NULL;
CREATE INDEX postings_by_channel ON postings (community, channel, due_at);
CREATE INDEX postings_missed ON postings (community, local_date) WHERE state = 'missed';

CREATE INDEX answers_by_quiz ON answers (quiz);

-- What a community has had to do with each card, by which the next card of the day is chosen.
CREATE TABLE community_cards (
    community BIGINT NOT NULL REFERENCES communities (id),
    deck TEXT NOT NULL,
    card TEXT NOT NULL,
    answers BIGINT NOT NULL,
    wrong BIGINT NOT NULL,
    -- The local date on which it was last the card of the day.
    posted_on TEXT,
    PRIMARY KEY (community, deck, card)
);

-- The zone that a member chose by command goes before the one that the platform knows.
ALTER TABLE members ADD COLUMN chosen_zone TEXT;

CREATE TABLE reminders (
    member BIGINT NOT NULL PRIMARY KEY REFERENCES members (id),
    clock TEXT NOT NULL,
    zone TEXT NOT NULL,
    weekdays TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('on', 'off')),
    -- Ignored in a row: 0 to 3, 4 asked, 5 silent.
    mood BIGINT NOT NULL,
    -- The study day of the last one that was sent, and one on which none is wanted.
    sent_on TEXT,
    not_on TEXT,
    -- 1 if direct messages are closed and the member is to be told at the next opportunity.
    closed BIGINT NOT NULL CHECK (closed IN (0, 1)),
    version BIGINT NOT NULL,
    next_at BIGINT,
    claimed_until BIGINT
);

CREATE INDEX reminders_by_next ON reminders (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX reminders_by_claim ON reminders (claimed_until) WHERE claimed_until IS NOT NULL;

-- Reminders on their way: made before they are sent, so that the process after a crash knows under which id to look.
CREATE TABLE nudges (
    id BIGINT NOT NULL PRIMARY KEY,
    member BIGINT NOT NULL REFERENCES members (id),
    due_at BIGINT NOT NULL,
    sent_at BIGINT,
    UNIQUE (member, due_at)
);
