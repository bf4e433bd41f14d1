//! `/stats`: figures as text, and the same as pictures.

use studyhall::app::reply::Block;

use super::commands::plays_right;
use super::room::{Room, shown};
use crate::support::database::on_each_database;

#[tokio::test]
async fn stats_tell_accuracy_cards_and_study_days_in_words_and_pictures() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let refused = shown(&room.line("Anna", "/stats").await);
        assert!(
            refused.contains("refused: You have not answered anything yet. Begin with /quiz"),
            "{refused}"
        );
        for _ in 0..10 {
            plays_right(&room, "Anna", "Sun", "True").await;
        }
        room.wait(24 * 3_600);
        let asked = room.line("Anna", "/quiz topic:Moon").await;
        room.press("Anna", &asked, "True").await;
        let refused = shown(&room.line("Anna", "/stats member:Ben").await);
        assert!(
            refused.contains("refused: Nobody called “Ben” has answered anything here."),
            "{refused}"
        );
        room.line("Ben", "/help").await;
        let refused = shown(&room.line("Anna", "/stats member:Ben").await);
        assert!(
            refused.contains("refused: This member has not answered anything yet."),
            "{refused}"
        );
        let stats = room.line("Anna", "/stats").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&stats), @r"
        [only you]
        # Your stats
        - 10 of 11 questions right (91%).
        - 2 of 11 cards seen.
        - 2 study days in all.
        Topic | Right | Questions | Accuracy
        Moon | 0 | 1 | 0%
        Sun | 10 | 10 | 100%
        picture stats.png
        ") };
        let alts = stats.messages[0].blocks.iter().filter_map(|block| match block {
            Block::Picture { alt, .. } => Some(alt.as_str()),
            _ => None,
        });
        assert_eq!(
            alts.collect::<Vec<_>>(),
            ["Accuracy by topic, what to learn next first: Moon 0% (0 of 1), Sun 100% (10 of 10). \
              2 study days from 2026-05-04 to 2026-05-05."]
        );
    })
    .await;
}
