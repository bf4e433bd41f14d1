//! Workspaces in a test's hands.

use serde_json::json;

use super::super::people::{Kind, Role, Team};
use super::super::world::Standing;
use super::super::{BOT_USER, Hub};
use super::channel::Channel;
use super::member::Member;

/// A workspace.
#[derive(Clone)]
pub(crate) struct Workspace {
    pub(super) hub: Hub,
    pub(super) id: String,
}

impl Hub {
    /// A new workspace. The first one has the app; of an organisation, all have it.
    pub(crate) fn workspace(&self, name: &str) -> Workspace {
        let id = self.change(|world| {
            let id = world.next_id("T");
            let own = world.teams.is_empty() || world.organisation.is_some();
            let domain = name.to_lowercase().replace(' ', "-");
            let team = Team { id: id.clone(), name: name.to_owned(), domain, own };
            world.teams.insert(id.clone(), team);
            id
        });
        Workspace { hub: self.clone(), id }
    }
}

impl Workspace {
    /// Its id.
    pub(crate) fn id(&self) -> String {
        self.id.clone()
    }

    /// A new public channel with everybody and the app in it.
    pub(crate) fn channel(&self, name: &str) -> Channel {
        self.new_channel(name, Kind::Public, true)
    }

    /// A new private channel with everybody and the app in it.
    pub(crate) fn private_channel(&self, name: &str) -> Channel {
        self.new_channel(name, Kind::Private, true)
    }

    /// A new public channel with everybody but the app.
    pub(crate) fn channel_without_app(&self, name: &str) -> Channel {
        self.new_channel(name, Kind::Public, false)
    }

    fn new_channel(&self, name: &str, kind: Kind, with_app: bool) -> Channel {
        let id = self.hub.change(|world| {
            let id = world.new_channel(&self.id, name, kind);
            let all = world.users.values().filter(|user| user.team == self.id);
            let mut members: Vec<String> = all.map(|user| user.id.clone()).collect();
            members.extend(with_app.then(|| BOT_USER.to_owned()));
            world.channels.get_mut(&id).unwrap().members.extend(members);
            id
        });
        Channel { hub: self.hub.clone(), id }
    }

    /// Somebody new, in all channels that there are.
    pub(crate) fn member(&self, name: &str) -> Member {
        self.new_member(name, Role::Member)
    }

    /// Somebody new who manages the workspace.
    pub(crate) fn admin(&self, name: &str) -> Member {
        self.new_member(name, Role::Admin)
    }

    /// Somebody new whose workspace it is.
    pub(crate) fn owner(&self, name: &str) -> Member {
        self.new_member(name, Role::Owner)
    }

    /// A new guest.
    pub(crate) fn guest(&self, name: &str) -> Member {
        self.new_member(name, Role::Guest)
    }

    /// Another app's bot.
    pub(crate) fn bot(&self, name: &str) -> Member {
        self.new_member(name, Role::Bot)
    }

    fn new_member(&self, name: &str, role: Role) -> Member {
        let id = self.hub.change(|world| {
            let id = world.new_user(&self.id, name, role);
            let channels = world.channels.values_mut();
            let open = |kind| kind == Kind::Public || kind == Kind::Private;
            for channel in channels.filter(|one| one.team == self.id && open(one.kind)) {
                channel.members.insert(id.clone());
            }
            id
        });
        Member { hub: self.hub.clone(), id }
    }

    /// Takes the app out of the workspace: its token works no more.
    pub(crate) fn uninstall_app(&self) {
        self.hub.change(|world| {
            world.tell(
                json!({ "type": "tokens_revoked", "tokens": { "oauth": [], "bot": [BOT_USER] } }),
                &self.id,
                None,
            );
            world.tell(json!({ "type": "app_uninstalled" }), &self.id, None);
            if world.organisation.is_some() {
                world.teams.get_mut(&self.id).unwrap().own = false;
            } else {
                world.app.standing = Standing::Uninstalled;
            }
        });
    }

    /// Installs the app again, under the same tokens.
    pub(crate) fn reinstall(&self) {
        self.hub.change(|world| {
            world.teams.get_mut(&self.id).unwrap().own = true;
            world.app.standing = Standing::Installed;
        });
    }
}
