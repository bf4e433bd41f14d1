//! Whether it is worth to keep a group open: somebody who answers alone never finds company.

/// After so many groups at most that waited for others in vain, it is tried again whether some
/// come.
const MOST_SKIPPED: u32 = 1_024;

/// Whether groups that are kept open have found company, so that whoever answers alone does not
/// wait for others in vain.
#[derive(Debug, Default)]
pub(super) struct Company {
    /// How many groups in a row stayed alone.
    alone: u32,
    /// How many groups are not kept open before the next is.
    skip: u32,
}

impl Company {
    /// Whether the next group is to be kept open.
    pub(super) fn is_tried(&mut self) -> bool {
        let is_tried = self.skip == 0;
        self.skip = self.skip.saturating_sub(1);
        is_tried
    }

    /// A group that was kept open is of so many changes.
    pub(super) fn came(&mut self, changes: usize) {
        self.alone = if changes > 1 { 0 } else { self.alone.saturating_add(1) };
        self.skip = if changes > 1 {
            0
        } else {
            1_u32.checked_shl(self.alone).unwrap_or(u32::MAX).min(MOST_SKIPPED)
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of so many groups of so many changes, those that were kept open.
    fn kept(groups: usize, changes: usize) -> Vec<usize> {
        let mut company = Company::default();
        let mut kept = Vec::new();
        for group in 0..groups {
            if company.is_tried() {
                kept.push(group);
                company.came(changes);
            }
        }
        kept
    }

    #[test]
    fn who_is_always_alone_hardly_ever_waits() {
        assert_eq!(kept(100, 1), [0, 3, 8, 17, 34, 67]);
        assert_eq!(kept(6_500, 1).len(), 15);
    }

    #[test]
    fn who_has_company_always_waits() {
        assert_eq!(kept(5, 2), [0, 1, 2, 3, 4]);
    }
}
