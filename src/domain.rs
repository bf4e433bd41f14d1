//! The rules of the game, pure: decks, grading, quizzes, points, streaks, standings.
//!
//! Nothing here reads a clock, a file or a socket, and nothing draws lots of its own: time and
//! chance are arguments. What talks to people lives in [`crate::app`], what keeps state in
//! [`crate::store`].

pub mod calendar;
pub mod decimal;
pub mod deck;
pub mod few;
pub mod grade;
pub mod id;
pub mod language;
pub mod nearest;
pub mod place;
pub mod points;
pub mod posting;
pub mod quiz;
pub mod reminder;
pub mod seen_by;
pub mod size;
pub mod standing;
pub mod streak;
pub mod team;
pub mod visible;
