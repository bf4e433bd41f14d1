//! Discord: the fake is as strict as the real one, and the program gets along with it.

mod admins;
mod channel;
mod connecting;
mod daily;
mod direct;
mod doctor;
mod fake;
mod faults;
mod files;
mod forms;
mod greeting;
mod leaving;
mod limits;
mod restart;
pub(crate) mod running;
mod said;
mod solo;
mod start;
mod twice;
