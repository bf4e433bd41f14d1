//! The local page: its doors from outside, its conversations, and a browser that plays.

mod browser;
mod conversation;
mod daily;
mod doors;
mod fields;
mod files;
mod forgetting;
mod keyboard;
mod landing;
mod line;
mod spoiling;
