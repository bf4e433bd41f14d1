//! People and circumstances: what a test does with the fake, and what it sees.

pub(crate) mod answered;
pub(crate) mod controls;
pub(crate) mod guild;
mod limits;
pub(crate) mod member;
mod membership;
pub(crate) mod modal;
mod options;
mod reactions;
mod repeated;
pub(crate) mod seen;
