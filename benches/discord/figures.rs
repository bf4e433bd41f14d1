//! Figures beside their budgets.

use std::fmt;
use std::time::Duration;

/// All that was measured, in order.
#[derive(Default)]
pub(crate) struct Figures(Vec<Figure>);

struct Figure {
    what: String,
    value: String,
    /// What it should be, and whether it is.
    budget: Option<(String, bool)>,
}

impl Figures {
    /// Something without a budget.
    pub(crate) fn note(&mut self, what: &str, value: String) {
        self.0.push(Figure { what: what.to_owned(), value, budget: None });
    }

    /// A time with a budget.
    pub(crate) fn at_most(&mut self, what: &str, time: Duration, budget: Duration) {
        // Nothing at all is not fast.
        let met = time > Duration::ZERO && time <= budget;
        self.add(what, ms(time), format!("at most {}", ms(budget)), met);
    }

    /// Megabytes with a budget.
    pub(crate) fn below(&mut self, what: &str, megabytes: f64, budget: f64) {
        let met = megabytes > 0.0 && megabytes <= budget;
        self.add(what, format!("{megabytes:.1} MB"), format!("at most {budget} MB"), met);
    }

    /// Something that must not happen.
    pub(crate) fn none(&mut self, what: &str, count: u64) {
        self.add(what, count.to_string(), "0".to_owned(), count == 0);
    }

    /// Whether every budget is met.
    pub(crate) fn are_met(&self) -> bool {
        self.0.iter().all(|figure| figure.budget.as_ref().is_none_or(|(_, met)| *met))
    }

    fn add(&mut self, what: &str, value: String, budget: String, met: bool) {
        self.0.push(Figure { what: what.to_owned(), value, budget: Some((budget, met)) });
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Figure { what, value, budget } in &self.0 {
            write!(f, "{what:<48} {value:>12}")?;
            match budget {
                Some((budget, true)) => writeln!(f, "   {budget}")?,
                Some((budget, false)) => writeln!(f, "   {budget}   MISSED")?,
                None => writeln!(f)?,
            }
        }
        Ok(())
    }
}

/// Milliseconds, to a tenth.
pub(crate) fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}
