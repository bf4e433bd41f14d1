//! Channels in a test's hands.

use serde_json::{Value, json};

use super::super::message::Message;
use super::super::people::{Kind, Role, User};
use super::super::world::World;
use super::super::{BOT_USER, Hub};
use super::member::Member;
use super::seen::Seen;
use super::workspace::Workspace;

/// The user that speaks for Slack itself.
const SLACKBOT: &str = "USLACKBOT";

/// A conversation.
#[derive(Clone)]
pub(crate) struct Channel {
    pub(super) hub: Hub,
    pub(super) id: String,
}

impl Channel {
    /// Its id.
    pub(crate) fn id(&self) -> String {
        self.id.clone()
    }

    /// What everyone sees in the channel itself, oldest first.
    pub(crate) fn messages(&self) -> Vec<Seen> {
        self.filtered(|one| one.only_for.is_none() && one.is_top())
    }

    /// What was replied to a message, oldest first.
    pub(crate) fn thread(&self, parent: &Seen) -> Vec<Seen> {
        let of = |one: &Message| one.thread.as_ref() == Some(&parent.ts) && one.ts != parent.ts;
        self.filtered(|one| one.only_for.is_none() && of(one))
    }

    /// What everyone sees in the channel and its threads, oldest first.
    pub(crate) fn everything(&self) -> Vec<Seen> {
        self.filtered(|one| one.only_for.is_none())
    }

    /// What somebody sees in the channel and for themselves alone, oldest first.
    pub(crate) fn seen_by(&self, member: &Member) -> Vec<Seen> {
        self.filtered(|one| match &one.only_for {
            Some(user) => *user == member.id,
            None => one.is_top(),
        })
    }

    fn filtered(&self, wanted: impl Fn(&Message) -> bool) -> Vec<Seen> {
        seen(&self.hub.world(), &self.id, wanted)
    }

    /// Waits until this many messages stand in the channel itself, and returns them.
    pub(crate) async fn until_messages(&self, count: usize) -> Vec<Seen> {
        let enough = |world: &World| {
            let all = seen(world, &self.id, |one| one.only_for.is_none() && one.is_top());
            (all.len() >= count).then_some(all)
        };
        self.hub.until(&format!("{count} messages in a channel"), enough).await
    }

    /// Waits for a message that everyone sees, old or new, in a thread or not, with this text.
    pub(crate) async fn sees(&self, text: &str) -> Seen {
        let newest = |world: &World| {
            let all = seen(world, &self.id, |one| one.only_for.is_none());
            all.into_iter().rev().find(|one| one.text().contains(text))
        };
        self.hub.until(&format!("{text:?} in a channel"), newest).await
    }

    /// Waits for a message for somebody's eyes alone with this text.
    pub(crate) async fn whispers(&self, member: &Member, text: &str) -> Seen {
        let newest = |world: &World| {
            let all = seen(world, &self.id, |one| one.only_for.as_ref() == Some(&member.id));
            all.into_iter().rev().find(|one| one.text().contains(text))
        };
        self.hub.until(&format!("{text:?} for somebody alone"), newest).await
    }

    /// Invites the app.
    pub(crate) fn invite_app(&self) {
        self.hub.change(|world| {
            world.channels.get_mut(&self.id).unwrap().members.insert(BOT_USER.to_owned());
            world.tell_joined(&self.id, BOT_USER);
        });
    }

    /// Sends the app away. It hears that it left, and Slack's own bot tells it so.
    pub(crate) fn kick_app(&self) {
        self.hub.change(|world| {
            let channel = world.channels.get_mut(&self.id).unwrap();
            channel.members.remove(BOT_USER);
            let kind = if channel.kind == Kind::Public { "channel_left" } else { "group_left" };
            let (team, name) = (channel.team.clone(), channel.name.clone());
            world.tell(json!({ "type": kind, "channel": self.id }), &team, Some(&self.id));
            let slackbot = User {
                id: SLACKBOT.to_owned(),
                team,
                name: "slackbot".to_owned(),
                role: Role::Bot,
                ..User::app()
            };
            world.users.entry(SLACKBOT.to_owned()).or_insert(slackbot);
            let direct = world.direct(SLACKBOT);
            world.say(SLACKBOT, &direct, &format!("You have been removed from #{name}"), None);
        });
    }

    /// Somebody comes, from the same workspace or one that shares the channel.
    pub(crate) fn welcome(&self, member: &Member) {
        self.hub.change(|world| {
            world.channels.get_mut(&self.id).unwrap().members.insert(member.id.clone());
            world.tell_joined(&self.id, &member.id);
        });
    }

    /// Somebody leaves.
    pub(crate) fn dismiss(&self, member: &Member) {
        self.hub.change(|world| {
            let channel = world.channels.get_mut(&self.id).unwrap();
            channel.members.remove(&member.id);
            let (team, private) = (channel.team.clone(), channel.kind == Kind::Private);
            if channel.has_app() {
                let event = json!({
                    "type": "member_left_channel", "user": member.id, "channel": self.id,
                    "channel_type": if private { "G" } else { "C" }, "team": team,
                });
                world.tell(event, &team, Some(&self.id));
            }
        });
    }

    /// Archives it.
    pub(crate) fn archive(&self) {
        self.hub.change(|world| {
            world.channels.get_mut(&self.id).unwrap().archived = true;
            world.tell_channel(&self.id, "archive");
        });
    }

    /// Brings it back from the archive.
    pub(crate) fn unarchive(&self) {
        self.hub.change(|world| {
            world.channels.get_mut(&self.id).unwrap().archived = false;
            world.tell_channel(&self.id, "unarchive");
        });
    }

    /// Deletes it with all that is in it.
    pub(crate) fn delete(&self) {
        self.hub.change(|world| {
            world.tell_channel(&self.id, "deleted");
            world.channels.remove(&self.id);
        });
    }

    /// Shares it with another workspace.
    pub(crate) fn share_with(&self, other: &Workspace) {
        self.hub.change(|world| {
            world.channels.get_mut(&self.id).unwrap().shared.insert(other.id.clone());
        });
    }

    /// Deletes a message, as an admin does.
    pub(crate) fn delete_message(&self, message: &Seen) {
        self.hub.change(|world| world.erase(&self.id, &message.ts));
    }

    /// Puts a message of somebody else's app here that is told just so, but for its `ts`; the app
    /// is not told of it. Returns the `ts`.
    pub(crate) fn foreign_message(&self, message: Value) -> String {
        self.hub.change(|world| {
            let ts = world.next_ts();
            let mut told = message;
            told["ts"] = json!(ts);
            let mut one = Message::new(ts.clone(), told["user"].as_str().unwrap_or("U0"), "");
            told["text"].as_str().unwrap_or_default().clone_into(&mut one.text);
            one.thread = told["thread_ts"].as_str().map(ToOwned::to_owned);
            one.foreign = Some(told);
            world.channels.get_mut(&self.id).unwrap().messages.insert(ts.clone(), one);
            ts
        })
    }
}

fn seen(world: &World, channel: &str, wanted: impl Fn(&Message) -> bool) -> Vec<Seen> {
    let Some(place) = world.channels.get(channel) else { return vec![] };
    let wanted = place.messages.values().filter(|one| wanted(one));
    wanted.map(|one| Seen::of(channel, one)).collect()
}
