//! A database as the last program left it whose communities were their servers, of any size.

use super::database::Database;

/// How many steps the schema had at that time.
pub(crate) const STEPS: i64 = 16;

/// Three communities, one of which somebody has made up alone, and one whose name is forgotten;
/// `{members}` members, each with a quiz and an answer, beside some who are one of a kind; channels
/// with schedules, cards of the day, races and seasons.
const ROWS: [&str; 9] = [
    "INSERT INTO communities (id, platform, external, zone, created_at) VALUES \
        (7, 'discord', '9001', 'UTC', 1), (8, 'web', 'local', 'Europe/Berlin', 2), \
        (9, 'discord', 'direct:66', 'Asia/Tokyo', 3), (10, 'discord', 'forgotten 10', 'UTC', 4)",
    "INSERT INTO members (id, community, external, name, folded_name, zone, chosen_zone, \
         created_at) VALUES \
        (1, 7, '66', 'Zoë', 'zoe', 'Asia/Tokyo', NULL, 10), \
        (2, 8, 'abc', 'Zoë', 'zoe', NULL, 'Europe/Rome', 11), \
        (3, 9, '66', 'Zoë', 'zoe', NULL, NULL, 12), \
        (4, 7, 'forgotten 4', 'Former member', '', NULL, NULL, 13), \
        (5, 10, 'forgotten 5', 'Former member', '', NULL, NULL, 14)",
    "INSERT INTO members (id, community, external, name, folded_name, zone, created_at) \
     WITH RECURSIVE numbers (n) AS ( \
         SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < {members}) \
     SELECT 1000 + n, 7, 'id ' || CAST(n AS TEXT), 'Member ' || CAST(n AS TEXT), \
         'member ' || CAST(n AS TEXT), NULL, 20 + n FROM numbers",
    "INSERT INTO quizzes (id, community, channel, direct, solo, posting, state, version, wakes_at, \
         is_over) \
     SELECT id, community, '', 1, id, NULL, '{\"rounds\":[\"a quiz as it is kept\"]}', 1, NULL, 0 \
     FROM members",
    "INSERT INTO quizzes (id, community, channel, direct, solo, posting, state, version, wakes_at, \
         is_over) VALUES \
        (101, 7, 'c1', 0, NULL, NULL, '{}', 1, 50, 0), (102, 7, 'c2', 0, NULL, NULL, '{}', 1, 50, \
        0), (103, 7, 'c1', 0, NULL, NULL, '{}', 2, NULL, 1), \
        (104, 8, 'study-group', 0, NULL, NULL, '{}', 1, 50, 0)",
    "INSERT INTO answers (id, member, quiz, round, deck, card, given, verdict, points, study_day, \
         answered_at) \
     SELECT id, id, id, 1, 'd', 'c', 'Paris', 'correct', 5, '2026-05-04', 60 FROM members",
    "INSERT INTO schedules (id, community, channel, deck, clock, zone, weekdays, off_days, set_by, \
         state, note, version, next_at, summary, told) VALUES \
        (201, 7, 'c1', 'd', '09:00', 'UTC', 'daily', '2026-12-25', 1, 'on', '', 3, 900, 0, 1), \
        (202, 7, 'c2', 'd', '09:00', 'UTC', 'mon-fri', '', 1, 'paused', 'Why.', 1, NULL, 1, 0), \
        (203, 8, 'study-group', 'd', '10:00', 'UTC', 'daily', '', 2, 'off', '', 1, NULL, 1, 1)",
    "INSERT INTO postings (id, community, channel, schedule, local_date, deck, card, round, state, \
         due_at, tried, reference, posted_at, closes_at, answered, shown, wake_at, summary, \
         asked_by) VALUES \
        (301, 7, 'c1', 201, '2026-05-04', 'd', 'c', '{}', 'posted', 1, 1, 'm1', 2, 3, 4, 4, 5, '', \
        NULL), \
        (302, 8, 'study-group', NULL, '2026-05-04', 'd', 'c', '{}', 'due', 1, 0, '', NULL, NULL, \
        0, 0, 6, '', 2)",
    "INSERT INTO seasons (id, community, name, channel, first_day, last_day, ends_at, final_board, \
         post_at, tried) VALUES \
        (401, 7, 'Spring', 'c1', '2026-03-01', '2026-05-31', 70, NULL, NULL, 0), \
        (402, 8, 'Winter', 'study-group', '2026-01-01', '2026-02-01', 8, '{}', 9, 1)",
];

impl Database {
    /// Takes everything away and leaves what the program of before would, with so many members.
    pub(crate) async fn as_before(&self, members: u32) {
        self.as_of(STEPS).await;
        for rows in ROWS {
            self.tamper(rows.replace("{members}", &members.to_string())).await;
        }
    }
}
