//! What is kept about people: one list that says of each column where a member finds it in their
//! export, and what becomes of it when they are forgotten. A test reads the schema and fails on a
//! column of text, or of members' ids, that is not here.
//!
//! To forget a member is to take name, platform id and every word they typed. What they earned
//! stays under a number that leads nowhere, so that teams, seasons and the counts of others remain
//! true. Texts about several people, such as a final board, hold members' ids, whose names are
//! looked up when they are shown: there is nothing to change in them.

use super::claim::family;
use super::standing::take_off_boards;
use super::write::Write;
use super::{Member, Result, Store};

macro_rules! former {
    () => {
        "Former member"
    };
}

/// The name of a forgotten member.
pub const FORMER: &str = former!();

/// With what a name begins that a platform or a person gave and that is forgotten, where none of
/// theirs does.
macro_rules! forgotten {
    () => {
        "forgotten "
    };
}

/// The identities `i` of the member with the number $1, each with the homes `h` of their community
/// on its platform, for which this holds.
macro_rules! known_where {
    ($holds:literal) => {
        concat!(
            "EXISTS ( \
                SELECT 1 FROM identities i \
                    JOIN homes h ON h.community = i.community AND h.platform = i.platform \
                WHERE i.member = $1 AND ",
            $holds,
            ")"
        )
    };
}

/// Some columns of a table that hold the same kind of thing about people.
#[derive(Debug)]
pub struct Held {
    /// The name of the table.
    pub table: &'static str,
    /// The names of the columns.
    pub columns: &'static [&'static str],
    /// Where a member finds it in their export.
    pub exported: Exported,
    /// What becomes of it when the member is forgotten.
    pub forgotten: Forgotten,
}

