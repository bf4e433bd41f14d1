//! The store, on both databases.

mod answers;
mod calendar;
mod given;
mod history;
mod inspect;
mod log;
mod migrating;
mod open;
mod people;
mod quizzes;
mod shown;
mod standings;
mod upgrade;
