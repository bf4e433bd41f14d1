//! What of a text is drawn, in which order, and how wide it may be.

use super::*;

const STYLE: Style = Style { size: 16, bold: false, fill: "#000000", anchor: "start" };

/// What is drawn of a text, from left to right, a `|` between pieces.
fn drawn(text: &str) -> String {
    let line = Line::of(text, STYLE, 10_000);
    let mut drawn: Vec<&str> = line.pieces.iter().map(|piece| piece.text.as_str()).collect();
    if !line.whole {
        drawn.push("(not all)");
    }
    drawn.join("|")
}

/// Whether there are fonts for these scripts; a test that needs them says so where there are none.
fn has(scripts: &[Script]) -> bool {
    let missing: Vec<String> = scripts
        .iter()
        .filter(|script| fonts().of_script(**script).is_none())
        .map(ToString::to_string)
        .collect();
    let required = std::env::var("STUDYHALL_REQUIRE").unwrap_or_default();
    assert!(
        missing.is_empty() || !required.split(',').any(|word| word == "fonts"),
        "no font for {}",
        missing.join(", ")
    );
    if !missing.is_empty() {
        eprintln!("skipped: no font for {}", missing.join(", "));
    }
    missing.is_empty()
}

#[test]
fn what_no_font_writes_is_left_out_and_what_is_not_seen() {
    for (text, wanted) in [
        ("Zoë Łukasz", "Zoë Łukasz"),
        ("Zoe\u{308}", "Zoë"),
        ("Иван Ω", "Иван Ω"),
        ("", ""),
        ("\u{10fffd}", "(not all)"),
        ("\u{3164}\u{3164}", "(not all)"),
        // Not a character, and one for private use.
        ("a\u{ffff}b\u{10fffd}c", "abc|(not all)"),
        ("a \u{10fffd} b", "a b|(not all)"),
        ("\u{202e}evil\u{202c} \u{200b} name\u{7}", "evil name"),
        ("<&>", "<&>"),
    ] {
        assert_eq!(drawn(text), wanted, "{text:?}");
    }
}

#[test]
fn what_is_seen_as_one_letter_stays_together() {
    for (text, wanted) in [
        ("e\u{301}a", vec!["e\u{301}", "a"]),
        ("👩\u{200d}👩\u{200d}👧b", vec!["👩\u{200d}👩\u{200d}👧", "b"]),
        ("🇩🇪🇯🇵", vec!["🇩🇪", "🇯🇵"]),
        ("👍🏽1\u{fe0f}\u{20e3}", vec!["👍🏽", "1\u{fe0f}\u{20e3}"]),
        ("हिन्दी", vec!["हि", "न्", "दी"]),
    ] {
        let groups: Vec<String> = groups(text).into_iter().map(String::from_iter).collect();
        assert_eq!(groups, wanted, "{text}");
    }
    let heap = format!("a{}", "\u{301}".repeat(200));
    assert_eq!(groups(&heap)[0].len(), OF_A_LETTER);
}

#[test]
fn a_text_is_cut_where_the_next_letter_would_no_longer_fit() {
    for letter in ["W", "i", "ж", "Ö", "<"] {
        for bold in [false, true] {
            let style = Style { bold, ..STYLE };
            let cut = Line::of(&letter.repeat(100), style, 240);
            let text = &cut.pieces[0].text;
            let kept = text.trim_end_matches('…');
            assert_eq!((cut.pieces.len(), text), (1, &format!("{kept}…")));
            assert!(cut.width() <= 240.0 && cut.whole, "{text}");
            assert!(Line::of(&format!("{kept}{letter}…"), style, 10_000).width() > 240.0, "{text}");
            assert_eq!(Line::of(kept, style, 240).pieces[0].text, kept);
        }
    }
}

#[test]
fn names_in_every_script_are_written_and_fit() {
    if !has(&Script::ALL) {
        return;
    }
    for script in Script::ALL {
        let name = script.sample();
        let line = Line::of(name, STYLE, 10_000);
        assert!(line.whole && line.width() > 20.0, "{name}: {line:?}");
        let long = Line::of(&format!("{name} ").repeat(40), STYLE, 240);
        assert!(long.whole && long.width() <= 240.0 && long.width() > 200.0, "{name}: {long:?}");
    }
    // Joined letters are narrower than those that stand alone.
    let joined = Line::of("سلام", STYLE, 10_000).width();
    let alone: f32 = "سلام".chars().map(|c| Line::of(&c.to_string(), STYLE, 10_000).width()).sum();
    assert!(joined < alone, "{joined} {alone}");
    // A family is one picture, not four.
    let family = Line::of("👨\u{200d}👩\u{200d}👧\u{200d}👦", STYLE, 10_000).width();
    assert!(family < 1.5 * Line::of("👨", STYLE, 10_000).width(), "{family}");
}

#[test]
fn what_is_read_from_the_right_stands_so_and_keeps_to_its_own_letters() {
    if !has(&[Script::Hebrew, Script::Arabic]) {
        return;
    }
    for (text, wanted) in [
        ("שלום עולם", "עולם| |שלום"),
        ("Anna שלום", "Anna |שלום"),
        // Who begins from the right is read from there, Latin letters and all.
        ("שלום Anna", "Anna| |שלום"),
        ("שלום مرحبا", "مرحبا| |שלום"),
        ("\u{202e}Anna", "Anna"),
    ] {
        assert_eq!(drawn(text), wanted, "{text:?}");
    }
}
