//! The store, on both databases.

mod answers;
mod calendar;
mod given;
mod open;
mod people;
mod quizzes;
mod standings;
