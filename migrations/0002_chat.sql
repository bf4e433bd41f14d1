-- The local page's conversations, so that a reload and a restart show the same.

-- `id` is a message's place in its conversation, `revision` its latest change; both come from one rising count.
-- `visible_to` is empty for everyone: NULLs would be distinct in the unique index by which one message replaces another.
CREATE TABLE chat_messages (
    id BIGINT NOT NULL PRIMARY KEY,
    revision BIGINT NOT NULL UNIQUE,
    community TEXT NOT NULL,
    place TEXT NOT NULL,
    visible_to TEXT NOT NULL,
    name TEXT NOT NULL,
    author TEXT NOT NULL,
    body TEXT NOT NULL,
    posted_at BIGINT NOT NULL,
    UNIQUE (community, place, visible_to, name)
);

CREATE INDEX chat_messages_by_place ON chat_messages (community, place, id);

-- Events whose messages have been shown, each with what the page was told: the same event again shows nothing twice.
CREATE TABLE chat_events (
    id TEXT NOT NULL PRIMARY KEY,
    told TEXT NOT NULL,
    handled_at BIGINT NOT NULL
);

CREATE INDEX chat_events_by_time ON chat_events (handled_at);
