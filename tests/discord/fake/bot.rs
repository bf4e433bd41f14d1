//! A bot that does nothing by itself: tests take what it hears and answer through its client.

use std::fmt::Debug;
use std::sync::Arc;

use serenity::all::{
    ApplicationId, ClientBuilder, Command, CommandInteraction, CommandOptionType,
    ComponentInteraction, Context, CreateCommand, CreateCommandOption, EventHandler,
    GatewayIntents, Guild, GuildId, Http, HttpBuilder, HttpError, Interaction, Member, Message,
    ModalInteraction, Ready, ResumedEvent, User, UserId,
};
use serenity::async_trait;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::support::discord::{Hub, TOKEN};
use crate::support::page::PATIENCE;

/// What a bot hears.
#[derive(Debug)]
pub(super) enum Heard {
    Ready(Box<Ready>),
    Resumed,
    Guild,
    Left(UserId),
    Joined(Box<Member>),
    Interaction(Box<Interaction>),
    Message(Box<Message>),
}

/// A connected bot.
pub(super) struct Bot {
    pub(super) http: Arc<Http>,
    heard: UnboundedReceiver<Heard>,
}

struct Ears(UnboundedSender<Heard>);

#[async_trait]
impl EventHandler for Ears {
    async fn ready(&self, _: Context, ready: Ready) {
        let _ = self.0.send(Heard::Ready(Box::new(ready)));
    }

    async fn resume(&self, _: Context, _: ResumedEvent) {
        let _ = self.0.send(Heard::Resumed);
    }

    async fn guild_create(&self, _: Context, _: Guild, _: Option<bool>) {
        let _ = self.0.send(Heard::Guild);
    }

    async fn guild_member_removal(&self, _: Context, _: GuildId, user: User, _: Option<Member>) {
        let _ = self.0.send(Heard::Left(user.id));
    }

    async fn guild_member_addition(&self, _: Context, member: Member) {
        let _ = self.0.send(Heard::Joined(Box::new(member)));
    }

    async fn interaction_create(&self, _: Context, interaction: Interaction) {
        let _ = self.0.send(Heard::Interaction(Box::new(interaction)));
    }

    async fn message(&self, _: Context, message: Message) {
        let _ = self.0.send(Heard::Message(Box::new(message)));
    }
}

/// Status and code of a refusal.
pub(super) fn refusal<T: Debug>(result: serenity::Result<T>) -> (u16, isize) {
    let error = result.expect_err("a refusal");
    let serenity::Error::Http(HttpError::UnsuccessfulRequest(refused)) = error else {
        panic!("{error}")
    };
    (refused.status_code.as_u16(), refused.error.code)
}

/// How a client says who it is.
pub(super) const AGENT: &str = "DiscordBot (https://example.org/a-bot, 1.0)";

/// A client without any of serenity's ways.
pub(super) fn plain() -> reqwest::Client {
    reqwest::Client::builder().user_agent(AGENT).build().unwrap()
}

/// A client of a fake with this token.
pub(super) fn http(hub: &Hub, token: &str) -> Http {
    let http = HttpBuilder::new(token).proxy(hub.url()).ratelimiter_disabled(true).build();
    http.set_application_id(ApplicationId::new(1_000_000_000_000_000_001));
    http
}

impl Bot {
    /// One with the intents that need no permission.
    pub(super) async fn start(hub: &Hub) -> Self {
        let intents = GatewayIntents::GUILDS
            | GatewayIntents::GUILD_MESSAGES
            | GatewayIntents::DIRECT_MESSAGES;
        Self::with(hub, TOKEN, intents).await
    }

    /// One with a token and intents.
    pub(super) async fn with(hub: &Hub, token: &str, intents: GatewayIntents) -> Self {
        Self::run(hub, token, intents, (0, 1)).await
    }

    /// One that is a shard among several.
    pub(super) async fn sharded(hub: &Hub, shard: u32, shards: u32) -> Self {
        Self::run(hub, TOKEN, GatewayIntents::GUILDS, (shard, shards)).await
    }

