-- People stand in kept texts by their members' ids, and whose event it was is known: so it can be forgotten.

-- Who did it; NULL where that was not written down yet.
ALTER TABLE events ADD COLUMN member BIGINT;

-- The local page's events begin with the platform's id of whoever did it.
UPDATE events SET member = (
    SELECT m.id FROM members m JOIN communities c ON c.id = m.community
    WHERE c.platform = 'web' AND SUBSTR(events.id, 1, LENGTH(m.external) + 5) = 'web:' || m.external || ':'
    LIMIT 1)
WHERE SUBSTR(id, 1, 4) = 'web:';

-- What was replied before names anybody.
UPDATE events SET reply = '' WHERE reply <> '';

-- A member's events are found in the index alone, which grows at its end only.
DROP INDEX events_by_time;
CREATE INDEX events_by_time ON events (handled_at, member);

-- Summaries with names in them: a message that can still change has its own made anew from the standings, which is done
-- wherever one cannot be read.
UPDATE postings SET summary = '' WHERE summary <> '' AND state IN ('closed', 'missed');
UPDATE postings SET summary = 'anew' WHERE summary <> '';

-- In a direct conversation the channel is the person, and a quiz of theirs needs none.
UPDATE quizzes SET channel = '' WHERE direct = 1 AND solo IS NOT NULL;

-- Changes of kept texts that no statement could make; each is made once, by the program.
CREATE TABLE upgrades (
    name TEXT NOT NULL PRIMARY KEY
);
