//! The fake of Discord, driven through a bare serenity client: what a bot may rely on, and what it is refused.

#[allow(dead_code, reason = "the tests of each refusal come next")]
mod bot;
mod conversation;
