//! The nearest of several known names, for "did you mean …?".

/// The known name that `wanted` was most likely meant to be, if any is near enough.
///
/// ```
/// use studyhall::domain::nearest::nearest;
/// assert_eq!(nearest("capitls", ["capitals", "rivers"]), Some("capitals"));
/// assert_eq!(nearest("physics", ["capitals", "rivers"]), None);
/// ```
pub fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Text that long is no slip of a name, and the distance to it would cost its length.
    if wanted.len() > 200 {
        return None;
    }
    let wanted = wanted.trim().to_lowercase();
    let slips = (wanted.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|name| (strsim::osa_distance(&wanted, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= slips)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_or_two_is_forgiven_and_another_word_is_not() {
        let known = ["prompt", "accept", "answer", "id"];
        for (wanted, found) in [
            ("promt", Some("prompt")),
            ("Promtp", Some("prompt")),
            ("acept", Some("accept")),
            ("ID", Some("id")),
            ("question", None),
            ("", None),
        ] {
            assert_eq!(nearest(wanted, known), found, "{wanted:?}");
        }
    }
}