    async fn run(hub: &Hub, token: &str, intents: GatewayIntents, shard: (u32, u32)) -> Self {
        let (ears, heard) = unbounded_channel();
        let mut client = ClientBuilder::new_with_http(http(hub, token), intents)
            .event_handler(Ears(ears))
            .await
            .unwrap();
        let http = client.http.clone();
        // It ends with the test's runtime.
        tokio::spawn(async move { client.start_shard(shard.0, shard.1).await });
        Self { http, heard }
    }

    /// Registers a small command table.
    pub(super) async fn register(&self) -> Vec<Command> {
        Command::set_global_commands(&self.http, commands()).await.unwrap()
    }

    /// The next thing that it hears which is wanted; what comes before is dropped.
    pub(super) async fn hears<T>(&mut self, mut wanted: impl FnMut(Heard) -> Option<T>) -> T {
        let hearing = async {
            loop {
                let heard = self.heard.recv().await.expect("a client that runs");
                if let Some(wanted) = wanted(heard) {
                    return wanted;
                }
            }
        };
        tokio::time::timeout(PATIENCE, hearing).await.expect("it is heard in time")
    }

    /// Waits for READY.
    pub(super) async fn ready(&mut self) -> Ready {
        self.hears(|heard| if let Heard::Ready(ready) = heard { Some(*ready) } else { None }).await
    }

    /// Waits for RESUMED.
    pub(super) async fn resumed(&mut self) {
        self.hears(|heard| matches!(heard, Heard::Resumed).then_some(())).await;
    }

    /// Waits until it was told of a server.
    pub(super) async fn told_guild(&mut self) {
        self.hears(|heard| matches!(heard, Heard::Guild).then_some(())).await;
    }

    /// The next person who leaves a server.
    pub(super) async fn leaver(&mut self) -> UserId {
        self.hears(|heard| if let Heard::Left(user) = heard { Some(user) } else { None }).await
    }

    /// The next person who comes to a server.
    pub(super) async fn newcomer(&mut self) -> Member {
        self.hears(|heard| if let Heard::Joined(member) = heard { Some(*member) } else { None })
            .await
    }

    /// The next interaction.
    pub(super) async fn interaction(&mut self) -> Interaction {
        self.hears(|heard| if let Heard::Interaction(one) = heard { Some(*one) } else { None })
            .await
    }

    /// The next command.
    pub(super) async fn command(&mut self) -> CommandInteraction {
        self.interaction().await.command().expect("a command")
    }

    /// The next click.
    pub(super) async fn click(&mut self) -> ComponentInteraction {
        self.interaction().await.message_component().expect("a click")
    }

    /// The next form.
    pub(super) async fn form(&mut self) -> ModalInteraction {
        self.interaction().await.modal_submit().expect("a form")
    }

    /// The next message of somebody else.
    pub(super) async fn message(&mut self) -> Message {
        self.hears(|heard| {
            if let Heard::Message(one) = heard {
                Some(*one).filter(|one| !one.author.bot)
            } else {
                None
            }
        })
        .await
    }
}

/// A small command table: options of each type, a completed one, subcommands, one for admins.
pub(super) fn commands() -> Vec<CreateCommand> {
    let option = CreateCommandOption::new;
    vec![
        CreateCommand::new("quiz")
            .description("Asks a few cards")
            .add_option(
                option(CommandOptionType::String, "topic", "What about").set_autocomplete(true),
            )
            .add_option(
                option(CommandOptionType::Integer, "questions", "How many")
                    .min_int_value(1)
                    .max_int_value(25),
            ),
        CreateCommand::new("stats")
            .description("How somebody does")
            .add_option(option(CommandOptionType::User, "member", "Who").required(true)),
        CreateCommand::new("daily")
            .description("The card of the day")
            .default_member_permissions(serenity::all::Permissions::MANAGE_GUILD)
            .add_option(
                option(CommandOptionType::SubCommand, "set", "When it comes")
                    .add_sub_option(
                        option(CommandOptionType::String, "time", "The time").required(true),
                    )
                    .add_sub_option(option(CommandOptionType::Channel, "channel", "Where")),
            )
            .add_option(option(CommandOptionType::SubCommand, "off", "No more")),
    ]
}
