//! Files: sent in three steps, shared or not, and fetched.

use axum::body::{Bytes, to_bytes};
use axum::extract::{ConnectInfo, FromRequest, Multipart, Path, Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::super::super::discord::listener::Scissors;
use super::super::message::Message;
use super::super::refused::Refusal;
use super::super::tally::count;
use super::super::world::World;
use super::super::{BOT_TOKEN, BOT_USER, Hub, blocks};
use super::args::Args;
use super::{Answer, LARGEST, meet};

/// A file.
pub(crate) struct File {
    pub(crate) id: String,
    pub(crate) user: String,
    pub(crate) name: String,
    title: String,
    alt: Option<String>,
    length: u64,
    pub(crate) bytes: Option<Bytes>,
    /// When its sending was completed, in Unix milliseconds.
    pub(crate) completed: Option<i64>,
    pub(crate) shared: Vec<String>,
}

/// Why a picture cannot be shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Unusable {
    /// There is no such file, or it is no picture: a mistake.
    Wrong(&'static str),
    /// Slack has not processed it yet.
    NotYet,
}

impl File {
    fn mime(&self) -> &'static str {
        let ending = self.name.rsplit('.').next().unwrap_or_default().to_lowercase();
        match ending.as_str() {
            "png" => "image/png",
            "jpg" | "jpeg" => "image/jpeg",
            "gif" => "image/gif",
            "csv" => "text/csv",
            "json" => "application/json",
            "toml" | "txt" | "md" => "text/plain",
            "zip" => "application/zip",
            _ => "application/octet-stream",
        }
    }

    fn is_picture(&self) -> bool {
        let bytes = self.bytes.as_deref().unwrap_or_default();
        let known: [&[u8]; 3] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8"];
        known.iter().any(|head| bytes.starts_with(head))
    }
}

impl World {
    /// A file that a person sends.
    pub(crate) fn persons_file(&mut self, user: &str, name: &str, bytes: &[u8]) -> String {
        let id = self.new_file(user, name, bytes.len() as u64, None);
        let now = self.now();
        let file = self.files.get_mut(&id).unwrap();
        file.bytes = Some(Bytes::copy_from_slice(bytes));
        file.completed = Some(now);
        id
    }

    fn new_file(&mut self, user: &str, name: &str, length: u64, alt: Option<&str>) -> String {
        let id = self.next_id("F");
        let file = File {
            id: id.clone(),
            user: user.to_owned(),
            name: name.to_owned(),
            title: name.to_owned(),
            alt: alt.map(ToOwned::to_owned),
            length,
            bytes: None,
            completed: None,
            shared: vec![],
        };
        self.files.insert(id.clone(), file);
        id
    }

    /// A file as Slack tells it: reference/objects/file-object.
    pub(crate) fn file_json(&self, id: &str) -> Value {
        let file = &self.files[id];
        let address = format!("{}/files-pri/{id}/{}", self.url, encoded(&file.name));
        let mime = file.mime();
        let kind = file.name.rsplit('.').next().unwrap_or_default();
        let mut json = json!({
            "id": id, "created": self.now() / 1_000, "timestamp": self.now() / 1_000,
            "name": file.name, "title": file.title, "mimetype": mime, "filetype": kind,
            "pretty_type": kind.to_uppercase(), "user": file.user,
            "user_team": self.team_of(&file.user),
            "editable": false, "size": file.length, "mode": "hosted", "is_external": false,
            "external_type": "", "is_public": false, "public_url_shared": false,
            "display_as_bot": false, "username": "", "url_private": address,
            "url_private_download": address, "permalink": format!("{address}?permalink"),
            "channels": file.shared, "groups": [], "ims": [], "has_rich_preview": false,
            "file_access": "visible",
        });
        if let Some(alt) = &file.alt {
            json["alt_txt"] = json!(alt);
        }
        json
    }

    /// Whether a picture can be shown in a block.
    pub(crate) fn usable(&self, picture: &Value) -> Result<(), Unusable> {
        let by_id = picture["id"].as_str().and_then(|id| self.files.get(id));
        let by_url = || {
            let url = picture["url"].as_str()?;
            self.files.values().find(|file| url.contains(&format!("/files-pri/{}/", file.id)))
        };
        let Some(file) = by_id.or_else(by_url) else { return Err(Unusable::Wrong("no such file")) };
        let Some(completed) = file.completed else {
            return Err(Unusable::Wrong("the file was never completed"));
        };
        if !file.is_picture() {
            return Err(Unusable::Wrong("the file is no picture"));
        }
        let wait = i64::try_from(self.processing.as_millis()).unwrap();
        if self.now() < completed + wait { Err(Unusable::NotYet) } else { Ok(()) }
    }
}

