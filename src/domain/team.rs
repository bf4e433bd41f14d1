//! Teams: their names, their scores, and a fair draft.

use super::id::{MemberId, TeamId};

/// The longest name of a team, in characters.
pub const LONGEST_NAME: usize = 40;

/// The fewest and the most members whose points make a team's score.
const FEWEST_BEST: usize = 2;
const MOST_BEST: usize = 5;

/// Characters that a platform takes for markup or for a mention.
const MARKUP: [char; 15] =
    ['*', '_', '`', '~', '|', '<', '>', '[', ']', '\\', '#', '@', '"', '“', '”'];

/// A text that cannot be a team's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadName {
    /// Nothing that can be seen.
    Empty,
    /// More characters than fit; this many.
    Long(usize),
    /// This character is markup or begins a mention.
    Markup(char),
}

/// The name without stray spaces, if a team can bear it.
///
/// ```
/// use studyhall::domain::team::name;
///
/// assert_eq!(name("  Night   Owls ").as_deref(), Ok("Night Owls"));
/// assert!(name("@everyone").is_err());
/// ```
pub fn name(typed: &str) -> Result<String, BadName> {
    let printable =
        typed.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let name = printable.collect::<Vec<_>>().join(" ");
    let length = name.chars().count();
    if !name.chars().any(char::is_alphanumeric) {
        return Err(BadName::Empty);
    }
    if length > LONGEST_NAME {
        return Err(BadName::Long(length));
    }
    match name.chars().find(|c| MARKUP.contains(c)) {
        Some(markup) => Err(BadName::Markup(markup)),
        None => Ok(name),
    }
}

/// A team with what its members have earned for it in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The id under which the team is kept.
    pub team: TeamId,
    /// The name under which members know it.
    pub name: String,
    /// How many members it has now.
    pub size: usize,
    /// What its best members have earned for it, most first, in whichever team they are now.
    pub best: Vec<i64>,
}

/// A team on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamStanding {
    /// The rank among those that compete; equal scores share one.
    pub rank: usize,
    /// The id under which the team is kept.
    pub team: TeamId,
    /// The name under which members know it.
    pub name: String,
    /// How many members it has now.
    pub size: usize,
    /// The points of its best members together, as many as [`Race::counted`] says.
    pub score: i64,
}

/// The board of teams for a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Race {
    /// Teams that compete, the best first.
    pub competing: Vec<TeamStanding>,
    /// Teams of one, which are listed apart.
    pub alone: Vec<TeamStanding>,
    /// How many members of each competing team count.
    pub counted: usize,
}

/// Ranks teams by the sum of their best members. As many count in each as the smallest competing
/// team has, from two to five: a large team has no advantage, and no answer ever lowers a score.
pub fn race(tallies: &[Tally]) -> Race {
    let smallest = tallies.iter().map(|tally| tally.size).filter(|size| *size > 1).min();
    let counted = smallest.unwrap_or(FEWEST_BEST).clamp(FEWEST_BEST, MOST_BEST);
    let of_many = tallies.iter().filter(|tally| tally.size > 1);
    let of_one = tallies.iter().filter(|tally| tally.size == 1);
    Race { competing: ranked(of_many, counted), alone: ranked(of_one, counted), counted }
}

/// Teams by the sum of their `counted` best members, the best first; of equal ones by name, with
/// the same rank.
fn ranked<'a>(tallies: impl Iterator<Item = &'a Tally>, counted: usize) -> Vec<TeamStanding> {
    let mut teams: Vec<TeamStanding> = tallies
        .map(|tally| TeamStanding {
            rank: 0,
            team: tally.team,
            name: tally.name.clone(),
            size: tally.size,
            score: score(&tally.best, counted),
        })
        .collect();
    teams.sort_by(|a, b| (b.score, &a.name).cmp(&(a.score, &b.name)));
    let scores: Vec<i64> = teams.iter().map(|team| team.score).collect();
    for team in &mut teams {
        team.rank = 1 + scores.iter().filter(|better| **better > team.score).count();
    }
    teams
}

/// The sum of the best `counted` members.
pub fn score(best: &[i64], counted: usize) -> i64 {
    let mut best = best.to_vec();
    best.sort_unstable_by_key(|points| -points);
    best.iter().take(counted).sum()
}

