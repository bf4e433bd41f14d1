//! What the bot may do in a channel, in Discord's own words, and the link that asks for it.

use serenity::model::Permissions;
use serenity::model::id::ApplicationId;

use crate::app::request::Hindrance;

/// What the invite link asks for, and nothing else: messages with their embeds, pictures and
/// exports as files, a thread for each quiz of a channel.
pub(super) const ASKED: Permissions = Permissions::SEND_MESSAGES
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::CREATE_PUBLIC_THREADS)
    .union(Permissions::SEND_MESSAGES_IN_THREADS);

/// What the bot should have in a channel in which it shows anything to everyone: what was asked
/// for, and to see it.
const WANTED: Permissions = ASKED.union(Permissions::VIEW_CHANNEL);

/// The link by which somebody adds the bot to a server.
pub(super) fn invite(application: ApplicationId) -> String {
    let permissions = ASKED.bits();
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}\
         &scope=bot+applications.commands&permissions={permissions}"
    )
}

/// What is lacking to show something to everyone in a channel, by the names of Discord's settings.
pub(super) fn lacking(has: Permissions, in_thread: bool) -> Vec<&'static str> {
    let speak =
        if in_thread { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES };
    let needed = [Permissions::VIEW_CHANNEL, speak, Permissions::EMBED_LINKS];
    // An administrator may do everything, though no other permission is set.
    if has.administrator() {
        return Vec::new();
    }
    needed.into_iter().filter(|one| !has.contains(*one)).map(name).collect()
}

/// What is lacking of all that the bot should have in a channel, by the names of Discord's
/// settings.
pub(super) fn lacking_of_all(has: Permissions) -> Vec<&'static str> {
    let lacking = if has.administrator() { Permissions::empty() } else { WANTED - has };
    lacking.iter().map(name).collect()
}

/// Why the bot cannot show anything to everyone in a channel, and how that is mended.
pub(super) fn hindrance(has: Permissions, in_thread: bool) -> Option<Hindrance> {
    let permissions = lacking(has, in_thread);
    let given_under = "Edit Channel, Permissions";
    (!permissions.is_empty()).then_some(Hindrance::Lacking { permissions, given_under })
}

/// A permission as Discord's settings call it.
fn name(permission: Permissions) -> &'static str {
    match permission {
        Permissions::VIEW_CHANNEL => "View Channel",
        Permissions::SEND_MESSAGES => "Send Messages",
        Permissions::EMBED_LINKS => "Embed Links",
        Permissions::ATTACH_FILES => "Attach Files",
        Permissions::CREATE_PUBLIC_THREADS => "Create Public Threads",
        Permissions::SEND_MESSAGES_IN_THREADS => "Send Messages in Threads",
        _ => "a permission",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_invite_link_asks_for_what_is_needed_and_no_more() {
        assert_eq!(
            invite(ApplicationId::new(812)),
            "https://discord.com/oauth2/authorize?client_id=812&scope=bot+applications.commands\
             &permissions=309237696512"
        );
        assert_eq!(ASKED.bits(), (1 << 11) | (1 << 14) | (1 << 15) | (1 << 35) | (1 << 38));
    }

    #[test]
    fn all_that_the_bot_should_have_has_a_name() {
        let names = lacking_of_all(Permissions::empty());
        assert_eq!(
            names.join(", "),
            "View Channel, Send Messages, Embed Links, Attach Files, Create Public Threads, Send \
             Messages in Threads"
        );
        assert!(
            lacking_of_all(Permissions::ADMINISTRATOR).is_empty()
                && lacking_of_all(WANTED).is_empty()
        );
    }

    #[test]
    fn what_is_lacking_is_named_as_in_the_settings() {
        let all = ASKED | Permissions::VIEW_CHANNEL;
        for (has, in_thread, expected) in [
            (all, false, None),
            (all, true, None),
            (Permissions::ADMINISTRATOR, false, None),
            (all - Permissions::SEND_MESSAGES, true, None),
            (all - Permissions::SEND_MESSAGES, false, Some(&["Send Messages"][..])),
            (
                all - Permissions::SEND_MESSAGES_IN_THREADS,
                true,
                Some(&["Send Messages in Threads"]),
            ),
            (Permissions::empty(), false, Some(&["View Channel", "Send Messages", "Embed Links"])),
        ] {
            let given_under = "Edit Channel, Permissions";
            let expected = expected.map(<[_]>::to_vec);
            let lacking = |permissions| Hindrance::Lacking { permissions, given_under };
            assert_eq!(hindrance(has, in_thread), expected.map(lacking), "{has:?}");
        }
    }
}
