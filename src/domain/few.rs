//! Lists whose length an outsider decides, told in a few lines: a broken file may hold 100,000
//! errors, and nobody reads more than the first of them.

/// The most of one kind that is told.
pub const FEW: usize = 20;

/// The first [`FEW`] of `all`; of how many others there are, `more` makes one line.
///
/// ```
/// use studyhall::domain::few::few;
/// let told = few((1..=22).map(|n| n.to_string()), |left| format!("and {left} more"));
/// assert_eq!((told.len(), told[20].as_str()), (21, "and 2 more"));
/// ```
pub fn few<T>(all: impl IntoIterator<Item = T>, more: impl FnOnce(usize) -> T) -> Vec<T> {
    let mut all = all.into_iter();
    let mut told: Vec<T> = all.by_ref().take(FEW).collect();
    match all.count() {
        0 => {}
        left => told.push(more(left)),
    }
    told
}

#[cfg(test)]
mod tests {
    use super::few;

    #[test]
    fn what_is_more_than_twenty_is_counted() {
        for (count, last) in [
            (0, None),
            (1, Some("1")),
            (20, Some("20")),
            (21, Some("and 1 more")),
            (99, Some("and 79 more")),
        ] {
            let told =
                few((1..=count).map(|n: usize| n.to_string()), |left| format!("and {left} more"));
            assert_eq!(told.last().map(String::as_str), last, "{count}");
            assert_eq!(told.len(), count.min(21));
        }
    }
}
