//! The queues: what waits, what gives way, what lets others pass.

use super::*;
use crate::app::reply::Block;

fn message(key: Option<&str>, text: &str) -> Message {
    let blocks = vec![Block::Paragraph { text: text.into() }];
    let key = key.map(str::to_owned);
    Message { key, ..Message::to_everyone(blocks) }
}

#[test]
fn a_message_that_still_waits_is_replaced_by_the_next_of_its_name() {
    let mut queue = Queue::<String>::default();
    for (key, text) in
        [(Some("a"), "1"), (None, "2"), (Some("a"), "3"), (None, "4"), (Some("b"), "5")]
    {
        queue.put(message(key, text), oneshot::channel().0);
    }
    let waiting: Vec<Message> = queue.items.into_iter().map(|item| item.message).collect();
    assert_eq!(
        waiting,
        [message(Some("a"), "3"), message(None, "2"), message(None, "4"), message(Some("b"), "5")]
    );
}

#[test]
fn an_older_message_never_takes_the_place_of_a_newer_one_of_its_name() {
    let mut queue = Queue::<String>::default();
    let of = |revision, text| Message { revision, ..message(Some("a"), text) };
    for (revision, text) in [(7, "18 answered"), (9, "20 answered"), (8, "19 answered")] {
        queue.put(of(revision, text), oneshot::channel().0);
    }
    assert_eq!(queue.items.len(), 1);
    assert_eq!((&queue.items[0].message, queue.items[0].done.len()), (&of(9, "20 answered"), 3));
    for (revision, older) in [(8, true), (9, false), (10, false), (0, false)] {
        assert_eq!(is_older(&of(revision, ""), 9), older, "{revision}");
    }
}

#[test]
fn a_message_changed_just_now_waits_and_lets_others_pass() {
    let (outbox, now) = (Outbox::<String>::default(), Instant::now());
    let mut queue = Queue::<String>::default();
    queue.put(message(Some("a"), "count"), oneshot::channel().0);
    queue.put(message(None, "news"), oneshot::channel().0);
    outbox.queues().insert("1".to_owned(), queue);
    let last = Changed { at: now, revision: 0, shown: Err("no channel".to_owned()) };
    let changed = HashMap::from([("a".to_owned(), last)]);
    let next = outbox.next("1", &changed, now);
    assert!(matches!(next, Next::Send(item) if item.message.key.is_none()));
    let later = now + BETWEEN_CHANGES;
    let next = outbox.next("1", &changed, now);
    assert!(matches!(next, Next::Wait(until) if until == later));
    let next = outbox.next("1", &changed, later);
    assert!(matches!(next, Next::Send(item) if item.message.key.is_some()));
    assert!(matches!(outbox.next("1", &changed, later), Next::End));
    assert!(outbox.queues().is_empty());
}
