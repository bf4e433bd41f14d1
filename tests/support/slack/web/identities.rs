//! Who the app is, who others are, and where connections go.

use serde_json::{Value, json};

use super::super::refused::Refusal;
use super::super::world::{BOT, World};
use super::super::{APP, BOT_USER};
use super::Answer;
use super::args::Args;

/// `api.test`: what was said comes back.
#[expect(clippy::unnecessary_wraps, reason = "a room like the others")]
pub(super) fn api_test(_: &mut World, args: &Args) -> Answer {
    Ok(json!({ "args": { "foo": args.text("foo") } }))
}

/// `auth.test`: the app's bot and where it is installed.
#[expect(clippy::unnecessary_wraps, reason = "a room like the others")]
pub(super) fn auth_test(world: &mut World, _: &Args) -> Answer {
    let url = format!("{}/", world.url);
    if let Some(organisation) = &world.organisation {
        // With an organisation's token: methods/auth.test.
        return Ok(json!({
            "url": url, "team": "Organisation", "user": "studyhall", "team_id": organisation,
            "user_id": BOT_USER, "bot_id": BOT, "enterprise_id": organisation,
            "is_enterprise_install": true,
        }));
    }
    let team = world.own_team();
    Ok(json!({
        "url": url, "team": team.name, "user": "studyhall", "team_id": team.id,
        "user_id": BOT_USER, "bot_id": BOT, "is_enterprise_install": false,
    }))
}

/// `auth.teams.list`: the workspaces of an organisation that has the app.
#[expect(clippy::unnecessary_wraps, reason = "a room like the others")]
pub(super) fn teams(world: &mut World, _: &Args) -> Answer {
    let teams = world.own_teams().map(|team| json!({ "id": team.id, "name": team.name }));
    Ok(json!({ "teams": teams.collect::<Vec<_>>(), "response_metadata": { "next_cursor": "" } }))
}

/// `apps.connections.open`: an address for one connection.
pub(super) fn open_connection(world: &mut World, _: &Args) -> Answer {
    if !world.socket.enabled {
        // What Slack says here is in no page: an app must take any error for a no.
        return Err(Refusal::new("socket_mode_disabled"));
    }
    let ticket = format!("{:032x}", world.next_number());
    world.socket.hand_out(&ticket);
    let host = world.url.trim_start_matches("http://");
    let mut told = json!({ "url": format!("ws://{host}/link/?ticket={ticket}&app_id={APP}") });
    if world.socket.doubted {
        let messages = ["[WARN] Socket Mode is not turned on."];
        told["response_metadata"] = json!({ "messages": messages });
    }
    Ok(told)
}

/// `bots.info`.
pub(super) fn bot(world: &mut World, args: &Args) -> Answer {
    needs_team(world, args)?;
    if args.text("bot").is_some_and(|bot| bot != BOT) {
        return Err(Refusal::new("bot_not_found"));
    }
    Ok(json!({ "bot": { "id": BOT, "deleted": false, "name": "Studyhall", "app_id": APP,
        "user_id": BOT_USER, "updated": 1_700_000_000, "icons": {} } }))
}

/// `team.info`.
pub(super) fn team(world: &mut World, args: &Args) -> Answer {
    let wanted = args.text("team");
    let team = match wanted {
        Some(id) => world.teams.get(id).filter(|team| team.own),
        None => Some(world.own_team()),
    };
    let Some(team) = team else { return Err(Refusal::new("team_not_found")) };
    let mut told = json!({ "id": team.id, "name": team.name, "domain": team.domain,
        "url": format!("https://{}.slack.com/", team.domain), "email_domain": "", "icon": {} });
    if let Some(organisation) = &world.organisation {
        told["enterprise_id"] = json!(organisation);
        told["enterprise_name"] = json!("Organisation");
    }
    Ok(json!({ "team": told }))
}

/// `users.info`.
pub(super) fn user(world: &mut World, args: &Args) -> Answer {
    let id = args.need("user")?;
    if !world.knows(id) {
        return Err(Refusal::new("user_not_found"));
    }
    let told: Value = world.user_json(&world.users[id], args.flag("include_locale"));
    Ok(json!({ "user": told }))
}

/// With an organisation's token, methods that list want to know the workspace:
/// enterprise/apps/changes-apis.
pub(super) fn needs_team(world: &World, args: &Args) -> Result<(), Refusal> {
    if world.organisation.is_none() || args.text("team_id").is_some() {
        return Ok(());
    }
    Err(Refusal::mistake("missing_argument", &["[ERROR] missing team_id".to_owned()]))
}
