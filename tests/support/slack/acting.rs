//! What people do, sent on its way to the app.

use serde_json::{Value, json};

use super::BOT_USER;
use super::message::Message;
use super::people::Kind;
use super::world::{Standing, World};

impl World {
    fn reachable(&mut self, act: u64) -> bool {
        let reachable = self.app.standing == Standing::Installed;
        if !reachable {
            self.act_failed(act, "the app is not installed");
        }
        reachable
    }

    /// Somebody sends a slash command.
    pub(crate) fn command(&mut self, user: &str, channel: &str, command: &str, text: &str) -> u64 {
        let act = self.new_act(user, Some((channel, None)));
        if !self.app.commands.contains(command.trim_start_matches('/')) {
            self.act_failed(act, &format!("{command} is not a command here"));
            return act;
        }
        if self.reachable(act) {
            let (trigger, response) = (self.new_trigger(act), self.new_response(act));
            let payload = self.command_payload(
                user,
                &self.channels[channel],
                (command, text),
                (&trigger, &response),
            );
            self.send_envelope("slash_commands", payload, true, Some(act));
        }
        act
    }

    /// Somebody clicks or chooses in a message.
    pub(crate) fn click(
        &mut self,
        user: &str,
        (channel, ts): (&str, &str),
        action: &Value,
        state: &Value,
    ) -> u64 {
        let act = self.new_act(user, Some((channel, Some(ts))));
        if self.reachable(act) {
            let (trigger, response) = (self.new_trigger(act), self.new_response(act));
            let payload =
                self.click_payload(user, (channel, ts), (action, state), (&trigger, &response));
            self.send_envelope("interactive", payload, false, Some(act));
        }
        act
    }

    /// Somebody clicks or chooses in a form or at home.
    pub(crate) fn click_in_view(&mut self, user: &str, view: &str, action: &Value) -> u64 {
        let act = self.new_act(user, None);
        self.acts.get_mut(&act).unwrap().view = Some(view.to_owned());
        if self.reachable(act) {
            let trigger = self.new_trigger(act);
            let payload = self.view_click_payload(user, view, action, &trigger);
            self.send_envelope("interactive", payload, false, Some(act));
        }
        act
    }

    /// Somebody sends a form in.
    pub(crate) fn submit(&mut self, user: &str, view: &str) -> u64 {
        let act = self.new_act(user, None);
        self.acts.get_mut(&act).unwrap().view = Some(view.to_owned());
        if self.reachable(act) {
            let trigger = self.new_trigger(act);
            let payload = self.submission_payload(user, view, &trigger);
            self.send_envelope("interactive", payload, true, Some(act));
        }
        act
    }

    /// Somebody closes a form without sending it.
    pub(crate) fn cancel(&mut self, user: &str, view: &str) {
        self.close_view(view);
        if self.views[view].json["notify_on_close"] == true {
            let payload = self.closed_payload(user, view, false);
            self.send_envelope("interactive", payload, false, None);
        }
    }

    /// Somebody uses a shortcut.
    pub(crate) fn shortcut(&mut self, user: &str, callback: &str) -> u64 {
        let act = self.new_act(user, None);
        if self.reachable(act) {
            let trigger = self.new_trigger(act);
            let payload = self.shortcut_payload(user, callback, &trigger);
            self.send_envelope("interactive", payload, false, Some(act));
        }
        act
    }

    /// Somebody opens the app's place, on one of its tabs.
    pub(crate) fn open_home(&mut self, user: &str, tab: &str) {
        let channel = self.direct(user);
        let mut event =
            json!({ "type": "app_home_opened", "user": user, "channel": channel, "tab": tab });
        if let Some(home) = self.home_of(user) {
            event["view"] = self.view_json(home);
        }
        let team = self.team_of(user).to_owned();
        self.tell(event, &team, None);
    }

    /// Somebody writes a message; the app is told of it twice where it is named in a channel.
    pub(crate) fn say(
        &mut self,
        user: &str,
        channel: &str,
        text: &str,
        thread: Option<&str>,
    ) -> String {
        let ts = self.next_ts();
        let mut message = Message::new(ts.clone(), user, text);
        message.thread = thread.map(ToOwned::to_owned);
        let place = self.channels.get_mut(channel).unwrap();
        assert!(!place.archived, "nobody writes in an archived channel");
        assert!(place.members.contains(user), "{user} is not in {}", place.name);
        place.messages.insert(ts.clone(), message);
        let named = text.contains(&format!("<@{BOT_USER}>")) && place.has_app();
        let (named, team) = (named && place.kind != Kind::Im, place.team.clone());
        self.tell_message(channel, &ts);
        if named {
            let message = &self.channels[channel].messages[&ts];
            let mut event = self.message_json(message, channel, false);
            event["type"] = json!("app_mention");
            event["channel"] = json!(channel);
            self.tell(event, &team, Some(channel));
        }
        ts
    }

    /// Tells that somebody's account has changed.
    pub(crate) fn tell_user(&mut self, user: &str) {
        let told = self.user_json(&self.users[user], true);
        let team = self.team_of(user).to_owned();
        let event = json!({ "type": "user_change", "user": told, "cache_ts": self.now() / 1_000 });
        self.tell(event, &team, None);
    }
}
