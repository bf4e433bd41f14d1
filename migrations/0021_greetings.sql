-- The homes in which the bot has said once how to begin. Written down before it is said, so that nobody is told twice.
CREATE TABLE greetings (
    platform TEXT NOT NULL,
    external TEXT NOT NULL, -- the platform's id of the home
    greeted_at BIGINT NOT NULL, -- unix seconds
    PRIMARY KEY (platform, external)
);

-- Where the bot is known already, it comes too late for that. Who is alone with the bot is a home as well, and never greeted.
INSERT INTO greetings (platform, external, greeted_at)
SELECT platform, external, met_at FROM homes WHERE external NOT LIKE 'direct:%';
