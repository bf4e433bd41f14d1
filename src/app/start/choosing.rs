//! Which community somebody's conversation with the bot alone is about, where they are known in
//! several.

use rand::rngs::StdRng;

use super::{home, view};
use crate::app::App;
use crate::app::asking::Asking;
use crate::app::decision::{Decision, Fault};
use crate::app::reply::{Choice, MOST_CHOICES, Reply};
use crate::app::start::click::HomeClick;
use crate::domain::id::HomeId;
use crate::domain::place::Identity;
use crate::store::{Deed, KnownHome};

/// Does what a button is for.
pub(in crate::app) async fn clicked(
    app: &App,
    asking: &Asking<'_>,
    click: HomeClick,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let person = Identity::new(asking.place.home.platform, asking.id.unwrap_or_default());
    let homes = app.homes_of(&person).await?;
    match click {
        HomeClick::Ask => Ok(offer(app, asking, &homes)),
        HomeClick::Choose(wanted) => choose(app, asking, (person, homes), wanted, rng).await,
    }
}

/// Offers the homes in which the asker is known, by their names. Whether they are still there is
/// looked up behind it.
fn offer(app: &App, asking: &Asking<'_>, homes: &[KnownHome]) -> Decision {
    let (mut named, mut has_another) = (Vec::<(String, HomeId)>::new(), false);
    for known in homes {
        app.look_behind(known.community, [known.member], asking.now);
        if let Some(name) = app.name_of_home(&known.home) {
            has_another |= known.home != asking.place.home;
            named.push((name, known.id));
        }
    }
    if !has_another {
        return Decision::say(Reply::one(view::no_other_home()));
    }
    // Of too many, those where they studied last.
    named.truncate(MOST_CHOICES);
    named.sort_by_cached_key(|(name, _)| name.to_lowercase());
    let choices = named.iter().map(|(name, id)| Choice::new(HomeClick::Choose(*id), name));
    let about = app.name_of_home(&asking.place.home);
    Decision::say(Reply::one(view::which_home(about.as_deref(), choices.collect())))
}

/// Keeps what the asker has chosen, and shows them where they stand there.
async fn choose(
    app: &App,
    asking: &Asking<'_>,
    (person, homes): (Identity, Vec<KnownHome>),
    wanted: HomeId,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let here = &asking.place.home;
    // A press by which a home is chosen takes place in that home, if it can be chosen.
    if !homes.iter().any(|known| known.id == wanted && known.home == *here) {
        return Ok(Decision::say(Reply::one(view::no_home_of_yours())));
    }
    let shown = home(app, asking, rng).await?;
    let name = app.name_of_home(here);
    let mut messages = shown.reply.messages;
    if let Some(message) = messages.first_mut() {
        message.blocks.splice(0..0, view::chosen(name.as_deref(), app.waiting(&homes, here)));
    }
    let reply = Reply { messages, ..Reply::default() };
    Ok(Decision::deeds(vec![Deed::ChooseHome(person, wanted)], reply))
}
