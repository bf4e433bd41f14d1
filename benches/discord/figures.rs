//! Figures beside their budgets.

use std::fmt;
use std::time::Duration;

/// All that was measured, in order.
#[derive(Default)]
pub(crate) struct Figures(Vec<Figure>);

struct Figure {
    what: String,
    value: String,
    /// What it should be, or what else stands beside it.
    beside: String,
    /// Whether it is as it should be.
    met: bool,
}

/// A number with its unit.
#[derive(Clone, Copy)]
pub(crate) enum Measured {
    Time(Duration),
    /// In megabytes (2^20).
    Memory(f64),
    Count(u64),
}

impl Figures {
    /// Something without a budget.
    pub(crate) fn note(&mut self, what: &str, value: String) {
        self.0.push(Figure { what: what.to_owned(), value, beside: String::new(), met: true });
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

    /// Something that may happen so often.
    pub(crate) fn few(&mut self, what: &str, count: u64, most: u64) {
        self.add(what, count.to_string(), format!("at most {most}"), count <= most);
    }

    /// The medians of what an earlier program and this one brought.
    pub(crate) fn compare(&mut self, what: &str, old: &[Measured], new: &[Measured]) {
        let (old, new) = (median(old), median(new));
        let ratio = match (old.number(), new.number()) {
            (0.0, 0.0) => 1.0,
            (old, new) => new / old,
        };
        self.add(what, new.to_string(), format!("before {old:>12}   new/old {ratio:.2}"), true);
    }

    /// Whether every budget is met.
    pub(crate) fn are_met(&self) -> bool {
        self.0.iter().all(|figure| figure.met)
    }

    fn add(&mut self, what: &str, value: String, beside: String, met: bool) {
        self.0.push(Figure { what: what.to_owned(), value, beside, met });
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Figure { what, value, beside, met } in &self.0 {
            let line = format!("{what:<48} {value:>12}   {beside}");
            writeln!(f, "{}{}", line.trim_end(), if *met { "" } else { "   MISSED" })?;
        }
        Ok(())
    }
}

impl Measured {
    fn number(self) -> f64 {
        match self {
            Self::Time(time) => time.as_secs_f64(),
            Self::Memory(megabytes) => megabytes,
            #[expect(clippy::cast_precision_loss, reason = "nothing is counted so far")]
            Self::Count(count) => count as f64,
        }
    }

    fn between(self, other: Self) -> Self {
        match (self, other) {
            (Self::Time(one), Self::Time(other)) => Self::Time((one + other) / 2),
            (Self::Memory(one), Self::Memory(other)) => Self::Memory(one.midpoint(other)),
            (Self::Count(one), Self::Count(other)) => Self::Count(one.midpoint(other)),
            _ => unreachable!("one figure has one unit"),
        }
    }
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Time(time) => f.pad(&ms(*time)),
            Self::Memory(megabytes) => f.pad(&format!("{megabytes:.1} MB")),
            Self::Count(count) => f.pad(&count.to_string()),
        }
    }
}

fn median(all: &[Measured]) -> Measured {
    let mut sorted = all.to_vec();
    sorted.sort_by(|one, other| one.number().total_cmp(&other.number()));
    sorted[(sorted.len() - 1) / 2].between(sorted[sorted.len() / 2])
}

/// Milliseconds, to a tenth.
pub(crate) fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}
