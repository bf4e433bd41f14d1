//! Clients of the gateway that break its rules, as no library would: each is closed with the code
//! that says why.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::discord::{Discord, TOKEN};
use crate::support::page::PATIENCE;

/// A WebSocket by hand: text of up to 125 or 65,535 bytes goes out, frames come in.
struct Wire(TcpStream);

/// A frame that came.
#[derive(Debug, PartialEq)]
enum Frame {
    Payload(Value),
    Closed(u16),
}

impl Wire {
    async fn open(discord: &Discord, query: &str) -> Self {
        let address = discord.url().replace("http://", "");
        let mut stream = TcpStream::connect(&address).await.unwrap();
        let request = format!(
            "GET /gateway-socket?{query} HTTP/1.1\r\nHost: {address}\r\nConnection: \
                Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut head = vec![];
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        assert!(head.starts_with(b"HTTP/1.1 101"));
        Self(stream)
    }

    /// Sends a text. A mask of zeros changes nothing.
    async fn send(&mut self, text: &str) {
        let mut frame = vec![0x81, 0xfe];
        frame.extend(u16::try_from(text.len()).unwrap().to_be_bytes());
        frame.extend([0; 4]);
        frame.extend(text.as_bytes());
        self.0.write_all(&frame).await.unwrap();
    }

    async fn frame(&mut self) -> Frame {
        let reading = async {
            let kind = self.0.read_u8().await.unwrap() & 0x0f;
            let length = match self.0.read_u8().await.unwrap() {
                126 => usize::from(self.0.read_u16().await.unwrap()),
                127 => usize::try_from(self.0.read_u64().await.unwrap()).unwrap(),
                short => usize::from(short),
            };
            let mut bytes = vec![0; length];
            self.0.read_exact(&mut bytes).await.unwrap();
            if kind == 8 {
                return Frame::Closed(u16::from_be_bytes([bytes[0], bytes[1]]));
            }
            Frame::Payload(serde_json::from_slice(&bytes).unwrap())
        };
        tokio::time::timeout(PATIENCE, reading).await.expect("a frame in time")
    }

    /// The code by which it is closed, after whatever else came.
    async fn closed(&mut self) -> u16 {
        loop {
            if let Frame::Closed(code) = self.frame().await {
                return code;
            }
        }
    }
}

fn identify() -> Value {
    let properties = json!({ "os": "linux", "browser": "test", "device": "test" });
    json!({ "op": 2, "d": { "token": TOKEN, "intents": 1, "properties": properties } })
}

#[tokio::test]
async fn a_client_that_breaks_a_rule_is_told_which() {
    let discord = Discord::start().await;
    let mut nameless = identify();
    nameless["d"]["properties"] = json!({});
    let resume = json!({ "op": 6, "d": { "token": "wrong", "session_id": "x", "seq": 1 } });
    for (text, code) in [
        (r#"{"op":99}"#.to_owned(), 4001),
        ("nonsense".to_owned(), 4002),
        (nameless.to_string(), 4002),
        (r#"{"op":3,"d":{}}"#.to_owned(), 4003),
        (resume.to_string(), 4004),
    ] {
        let mut wire = Wire::open(&discord, "v=10&encoding=json").await;
        wire.send(&text).await;
        assert_eq!(wire.closed().await, code, "{text}");
    }
    assert_eq!(Wire::open(&discord, "v=9").await.closed().await, 4012);
}

#[tokio::test]
async fn a_session_is_begun_once_resumed_at_its_place_and_not_flooded() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let mut wire = Wire::open(&discord, "v=10").await;
    let Frame::Payload(hello) = wire.frame().await else { panic!("HELLO") };
    assert_eq!((&hello["op"], &hello["d"]["heartbeat_interval"]), (&json!(10), &json!(41_250)));
    wire.send(&identify().to_string()).await;
    let Frame::Payload(ready) = wire.frame().await else { panic!("READY") };
    let Frame::Payload(created) = wire.frame().await else { panic!("GUILD_CREATE") };
    assert_eq!(
        (&ready["t"], &created["t"], &created["s"]),
        (&json!("READY"), &json!("GUILD_CREATE"), &json!(2))
    );
    assert_eq!(created["d"]["id"], guild.id().to_string());
    wire.send(r#"{"op":1,"d":2}"#).await;
    assert!(matches!(wire.frame().await, Frame::Payload(ack) if ack["op"] == 11));
    wire.send(&identify().to_string()).await;
    assert_eq!(wire.closed().await, 4005);

    let session = &ready["d"]["session_id"];
    let resume =
        |seq: u64| json!({ "op": 6, "d": { "token": TOKEN, "session_id": session, "seq": seq } });
    let mut wire = Wire::open(&discord, "v=10").await;
    wire.send(&resume(9).to_string()).await;
    assert_eq!(wire.closed().await, 4007);
    let mut wire = Wire::open(&discord, "v=10").await;
    wire.frame().await;
    wire.send(&resume(1).to_string()).await;
    assert_eq!(wire.frame().await, Frame::Payload(created));
    let Frame::Payload(resumed) = wire.frame().await else { panic!("nothing resumed") };
    assert_eq!((&resumed["t"], &resumed["s"]), (&json!("RESUMED"), &json!(3)));
    for _ in 0..120 {
        wire.send(r#"{"op":1,"d":3}"#).await;
    }
    assert_eq!(wire.closed().await, 4008);
}
