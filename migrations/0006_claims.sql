-- Claims of schedules move to a table of their own. Schedules that are due together lie far apart in theirs, so a claim
-- written there changed a page for each; here a hundred fit on two.

DROP INDEX schedules_by_claim;
ALTER TABLE schedules DROP COLUMN claimed_until;

CREATE TABLE schedule_claims (
    -- Of a schedule, but without a reference: PostgreSQL would lock, and so write, the row of each.
    schedule BIGINT NOT NULL PRIMARY KEY,
    -- By lot, the same for all that were claimed at once.
    claim BIGINT NOT NULL,
    until BIGINT NOT NULL
);
