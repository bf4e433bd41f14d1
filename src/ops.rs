//! What operators see: the addresses that their settings name, what was checked, and what the
//! running program tells of itself.

pub mod address;
pub mod beats;
pub mod check;
pub mod listener;
pub mod metrics;
pub mod readiness;
