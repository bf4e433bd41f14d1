//! `/admins add`, `remove` and `list`: members who may do what admins do because an admin has named
//! them, beside those whom the platform lets manage the community.

pub(super) mod command;
pub mod refusal;
mod view;

use rand::rngs::StdRng;

use self::command::{AdminsCommand, WHOM};
use super::asking::Asking;
use super::command::Given;
use super::decision::{Decision, Fault};
use super::reach::Person;
use super::refusal::Refusal;
use super::reply::Reply;
use super::texts::repeated;
use super::{App, finding};
use crate::app::admins::refusal::AdminsRefusal::{
    Bot, Many, Named, NotMet, NotNamed, YouAreNamed, YouManage,
};
use crate::domain::id::MemberId;
use crate::domain::place::Identity;
use crate::store::{Deed, Member, NewMember};

/// The most members that are named: more would be no list that anybody watches.
const MOST_NAMED: usize = 25;

/// Does what a command asks for.
pub(super) async fn run(
    app: &App,
    asking: &Asking<'_>,
    command: AdminsCommand,
    given: &Given,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    match command {
        AdminsCommand::Add => add(app, asking, given, rng).await,
        AdminsCommand::Remove => remove(app, asking, given).await,
        AdminsCommand::List => list(app, asking).await,
    }
}

/// Names a member as an admin; one who has said nothing here yet is met by that.
async fn add(
    app: &App,
    asking: &Asking<'_>,
    given: &Given,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let (member, met) = match whom(app, asking, given).await {
        Err(unmet @ Fault::Refused(Refusal::Admins(NotMet { .. }))) => {
            match finding::stranger(app, asking, given.required(&WHOM)).await {
                Some(person) if person.is_bot => return Err(Bot { name: person.name }.into()),
                Some(person) => {
                    let new = new_member(asking, given, person, rng);
                    (new.member(), Some(Deed::MeetMember(new)))
                }
                None => return Err(unmet),
            }
        }
        found => (found?, None),
    };
    let named = app.store.named_admins(asking.community.id).await?;
    if named.iter().any(|admin| admin.member == member.id) {
        let is_asker = member.id == asking.member.id;
        let refusal = if is_asker { YouAreNamed } else { Named { name: member.name } };
        return Err(refusal.into());
    }
    if named.len() >= MOST_NAMED {
        return Err(Many { most: MOST_NAMED }.into());
    }
    let (community, by) = (asking.community.id, asking.member.id);
    let deed = Deed::NameAdmin { community, member: member.id, by };
    let deeds = met.into_iter().chain([deed]).collect();
    Ok(Decision::deeds(deeds, Reply::one(view::named(asking, &member))))
}

/// Somebody whom the platform knows by the id that was given, as a member.
fn new_member(asking: &Asking<'_>, given: &Given, person: Person, rng: &mut StdRng) -> NewMember {
    let id = finding::bare(given.required(&WHOM)).trim();
    NewMember {
        id: MemberId::fresh(asking.now, rng),
        community: asking.community.id,
        identity: Identity::new(asking.place.home.platform, id),
        name: person.name,
        zone: None,
    }
}

/// Takes back that a member was named. The last one may go like others: whom the platform lets
/// manage the community can always name somebody again.
async fn remove(app: &App, asking: &Asking<'_>, given: &Given) -> Result<Decision, Fault> {
    let member = whom(app, asking, given).await?;
    let named = app.store.named_admins(asking.community.id).await?;
    if !named.iter().any(|admin| admin.member == member.id) {
        let is_asker = member.id == asking.member.id;
        let refusal = if is_asker { YouManage } else { NotNamed { name: member.name } };
        return Err(refusal.into());
    }
    let message = view::dismissed(asking, &member, named.len() > 1);
    Ok(Decision::deeds(vec![Deed::DismissAdmin(member.id)], Reply::one(message)))
}

/// Shows who is named.
async fn list(app: &App, asking: &Asking<'_>) -> Result<Decision, Fault> {
    let named = app.store.named_admins(asking.community.id).await?;
    Ok(Decision::say(Reply::one(view::list(&named, asking.community.zone))))
}

/// The member whom the command is about.
async fn whom(app: &App, asking: &Asking<'_>, given: &Given) -> Result<Member, Fault> {
    let name = given.required(&WHOM);
    let found = finding::member_called(app, asking, name).await?;
    found.ok_or_else(|| NotMet { given: repeated(finding::bare(name)) }.into())
}
