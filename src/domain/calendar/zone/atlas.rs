//! Which zones there are where: the tz database's own tables of countries (`zone.tab` and
//! `iso3166.tab` of tzdata, in the public domain, see `data/zones/`), and what they do not tell:
//! which zones most people know, and names that are used for them.

use chrono_tz::Tz;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const ZONES: &str = include_str!("../../../../data/zones/zone.tab");
const COUNTRIES: &str = include_str!("../../../../data/zones/iso3166.tab");

/// Zones that many people live by or know, those of the most people first; with one at least for
/// each clock that many go by.
pub(super) const WELL_KNOWN: [Tz; 87] = {
    use chrono_tz::{Africa, America, Asia, Atlantic, Australia, Europe, Pacific};
    [
        America::New_York,
        Europe::London,
        Asia::Kolkata,
        Europe::Berlin,
        America::Los_Angeles,
        America::Chicago,
        Europe::Paris,
        Asia::Tokyo,
        Asia::Shanghai,
        Australia::Sydney,
        America::Sao_Paulo,
        America::Denver,
        Europe::Madrid,
        Europe::Rome,
        America::Toronto,
        America::Mexico_City,
        Asia::Singapore,
        Asia::Dubai,
        Asia::Seoul,
        Europe::Istanbul,
        Europe::Moscow,
        Asia::Hong_Kong,
        Asia::Jakarta,
        Asia::Manila,
        Asia::Bangkok,
        Africa::Lagos,
        Africa::Cairo,
        Africa::Johannesburg,
        Africa::Nairobi,
        Europe::Amsterdam,
        Europe::Dublin,
        Europe::Warsaw,
        Europe::Kyiv,
        Europe::Athens,
        Europe::Helsinki,
        Europe::Bucharest,
        Europe::Lisbon,
        Europe::Stockholm,
        Europe::Zurich,
        Europe::Vienna,
        Asia::Jerusalem,
        Asia::Riyadh,
        Asia::Tehran,
        Asia::Karachi,
        Asia::Dhaka,
        Asia::Kathmandu,
        Asia::Colombo,
        Asia::Yangon,
        Asia::Ho_Chi_Minh,
        Asia::Kuala_Lumpur,
        Asia::Taipei,
        Asia::Tashkent,
        Asia::Almaty,
        Asia::Baghdad,
        Asia::Kabul,
        America::Argentina::Buenos_Aires,
        America::Bogota,
        America::Lima,
        America::Santiago,
        America::Caracas,
        America::Vancouver,
        America::Phoenix,
        America::Panama,
        America::Halifax,
        America::St_Johns,
        America::Havana,
        America::Edmonton,
        America::Winnipeg,
        America::Regina,
        America::Anchorage,
        Pacific::Honolulu,
        Australia::Melbourne,
        Australia::Brisbane,
        Australia::Perth,
        Australia::Adelaide,
        Australia::Darwin,
        Pacific::Auckland,
        Africa::Casablanca,
        Africa::Algiers,
        Africa::Accra,
        Africa::Harare,
        Atlantic::Reykjavik,
        Atlantic::Azores,
        Atlantic::Cape_Verde,
        America::Nuuk,
        Asia::Yekaterinburg,
        Asia::Vladivostok,
    ]
};

/// Short names of clocks for which the tz database has numbers, or which mean whatever their clocks
/// show by season.
pub(super) const ALSO_CALLED: &[(&str, &[Tz])] = {
    use chrono_tz::{America, Asia};
    &[
        ("ET", &[America::New_York]),
        ("CT", &[America::Chicago]),
        ("MT", &[America::Denver]),
        ("PT", &[America::Los_Angeles]),
        ("SGT", &[Asia::Singapore]),
        ("MYT", &[Asia::Kuala_Lumpur]),
        ("GST", &[Asia::Dubai]),
        ("ICT", &[Asia::Bangkok, Asia::Ho_Chi_Minh]),
        ("PHT", &[Asia::Manila]),
        ("NPT", &[Asia::Kathmandu]),
        ("BRT", &[America::Sao_Paulo]),
        ("ART", &[America::Argentina::Buenos_Aires]),
        ("CLT", &[America::Santiago]),
        ("COT", &[America::Bogota]),
        ("PET", &[America::Lima]),
        ("TRT", &[chrono_tz::Europe::Istanbul]),
        ("IRST", &[Asia::Tehran]),
    ]
};

/// Places for which people use a short name that the tz database knows of others alone.
pub(super) const ALSO_BORNE: &[(&str, Tz)] = &[
    ("AST", chrono_tz::Asia::Riyadh),
    ("BST", chrono_tz::Asia::Dhaka),
    ("MET", chrono_tz::Europe::Berlin),
];

