//! The store, on both databases.

mod answers;
mod given;
mod open;
mod people;
mod quizzes;
mod standings;
