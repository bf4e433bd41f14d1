//! Seasons whose time is over: each one's final board is kept, and handed out to be posted.

use chrono::{DateTime, Utc};
use rand::RngExt;
use rand::rngs::StdRng;

use super::final_board::{Final, FinalRow};
use super::view;
use crate::app::App;
use crate::app::decision::{Fault, guarded};
use crate::app::reply::Message;
use crate::domain::id::CommunityId;
use crate::domain::posting::LEASE;
use crate::domain::standing::Period;
use crate::domain::team::race;
use crate::store::{Family, FinalBoardRow, PageOf, Result as Stored, SeasonRow};

/// How many seasons are ended in one go.
const AT_ONCE: u32 = 20;

/// A final board on its way to the channel where its season was started.
#[derive(Debug, Clone, PartialEq)]
pub struct FinalPost {
    /// The board with its podium, as everyone in the channel reads it.
    pub message: Message,
    /// The season with its claim.
    pub row: FinalBoardRow,
}

impl App {
    /// Ends seasons whose time is over: keeps each one's final board, which is to be posted.
    pub async fn end_seasons(&self, now: DateTime<Utc>) -> Stored<()> {
        for season in self.store.due_seasons(now, AT_ONCE).await? {
            if let Err(fault) = guarded(self.end_season(&season, now)).await {
                self.failed(Family::Seasons, season.id.0, &fault).await?;
            }
        }
        Ok(())
    }

    async fn end_season(&self, season: &SeasonRow, now: DateTime<Utc>) -> Result<(), Fault> {
        let key = Period::Season(season.id).key(season.last_day);
        if let Err(fault) = self.look_before(season.community, &key, now).await {
            tracing::error!(
                cause = &fault as &dyn std::error::Error,
                "could not look up who is still there"
            );
        }
        let board = self.board_of(season.community, &key).await?;
        self.store.close_season(season.id, &board.to_json(), now).await?;
        Ok(())
    }

    /// Claims final boards that are to be posted. Of several processes, one gets each.
    pub async fn claim_final_boards(
        &self,
        now: DateTime<Utc>,
        rng: &mut StdRng,
    ) -> Stored<Vec<FinalPost>> {
        let claim: i64 = rng.random_range(1..i64::MAX);
        let mut posts = Vec::new();
        for row in self.store.claim_final_boards(claim, now, now + LEASE, AT_ONCE).await? {
            match serde_json::from_str::<Final>(
                row.season.final_board.as_deref().unwrap_or_default(),
            ) {
                Ok(board) => {
                    let mut message = view::over(&row.season, &board);
                    self.put_names(&mut message.blocks).await;
                    posts.push(FinalPost { message, row });
                }
                Err(fault) => {
                    self.failed(Family::FinalBoards, row.season.id.0, &fault.into()).await?;
                }
            }
        }
        Ok(posts)
    }

    /// It stands in its channel, or never can.
    pub async fn final_board_posted(&self, post: &FinalPost) -> Stored<bool> {
        self.store.final_board_posted(&post.row).await
    }

    /// It was not posted, or nobody knows; another try comes at `again`.
    pub async fn hand_back_final_board(
        &self,
        post: &FinalPost,
        tried: bool,
        again: DateTime<Utc>,
    ) -> Stored<bool> {
        self.store.hand_back_final_board(&post.row, tried, again).await
    }

    /// A period's board as it stands now.
    pub(in crate::app) async fn board_of(
        &self,
        community: CommunityId,
        period: &str,
    ) -> Stored<Final> {
        let board = self.store.board(community, period, None, PageOf::Number(1)).await?;
        let race = race(&self.store.team_tallies(community, period).await?);
        let members = board.rows.into_iter().map(|row| FinalRow {
            rank: row.rank,
            member: Some(row.member),
            name: String::new(),
            points: row.points,
        });
        let teams = race.competing.into_iter().map(|team| FinalRow {
            rank: team.rank as u64,
            member: None,
            name: team.name,
            points: team.score,
        });
        Ok(Final {
            members: members.collect(),
            teams: teams.take(10).collect(),
            count: board.members,
        })
    }
}