/// Divides members into so many teams of like strength, whose sizes differ by one at most: the
/// strongest first, round by round, each to the team that is weakest so far.
pub fn draft(members: &[(MemberId, i64)], teams: usize) -> Vec<Vec<(MemberId, i64)>> {
    let teams = teams.max(1);
    let mut drafted: Vec<Vec<(MemberId, i64)>> = vec![Vec::new(); teams];
    let mut members = members.to_vec();
    members.sort_by_key(|(member, points)| (-points, *member));
    for round in members.chunks(teams) {
        let mut order: Vec<usize> = (0..teams).collect();
        order.sort_by_key(|team| drafted[*team].iter().map(|(_, points)| points).sum::<i64>());
        for (member, team) in round.iter().zip(order) {
            drafted[team].push(*member);
        }
    }
    drafted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tally(number: i64, size: usize, best: &[i64]) -> Tally {
        Tally { team: TeamId(number), name: format!("Team {number}"), size, best: best.to_vec() }
    }

    #[test]
    fn a_team_has_a_name_that_everyone_can_read_and_nobody_is_pinged_by() {
        let long = "x".repeat(200);
        for (typed, named) in [
            ("Night Owls", Ok("Night Owls")),
            (" the\n  A-Team ", Ok("the A-Team")),
            ("Команда 7", Ok("Команда 7")),
            ("夜猫子", Ok("夜猫子")),
            ("🦉 Owls", Ok("🦉 Owls")),
            ("", Err(BadName::Empty)),
            (" \t\u{200b} ", Err(BadName::Empty)),
            ("🦉", Err(BadName::Empty)),
            (&long, Err(BadName::Long(200))),
            ("@everyone", Err(BadName::Markup('@'))),
            ("<@123>", Err(BadName::Markup('<'))),
            ("**bold** team", Err(BadName::Markup('*'))),
            ("[a](https://example.com)", Err(BadName::Markup('['))),
        ] {
            assert_eq!(name(typed).as_deref(), named.as_deref(), "{typed:?}");
        }
    }

    #[test]
    fn as_many_members_count_as_the_smallest_competing_team_has() {
        for (teams, counted, ranks) in [
            // Two of each.
            (&[(2, &[50, 40][..]), (6, &[30, 30, 30, 30, 30])][..], 2, &[(1, 90), (2, 60)][..]),
            // Three of each; equal scores share a rank.
            (
                &[(3, &[10, 10, 10]), (4, &[20, 10, 0, 0]), (3, &[1])],
                3,
                &[(1, 30), (1, 30), (3, 1)],
            ),
            // Never more than five.
            (&[(8, &[9, 9, 9, 9, 9, 9]), (7, &[10, 10, 10, 10, 10, 10])], 5, &[(1, 50), (2, 45)]),
            // A team of one neither competes nor makes the others smaller.
            (&[(1, &[99]), (4, &[5, 5, 5, 5]), (4, &[6, 0, 0, 0])], 4, &[(1, 20), (2, 6)]),
            // A team that everyone has left is gone from the board.
            (&[(0, &[70]), (2, &[7, 0])], 2, &[(1, 7)]),
            // What somebody earned before leaving stays: three have earned for a team of two.
            (&[(2, &[30, 20, 10]), (2, &[30, 21])], 2, &[(1, 51), (2, 50)]),
            (&[], 2, &[]),
        ] {
            let tallies: Vec<Tally> =
                (1..).zip(teams).map(|(number, (size, best))| tally(number, *size, best)).collect();
            let race = race(&tallies);
            assert_eq!(race.counted, counted, "{teams:?}");
            assert_eq!(
                race.competing.iter().map(|team| (team.rank, team.score)).collect::<Vec<_>>(),
                ranks,
                "{teams:?}"
            );
            assert_eq!(race.alone.len(), teams.iter().filter(|(size, _)| *size == 1).count());
        }
    }

    proptest! {
        #[test]
        fn no_answer_ever_lowers_a_score(
            mut best in prop::collection::vec(0_i64..500, 1..9),
            counted in 2_usize..6,
            who in any::<prop::sample::Index>(),
            more in 1_i64..10,
        ) {
            let before = score(&best, counted);
            let who = who.index(best.len());
            best[who] += more;
            prop_assert!(score(&best, counted) >= before);
        }

        #[test]
        fn a_draft_has_everyone_once_in_teams_of_like_size_and_strength(
            points in prop::collection::vec(0_i64..400, 0..60), teams in 1_usize..8
        ) {
            let members: Vec<(MemberId, i64)> =
                (0..).map(MemberId).zip(points.iter().copied()).collect();
            let drafted = draft(&members, teams);
            let mut all: Vec<(MemberId, i64)> = drafted.concat();
            all.sort_unstable();
            prop_assert_eq!(all, members);
            let sizes: Vec<usize> = drafted.iter().map(Vec::len).collect();
            prop_assert!(sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 1);
            // Of teams of one size, none is stronger than another by more than the strongest
            // member.
            if points.len() % teams == 0 {
                let sum = |team: &Vec<(MemberId, i64)>| team.iter().map(|(_, points)| points).sum();
                let sums: Vec<i64> = drafted.iter().map(sum).collect();
                let most = points.iter().max().copied().unwrap_or_default();
                prop_assert!(sums.iter().max().unwrap() - sums.iter().min().unwrap() <= most);
            }
        }
    }
}
