//! Which scripts names can be written in, in pictures.

use crate::ops::check::Check;
use crate::picture::{Script, font_of};

/// What Debian's packages are called, and who writes in what they bring.
const PACKAGES: [(&str, &[Script]); 3] = [
    ("fonts-noto-cjk", &[Script::Chinese, Script::Japanese, Script::Korean]),
    ("fonts-noto-core", &[Script::Arabic, Script::Hebrew, Script::Devanagari, Script::Thai]),
    ("fonts-noto-color-emoji", &[Script::Emoji]),
];

pub(super) fn checks() -> Vec<Check> {
    vec![check(&Script::ALL.map(|script| (script, font_of(script).is_some())))]
}

/// What is there of these scripts; what is missing hinders nothing.
fn check(scripts: &[(Script, bool)]) -> Check {
    let missing: Vec<Script> =
        scripts.iter().filter(|(_, is_there)| !is_there).map(|(script, _)| *script).collect();
    if missing.is_empty() {
        return Check::ok("fonts: pictures write names in every script that is looked for");
    }
    let needed = |(_, scripts): &&(&str, &[Script])| scripts.iter().any(|of| missing.contains(of));
    let packages: Vec<&str> = PACKAGES.iter().filter(needed).map(|(package, _)| *package).collect();
    let missing: Vec<String> = missing.iter().map(ToString::to_string).collect();
    Check::skipped(
        format!("fonts: none is there for {}", missing.join(", ")),
        format!(
            "Such names stand beside a picture instead of in it. On Debian, install {}.",
            packages.join(" and ")
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_told_with_what_brings_it() {
        let all = |missing: &[Script]| Script::ALL.map(|one| (one, !missing.contains(&one)));
        for (missing, line) in [
            (&[][..], "ok       fonts: pictures write names in every script that is looked for"),
            (
                &[Script::Emoji],
                "skipped  fonts: none is there for emoji: Such names stand beside a picture \
                 instead of in it. On Debian, install fonts-noto-color-emoji.",
            ),
            (
                &[Script::Japanese, Script::Thai],
                "skipped  fonts: none is there for Japanese, Thai: Such names stand beside a \
                 picture instead of in it. On Debian, install fonts-noto-cjk and \
                 fonts-noto-core.",
            ),
        ] {
            assert_eq!(check(&all(missing)).to_string(), line);
        }
    }

    #[test]
    fn each_script_is_in_one_package() {
        for script in Script::ALL {
            let brings = |(_, scripts): &&(&str, &[Script])| scripts.contains(&script);
            assert_eq!(PACKAGES.iter().filter(brings).count(), 1, "{script}");
        }
    }
}
