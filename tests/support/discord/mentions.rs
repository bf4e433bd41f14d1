//! Whom a message notifies.

use serde_json::Value;

use super::message::Message;
use super::world::World;

impl World {
    /// Fills in whom a message notifies, as its `allowed_mentions` permit; without any, everybody
    /// it names.
    pub(crate) fn notify(&self, message: &mut Message, body: &Value) {
        let allowed = body.get("allowed_mentions").filter(|allowed| !allowed.is_null());
        let parses = |what: &str| match allowed {
            None => true,
            Some(allowed) => {
                allowed["parse"].as_array().is_some_and(|list| list.iter().any(|one| one == what))
            }
        };
        let listed = |user: u64| {
            let list = allowed.and_then(|allowed| allowed["users"].as_array());
            list.is_some_and(|list| list.iter().any(|one| one.as_str() == Some(&user.to_string())))
        };
        let content = &message.content;
        message.everyone =
            parses("everyone") && (content.contains("@everyone") || content.contains("@here"));
        message.mentions = mentioned(content)
            .into_iter()
            .filter(|user| self.users.contains_key(user) && (parses("users") || listed(*user)))
            .collect();
        let replied = allowed.is_none_or(|allowed| allowed["replied_user"] == true);
        let answered = message.reply_to.and_then(|id| self.message(message.channel, id));
        if let Some(answered) =
            answered.filter(|one| replied && !message.mentions.contains(&one.author))
        {
            message.mentions.push(answered.author);
        }
    }
}

/// The users whom a text names, each once.
fn mentioned(content: &str) -> Vec<u64> {
    let mut users = Vec::new();
    for part in content.split("<@").skip(1) {
        let id = part.split('>').next().unwrap_or_default().trim_start_matches('!');
        if let Ok(id) = id.parse()
            && !users.contains(&id)
        {
            users.push(id);
        }
    }
    users
}

/// Whether a body leaves it to its text who is notified.
pub(crate) fn is_loose(body: &Value) -> bool {
    let says = body["content"].as_str().is_some_and(|content| !content.is_empty())
        || body["embeds"].as_array().is_some_and(|embeds| !embeds.is_empty());
    let allowed = &body["allowed_mentions"];
    let none = allowed["parse"].as_array().is_some_and(Vec::is_empty)
        && ["users", "roles"]
            .iter()
            .all(|list| allowed[*list].as_array().is_none_or(Vec::is_empty))
        && allowed["replied_user"] != true;
    says && !none
}
