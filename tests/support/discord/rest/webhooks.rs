//! What comes after the first response: the original again, and follow-ups.

use super::super::interaction::TOKEN_LIFE;
use super::super::limits;
use super::super::refused::Refused;
use super::super::world::World;
use super::call::Call;
use super::interactions::is_ephemeral;
use super::{Answer, Reply, id};

impl World {
    pub(super) fn webhook(
        &mut self,
        call: &Call,
        application: &str,
        token: &str,
        rest: &[&str],
    ) -> Answer {
        let unknown = || Refused::new(404, 10015, "Unknown Webhook");
        let interaction =
            self.tokens.get(token).copied().filter(|_| application == self.bot.to_string());
        let interaction = interaction.ok_or_else(unknown)?;
        let (at, response) =
            (self.interactions[&interaction].at, self.interactions[&interaction].response);
        if self.now() - at > TOKEN_LIFE {
            return Err(Refused::new(401, 50027, "Invalid Webhook Token"));
        }
        // Nothing follows what was never answered.
        response.ok_or_else(unknown)?;
        if let ("POST", []) = (call.method.as_str(), rest) {
            return self.follow_up(call, interaction);
        }
        let ["messages", message] = rest else { return Err(Refused::no_such_route()) };
        let message = self.followed(interaction, message)?;
        let channel = self.interactions[&interaction].channel;
        match call.method.as_str() {
            "GET" => {}
            "PATCH" => self.edit_told(call, interaction, message)?,
            "DELETE" => {
                self.erase(channel, message);
                return Ok(Reply::Nothing);
            }
            _ => return Err(Refused::no_such_route()),
        }
        let message = self.message(channel, message).ok_or_else(Refused::unknown_message)?;
        Ok(Reply::Json(self.message_json(message)))
    }

    /// The message that a path means, which must be one of this interaction's.
    fn followed(&self, interaction: u64, text: &str) -> Result<u64, Refused> {
        let interaction = &self.interactions[&interaction];
        let found = if text == "@original" {
            interaction.original
        } else {
            let wanted = id(text, Refused::unknown_message)?;
            interaction
                .followups
                .iter()
                .copied()
                .chain(interaction.original)
                .find(|id| *id == wanted)
        };
        let found = found.filter(|id| self.message(interaction.channel, *id).is_some());
        found.ok_or_else(Refused::unknown_message)
    }

    /// The first one after "thinking" takes its place, whatever flags it has; others are messages
    /// of their own.
    fn follow_up(&mut self, call: &Call, interaction: u64) -> Answer {
        let channel = self.interactions[&interaction].channel;
        let message = if self.interactions[&interaction].loading {
            let original = self.followed(interaction, "@original")?;
            self.edit_told(call, interaction, original)?;
            original
        } else {
            limits::message::check(&call.body, &call.uploads)?;
            let told = self.tell(call, interaction, &call.body, is_ephemeral(&call.body))?;
            let interaction = self.interactions.get_mut(&interaction).unwrap();
            interaction.followups.push(told);
            interaction.told += 1;
            told
        };
        Ok(Reply::Json(self.message_json(&self.channels[&channel].messages[&message])))
    }

    fn edit_told(&mut self, call: &Call, interaction: u64, message: u64) -> Result<(), Refused> {
        limits::message::check(&call.body, &call.uploads)?;
        let channel = self.interactions[&interaction].channel;
        self.change_message(channel, message, call)?;
        let interaction = self.interactions.get_mut(&interaction).unwrap();
        interaction.told += 1;
        if interaction.original == Some(message) && interaction.loading {
            interaction.loading = false;
            // What replaces "thinking" is no edit to who reads it.
            let message = self.message_mut(channel, message).unwrap();
            message.edits -= 1;
            message.edited = None;
        }
        Ok(())
    }
}
