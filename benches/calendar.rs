//! Calendar files: what one as people export them costs, and the worst that a megabyte can be made
//! to cost.

#[path = "../src/domain/calendar/off_days/tests/bombs.rs"]
mod bombs;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::NaiveDate;
use divan::{Bencher, black_box};
use studyhall::domain::calendar::off_days::{MAX_BYTES, NotOffDays, read};

/// The worst files, by name.
static BOMBS: LazyLock<Vec<bombs::Bomb>> = LazyLock::new(|| bombs::all(MAX_BYTES));

fn main() {
    divan::main();
}

/// The off-days of the three years that a schedule looks ahead.
fn off_days(file: &str) -> Result<BTreeSet<NaiveDate>, NotOffDays> {
    let day = |year| NaiveDate::from_ymd_opt(year, 10, 1).expect("October has a first");
    read(black_box(file).as_bytes(), chrono_tz::Europe::Berlin, day(2026), day(2029))
}

/// Twelve holidays a year by rules.
#[divan::bench]
fn holidays(bencher: Bencher<'_, '_>) {
    let holiday = |month| {
        bombs::event(&format!(
            "DTSTART;VALUE=DATE:2020{month:02}01\r\nRRULE:FREQ=YEARLY;BYMONTH={month};BYDAY=-1MO"
        ))
    };
    let file = bombs::calendar(&(1..=12).map(holiday).collect::<String>());
    bencher.bench(|| off_days(&file).expect("it names off-days"));
}

#[divan::bench(args = BOMBS.iter().map(|(name, _)| *name), sample_count = 20)]
fn bomb(bencher: Bencher<'_, '_>, name: &str) {
    let (_, file) =
        BOMBS.iter().find(|(known, _)| *known == name).expect("the name is of the same list");
    bencher.bench(|| off_days(file));
}
