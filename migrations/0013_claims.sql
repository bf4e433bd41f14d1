-- Who works on a row that is due, and until when nobody else does: one table for all that comes by itself, in place of
-- four ways to say so. Claims that still hold go on.

CREATE TABLE claims (
    -- What kind of row it is: `schedules`, `postings`, `reminders` or `final boards`.
    family TEXT NOT NULL,
    -- Of the row; of a reminder, its member's. Without a reference: PostgreSQL would lock, and so write, the row of each.
    id BIGINT NOT NULL,
    -- By lot, the same for all that were claimed at once; 0 once it was handed back, so that nobody holds it.
    claim BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (family, id)
);

CREATE INDEX claims_by_claim ON claims (claim);

INSERT INTO claims (family, id, claim, until) SELECT 'schedules', schedule, claim, until FROM schedule_claims;
INSERT INTO claims (family, id, claim, until)
    SELECT 'postings', id, COALESCE(claim, 0), claimed_until FROM postings WHERE claimed_until IS NOT NULL;
INSERT INTO claims (family, id, claim, until)
    SELECT 'reminders', member, 0, claimed_until FROM reminders WHERE claimed_until IS NOT NULL;
-- The claim of a final board has set the time at which it is to be posted to its own end, and that says it still.

DROP TABLE schedule_claims;
DROP INDEX postings_by_claim;
ALTER TABLE postings DROP COLUMN claim;
ALTER TABLE postings DROP COLUMN claimed_until;
DROP INDEX reminders_by_claim;
ALTER TABLE reminders DROP COLUMN claimed_until;
