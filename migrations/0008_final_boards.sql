-- A season's final board is posted once, through a kill at any instant.

-- When the final board is to be posted; while somebody is at it, when their claim ends; NULL if nothing is left to post.
ALTER TABLE seasons ADD COLUMN post_at BIGINT;

-- Whether it may have been posted by somebody who could not say so any more.
ALTER TABLE seasons ADD COLUMN tried BIGINT NOT NULL DEFAULT 0;

CREATE INDEX seasons_by_post ON seasons (post_at) WHERE post_at IS NOT NULL;
