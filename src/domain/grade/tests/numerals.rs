//! Numerals and single letters tell members of a family apart: no slip turns one into another.

use super::*;

#[test]
fn a_numeral_is_no_slip_for_another() {
    check(
        &[
            (
                "Louis XIV",
                &["louis xiv", "Luois XIV", "LouisXIV"],
                &["Louis XVI", "Louis XV", "louis xiii", "LouisXVI"],
            ),
            ("Louis XVIII", &["louis xviii"], &["Louis XVII", "louis xxviii"]),
            ("charles x", &["Charles X"], &["Charles V", "Charles XI", "charlesxi", "Charles"]),
            (
                "World War I",
                &["world war i", "Wrold War I"],
                &["World War II", "world war ii", "worldwarII", "World War"],
            ),
            (
                "world war ii",
                &["World War II"],
                &["World War III", "world war iii", "World War I", "World War"],
            ),
            ("Schedule I", &["schedule i"], &["Schedule II", "Schedule V"]),
            ("Type II diabetes", &["type ii diabetes"], &["Type I diabetes", "type iii diabetes"]),
            (
                "copper(II) oxide",
                &["copper(II) oxide", "copper II oxide"],
                &["copper(I) oxide", "copper(III) oxide", "II"],
            ),
            (
                "iron(III) chloride",
                &["iron (III) chloride"],
                &["iron(II) chloride", "iron chloride"],
            ),
            ("angiotensin I", &["Angiotensin I"], &["angiotensin II", "angiotensin"]),
            ("Elizabeth II", &["Elisabeth II"], &["Elizabeth I", "Elizabeth III"]),
            ("Rocky IV", &["rocky iv"], &["Rocky VI", "Rocky V", "Rocky III"]),
            ("Super Bowl XLII", &["super bowl xlii"], &["Super Bowl XLIII", "super bowl xli"]),
            ("SQL-92", &["sql 92", "SQL92"], &["SQL-99", "SQL-29"]),
            ("Windows 3.1", &["windows 3.1"], &["Windows 3.2", "Windows 95"]),
        ],
        &BareQuestion::default(),
    );
}

#[test]
fn a_letter_alone_is_no_slip_for_another_and_words_of_numerals_letters_stay_words() {
    check(
        &[
            ("Vitamin C", &["vitamin c", "vitamn C"], &["Vitamin D", "Vitamin CC"]),
            ("Hepatitis C", &["hepatitis c"], &["Hepatitis D", "Hepatitis CD"]),
            ("Plan B", &["plan b"], &["Plan A", "Plan BB"]),
            ("X-ray", &["xray", "x ray", "X-Rays"], &["gamma ray"]),
            ("I, Robot", &["i robot", "I Robot"], &["II Robot"]),
            ("mix", &["Mix", "MIX"], &["mid", "DIM"]),
            ("civil law", &["civl law", "Civil Law"], &["evil law"]),
        ],
        &BareQuestion::default(),
    );
}

#[test]
fn a_number_word_is_no_slip_for_another() {
    check(
        &[
            (
                "Thirteenth Amendment",
                &["thirteenth amendmant", "Thirteeth Amendment"],
                &["Thirtieth Amendment", "Third Amendment"],
            ),
            (
                "Seventh Seal",
                &["seventh seal", "Sevneth Seal"],
                &["Seventy Seal", "Seventieth Seal"],
            ),
            ("fifteenth century", &["fifteenth century"], &["fiftieth century", "fifth century"]),
        ],
        &BareQuestion::default(),
    );
}
