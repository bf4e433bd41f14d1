//! Conversations: what they are, what was said in them, and opening one with somebody.

use serde_json::{Value, json};

use super::super::message::Message;
use super::super::people::{Channel, Kind, Role};
use super::super::refused::Refusal;
use super::super::world::World;
use super::super::{BOT_USER, people};
use super::Answer;
use super::args::Args;
use super::identities::needs_team;

/// The page where none is asked for, and the largest: methods/conversations.history.
const PAGE: (usize, usize) = (100, 999);

impl World {
    /// A channel that the app may read of, with the scope of its kind.
    fn readable(&self, id: &str, right: &str) -> Result<&Channel, Refusal> {
        let channel = self.channels.get(id).filter(|channel| self.sees(channel));
        let channel = channel.ok_or_else(|| Refusal::new("channel_not_found"))?;
        let scope = format!("{}:{right}", channel.kind.family());
        if self.app.scopes.contains(&scope) {
            return Ok(channel);
        }
        let provided = self.app.scopes.iter().map(String::as_str).collect::<Vec<_>>().join(",");
        Err(Refusal::scope(&scope, &provided))
    }

    /// Whether the app may know of a channel: of a public one always, of others as a member.
    pub(crate) fn sees(&self, channel: &Channel) -> bool {
        let own =
            self.teams[&channel.team].own || channel.shared.iter().any(|team| self.teams[team].own);
        own && (channel.kind == Kind::Public || channel.has_app())
    }

    fn matching<'a>(&'a self, args: &Args) -> Vec<&'a Channel> {
        let types = args.list("types");
        let wanted = |channel: &Channel| match channel.kind {
            Kind::Public => types.is_empty() || types.iter().any(|one| one == "public_channel"),
            Kind::Private => types.iter().any(|one| one == "private_channel"),
            Kind::Im => types.iter().any(|one| one == "im"),
            Kind::Mpim => types.iter().any(|one| one == "mpim"),
        };
        let team = args.text("team_id");
        let all = self.channels.values().filter(|channel| self.sees(channel) && wanted(channel));
        all.filter(|channel| !(args.flag("exclude_archived") && channel.archived))
            .filter(|channel| team.is_none_or(|team| channel.team == team))
            .collect()
    }
}

/// `conversations.info`.
pub(super) fn info(world: &mut World, args: &Args) -> Answer {
    let channel = world.readable(args.need("channel")?, "read")?;
    let mut told = world.channel_json(channel);
    if args.flag("include_num_members") {
        told["num_members"] = json!(channel.members.len());
    }
    Ok(json!({ "channel": told }))
}

/// `conversations.list`.
pub(super) fn list(world: &mut World, args: &Args) -> Answer {
    needs_team(world, args)?;
    let all = world.matching(args).into_iter().map(|one| world.channel_json(one)).collect();
    page(all, args, "channels")
}

/// `users.conversations`: those of the app's bot, or of somebody as far as the app sees them.
pub(super) fn of_user(world: &mut World, args: &Args) -> Answer {
    needs_team(world, args)?;
    let user = args.text("user").unwrap_or(BOT_USER);
    let all = world.matching(args).into_iter().filter(|one| one.members.contains(user));
    page(all.map(|one| world.channel_json(one)).collect(), args, "channels")
}

/// `conversations.members`.
pub(super) fn members(world: &mut World, args: &Args) -> Answer {
    let channel = world.readable(args.need("channel")?, "read")?;
    page(channel.members.iter().map(|id| json!(id)).collect(), args, "members")
}

