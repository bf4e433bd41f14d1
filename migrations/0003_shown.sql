-- Where a platform shows a message that has a name, so that a later one of that name takes its place, also after a
-- restart. `channel` is where the bot was asked; `place` is where the message stands, which may be a thread under it.
CREATE TABLE shown_messages (
    platform TEXT NOT NULL,
    channel TEXT NOT NULL,
    name TEXT NOT NULL,
    place TEXT NOT NULL,
    message TEXT NOT NULL,
    shown_at BIGINT NOT NULL,
    PRIMARY KEY (platform, channel, name)
);

CREATE INDEX shown_messages_by_place ON shown_messages (platform, place);
CREATE INDEX shown_messages_by_time ON shown_messages (shown_at);

-- A person who writes to the bot directly is looked for in every community.
CREATE INDEX members_by_external ON members (external);
