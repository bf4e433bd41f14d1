-- What members choose for themselves: when their study days turn (`04:00`, or `00:00 from 2026-05-02, 04:00 before`), and who sees
-- how they do (`me`, `team`, `everyone`).
ALTER TABLE members ADD COLUMN turn TEXT NOT NULL DEFAULT '04:00';
ALTER TABLE members ADD COLUMN stats_for TEXT NOT NULL DEFAULT 'everyone';
