//! `/season start`, `end` and `list`: a named span of dates with its own board. One runs at a time,
//! and it ends by itself.

pub(super) mod command;
mod final_board;
pub mod refusal;
mod view;

pub(super) use self::final_board::Final;
pub(super) use self::view::podium;

use chrono::{DateTime, Days, NaiveDate, Utc};
use rand::rngs::StdRng;

use self::command::SeasonCommand;
use self::final_board::FinalRow;
use super::App;
use super::asking::Asking;
use super::command::Given;
use super::command::options::NAME;
use super::decision::{Decision, Fault, guarded};
use super::reply::{Block, Message, Reply, Text, Tone};
use super::texts::repeated;
use crate::app::season::refusal::SeasonRefusal;
use crate::domain::calendar::begin_of;
use crate::domain::id::{CommunityId, MemberId, SeasonId};
use crate::domain::posting::LEASE;
use crate::domain::standing::Period;
use crate::domain::team::{name, race};
use crate::store::{Deed, Family, FinalBoardRow, NewSeason, PageOf, Result as Stored, SeasonRow};

/// The most days of a season.
const LONGEST: u64 = 366;

/// How many past seasons are listed.
const LISTED: u32 = 10;

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

/// Does what a command asks for.
pub(super) async fn run(
    app: &App,
    asking: &Asking<'_>,
    command: SeasonCommand,
    given: &Given,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    match command {
        SeasonCommand::Start => start(app, asking, given, rng).await,
        SeasonCommand::End => end(app, asking).await,
        SeasonCommand::List => list(app, asking).await,
    }
}

/// Starts a season that begins today.
async fn start(
    app: &App,
    asking: &Asking<'_>,
    given: &Given,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    if asking.place.direct {
        return Err(SeasonRefusal::NeedsChannel.into());
    }
    let name = name(given.required(&NAME)).map_err(SeasonRefusal::BadName)?;
    let first_day = asking.board_day();
    let last_day = until(given.required(&command::UNTIL), first_day)?;
    if let Some(running) = app.store.season(asking.community.id).await? {
        return Err(SeasonRefusal::Runs { name: running.name, until: running.last_day }.into());
    }
    let season = SeasonRow {
        id: SeasonId::fresh(asking.now, rng),
        community: asking.community.id,
        place: asking.place.clone(),
        name: name.clone(),
        first_day,
        last_day,
        final_board: None,
    };
    let ends_at = begin_of(last_day + Days::new(1), asking.community.zone);
    let text = Text::from("The season ")
        .strong(&name)
        .plain(format!(" has begun and runs through {}. Its board: ", view::date(last_day)))
        .code("/leaderboard period:season")
        .plain(".");
    let blocks = vec![Block::Callout { tone: Tone::Notice, text }];
    let message = Message::to_everyone(blocks);
    Ok(Decision::deeds(vec![Deed::StartSeason(NewSeason { season, ends_at })], Reply::one(message)))
}

/// Ends the season now; its final board follows by the clockwork, as at its date.
async fn end(app: &App, asking: &Asking<'_>) -> Result<Decision, Fault> {
    let season = app.store.season(asking.community.id).await?.ok_or(SeasonRefusal::NoSeason)?;
    let text = Text::from("The season ")
        .strong(&season.name)
        .plain(" ends now. Its final board follows in the channel where it was started.");
    let reply = Reply::one(Message::notice(text));
    Ok(Decision::deeds(vec![Deed::EndSeason(season.id, asking.now.timestamp())], reply))
}

/// Lists the running season and those before it.
pub(super) async fn list(app: &App, asking: &Asking<'_>) -> Result<Decision, Fault> {
    let mut seasons = Vec::new();
    for season in app.store.seasons(asking.community.id, LISTED).await? {
        let board = season.final_board.as_deref().map(serde_json::from_str::<Final>).transpose()?;
        seasons.push((season, board));
    }
    Ok(Decision::say(Reply::one(Message::private(view::list(&seasons)))))
}

/// The last day, as it was typed: not before tomorrow, and within a year.
fn until(typed: &str, today: NaiveDate) -> Result<NaiveDate, SeasonRefusal> {
    let example = today + Days::new(28);
    let day: NaiveDate = typed
        .trim()
        .trim_end_matches('.')
        .parse()
        .map_err(|_| SeasonRefusal::NotALastDay { given: repeated(typed), example })?;
    if day <= today {
        return Err(SeasonRefusal::Past { given: day, example });
    }
    if day > today + Days::new(LONGEST) {
        return Err(SeasonRefusal::TooLong { given: day, last: today + Days::new(LONGEST) });
    }
    Ok(day)
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
    pub async fn claim_final_boards(&self, now: DateTime<Utc>) -> Stored<Vec<FinalPost>> {
        let mut posts = Vec::new();
        for row in self.store.claim_final_boards(now, now + LEASE, AT_ONCE).await? {
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
    pub(super) async fn board_of(&self, community: CommunityId, period: &str) -> Stored<Final> {
        let board = self.store.board(community, period, MemberId(0), PageOf::Number(1)).await?;
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
