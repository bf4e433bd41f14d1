//! Drives the real program from outside.

mod cli;
