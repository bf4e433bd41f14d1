//! Discord: the fake is as strict as the real one.

mod fake;
