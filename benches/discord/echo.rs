//! A bot that says the same to everything, in a process of its own: what the fake and the machine
//! take by themselves.

use std::env;
use std::process::{Child, Command, ExitCode, Stdio};

use serde_json::json;
use serenity::all::{
    ClientBuilder, Context, EventHandler, GatewayIntents, HttpBuilder, Interaction,
};
use serenity::async_trait;
use studyhall::platform::discord::command_table;

use crate::support::discord::{Hub, TOKEN};

/// The argument by which this program becomes the echo.
const MODE: &str = "echo";

/// The echo's process, killed when it is dropped.
pub(crate) struct Echo(Child);

impl Drop for Echo {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts it and waits until it is connected.
pub(crate) async fn start(hub: &Hub) -> Echo {
    let program = env::current_exe().unwrap();
    let child =
        Command::new(program).args([MODE, &hub.url()]).stdin(Stdio::null()).spawn().unwrap();
    let echo = Echo(child);
    hub.connected(1).await;
    echo
}

/// The address that it is to connect to, if this process is to be the echo.
pub(crate) fn asked_for() -> Option<String> {
    let mut arguments = env::args().skip(1);
    (arguments.next()? == MODE).then(|| arguments.next())?
}

/// Is the echo, until it is killed.
pub(crate) fn run(url: &str) -> ExitCode {
    // As many threads as the program has.
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let http = HttpBuilder::new(TOKEN).proxy(url).ratelimiter_disabled(true).build();
        let id = http.get_current_user().await.unwrap().id;
        http.set_application_id(id.get().into());
        http.create_global_commands(&command_table()).await.unwrap();
        let intents = GatewayIntents::GUILDS;
        let mut client =
            ClientBuilder::new_with_http(http, intents).event_handler(Ears).await.unwrap();
        client.start().await.unwrap();
    });
    ExitCode::SUCCESS
}

struct Ears;

#[async_trait]
impl EventHandler for Ears {
    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        let Interaction::Command(command) = interaction else { return };
        let message =
            json!({ "content": "Heard.", "flags": 64, "allowed_mentions": { "parse": [] } });
        let answer = json!({ "type": 4, "data": message });
        context
            .http
            .create_interaction_response(command.id, &command.token, &answer, vec![])
            .await
            .unwrap();
    }
}