/// Where a member finds in their export what is kept about them.
#[derive(Debug)]
pub enum Exported {
    /// In the field of this name.
    As(&'static str),
    /// Nowhere, for this reason.
    Not(&'static str),
}

/// What becomes of something when its member is forgotten.
#[derive(Debug)]
pub enum Forgotten {
    /// This statement, with the member's number for $1, takes it away.
    By(&'static str),
    /// It stays, since it holds no word and no name of a person but their number.
    Stays,
}

use Exported::{As, Not};
use Forgotten::{By, Stays};

const fn held(
    table: &'static str,
    columns: &'static [&'static str],
    exported: Exported,
    forgotten: Forgotten,
) -> Held {
    Held { table, columns, exported, forgotten }
}

const DERIVED: Exported = Not("it follows from the answers");
const OF_ALL: Exported = Not("it is the community's");
const HANDLED: Exported = Not("it only keeps an event from happening twice, for a week");

/// All of it, in the order in which it is forgotten: what others are found by goes last.
pub const HELD: &[Held] = &[
    held("absences", &["member"], Not("whoever is away cannot ask"), Stays),
    held("admins", &["member"], As("named_admin_at"), By("DELETE FROM admins WHERE member = $1")),
    held("admins", &["named_by"], OF_ALL, Stays),
    held(
        "answers",
        &["given"],
        As("answers"),
        By("UPDATE answers SET given = '' WHERE member = $1"),
    ),
    held("answers", &["member", "deck", "card", "verdict", "study_day"], As("answers"), Stays),
    held("board_days", &["member", "board_day"], As("points_by_day"), Stays),
    held(
        "chat_events",
        &["id", "told", "platform"],
        HANDLED,
        By(concat!(
            "DELETE FROM chat_events WHERE ",
            known_where!(
                "i.platform = chat_events.platform \
                    AND SUBSTR(chat_events.id, 1, LENGTH(i.external) + 1) = i.external || ':'"
            )
        )),
    ),
    // What was shown to the member alone, what they wrote, and their conversation with the bot.
    held(
        "chat_messages",
        &["platform", "community", "place", "visible_to", "author", "body"],
        As("messages"),
        By(concat!(
            "DELETE FROM chat_messages WHERE ",
            known_where!(
                "h.platform = chat_messages.platform AND h.external = chat_messages.community \
                    AND (i.external IN (visible_to, author) OR place = 'direct:' || i.external)"
            )
        )),
    ),
    // What everyone sees stays; only its own name says whose doing it was.
    held(
        "chat_messages",
        &["name"],
        Not("it only tells a message from the others"),
        By(concat!(
            "UPDATE chat_messages SET name = 'reply:' || CAST(id AS TEXT) WHERE ",
            known_where!(
                "h.platform = chat_messages.platform AND h.external = chat_messages.community \
                    AND SUBSTR(name, 1, 7 + LENGTH(i.external)) = 'reply:' || i.external || ':'"
            )
        )),
    ),
    held(
        "claims",
        &["family", "id"],
        Not("it only says for a minute who works on what"),
        By(concat!("DELETE FROM claims WHERE family = ", family!(reminders), " AND id = $1")),
    ),
    held("community_cards", &["deck", "card", "posted_on"], OF_ALL, Stays),
    held(
        "direct_homes",
        &["platform", "person"],
        Not("it only says which community the member's conversation with the bot is about"),
        By("DELETE FROM direct_homes WHERE (platform, person) IN ( \
                SELECT platform, external FROM identities WHERE member = $1)"),
    ),
    held("drafts", &["plan", "status"], OF_ALL, Stays),
    // A platform's own id of an event mostly says nothing of a person; some begin with theirs.
    held(
        "events",
        &["id"],
        HANDLED,
        By(concat!(
            "DELETE FROM events WHERE handled_at >= 0 AND member = $1 AND ",
            known_where!(
                "SUBSTR(events.id, 1, LENGTH(i.platform || i.external) + 2) \
                    = i.platform || ':' || i.external || ':'"
            )
        )),
    ),
    held(
        "events",
        &["reply", "member"],
        HANDLED,
        By("UPDATE events SET reply = '' WHERE handled_at >= 0 AND member = $1"),
    ),
    held(
        "nudges",
        &["member"],
        Not("the member has the reminders"),
        By("DELETE FROM nudges WHERE member = $1"),
    ),
    held(
        "postings",
        &[
            "channel",
            "local_date",
            "deck",
            "card",
            "round",
            "state",
            "reference",
            "summary",
            "asked_by",
        ],
        OF_ALL,
        Stays,
    ),
    // A quiz holds what was answered by number and place alone; one that is open would wait for
    // nobody.
    held(
        "quizzes",
        &["solo", "channel", "state"],
        Not("what was answered stands with the answers"),
        By("UPDATE quizzes SET is_over = 1, wakes_at = NULL, version = version + 1 \
            WHERE solo = $1 AND is_over = 0 AND posting IS NULL"),
    ),
    held(
        "reminders",
        &["member", "clock", "zone", "weekdays", "state", "sent_on", "not_on"],
        As("reminder"),
        By("DELETE FROM reminders WHERE member = $1"),
    ),
    held(
        "schedules",
        &["channel", "deck", "clock", "zone", "weekdays", "off_days", "state", "note", "set_by"],
        OF_ALL,
        Stays,
    ),
    held(
        "reply_addresses",
        &["id", "address"],
        Not("it only says for half an hour where an open form is answered"),
        Stays,
    ),
    held(
        "greetings",
        &["platform", "external"],
        Not("it is the platform's own number of the community"),
        Stays,
    ),
    held("seasons", &["name", "channel", "first_day", "last_day", "final_board"], OF_ALL, Stays),
    // Where a direct conversation shows messages.
    held(
        "shown_messages",
        &["platform", "channel", "name", "place", "message"],
        Not("it is the platform's own number of a message that the member sees there"),
        By("DELETE FROM shown_messages WHERE (platform, channel) IN ( \
                SELECT k.platform, k.channel FROM conversations k \
                    JOIN identities i ON i.platform = k.platform AND i.external = k.person \
                WHERE i.member = $1)"),
    ),
    held(
        "skipped_days",
        &["member", "skipped_day"],
        DERIVED,
        By("DELETE FROM skipped_days WHERE member = $1"),
    ),
    held("standing_counts", &["period"], OF_ALL, Stays),
    held("standings", &["member", "period"], DERIVED, Stays),
    held("streaks", &["member"], As("longest_streak"), By("DELETE FROM streaks WHERE member = $1")),
    held("study_days", &["member", "study_day"], As("study_days"), Stays),
    // What they called a team that nobody else is in.
    held(
        "teams",
        &["name", "folded_name"],
        As("team"),
        By(concat!(
            "UPDATE teams SET name = 'Former team', folded_name = '",
            forgotten!(),
            "' || CAST(id AS TEXT) \
             WHERE id = (SELECT team FROM team_members WHERE member = $1) AND NOT EXISTS ( \
                 SELECT 1 FROM team_members o WHERE o.team = teams.id AND o.member <> $1)"
        )),
    ),
    held("team_members", &["member"], As("team"), By("DELETE FROM team_members WHERE member = $1")),
    held("upgrades", &["name"], OF_ALL, Stays),
    held(
        "conversations",
        &["platform", "person", "channel"],
        Not("it is the platform's own number of a conversation that the member has there"),
        By("DELETE FROM conversations WHERE (platform, person) IN ( \
                SELECT platform, external FROM identities WHERE member = $1)"),
    ),
    // Somebody whom no community knows has made up one of their own.
    held(
        "homes",
        &["platform", "external"],
        As("known_as"),
        By(concat!(
            "UPDATE homes SET external = '",
            forgotten!(),
            "' || CAST(id AS TEXT) WHERE (platform, external) IN ( \
                SELECT platform, 'direct:' || external FROM identities WHERE member = $1) \
                AND community = (SELECT community FROM members WHERE id = $1)"
        )),
    ),
    held("communities", &["zone"], OF_ALL, Stays),
    held(
        "identities",
        &["member", "platform", "external"],
        As("known_as"),
        By("DELETE FROM identities WHERE member = $1"),
    ),
    held(
        "members",
        &["zone", "chosen_zone"],
        As("time_zone"),
        By("UPDATE members SET zone = NULL, chosen_zone = NULL WHERE id = $1"),
    ),
    held(
        "members",
        &["turn"],
        As("day_turns_at"),
        By("UPDATE members SET turn = '04:00' WHERE id = $1"),
    ),
    held(
        "members",
        &["stats_for"],
        As("stats_for"),
        By("UPDATE members SET stats_for = 'everyone' WHERE id = $1"),
    ),
    held(
        "members",
        &["name", "folded_name"],
        As("name"),
        By(concat!(
            "UPDATE members SET is_forgotten = 1, name = '",
            former!(),
            "', folded_name = '' WHERE id = $1"
        )),
    ),
];

impl Store {
    /// Forgets a member; out of date if the page has shown something new of them meanwhile.
    pub(super) async fn forget(&self, member: &Member, now: i64) -> Result<Vec<Write>> {
        let mut writes = self.drop_pictures_of(member.id).await?;
        writes.extend(take_off_boards(member.community, member.id, now));
        writes.extend(HELD.iter().filter_map(|held| match held.forgotten {
            By(sql) => Some(Write::of(sql, &[member.id.0])),
            Stays => None,
        }));
        Ok(writes)
    }
}

#[cfg(test)]
mod tests {
    use super::super::plan::plan;
    use super::*;

    #[tokio::test]
    async fn a_member_is_forgotten_without_a_look_at_the_rows_of_others() {
        // Small ones: the page's messages, and what is swept after days.
        const SCANNED: [&str; 2] = ["chat_messages", "chat_events"];
        for held in HELD.iter().filter(|held| !SCANNED.contains(&held.table)) {
            let By(sql) = held.forgotten else { continue };
            let plan = plan(sql).await;
            assert!(!plan.contains("SCAN"), "{sql}\n{plan}");
        }
    }
}
