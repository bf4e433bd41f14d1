//! The evening on Slack.

use super::stage::{Person, Stage};
use crate::slack::running::Running;
use crate::support::slack::{Member, Seen, Shown};

/// A workspace with the program.
pub(super) struct Workspace {
    running: Running,
    members: Vec<Member>,
}

impl Workspace {
    fn member(&self, who: Person) -> &Member {
        &self.members[who as usize]
    }
}

impl Stage for Workspace {
    type Message = Seen;

    async fn open() -> Self {
        let running = Running::start().await;
        let join = |who: Person| match who {
            Person::Anna => running.workspace.admin(who.name()),
            Person::Ben | Person::Cleo => running.workspace.member(who.name()),
        };
        let members = Person::ALL.map(join).into();
        Self { running, members }
    }

    async fn restart(&mut self, meanwhile: &'static str) {
        self.running.stop().await;
        self.running.tamper(meanwhile).await;
        self.running.connect().await;
    }

    async fn command(&self, who: Person, name: &str, options: &[(&str, &str)]) -> Seen {
        self.member(who).command(&self.running.channel, name, options).await.seen()
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
        let member = self.member(who);
        let told = |seen: &Seen| seen.is_ephemeral();
        let before = self.running.channel.seen_by(member).iter().filter(|one| told(one)).count();
        member.replies_mentioning(to, text);
        let all = async || self.running.channel.seen_by(member);
        loop {
            let mut whispers: Vec<Seen> = all().await.into_iter().filter(told).collect();
            if whispers.len() > before {
                return whispers.remove(before);
            }
            tokio::time::sleep(super::stage::EVERY).await;
        }
    }

    async fn channel(&self) -> Vec<Seen> {
        self.running.channel.everything()
    }

    async fn direct(&self, who: Person) -> Vec<Seen> {
        self.member(who).direct().messages()
    }

    fn text(message: &Seen) -> String {
        message.text().replace(['*', '`'], "")
    }

    fn buttons(message: &Seen) -> Vec<String> {
        message.buttons()
    }
}