/// `conversations.open`: a direct message, or one of a few.
pub(super) fn open(world: &mut World, args: &Args) -> Answer {
    if let Some(channel) = args.text("channel") {
        let channel = world.readable(channel, "read")?;
        return Ok(json!({ "no_op": true, "already_open": true, "channel": { "id": channel.id } }));
    }
    let users = args.list("users");
    if users.is_empty() {
        return Err(Refusal::mistake("users_list_not_supplied", &[]));
    }
    for user in &users {
        let person = world.users.get(user).filter(|_| world.knows(user));
        let person = person.ok_or_else(|| Refusal::new("user_not_found"))?;
        // An app may know a stranger of a shared channel, and still cannot write to them.
        if world.teams.get(&person.team).is_some_and(|team| !team.own) {
            return Err(Refusal::new("user_not_found"));
        }
        if person.deleted {
            return Err(Refusal::new("user_disabled"));
        }
        if person.role == Role::Bot {
            return Err(Refusal::new("cannot_dm_bot"));
        }
    }
    let scope = if users.len() == 1 { "im:write" } else { "mpim:write" };
    world.scoped(&[scope])?;
    let id = if let [user] = users.as_slice() {
        world.direct(user)
    } else {
        let team = world.own_team().id.clone();
        let id = world.new_channel(&team, "mpdm-studyhall-1", people::Kind::Mpim);
        let members = users.iter().cloned().chain([BOT_USER.to_owned()]);
        world.channels.get_mut(&id).unwrap().members = members.collect();
        id
    };
    let told = if args.flag("return_im") {
        world.channel_json(&world.channels[&id])
    } else {
        json!({ "id": id })
    };
    Ok(json!({ "channel": told }))
}

/// `conversations.history`: newest first.
pub(super) fn history(world: &mut World, args: &Args) -> Answer {
    let channel = member_of(world, args)?;
    let tops = channel.messages.values().filter(|message| message.is_top());
    let mut found: Vec<&Message> = tops.filter(|message| in_span(message, args)).collect();
    found.reverse();
    told(world, channel, &found, args)
}

/// `conversations.replies`: a message and what was replied to it, oldest first.
pub(super) fn replies(world: &mut World, args: &Args) -> Answer {
    let channel = member_of(world, args)?;
    let ts = args.need("ts")?;
    let parent = channel.messages.get(ts).filter(|message| message.only_for.is_none());
    let Some(parent) = parent else { return Err(Refusal::new("thread_not_found")) };
    let replies = channel.messages.values().filter(|one| one.thread.as_deref() == Some(ts));
    let replies = replies.filter(|one| one.ts != ts && in_span(one, args));
    let found: Vec<&Message> = [parent].into_iter().chain(replies).collect();
    told(world, channel, &found, args)
}

fn member_of<'a>(world: &'a World, args: &Args) -> Result<&'a Channel, Refusal> {
    let channel = world.readable(args.need("channel")?, "history")?;
    if channel.has_app() { Ok(channel) } else { Err(Refusal::new("not_in_channel")) }
}

fn in_span(message: &Message, args: &Args) -> bool {
    let inclusive = args.flag("inclusive");
    let after = args.text("oldest").is_none_or(|oldest| {
        let oldest = full(oldest);
        message.ts > oldest || (inclusive && message.ts == oldest)
    });
    let before = args.text("latest").is_none_or(|latest| {
        let latest = full(latest);
        message.ts < latest || (inclusive && message.ts == latest)
    });
    message.only_for.is_none() && after && before
}

/// A timestamp with all its six digits, so that texts compare as numbers do.
fn full(ts: &str) -> String {
    let (seconds, rest) = ts.split_once('.').unwrap_or((ts, ""));
    format!("{seconds:0>10}.{rest:0<6}")
}

fn told(world: &World, channel: &Channel, found: &[&Message], args: &Args) -> Answer {
    let metadata = args.flag("include_all_metadata");
    let all = found.iter().map(|one| world.message_json(one, &channel.id, metadata)).collect();
    let mut answer = page(all, args, "messages")?;
    answer["has_more"] = json!(answer["response_metadata"]["next_cursor"] != "");
    answer["pin_count"] = json!(0);
    Ok(answer)
}

/// One page of many, whose cursor says where the next one begins.
fn page(all: Vec<Value>, args: &Args, name: &str) -> Answer {
    let limit = args.whole("limit").unwrap_or(PAGE.0 as u64);
    let limit = usize::try_from(limit).unwrap_or(PAGE.1).clamp(1, PAGE.1);
    let start = match args.text("cursor") {
        None => 0,
        Some(cursor) => {
            let place = cursor.strip_prefix("bmV4dDo").and_then(|place| place.parse().ok());
            place.ok_or_else(|| Refusal::mistake("invalid_cursor", &[]))?
        }
    };
    let end = all.len().min(start + limit);
    let next = if end < all.len() { format!("bmV4dDo{end}") } else { String::new() };
    let part: Vec<Value> = all.into_iter().skip(start).take(limit).collect();
    Ok(json!({ name: part, "response_metadata": { "next_cursor": next } }))
}
