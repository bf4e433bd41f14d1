//! Slack: the fake is as strict as the real one, and the program gets along with it.

mod admins;
mod connecting;
mod daily;
mod doctor;
mod fake;
mod forms;
mod greeting;
mod home;
mod looks;
mod organisation;
mod readme;
pub(crate) mod running;
mod said;
mod solo;
mod twice;
mod unseen;
