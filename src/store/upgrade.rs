//! Changes of kept texts that no statement could make: each is made once, when a database is
//! opened, row by row, so that a start that was cut off goes on where it was.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::packed::is_packed;
use super::pool::on;
use super::write::Write;
use super::{Result, Store};

/// Names in kept texts give way to the ids of their members.
const NAMES: &str = "names of members";

const IS_DONE: &str = "SELECT COUNT(*) FROM upgrades WHERE name = $1";

const DONE: &str = "INSERT INTO upgrades (name) VALUES ($1) ON CONFLICT (name) DO NOTHING";

/// How many rows are read at once.
const AT_ONCE: i64 = 500;

/// A table with a column of JSON in which members are named.
struct Texts {
    /// Rows after the id $1, at most $2, each with its JSON.
    rows: &'static str,
    /// Sets the JSON of the row $2 to $1, if it still is $3.
    put: &'static str,
    /// What stands for JSON that cannot be read.
    otherwise: &'static str,
    /// Takes the names out, if there are any.
    without: fn(&mut Value, &HashMap<String, i64>),
}

const QUIZZES: Texts = Texts {
    rows: "SELECT id, state FROM quizzes WHERE id > $1 ORDER BY id LIMIT $2",
    put: "UPDATE quizzes SET state = $1 WHERE id = $2 AND state = $3",
    otherwise: "",
    without: |quiz, _| drop(quiz.as_object_mut().and_then(|quiz| quiz.remove("names"))),
};

const FINAL_BOARDS: Texts = Texts {
    rows: "SELECT id, final_board FROM seasons \
         WHERE id > $1 AND final_board IS NOT NULL \
         ORDER BY id LIMIT $2",
    put: "UPDATE seasons SET final_board = $1 WHERE id = $2 AND final_board = $3",
    otherwise: r#"{"members":[],"teams":[],"count":0}"#,
    without: |board, _| nameless(board.get_mut("members"), "member"),
};

const DRAFTS: Texts = Texts {
    rows: "SELECT id, plan FROM drafts WHERE id > $1 ORDER BY id LIMIT $2",
    put: "UPDATE drafts SET plan = $1 WHERE id = $2 AND plan = $3",
    otherwise: "",
    without: |plan, _| {
        for team in plan.get_mut("teams").and_then(Value::as_array_mut).into_iter().flatten() {
            nameless(team.get_mut("members"), "id");
        }
    },
};

const MESSAGES: Texts = Texts {
    rows: "SELECT id, body FROM chat_messages WHERE id > $1 AND author = '' ORDER BY id LIMIT $2",
    put: "UPDATE chat_messages SET body = $1 WHERE id = $2 AND body = $3",
    otherwise: "",
    without: by_id,
};

const PAGE_MEMBERS: &str = "SELECT m.id, m.name FROM members m \
     WHERE m.community IN ( \
         SELECT h.community FROM homes h WHERE h.platform IN ( \
             SELECT platform FROM chat_messages)) \
     ORDER BY m.id";

impl Store {
    /// Makes the changes that have not been made.
    pub(super) async fn upgrade(&self) -> Result<()> {
        let done: i64 =
            on!(&self.read, |db| sqlx::query_scalar(IS_DONE).bind(NAMES).fetch_one(db).await)?;
        if done > 0 {
            return Ok(());
        }
        let members: Vec<(i64, String)> =
            on!(&self.read, |db| sqlx::query_as(PAGE_MEMBERS).fetch_all(db).await)?;
        let members = members.into_iter().map(|(id, name)| (name, id)).collect();
        for texts in [QUIZZES, FINAL_BOARDS, DRAFTS, MESSAGES] {
            self.take_names_out(&texts, &members).await?;
        }
        self.write_one(Write::new(DONE).text(NAMES)).await.map(drop)
    }

    async fn take_names_out(&self, texts: &Texts, members: &HashMap<String, i64>) -> Result<()> {
        let (mut after, mut changed) = (i64::MIN, 0);
        loop {
            let rows: Vec<(i64, String)> = on!(&self.read, |db| {
                sqlx::query_as(texts.rows).bind(after).bind(AT_ONCE).fetch_all(db).await
            })?;
            let Some((last, _)) = rows.last() else { break };
            after = *last;
            let mut puts = Vec::new();
            for (id, text) in rows {
                let without = without_names(texts, &text, members);
                if without != text {
                    puts.push(Write::new(texts.put).text(without).number(id).text(text));
                }
            }
            changed += puts.len();
            self.write(puts).await?;
        }
        if changed > 0 {
            tracing::info!(changed, "names in kept texts gave way to the ids of their members");
        }
        Ok(())
    }
}

/// A kept text without names. What cannot be read is of use to nobody, and may hold any.
fn without_names(texts: &Texts, text: &str, members: &HashMap<String, i64>) -> String {
    // Texts were packed later than names were taken out.
    if is_packed(text) {
        return text.to_owned();
    }
    let Ok(mut read) = serde_json::from_str::<Value>(text) else {
        return texts.otherwise.to_owned();
    };
    let before = read.clone();
    (texts.without)(&mut read, members);
    if read == before { text.to_owned() } else { read.to_string() }
}

/// Takes the names out of rows that say by an id under `key` who it is.
fn nameless(rows: Option<&mut Value>, key: &str) {
    for row in
        rows.and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut)
    {
        if row.get(key).is_some_and(Value::is_i64) {
            row.remove("name");
        }
    }
}

/// The page's messages: a stretch of text that is just a member's name becomes that member.
/// Pictures of boards hold names of which nothing else tells; the same facts stand beside them.
fn by_id(value: &mut Value, members: &HashMap<String, i64>) {
    match value {
        Value::Array(parts) => {
            parts.retain(|part| part.get("kind") != Some(&json!("picture")));
            for part in parts {
                by_id(part, members);
            }
        }
        Value::Object(fields) => {
            for (look, strong) in [("plain", false), ("strong", true)] {
                let name = fields.get(look).and_then(Value::as_str);
                if let Some(id) = name.and_then(|name| members.get(name)) {
                    *value = json!({ "member": { "id": id, "strong": strong } });
                    return;
                }
            }
            for field in fields.values_mut() {
                by_id(field, members);
            }
        }
        _ => {}
    }
}
