//! Rules, held against a reading of them day by day.

use chrono::{Datelike, Weekday};

use super::*;

const WEEK: [(&str, Weekday); 7] = [
    ("MO", Weekday::Mon),
    ("TU", Weekday::Tue),
    ("WE", Weekday::Wed),
    ("TH", Weekday::Thu),
    ("FR", Weekday::Fri),
    ("SA", Weekday::Sat),
    ("SU", Weekday::Sun),
];

/// The rule of an event of whole days.
fn rule(text: &str, start: NaiveDate) -> Option<Rule> {
    Rule::read(text, start, |until| moment::day(until.get(..8)?))
}

/// A rule in its parts; an empty list is not written.
#[derive(Debug, Clone)]
struct Written {
    start: NaiveDate,
    every: &'static str,
    interval: Option<i32>,
    count: Option<usize>,
    until: Option<NaiveDate>,
    months: Vec<u32>,
    month_days: Vec<i32>,
    /// Places, 0 for none, and days of the week.
    weekdays: Vec<(i32, usize)>,
    week_begins: Option<usize>,
}

impl Written {
    fn text(&self) -> String {
        let listed = |name: &str, members: Vec<String>| {
            (!members.is_empty()).then(|| format!("{name}={}", members.join(",")))
        };
        let weekday = |(place, day): &(i32, usize)| match place {
            0 => WEEK[*day].0.to_owned(),
            place => format!("{place}{}", WEEK[*day].0),
        };
        let parts = [
            Some(format!("FREQ={}", self.every)),
            self.week_begins.map(|day| format!("WKST={}", WEEK[day].0)),
            self.interval.map(|interval| format!("INTERVAL={interval}")),
            self.count.map(|count| format!("COUNT={count}")),
            self.until.map(|until| until.format("UNTIL=%Y%m%d").to_string()),
            listed("BYMONTH", self.months.iter().map(u32::to_string).collect()),
            listed("BYMONTHDAY", self.month_days.iter().map(i32::to_string).collect()),
            listed("BYDAY", self.weekdays.iter().map(weekday).collect()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(";")
    }

    /// Whether the places of its weekdays can be understood.
    fn is_understood(&self) -> bool {
        let in_month =
            self.every == "MONTHLY" || (self.every == "YEARLY" && !self.months.is_empty());
        in_month || self.weekdays.iter().all(|(place, _)| *place == 0)
    }

    /// The dates, by walking over each day from the start.
    fn dates(&self, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
        let until = self.until.map_or(to, |until| until.min(to));
        let days =
            self.start.iter_days().take_while(|day| *day <= until).filter(|day| self.fits(*day));
        days.take(self.count.unwrap_or(usize::MAX)).filter(|day| *day >= from).collect()
    }

    fn fits(&self, day: NaiveDate) -> bool {
        let (start, by_date) = (self.start, self.month_days.is_empty() && self.weekdays.is_empty());
        let begins = WEEK[self.week_begins.unwrap_or(0)].1;
        let months = |day: NaiveDate| day.year() * 12 + day.month().cast_signed();
        let days = |from: NaiveDate, to: NaiveDate| i32::try_from((to - from).num_days()).unwrap();
        let (periods, fits) = match self.every {
            "DAILY" => (days(start, day), true),
            "WEEKLY" => (
                days(start.week(begins).first_day(), day.week(begins).first_day()) / 7,
                !self.weekdays.is_empty() || day.weekday() == start.weekday(),
            ),
            "MONTHLY" => (months(day) - months(start), !by_date || day.day() == start.day()),
            _ => (
                day.year() - start.year(),
                (!by_date || day.day() == start.day())
                    && (!self.months.is_empty()
                        || !self.weekdays.is_empty()
                        || day.month() == start.month()),
            ),
        };
        let place = day.day().cast_signed();
        let from_end = place - i32::from(day.num_days_in_month()) - 1;
        let is_place =
            |wanted: i32| wanted == (place - 1) / 7 + 1 || wanted == (from_end + 1) / 7 - 1;
        let is_weekday = |(wanted, name): &(i32, usize)| {
            WEEK[*name].1 == day.weekday() && (*wanted == 0 || is_place(*wanted))
        };
        let is_month_day =
            self.month_days.iter().any(|wanted| *wanted == place || *wanted == from_end);
        fits && periods % self.interval.unwrap_or(1) == 0
            && (self.months.is_empty() || self.months.contains(&day.month()))
            && (self.month_days.is_empty() || is_month_day)
            && (self.weekdays.is_empty() || self.weekdays.iter().any(is_weekday))
    }
}

/// The days from the beginning of 2026 on.
fn near(days: std::ops::Range<i64>) -> impl Strategy<Value = NaiveDate> {
    days.prop_map(|days| day("2026-01-01") + chrono::TimeDelta::days(days))
}

fn written() -> impl Strategy<Value = Written> {
    let every = prop::sample::select(&["DAILY", "WEEKLY", "MONTHLY", "YEARLY"][..]);
    let place = prop_oneof![3 => Just(0), 2 => 1..=5_i32, 2 => -5..=-1_i32];
    let month_day = prop_oneof![3 => 1..=31_i32, 2 => -31..=-1_i32];
    let lists = (
        prop_oneof![3 => Just(vec![]), 2 => prop::collection::vec(1..=12_u32, 1..5)],
        prop_oneof![3 => Just(vec![]), 2 => prop::collection::vec(month_day, 1..6)],
        prop_oneof![2 => Just(vec![]), 3 => prop::collection::vec((place, 0..7_usize), 1..5)],
    );
    let ends = (
        prop::option::of(1..400_usize),
        prop::option::of(near(-900..900)),
        prop::option::of(0..7_usize),
    );
    (near(-3_000..500), every, prop::option::of(1..6_i32), ends, lists).prop_map(
        |(start, every, interval, (count, until, week_begins), (months, month_days, weekdays))| {
            Written {
                start,
                every,
                interval,
                count,
                until,
                months,
                month_days,
                weekdays,
                week_begins,
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_rule_gives_the_dates_that_fit_day_by_day(
        written in written(), from in near(-200..400), length in 0..800_i64
    ) {
        let to = from + chrono::TimeDelta::days(length);
        let rule = rule(&written.text(), written.start);
        prop_assert_eq!(rule.is_some(), written.is_understood(), "{}", written.text());
        if let Some(rule) = rule {
            let mut steps = Steps::new();
            let dates = rule.dates(from, to, &mut steps).unwrap();
            prop_assert_eq!(&dates, &written.dates(from, to), "{} from \
                {}", written.text(), written.start);
            prop_assert!(steps.taken() >= dates.len());
        }
    }
}

/// The first dates of a rule that starts on 1 January 2026, a Thursday, or why there are none.
fn first_dates(text: &str) -> Option<Vec<String>> {
    let rule = rule(text, day("2026-01-01"))?;
    let dates = rule.dates(day("2026-01-01"), day("2026-12-31"), &mut Steps::new()).unwrap();
    Some(dates.iter().take(3).map(|day| day.format("%m-%d").to_string()).collect())
}

#[test]
fn the_parts_of_a_rule_are_understood_or_refused() {
    for (rule, expected) in [
        ("FREQ=DAILY;COUNT=2", Some(&["01-01", "01-02"][..])),
        ("freq=daily;count=2;", Some(&["01-01", "01-02"])),
        ("FREQ=DAILY;COUNT=0", None),
        ("FREQ=DAILY;COUNT=-1", None),
        ("FREQ=DAILY;COUNT=99999999999", None),
        ("FREQ=DAILY;COUNT=4294967295;INTERVAL=100000", Some(&["01-01"])),
        ("FREQ=DAILY;INTERVAL=0", None),
        ("FREQ=DAILY;INTERVAL=100001", None),
        ("FREQ=MONTHLY;BYMONTHDAY=31,31,-31,31", Some(&["01-01", "01-31", "03-01"])),
        ("FREQ=MONTHLY;BYMONTHDAY=0", None),
        ("FREQ=MONTHLY;BYMONTHDAY=-0", None),
        ("FREQ=MONTHLY;BYMONTHDAY=32", None),
        ("FREQ=MONTHLY;BYMONTHDAY=-32", None),
        ("FREQ=MONTHLY;BYMONTHDAY=", None),
        ("FREQ=DAILY;BYMONTH=12,12,11", Some(&["11-01", "11-02", "11-03"])),
        ("FREQ=DAILY;BYMONTH=0", None),
        ("FREQ=DAILY;BYMONTH=13", None),
        ("FREQ=MONTHLY;BYDAY=1MO,+2MO,1MO", Some(&["01-05", "01-12", "02-02"])),
        ("FREQ=MONTHLY;BYDAY=5SA", Some(&["01-31", "05-30", "08-29"])),
        ("FREQ=MONTHLY;BYDAY=-5TH", Some(&["01-01", "04-02", "07-02"])),
        ("FREQ=MONTHLY;BYDAY=0MO", None),
        ("FREQ=MONTHLY;BYDAY=6MO", None),
        ("FREQ=MONTHLY;BYDAY=-6MO", None),
        ("FREQ=MONTHLY;BYDAY=M", None),
        ("FREQ=MONTHLY;BYDAY=4É", None),
        ("FREQ=WEEKLY;BYDAY=1MO", None),
        ("FREQ=YEARLY;BYDAY=20MO", None),
        // A place in the year is not one in a month.
        ("FREQ=YEARLY;BYDAY=1MO", None),
        // The week of 1 January begins on Monday or on Sunday, and the second after it with it.
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,SU", Some(&["01-01", "01-04", "01-15"])),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,SU;WKST=SU", Some(&["01-01", "01-11", "01-15"])),
        ("FREQ=WEEKLY;WKST=SU;INTERVAL=2;BYDAY=TH,SU", Some(&["01-01", "01-11", "01-15"])),
        ("FREQ=WEEKLY;WKST=XX", None),
        ("FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=2", Some(&[])),
        ("FREQ=DAILY;UNTIL=20260102T225959Z", Some(&["01-01", "01-02"])),
        ("FREQ=DAILY;UNTIL=20251231", Some(&[])),
        ("FREQ=DAILY;UNTIL=2026", None),
        ("FREQ=DAILY;UNTIL=É", None),
        ("FREQ=DAILY;COUNT=2;COUNT=2", None),
        ("INTERVAL=2", None),
        ("FREQ", None),
        ("", None),
    ] {
        let expected =
            expected.map(|dates| dates.iter().map(|day| (*day).to_owned()).collect::<Vec<_>>());
        assert_eq!(first_dates(rule), expected, "{rule}");
    }
}

#[test]
fn a_rule_ends_where_dates_do() {
    let written = ["0000-01-01", "2026-01-01", "9999-12-31"].map(day);
    let reckoned = [NaiveDate::MIN, day("-262143-01-02"), day("+262142-12-30"), NaiveDate::MAX];
    let ends = [&written[..], &reckoned].concat();
    for every in [
        "DAILY",
        "WEEKLY",
        "WEEKLY;WKST=SU",
        "MONTHLY;BYDAY=-5MO,5SU",
        "YEARLY;BYMONTH=1,12;BYMONTHDAY=-31",
    ] {
        for tail in ["", ";COUNT=9", ";INTERVAL=2", ";INTERVAL=100000;COUNT=3"] {
            for start in &ends {
                let rule = rule(&format!("FREQ={every}{tail}"), *start).unwrap();
                for (from, to) in
                    ends.iter().flat_map(|from| ends.iter().map(move |to| (*from, *to)))
                {
                    let mut steps = Steps::new();
                    // Few steps are enough at an end, and none would be to get to the other.
                    steps.take(MAX_STEPS - 100).unwrap();
                    let dates = rule.dates(from, to, &mut steps).unwrap_or_default();
                    let fit = dates.iter().all(|day| (from..=to).contains(day) && day >= start);
                    assert!(fit, "{every}{tail}, {start}, {from} to {to}");
                }
            }
        }
    }
}
