//! Whether Discord lets the bot in, and whether it may do in each channel in use what it is there
//! for.

use chrono::Utc;
use secrecy::SecretString;

use super::check::{ChannelState, Look, Seen};
use super::options::DiscordOptions;
use super::{PLATFORM, TITLE};
use crate::domain::few::few;
use crate::ops::check::{Check, clock};
use crate::platform::in_use::{channels_in_use, more_channels};

/// What the doctor says of Discord; `database` tells which channels are in use.
pub(super) async fn checks(options: &DiscordOptions, database: &SecretString) -> Vec<Check> {
    let Some(discord) = options.settings() else {
        return vec![Check::skipped("Discord", "There is no DISCORD_TOKEN.")];
    };
    let mut look = match Look::with(discord).await {
        Ok(look) => look,
        Err(error) => return vec![Check::failed("Discord", error.to_string())],
    };
    // From here on the token is good, so each of the others is looked at by itself.
    let (bot, application) = look.ids();
    let mut checks = vec![Check::ok(format!(
        "Discord: the token is that of {} (bot {bot}, application {application})",
        look.name()
    ))];
    if let Some(theirs) = look.clock().await {
        checks.push(clock::compare("Discord's", theirs, Utc::now()));
    }
    checks.extend(look.may_read().map(|may| match may {
        Ok(()) => Check::ok("Discord: the bot may read messages, as DISCORD_MESSAGE_CONTENT asks"),
        Err(refused) => Check::failed("Discord", refused.to_string()),
    }));
    checks.push(match look.starts() {
        Ok(starts) => Check::ok(format!("Discord: the bot may connect {starts} more times today")),
        Err(used_up) => Check::failed("Discord", used_up.to_string()),
    });
    checks.push(match look.has_commands().await {
        Ok(true) => Check::ok("Discord: the commands are registered"),
        Ok(false) => {
            Check::skipped("Discord commands", "The next start of Studyhall registers them.")
        }
        Err(error) => Check::failed("Discord commands", error.to_string()),
    });
    checks.extend(channels(database, &mut look).await);
    checks
}

/// A line for each channel in use where something is lacking, and one for all others together.
async fn channels(database: &SecretString, look: &mut Look) -> Vec<Check> {
    let channels = match channels_in_use(database, PLATFORM, TITLE).await {
        Ok(channels) => channels,
        Err(untold) => return vec![untold],
    };
    let (mut checks, mut fine) = (Vec::new(), 0);
    for id in channels {
        match look.channel(&id).await {
            // Whatever ran there ends by itself.
            Ok(ChannelState::Gone | ChannelState::Direct) => {}
            Ok(ChannelState::Hidden) => checks.push(hidden(&id, look.name())),
            Ok(ChannelState::Seen(seen)) => match lacking(&seen) {
                Some(mend) => checks.push(Check::failed(titled(&seen), mend)),
                None => fine += 1,
            },
            Err(why) => {
                checks.push(Check::failed(format!("Discord, channel {id}"), format!("{why}.")));
            }
        }
    }
    let mut checks = few(checks, |more| more_channels(TITLE, more));
    match (fine, checks.len()) {
        (0, 0) => checks.push(Check::skipped("Discord channels", "None is in use yet.")),
        (0, _) => {}
        (1, _) => {
            checks.push(Check::ok("Discord: the bot has all permissions in 1 channel in use"));
        }
        _ => checks.push(Check::ok(format!(
            "Discord: the bot has all permissions in {fine} channels in use"
        ))),
    }
    checks
}

fn titled(seen: &Seen) -> String {
    format!("Discord, #{} on “{}”", seen.name, seen.server)
}

fn hidden(id: &str, bot: &str) -> Check {
    let mend = format!(
        "The bot lacks View Channel, or is no longer on that server. Open \
         https://discord.com/channels/@me/{id}, then Edit Channel, Permissions, add {bot}, and \
         switch on View Channel."
    );
    Check::failed(format!("Discord, channel {id}"), mend)
}

/// What is lacking in a channel, and the click that mends it.
fn lacking(seen: &Seen) -> Option<String> {
    let role = &seen.role;
    let server = list(&seen.lacking_on_server).map(|names| {
        format!(
            "The role {role} lacks {names} on the whole server. Open Server Settings, Roles, \
             {role}, Permissions, and switch it on."
        )
    });
    let channel = list(&seen.lacking_in_channel).map(|names| {
        format!(
            "The channel takes {names} from the bot. Open Edit Channel, Permissions, {role}, and \
             switch it on."
        )
    });
    let told: Vec<String> = [server, channel].into_iter().flatten().collect();
    (!told.is_empty()).then(|| told.join(" "))
}

/// "A, B and C".
fn list(names: &[&str]) -> Option<String> {
    let (last, others) = names.split_last()?;
    Some(if others.is_empty() {
        (*last).to_owned()
    } else {
        format!("{} and {last}", others.join(", "))
    })
}
