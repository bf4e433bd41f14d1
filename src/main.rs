//! The `studyhall` program; what it does is in [`studyhall::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    studyhall::cli::main()
}
