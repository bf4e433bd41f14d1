-- A kind of row is a number in the key of claims: a hundred schedules are claimed at once, and each claim stands in the
-- table and in two indexes, where a name would take more room than all the rest.

CREATE TABLE claims_by_name AS SELECT family, id, claim, until FROM claims;
DROP TABLE claims;

CREATE TABLE claims (
    -- What kind of row it is: 1 a schedule, 2 a posting, 3 a reminder, 4 a final board.
    family BIGINT NOT NULL,
    -- Of the row; of a reminder, its member's. Without a reference: PostgreSQL would lock, and so write, the row of each.
    id BIGINT NOT NULL,
    -- By lot, the same for all that were claimed at once; 0 once it was handed back, so that nobody holds it.
    claim BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (family, id)
);

CREATE INDEX claims_by_claim ON claims (claim);

INSERT INTO claims (family, id, claim, until)
    SELECT CASE family WHEN 'schedules' THEN 1 WHEN 'postings' THEN 2 WHEN 'reminders' THEN 3 ELSE 4 END, id, claim, until
    FROM claims_by_name;

DROP TABLE claims_by_name;
