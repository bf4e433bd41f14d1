//! Pictures in the page's messages that name a member who is forgotten.

use serde_json::Value;

use super::PUT_BODY;
use crate::domain::id::MemberId;
use crate::store::pool::on;
use crate::store::write::Write;
use crate::store::{Result, Store};

/// The latest change of all, if the member is of a platform whose messages are kept here.
const NEWEST: &str = "SELECT ( \
         SELECT COALESCE(MAX(revision), 0) FROM chat_messages \
         WHERE revision < 4611686018427387903) \
     FROM members m \
     WHERE m.id = $1 AND EXISTS ( \
         SELECT 1 FROM homes h JOIN chat_messages k ON k.platform = h.platform \
         WHERE h.community = m.community)";

/// Changes nothing of the member, and finds nobody if the latest change is not this ($2).
const UNCHANGED: &str = "UPDATE members SET name = name \
     WHERE id = $1 \
         AND $2 = ( \
             SELECT COALESCE(MAX(revision), 0) FROM chat_messages \
             WHERE revision < 4611686018427387903)";

/// Messages of the member's community with pictures of members, as far as they are kept here.
const PICTURED: &str = "SELECT k.id, k.body FROM chat_messages k \
         JOIN homes h ON h.platform = k.platform AND h.external = k.community \
         JOIN members m ON m.community = h.community \
     WHERE m.id = $1 AND k.body LIKE '%\"about\":[%'";

const DELETE: &str = "DELETE FROM chat_messages WHERE id = $1";

impl Store {
    /// Takes the pictures in which a member is named out of the page's messages; the same facts
    /// stand beside them as text. A message that cannot be read is shown to nobody, and goes. Out
    /// of date if the page has shown something since the messages were read here.
    pub(in crate::store) async fn drop_pictures_of(&self, member: MemberId) -> Result<Vec<Write>> {
        let newest: Option<i64> = on!(&self.read, |db| sqlx::query_scalar(NEWEST)
            .bind(member.0)
            .fetch_optional(db)
            .await)?;
        // Whoever is not one of the page's members is in no picture of it.
        let Some(newest) = newest else { return Ok(Vec::new()) };
        let pictured: Vec<(i64, String)> =
            on!(&self.read, |db| sqlx::query_as(PICTURED).bind(member.0).fetch_all(db).await)?;
        let unchanged = Write::of(UNCHANGED, &[member.0, newest]).must_change();
        let drops = pictured.into_iter().filter_map(|(id, body)| drop_pictures(id, &body, member));
        Ok([unchanged].into_iter().chain(drops).collect())
    }
}

/// Takes the pictures of a member out of one message, if it has any.
fn drop_pictures(id: i64, body: &str, member: MemberId) -> Option<Write> {
    let Ok(read) = serde_json::from_str::<Value>(body) else {
        return Some(Write::of(DELETE, &[id]));
    };
    let without = without_pictures_of(read, member.0).to_string();
    (without != body).then(|| Write::new(PUT_BODY).text(without).number(id))
}

/// A message's body as JSON, without the pictures that name a member: what says the same in words
/// takes their place, in which the name is no longer put.
fn without_pictures_of(mut body: Value, member: i64) -> Value {
    if let Some(blocks) = body.get_mut("blocks").and_then(Value::as_array_mut) {
        let all = std::mem::take(blocks);
        for mut block in all {
            let about = block.get("about").and_then(Value::as_array);
            if !about.is_some_and(|about| about.iter().any(|id| id.as_i64() == Some(member))) {
                blocks.push(block);
            } else if let Some(Value::Array(instead)) = block.get_mut("instead").map(Value::take) {
                blocks.extend(instead);
            }
        }
    }
    body
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_picture_of_whoever_is_forgotten_becomes_the_words_that_say_the_same() {
        let picture = |about: &[i64]| {
            json!({ "kind": "picture", "png": "iVBOR", "about": about,
                "instead": [{ "kind": "note", "text": "words" }] })
        };
        let (note, former) =
            (json!({ "kind": "note" }), json!({ "kind": "picture", "about": [7] }));
        let body = json!({ "blocks": [note, picture(&[7, 8]), former, picture(&[8])] });
        assert_eq!(
            without_pictures_of(body, 7),
            json!({ "blocks": [note, { "kind": "note", "text": "words" }, picture(&[8])] })
        );
    }
}
