//! Names in texts: kept as members' ids, put in when a text is shown.

use std::collections::{BTreeSet, HashMap};

use super::App;
use super::reply::{Block, Named, Span};
use crate::domain::id::MemberId;
use crate::store::FORMER;

impl App {
    /// Puts in the names that are missing in some blocks, as the members have them now. Without the
    /// database nobody is named, which is logged: what there is to say does not wait for that.
    pub async fn put_names<'a>(&self, blocks: impl IntoIterator<Item = &'a mut Block>) {
        let mut missing: Vec<&mut Named> = blocks.into_iter().flat_map(named).collect();
        missing.retain(|named| named.name.is_empty());
        if missing.is_empty() {
            return;
        }
        let ids: BTreeSet<MemberId> = missing.iter().map(|named| named.id).collect();
        let names =
            self.store.names(&ids.into_iter().collect::<Vec<_>>()).await.unwrap_or_else(|fault| {
                tracing::error!(
                    cause = &fault as &dyn std::error::Error,
                    "could not look up the names in a text"
                );
                HashMap::new()
            });
        for named in missing {
            named.name = names.get(&named.id).map_or(FORMER, String::as_str).to_owned();
        }
    }
}

/// The members who are named in a block.
fn named(block: &mut Block) -> impl Iterator<Item = &mut Named> {
    block.texts_mut().into_iter().flat_map(|text| &mut text.0).filter_map(|span| match span {
        Span::Member(named) => Some(named),
        Span::Plain(_) | Span::Strong(_) | Span::Code(_) | Span::Command(_) | Span::Instant(_) => {
            None
        }
    })
}
