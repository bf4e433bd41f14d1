//! Random histories of a community: what is kept with every answer equals what is reckoned from all
//! answers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use studyhall::domain::id::{MemberId, QuizId, SeasonId, TeamId};
use studyhall::domain::standing::{Period, board};
use studyhall::domain::team::Tally;
use studyhall::store::{Change, Committed, Deed, NewSeason, NewTeam, PageOf, QuizRow, SeasonRow};

use super::given::{Given, noon};
use crate::support::database::on_each_database;

/// How many steps a history has, and how many of them fall on a day.
const STEPS: i64 = 400;
const STEPS_A_DAY: i64 = 6;

/// An answer as it was recorded.
struct Told {
    member: MemberId,
    day: NaiveDate,
    points: u32,
    team: Option<TeamId>,
}

/// A community with everything that has happened in it.
struct History {
    given: Given,
    rng: StdRng,
    seed: i64,
    members: Vec<(MemberId, String)>,
    today: NaiveDate,
    told: Vec<Told>,
    away: BTreeSet<MemberId>,
    teams: BTreeMap<MemberId, TeamId>,
    season: Option<SeasonRow>,
}

impl History {
    async fn begin(given: Given, seed: i64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed.unsigned_abs());
        given.commit_new(&QuizRow { id: QuizId(seed + 1), ..given.solo(1) }, None).await;
        let mut members = vec![(given.member.id, given.member.name.clone())];
        for number in 0..rng.random_range(3..40) {
            let name = format!("{number} of {seed}");
            members.push((given.another(&name).await.id, name));
        }
        let today = noon().date_naive();
        let (told, away, teams, season) = (Vec::new(), BTreeSet::new(), BTreeMap::new(), None);
        let history = Self { given, rng, seed, members, today, told, away, teams, season };
        for team in history.all_teams() {
            let (community, name) = (history.given.community.id, format!("Team {}", team.0));
            history.does(Deed::CreateTeam(NewTeam { id: team, community, name })).await;
        }
        history
    }

    fn all_teams(&self) -> [TeamId; 3] {
        [1, 2, 3].map(|number| TeamId(self.seed * 10 + number))
    }

    async fn does(&self, deed: Deed) {
        let change = Change::of(deed);
        assert_eq!(self.given.commit(&change).await, Committed::Done);
    }

    /// Whatever happens next.
    async fn step(&mut self, number: i64) {
        self.today = noon().date_naive() + Days::new((number / STEPS_A_DAY).unsigned_abs());
        let member = self.members[self.rng.random_range(0..self.members.len())].0;
        match self.rng.random_range(0..20) {
            0 => {
                self.given
                    .store
                    .member_left(self.given.community.id, member, noon())
                    .await
                    .unwrap();
                self.away.insert(member);
            }
            1 => self.comes_back(member).await,
            2 | 3 => self.changes_team(member).await,
            4 if self.season.is_none() && number > STEPS / 4 => self.starts_season().await,
            _ if self.away.contains(&member) => {}
            _ => self.answers(member, number).await,
        }
    }

    async fn comes_back(&mut self, member: MemberId) {
        self.given.store.member_returned(self.given.community.id, member).await.unwrap();
        self.away.remove(&member);
    }

    async fn changes_team(&mut self, member: MemberId) {
        if let Some(team) = self.teams.remove(&member) {
            return self.does(Deed::LeaveTeam(member, team)).await;
        }
        let team = self.all_teams()[self.rng.random_range(0..3)];
        self.does(Deed::JoinTeam(member, team)).await;
        self.teams.insert(member, team);
    }

    /// What was earned earlier on its first day counts; those who are away then have nothing of it
    /// to come back to.
    async fn starts_season(&mut self) {
        for member in self.away.clone() {
            self.comes_back(member).await;
        }
        let season = SeasonRow {
            id: SeasonId(self.seed * 10 + 1),
            community: self.given.community.id,
            place: self.given.place("general"),
            name: "Spring".to_owned(),
            first_day: self.today,
            last_day: self.today + Days::new(20),
            final_board: None,
        };
        let ends_at = season.last_day.and_time(chrono::NaiveTime::MIN).and_utc();
        self.does(Deed::StartSeason(NewSeason { season: season.clone(), ends_at })).await;
        self.season = Some(season);
    }

    /// Answers a card as the application does: what it is worth is what the daily cap leaves of it.
    async fn answers(&mut self, member: MemberId, number: i64) {
        let day = self.today;
        let earned = self.told.iter().filter(|told| told.member == member && told.day == day);
        let earned: u32 = earned.map(|told| told.points).sum();
        let points = [0, 1, 3, 5, 5, 8][self.rng.random_range(0..6)].min(60 - earned);
        let mut answer = self.given.answer(self.seed * 1_000 + number, points);
        (answer.member, answer.study_day, answer.board_day) = (member, day, day);
        assert_eq!(self.given.commit_answer(answer, earned).await, Committed::Done);
        self.told.push(Told { member, day, points, team: self.teams.get(&member).copied() });
    }

    /// The answers that count in a period.
    fn told_in(&self, period: Period, key: &str) -> impl Iterator<Item = &Told> {
        let season = self.season.as_ref().map(|season| season.first_day..=season.last_day);
        self.told.iter().filter(move |told| match period {
            Period::Season(_) => season.as_ref().is_some_and(|days| days.contains(&told.day)),
            _ => period.key(told.day) == key,
        })
    }

    async fn assert_boards(&mut self) {
        let day = noon().date_naive()
            + Days::new(
                self.rng
                    .random_range(0..=(self.today - noon().date_naive()).num_days().unsigned_abs()),
            );
        let season = self.season.as_ref().map(|season| Period::Season(season.id));
        for period in
            [Period::Today, Period::Week, Period::Month, Period::All].into_iter().chain(season)
        {
            let key = period.key(day);
            self.assert_members(period, &key).await;
            self.assert_teams(period, &key).await;
        }
    }

    /// Each page of a board, and the own page.
    async fn assert_members(&mut self, period: Period, key: &str) {
        let mut points: BTreeMap<MemberId, i64> = BTreeMap::new();
        for told in self.told_in(period, key).filter(|told| !self.away.contains(&told.member)) {
            *points.entry(told.member).or_default() += i64::from(told.points);
        }
        let rows: Vec<(MemberId, String, i64)> = self
            .members
            .iter()
            .filter_map(|(member, name)| Some((*member, name.clone(), *points.get(member)?)))
            .filter(|(_, _, points)| *points > 0)
            .collect();
        let asker = self.members[self.rng.random_range(0..self.members.len())].0;
        let own = board(rows.clone(), asker, 1).own.map_or(1, |own| own.page);
        let (store, community) = (&self.given.store, self.given.community.id);
        let found = store.board(community, key, Some(asker), PageOf::Asker).await.unwrap();
        assert_eq!(found, board(rows.clone(), asker, own), "own page of {key}");
        for page in 1..=found.pages() + 1 {
            let found =
                store.board(community, key, Some(asker), PageOf::Number(page)).await.unwrap();
            assert_eq!(found, board(rows.clone(), asker, page), "page {page} of {key}");
        }
    }

    /// What the best of each team earned for it, whether they are still in it or not.
    async fn assert_teams(&self, period: Period, key: &str) {
        let mut points: BTreeMap<TeamId, BTreeMap<MemberId, i64>> = BTreeMap::new();
        for told in self.told_in(period, key).filter(|told| told.points > 0) {
            let Some(team) = told.team else { continue };
            *points.entry(team).or_default().entry(told.member).or_default() +=
                i64::from(told.points);
        }
        let found = self.given.store.team_tallies(self.given.community.id, key).await.unwrap();
        assert_eq!(found.iter().map(|tally| tally.team).collect::<Vec<_>>(), self.all_teams());
        for Tally { team, size, mut best, .. } in found {
            let mut wanted: Vec<i64> =
                points.get(&team).into_iter().flat_map(BTreeMap::values).copied().collect();
            for points in [&mut wanted, &mut best] {
                points.sort_unstable_by(|one, other| other.cmp(one));
                points.truncate(5);
            }
            assert_eq!(best, wanted, "{key} of team {}", team.0);
            assert_eq!(size, self.teams.values().filter(|one| **one == team).count());
        }
    }
}

#[tokio::test]
async fn boards_kept_with_every_answer_equal_boards_reckoned_from_all_answers() {
    on_each_database(async |database| {
        for seed in 0..4 {
            let given = Given::in_community(&database.store, &format!("hall {seed}")).await;
            let mut history = History::begin(given, seed).await;
            for number in 1..=STEPS {
                history.step(number).await;
                if number % 80 == 0 {
                    history.assert_boards().await;
                }
            }
            assert!(history.season.is_some() && !history.teams.is_empty(), "much has happened");
        }
    })
    .await;
}
