//! Units of measure that every subject shares, for comparing 20 seconds with 20,000 ms.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dimension {
    Time,
    Data,
    Bits,
    Length,
    Mass,
    Volume,
    Temperature,
    Angle,
    Frequency,
    Power,
    Energy,
    Voltage,
    Share,
}

/// A unit: what it measures, how many of the dimension's first unit it is, and the power of 1024 that some people mean
/// instead (kilobyte: 1000 or 1024).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Unit {
    /// What it measures.
    pub(super) dimension: Dimension,
    /// How many of the first unit of its dimension it is.
    pub(super) factor: f64,
    /// The same by powers of 1024, where the two differ.
    pub(super) binary: f64,
}

use Dimension::{Angle, Bits, Data, Energy, Frequency, Length, Mass, Power, Share, Temperature, Time, Voltage, Volume};

/// Units in order of their dimension: factor, and names in lower case, singular.
const UNITS: &[(Dimension, f64, &[&str])] = &[
    (Time, 1e-9, &["ns", "nanosecond", "nanosec"]),
    (Time, 1e-6, &["us", "µs", "μs", "microsecond", "microsec"]),
    (Time, 1e-3, &["ms", "msec", "millisecond", "millisec"]),
    (Time, 1.0, &["s", "sec", "second"]),
    (Time, 60.0, &["m", "min", "minute"]),
    (Time, 3_600.0, &["h", "hr", "hour"]),
    (Time, 86_400.0, &["d", "day"]),
    (Time, 604_800.0, &["w", "wk", "week"]),
    (Time, 2_629_746.0, &["mo", "month"]),
    (Time, 31_556_952.0, &["y", "yr", "year"]),
    (Time, 315_569_520.0, &["decade"]),
    (Time, 3_155_695_200.0, &["century", "centurie"]),
    (Data, 1.0, &["b", "byte"]),
    (Data, 1e3, &["k", "kb", "kib", "kilobyte", "kibibyte"]),
    (Data, 1e6, &["mb", "mib", "megabyte", "mebibyte", "meg"]),
    (Data, 1e9, &["gb", "gib", "gigabyte", "gibibyte", "gig"]),
    (Data, 1e12, &["tb", "tib", "terabyte", "tebibyte"]),
    (Data, 1e15, &["pb", "pib", "petabyte", "pebibyte"]),
    (Bits, 1.0, &["bit"]),
    (Bits, 1e3, &["kbit", "kilobit"]),
    (Bits, 1e6, &["mbit", "megabit"]),
    (Bits, 1e9, &["gbit", "gigabit"]),
    (Length, 1e-9, &["nm", "nanometer", "nanometre"]),
    (Length, 1e-6, &["µm", "μm", "um", "micrometer", "micrometre", "micron"]),
    (Length, 1e-3, &["mm", "millimeter", "millimetre"]),
    (Length, 1e-2, &["cm", "centimeter", "centimetre"]),
    (Length, 1.0, &["m", "meter", "metre"]),
    (Length, 1e3, &["km", "kilometer", "kilometre"]),
    (Length, 0.0254, &["in", "inch", "inche"]),
    (Length, 0.3048, &["ft", "foot", "feet"]),
    (Length, 0.9144, &["yd", "yard"]),
    (Length, 1_609.344, &["mi", "mile"]),
    (Mass, 1e-6, &["mg", "milligram"]),
    (Mass, 1e-3, &["g", "gram", "gramme"]),
    (Mass, 1.0, &["kg", "kilo", "kilogram"]),
    (Mass, 1e3, &["t", "ton", "tonne"]),
    (Mass, 0.453_592_37, &["lb", "lbs", "pound"]),
    (Mass, 0.028_349_523, &["oz", "ounce"]),
    (Volume, 1e-3, &["ml", "milliliter", "millilitre"]),
    (Volume, 1.0, &["l", "liter", "litre"]),
    (Temperature, 1.0, &["c", "°c", "celsius"]),
    (Angle, 1.0, &["°", "deg", "degree"]),
    (Frequency, 1.0, &["hz", "hertz"]),
    (Frequency, 1e3, &["khz", "kilohertz"]),
    (Frequency, 1e6, &["mhz", "megahertz"]),
    (Frequency, 1e9, &["ghz", "gigahertz"]),
    (Power, 1.0, &["w", "watt"]),
    (Power, 1e3, &["kw", "kilowatt"]),
    (Power, 1e6, &["mw", "megawatt"]),
    (Energy, 1.0, &["j", "joule"]),
    (Energy, 1e3, &["kj", "kilojoule"]),
    (Voltage, 1.0, &["v", "volt"]),
    (Share, 1.0, &["%", "percent", "pct"]),
];

/// What each name means: a dimension and how many of its first unit, the most usual first.
static NAMES: LazyLock<FxHashMap<&str, Vec<(Dimension, f64)>>> = LazyLock::new(|| {
    let mut all: FxHashMap<&str, Vec<(Dimension, f64)>> = FxHashMap::default();
    for (dimension, factor, names) in UNITS {
        names.iter().for_each(|name| all.entry(name).or_default().push((*dimension, *factor)));
    }
    all
});

/// The unit with this name, in the dimension that is wanted if it means several things (`m`).
pub(super) fn unit(name: &str, wanted: Option<Dimension>) -> Option<Unit> {
    let find = |name: &str| {
        let all = NAMES.get(name)?;
        all.iter().find(|(dimension, _)| Some(*dimension) == wanted).or(all.first()).copied()
    };
    let singular = name.strip_suffix('s').filter(|stem| stem.len() > 1);
    let (dimension, factor) = find(name).or_else(|| singular.and_then(find))?;
    let binary = if dimension == Data { 1024_f64.powf((factor.log10() / 3.0).round()) } else { factor };
    Some(Unit { dimension, factor, binary })
}

/// Whether a word is a unit's name, or a slip for the name of a unit of this dimension.
pub(super) fn misspelled(word: &str, dimension: Dimension) -> Option<Unit> {
    UNITS
        .iter()
        .filter(|(of, ..)| *of == dimension)
        .flat_map(|(_, _, names)| names.iter())
        .filter(|name| name.len() >= 4)
        .find(|name| {
            let plain = word.strip_suffix('s').unwrap_or(word);
            super::slip::slips(name, plain, super::slip::allowed(name.len())).is_some()
        })
        .and_then(|name| unit(name, Some(dimension)))
}
