-- What an answer writes is less: one index in place of two.

-- A card earns a member points once a study day: answers that earn differ in the first four columns, others by their id. It
-- also finds a member's answers, by day and card.
DROP INDEX answers_earn_once;
DROP INDEX answers_by_member;
CREATE UNIQUE INDEX answers_by_member ON answers
    (member, study_day, deck, card, (CASE WHEN points > 0 THEN 0 ELSE id END));
