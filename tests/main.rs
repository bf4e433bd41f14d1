//! The one test binary: the program driven from outside, each test on databases of its own.

mod cli;
mod store;
mod support;
