//! The store on both databases.

mod open;
