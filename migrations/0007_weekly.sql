-- The weekly summary goes with the first card of a week.

-- Whether the schedule's channel wants it.
ALTER TABLE schedules ADD COLUMN summary BIGINT NOT NULL DEFAULT 1 CHECK (summary IN (0, 1));

-- What the posting says about the week before, as JSON, as it was when the card was chosen; empty for nothing.
ALTER TABLE postings ADD COLUMN summary TEXT NOT NULL DEFAULT '';
