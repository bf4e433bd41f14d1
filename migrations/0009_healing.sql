-- What was opened, asked for or told once is known after a restart.

-- Conversations between the bot and one person, by the platform's ids: platforms let a bot open only a few at a time.
CREATE TABLE conversations (
    platform TEXT NOT NULL,
    person TEXT NOT NULL,
    channel TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    PRIMARY KEY (platform, person)
);

CREATE INDEX conversations_by_channel ON conversations (platform, channel);

-- Who asked for a card at once; NULL for one that its schedule made.
ALTER TABLE postings ADD COLUMN asked_by BIGINT;

-- Whether those whom it concerns were told that the program has paused the schedule by itself.
ALTER TABLE schedules ADD COLUMN told BIGINT NOT NULL DEFAULT 1 CHECK (told IN (0, 1));

CREATE INDEX schedules_untold ON schedules (id) WHERE told = 0;
