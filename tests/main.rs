//! The one test binary: the program driven from outside, each test on databases of its own.

mod app;
mod store;
mod support;
