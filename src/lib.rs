//! Studyhall: a study bot for teams that prepare for an exam together.
//!
//! Members play cards by `/quiz`, alone or against each other; typed answers are graded forgivingly
//! but exactly; points, streaks and standings are kept. The same program serves every platform.
//! With no token it opens a local chat page.
//!
//! # The house
//!
//! Arrows of dependence point one way: `domain` ← `store` ← `app` ← `ops` ← `platform` ←
//! `clockwork`; [`serve`] joins them and [`cli`] starts it.
//!
//! - [`domain`] holds the rules of the game, pure: [`domain::deck`] reads and checks decks,
//!   [`domain::grade`] judges answers, [`domain::quiz`] is the quiz as a state machine, and
//!   [`domain::points`], [`domain::streak`], [`domain::standing`] and [`domain::calendar`] are what
//!   their names say. Time and chance are arguments.
//! - [`store`] keeps what must survive a restart, in SQLite or PostgreSQL by one SQL text.
//! - [`app`] is what the bot does, in words of no platform: a [`app::request::Request`] goes in at
//!   one door, [`app::App::handle`], and a [`app::reply::Reply`] comes out. One file for each
//!   command or flow.
//! - [`picture`] draws boards, calendars and charts.
//! - [`platform`] translates in and out and decides nothing: one trait, [`platform::Platform`], a
//!   table with a line each, and a folder each: [`platform::discord`] and [`platform::web`], the
//!   local page.
//! - [`clockwork`] is what happens by itself, such as posting the card of the day or closing a
//!   round whose time is over.
//! - [`ops`] is what the running program tells supervisors: health, readiness, metrics; [`jobs`]
//!   is what else the command line does: grading a stream of answers, checking decks, the doctor.
//! - [`config`] is all settings in one struct; [`serve`] is the one place where everything is put
//!   together, and [`cli`] the way in: arguments, logging, exit code.
//!
//! # How an answer travels
//!
//! click or text → adapter → request → `app` → `grade` → one transaction (answer, points, streak,
//! round) → reply → adapter → the person. A verdict is shown only after its commit. The same click
//! delivered twice changes nothing and gets the same reply.

pub mod app;
pub mod cli;
pub mod clockwork;
pub mod config;
pub mod domain;
pub mod jobs;
pub mod ops;
pub mod picture;
pub mod platform;
pub mod serve;
pub mod store;
