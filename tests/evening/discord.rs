//! The evening on Discord.

use super::stage::{Person, Stage};
use crate::discord::running::Running;
use crate::support::discord::{Channel, Member, Seen};

/// A server with the program.
pub(super) struct Server {
    running: Running,
    members: Vec<Member>,
}

impl Server {
    fn member(&self, who: Person) -> &Member {
        &self.members[who as usize]
    }
}

impl Stage for Server {
    type Message = Seen;

    async fn open() -> Self {
        let running = Running::start().await;
        let join = |who: Person| match who {
            Person::Anna => running.guild.admin(who.name()),
            Person::Ben | Person::Cleo => running.guild.member(who.name()),
        };
        let members = Person::ALL.map(join).into();
        Self { running, members }
    }

    async fn restart(&mut self, meanwhile: &'static str) {
        self.running.stop().await;
        // The line of a program that has ended is down; here it would live on in the process.
        self.running.discord.cut(false);
        self.running.tamper(meanwhile).await;
        self.running.connect().await;
    }

    async fn command(&self, who: Person, name: &str, options: &[(&str, &str)]) -> Seen {
        self.member(who).slash(&self.running.channel, name, options).await.seen()
    }

    async fn press(&self, who: Person, on: &Seen, button: &str) -> Seen {
        let answered = self.member(who).click(on, button).await;
        // Where nothing is said in private, the message is what one sees.
        if answered.is_quiet() { on.clone() } else { answered.seen() }
    }

    async fn fill(&self, who: Person, on: &Seen, button: &str, text: &str) -> Seen {
        let form = self.member(who).click(on, button).await.modal();
        self.member(who).submit(&form, &[text]).await.seen()
    }

    async fn reply(&self, who: Person, to: &Seen, text: &str) -> Seen {
        let direct = self.member(who).direct();
        let before = direct.messages().len();
        self.member(who).reply(to, text);
        direct.until_messages(before + 1).await.remove(before)
    }

    async fn channel(&self) -> Vec<Seen> {
        let mut messages = self.running.channel.messages();
        messages.extend(self.running.channel.threads().iter().flat_map(Channel::messages));
        messages
    }

    async fn direct(&self, who: Person) -> Vec<Seen> {
        self.member(who).direct().messages()
    }

    fn text(message: &Seen) -> String {
        message.text().replace(['*', '\\', '_', '`'], "")
    }

    fn buttons(message: &Seen) -> Vec<String> {
        message.buttons()
    }
}
