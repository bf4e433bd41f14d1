//! How large something is that is larger than it may be, in words.

/// Bytes in a kB and kB in a MB, as file managers of most systems count them.
const STEP: u64 = 1024;

/// What is too large and what would be allowed, each in its unit as long as the two differ: `("16.2
/// MB", "256 kB")`, or `("1,048,577 bytes", "1,048,576 bytes")`.
pub fn against(bytes: u64, most: u64) -> (String, String) {
    let (large, allowed) = (rounded(bytes), rounded(most));
    if large == allowed { (exactly(bytes), exactly(most)) } else { (large, allowed) }
}

/// What would be allowed, where nobody knows how large the other is: `1 MB`.
pub fn most(most: u64) -> String {
    against(u64::MAX, most).1
}

/// How much room it takes, in whole MB and never less than it is: `1,229 MB`.
pub fn whole(bytes: u64) -> String {
    format!("{} MB", grouped(bytes.div_ceil(STEP * STEP)))
}

/// A number with separators: 1,048,576.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A size to the byte.
fn exactly(bytes: u64) -> String {
    format!("{} bytes", grouped(bytes))
}

/// In MB or kB, with a tenth if there is one; less than a kB to the byte.
fn rounded(bytes: u64) -> String {
    if bytes < STEP {
        return exactly(bytes);
    }
    let (unit, name) = if bytes >= STEP * STEP { (STEP * STEP, "MB") } else { (STEP, "kB") };
    let (whole, tenth) = (bytes / unit, bytes % unit * 10 / unit);
    if tenth == 0 {
        format!("{} {name}", grouped(whole))
    } else {
        format!("{}.{tenth} {name}", grouped(whole))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_sizes_are_told_in_a_unit_in_which_they_differ() {
        const MB: u64 = 1 << 20;
        for (bytes, most, told) in [
            (MB * 14 / 10 + 1, MB, ("1.4 MB", "1 MB")),
            (MB * 25, MB, ("25 MB", "1 MB")),
            (MB * 3_000, MB, ("3,000 MB", "1 MB")),
            (MB + 1, MB, ("1,048,577 bytes", "1,048,576 bytes")),
            (MB + 20_000, MB, ("1,068,576 bytes", "1,048,576 bytes")),
            (300 << 10, 256 << 10, ("300 kB", "256 kB")),
            (17_000_000, 256 << 10, ("16.2 MB", "256 kB")),
            ((256 << 10) + 1, 256 << 10, ("262,145 bytes", "262,144 bytes")),
            (300, 8, ("300 bytes", "8 bytes")),
        ] {
            let (large, allowed) = against(bytes, most);
            assert_eq!((large.as_str(), allowed.as_str()), told, "{bytes}");
        }
        assert_eq!((most(MB), most(256 << 10)), ("1 MB".to_owned(), "256 kB".to_owned()));
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