fn encoded(name: &str) -> String {
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    let one = |byte| if safe(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    name.bytes().map(one).collect()
}

/// `files.getUploadURLExternal`.
pub(super) fn get_upload(world: &mut World, args: &Args) -> Answer {
    let (name, length) = (args.need("filename")?, args.whole("length").unwrap_or_default());
    if length == 0 {
        return Err(Refusal::mistake("invalid_arguments", &["[ERROR] length: 0".to_owned()]));
    }
    let id = world.new_file(BOT_USER, name, length, args.text("alt_txt"));
    Ok(json!({ "upload_url": format!("{}/upload/{id}", world.url), "file_id": id }))
}

/// `files.completeUploadExternal`.
pub(super) fn complete_upload(world: &mut World, args: &Args) -> Answer {
    let list = args.json("files").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut told = vec![];
    let now = world.now();
    for one in &list {
        let fields = one.as_object().into_iter().flat_map(|fields| fields.keys());
        for name in
            fields.filter(|name| !["id", "title", "highlight_type"].contains(&name.as_str()))
        {
            world.tally.violations.push(format!("a completed file has no `{name}`"));
        }
        let id = one["id"].as_str().unwrap_or_default();
        let file = world.files.get_mut(id).filter(|file| file.user == BOT_USER);
        let file = file.ok_or_else(|| Refusal::mistake("file_not_found", &[]))?;
        if file.bytes.is_none() {
            return Err(Refusal::mistake("file_upload_size_mismatch", &[]));
        }
        file.completed.get_or_insert(now);
        if let Some(title) = one["title"].as_str() {
            title.clone_into(&mut file.title);
        }
        told.push(json!({ "id": id, "title": file.title }));
    }
    if told.is_empty() {
        return Err(Refusal::mistake("invalid_arguments", &["[ERROR] files: empty".to_owned()]));
    }
    if let Some(channel) = args.text("channel_id") {
        share(world, channel, &told, args)?;
    }
    Ok(json!({ "files": told }))
}

/// Shares files in a channel: a message of the app's.
fn share(world: &mut World, channel: &str, files: &[Value], args: &Args) -> Result<(), Refusal> {
    let place = world.channels.get(channel).filter(|place| world.sees(place));
    let place = place.ok_or_else(|| Refusal::new("channel_not_found"))?;
    if place.archived {
        return Err(Refusal::new("is_archived"));
    }
    if !place.has_app() {
        return Err(Refusal::new("not_in_channel"));
    }
    let thread = world.thread(channel, args.text("thread_ts"))?;
    let comment = args.text("initial_comment").unwrap_or_default();
    for wrong in blocks::words::wrong(comment) {
        world.violation(format!("in a file's comment: {wrong}"));
    }
    let ts = world.next_ts();
    let mut message = Message::new(ts.clone(), BOT_USER, comment);
    message.thread = thread;
    for file in files {
        let id = file["id"].as_str().unwrap_or_default();
        world.files.get_mut(id).unwrap().shared.push(channel.to_owned());
        message.files.push(world.file_json(id));
    }
    world.channels.get_mut(channel).unwrap().messages.insert(ts.clone(), message);
    world.message_seen(channel, &ts);
    world.tell_message(channel, &ts);
    Ok(())
}

/// `files.info`.
pub(super) fn info(world: &mut World, args: &Args) -> Answer {
    let id = args.need("file")?;
    if !world.files.contains_key(id) {
        return Err(Refusal::new("file_not_found"));
    }
    Ok(json!({ "file": world.file_json(id), "comments": [] }))
}

/// `files.delete`: only what the app sent itself.
pub(super) fn delete(world: &mut World, args: &Args) -> Answer {
    let id = args.need("file")?;
    match world.files.get(id) {
        None => Err(Refusal::new("file_not_found")),
        Some(file) if file.user != BOT_USER => Err(Refusal::new("cant_delete_file")),
        Some(_) => {
            world.files.remove(id);
            Ok(json!({}))
        }
    }
}

/// Takes a file's bytes, as they are or as a part of a form.
pub(crate) async fn upload(
    State(hub): State<Hub>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let _working = hub.work();
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let bytes = if kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
        first_part(request).await
    } else {
        to_bytes(request.into_body(), LARGEST).await.ok()
    };
    let Some(bytes) = bytes else { return StatusCode::BAD_REQUEST.into_response() };
    let fault = hub.change(|world| {
        count(&mut world.tally.requests, "upload");
        world.faults.take("upload")
    });
    let take = || hub.change(|world| world.uploaded(&id, bytes));
    meet(fault, &hub, &scissors, take).await
}

async fn first_part(request: Request) -> Option<Bytes> {
    let mut form = Multipart::from_request(request, &()).await.ok()?;
    form.next_field().await.ok()??.bytes().await.ok()
}

impl World {
    fn uploaded(&mut self, id: &str, bytes: Bytes) -> Response {
        let size = bytes.len();
        let Some(file) = self.files.get_mut(id) else {
            return StatusCode::NOT_FOUND.into_response();
        };
        if file.length != size as u64 {
            let told = file.length;
            self.violation(format!("a file of {size} bytes was said to have {told}"));
            return StatusCode::BAD_REQUEST.into_response();
        }
        file.bytes = Some(bytes);
        count(&mut self.tally.done, "upload");
        format!("OK - {size}").into_response()
    }
}

/// Gives a file's bytes to who has the bot's token and `files:read`; else Slack shows its page.
pub(crate) async fn download(
    State(hub): State<Hub>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    Path((id, _)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let _working = hub.work();
    let fault = hub.change(|world| {
        count(&mut world.tally.requests, "download");
        world.faults.take("download")
    });
    let token = headers.get(AUTHORIZATION).and_then(|token| token.to_str().ok());
    let known = token == Some(&*format!("Bearer {BOT_TOKEN}"));
    let take = || {
        hub.change(|world| {
            let may = known && world.app.scopes.contains("files:read");
            if !may {
                return axum::response::Html("<html>Sign in to Slack</html>").into_response();
            }
            let bytes = world.files.get(&id).and_then(|file| file.bytes.clone());
            bytes.map_or_else(|| StatusCode::NOT_FOUND.into_response(), Bytes::into_response)
        })
    };
    meet(fault, &hub, &scissors, take).await
}
