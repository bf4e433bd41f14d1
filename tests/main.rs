//! The one test binary: the program driven from outside, each test on databases of its own.

#![expect(
    clippy::unwrap_used,
    reason = "a failing unwrap is the test's own message, in what tests stand on too"
)]

mod app;
mod calendar;
mod chaos;
mod cli;
mod deck;
mod discord;
mod evening;
mod house;
mod ops;
mod slack;
mod store;
mod support;
mod web;
