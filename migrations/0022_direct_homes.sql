-- Which of their homes somebody wants a conversation with the bot alone to be about, where that lies outside all of them.
CREATE TABLE direct_homes (
    platform TEXT NOT NULL,
    person TEXT NOT NULL, -- the platform's id of the person
    home BIGINT NOT NULL REFERENCES homes (id),
    chosen_at BIGINT NOT NULL, -- unix seconds
    PRIMARY KEY (platform, person)
);
