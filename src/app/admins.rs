//! `/admins add`, `remove` and `list`: members who may do what admins do because an admin has named
//! them, beside those whom the platform lets manage the community.

pub(super) mod command;
pub mod refusal;
mod view;

use self::command::{AdminsCommand, WHOM};
use super::asking::Asking;
use super::command::Given;
use super::decision::{Decision, Fault};
use super::reply::Reply;
use super::texts::repeated;
use super::{App, finding};
use crate::app::admins::refusal::AdminsRefusal::{
    Many, Named, NotMet, NotNamed, YouAreNamed, YouManage,
};
use crate::store::{Deed, Member};

/// The most members that are named: more would be no list that anybody watches.
const MOST_NAMED: usize = 25;

/// Does what a command asks for.
pub(super) async fn run(
    app: &App,
    asking: &Asking<'_>,
    command: AdminsCommand,
    given: &Given,
) -> Result<Decision, Fault> {
    match command {
        AdminsCommand::Add => add(app, asking, given).await,
        AdminsCommand::Remove => remove(app, asking, given).await,
        AdminsCommand::List => list(app, asking).await,
    }
}

/// Names a member as an admin.
async fn add(app: &App, asking: &Asking<'_>, given: &Given) -> Result<Decision, Fault> {
    let member = whom(app, asking, given).await?;
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
    Ok(Decision::deeds(vec![deed], Reply::one(view::named(asking, &member))))
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