/// Large cities, and states, that have no zone of their own, in lower case.
pub(super) const CITIES: &[(&str, Tz)] = {
    use chrono_tz::{America, Asia, Australia, Europe};
    &[
        ("munich", Europe::Berlin),
        ("hamburg", Europe::Berlin),
        ("frankfurt", Europe::Berlin),
        ("cologne", Europe::Berlin),
        ("geneva", Europe::Zurich),
        ("barcelona", Europe::Madrid),
        ("milan", Europe::Rome),
        ("manchester", Europe::London),
        ("edinburgh", Europe::London),
        ("st petersburg", Europe::Moscow),
        ("ankara", Europe::Istanbul),
        ("kiev", Europe::Kyiv),
        ("mumbai", Asia::Kolkata),
        ("delhi", Asia::Kolkata),
        ("new delhi", Asia::Kolkata),
        ("bangalore", Asia::Kolkata),
        ("bengaluru", Asia::Kolkata),
        ("chennai", Asia::Kolkata),
        ("hyderabad", Asia::Kolkata),
        ("pune", Asia::Kolkata),
        ("beijing", Asia::Shanghai),
        ("shenzhen", Asia::Shanghai),
        ("osaka", Asia::Tokyo),
        ("hanoi", Asia::Ho_Chi_Minh),
        ("islamabad", Asia::Karachi),
        ("lahore", Asia::Karachi),
        ("abu dhabi", Asia::Dubai),
        ("tel aviv", Asia::Jerusalem),
        ("washington", America::New_York),
        ("boston", America::New_York),
        ("miami", America::New_York),
        ("atlanta", America::New_York),
        ("dallas", America::Chicago),
        ("houston", America::Chicago),
        ("texas", America::Chicago),
        ("san francisco", America::Los_Angeles),
        ("seattle", America::Los_Angeles),
        ("california", America::Los_Angeles),
        ("montreal", America::Toronto),
        ("ottawa", America::Toronto),
        ("calgary", America::Edmonton),
        ("rio de janeiro", America::Sao_Paulo),
        ("brasilia", America::Sao_Paulo),
        ("canberra", Australia::Sydney),
    ]
};

/// What people call countries other than `iso3166.tab` does, in lower case, with the code.
const ALSO_KNOWN_AS: &[(&str, &str)] = &[
    ("usa", "US"),
    ("us", "US"),
    ("america", "US"),
    ("united states of america", "US"),
    ("uk", "GB"),
    ("gb", "GB"),
    ("britain", "GB"),
    ("great britain", "GB"),
    ("united kingdom", "GB"),
    ("england", "GB"),
    ("scotland", "GB"),
    ("wales", "GB"),
    ("uae", "AE"),
    ("emirates", "AE"),
    ("holland", "NL"),
    ("czechia", "CZ"),
    ("turkiye", "TR"),
    ("korea", "KR"),
    ("south korea", "KR"),
    ("north korea", "KP"),
    ("viet nam", "VN"),
    ("burma", "MM"),
    ("myanmar", "MM"),
    ("ivory coast", "CI"),
    ("congo", "CD"),
    ("swaziland", "SZ"),
    ("eswatini", "SZ"),
    ("macao", "MO"),
    ("bosnia", "BA"),
    ("samoa", "WS"),
    ("russian federation", "RU"),
    ("deutschland", "DE"),
    ("osterreich", "AT"),
    ("schweiz", "CH"),
    ("brasil", "BR"),
    ("espana", "ES"),
    ("italia", "IT"),
];

/// The code of the country of this name.
pub(super) fn country(name: &str) -> Option<&'static str> {
    let wanted = bare(name);
    let wanted = wanted.strip_prefix("the ").unwrap_or(&wanted);
    let known = ALSO_KNOWN_AS.iter().find(|(other, _)| *other == wanted).map(|(_, code)| *code);
    known.or_else(|| {
        rows(COUNTRIES).find(|[_, name, _]| bare(name) == wanted).map(|[code, ..]| code)
    })
}

/// The zones of a country, in the order of the table.
pub(super) fn zones_of(code: &str) -> impl Iterator<Item = Tz> {
    rows(ZONES)
        .filter(move |[country, ..]| *country == code)
        .filter_map(|[_, _, zone]| zone.parse().ok())
}

/// Every zone that some country has, under the name that is in use.
pub(super) fn zones() -> impl Iterator<Item = Tz> {
    rows(ZONES).filter_map(|[_, _, zone]| zone.parse().ok())
}

/// The first three columns of the rows of a table.
fn rows(table: &'static str) -> impl Iterator<Item = [&'static str; 3]> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let mut columns = line.split('\t');
        std::array::from_fn(|_| columns.next().unwrap_or_default())
    })
}

/// A name without case, accents, dots and the words "and" or "&".
fn bare(name: &str) -> String {
    let plain: String = name
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && *c != '.')
        .flat_map(char::to_lowercase)
        .collect();
    plain
        .split_whitespace()
        .filter(|word| !["&", "and"].contains(word))
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole_and_of_zones_that_there_are() {
        let unknown: Vec<&str> = rows(ZONES)
            .map(|[_, _, zone]| zone)
            .filter(|zone| zone.parse::<Tz>().is_err())
            .collect();
        assert_eq!(
            unknown, [""; 0],
            "zone.tab is of the same edition as the zones' rules, or older"
        );
        assert!(zones().count() > 400 && rows(COUNTRIES).count() > 240);
        for (name, code) in ALSO_KNOWN_AS {
            assert_eq!(
                (bare(name).as_str(), zones_of(code).next().is_some()),
                (*name, true),
                "{name}"
            );
        }
        let mut known = WELL_KNOWN.to_vec();
        known.sort_by_key(|zone| zone.name());
        known.dedup();
        assert_eq!(known.len(), WELL_KNOWN.len(), "each is named once");
    }

    #[test]
    fn countries_are_found_by_the_names_that_people_use() {
        for (name, code) in [
            ("India", Some("IN")),
            ("GERMANY", Some("DE")),
            ("U.S.A.", Some("US")),
            ("the Netherlands", Some("NL")),
            ("Türkiye", Some("TR")),
            ("Bosnia and Herzegovina", Some("BA")),
            ("Cote d'Ivoire", Some("CI")),
            ("Atlantis", None),
            ("", None),
        ] {
            assert_eq!(country(name), code, "{name}");
        }
    }
}
