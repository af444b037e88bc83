//! Keeping a view, letting it go, and which there are.

use shared::account::{Right, Role};
use shared::api::lists::{LONGEST_VIEW_NAME, LONGEST_VIEW_QUERY, MOST_VIEWS, NewView, View, ViewList};
use shared::ids::ViewId;
use shared::refusal::Code;

use super::store::{self, Kept};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::audit::{self, Record};
use crate::cases::asked::{self, Asking};
use crate::db::Tx;
use crate::error::{Result, refuse};

/// At most so many shared views are shown: a desk has a few, and all accounts of a city together could keep very many.
const MOST_SHARED: i64 = 200;

/// Says whether a role may share what it keeps with everybody of its jurisdiction.
const fn may_share(role: Role) -> bool {
    matches!(role, Role::Supervisor | Role::Leader | Role::Admin)
}

/// Returns the caller's own views, then those that others share with it.
pub async fn list(app: &App, caller: &Caller) -> Result<ViewList> {
    caller.may(Right::KeepViews)?;
    let mut reader = app.db.read().await?;
    let most = i64::try_from(MOST_VIEWS).unwrap_or(i64::MAX);
    let mut kept = store::own(&mut reader, caller.account.id, most).await?;
    kept.extend(store::shared(&mut reader, &caller.account.jurisdiction, caller.account.id, MOST_SHARED).await?);
    let views = kept.into_iter().map(|kept| view(caller, kept)).collect();
    Ok(ViewList { views, may_share: may_share(caller.account.role) })
}

/// Keeps a view. The same one once more changes nothing.
pub async fn keep(app: &App, tx: &mut Tx, caller: &Caller, new: &NewView) -> Result<View> {
    caller.may(Right::KeepViews)?;
    if new.shared && !may_share(caller.account.role) {
        return refuse(Code::NotAllowed, "shared: takes a supervisor, a leader or an administrator");
    }
    let kept = Kept {
        id: new.id,
        account: caller.account.id,
        area: caller.account.jurisdiction.clone(),
        name: name(&new.name)?,
        shows: new.shows,
        query: query(app, caller, &new.query)?,
        is_shared: new.shared,
        author: caller.account.name.clone(),
    };
    store::hold(tx, caller.account.id).await?;
    if let Some(there) = store::find(tx, new.id).await? {
        return if there == kept {
            Ok(view(caller, there))
        } else {
            refuse(Code::OperationChanged, "a view with this id was kept before, with other content")
        };
    }
    if store::count(tx, caller.account.id).await? >= MOST_VIEWS {
        return refuse(Code::TooManyViews, format!("{MOST_VIEWS} views are kept already"));
    }
    if !store::insert(tx, &kept, app.clock.now()).await? {
        return refuse(Code::OperationChanged, "a view with this id was kept before, with other content");
    }
    tell(app, tx, caller, &kept, "view_keep").await?;
    Ok(view(caller, kept))
}

/// Lets a view go: one's own, or one that is shared, for whoever may share.
pub async fn let_go(app: &App, tx: &mut Tx, caller: &Caller, id: ViewId) -> Result<()> {
    caller.may(Right::KeepViews)?;
    let Some(kept) = store::find(tx, id).await?.filter(|kept| is_seen(caller, kept)) else {
        return refuse(Code::NotFound, format!("no view {id} here"));
    };
    if !may_drop(caller, &kept) {
        return refuse(Code::NotAllowed, "somebody else shares it; a supervisor, a leader or an administrator may");
    }
    store::remove(tx, id).await?;
    tell(app, tx, caller, &kept, "view_drop").await
}

fn is_seen(caller: &Caller, kept: &Kept) -> bool {
    kept.account == caller.account.id || (kept.is_shared && kept.area == caller.account.jurisdiction)
}

fn may_drop(caller: &Caller, kept: &Kept) -> bool {
    kept.account == caller.account.id
        || (kept.is_shared && kept.area == caller.account.jurisdiction && may_share(caller.account.role))
}

fn view(caller: &Caller, kept: Kept) -> View {
    let (own, may_drop) = (kept.account == caller.account.id, may_drop(caller, &kept));
    let Kept { id, name, query, shows, is_shared, author, .. } = kept;
    View { id, name, query, shows, shared: is_shared, author, own, may_drop }
}

/// Says what is wrong with a name, or returns it without what stands round it.
fn name(text: &str) -> Result<String> {
    let name = text.trim();
    if name.is_empty() || name.chars().count() > LONGEST_VIEW_NAME {
        return refuse(Code::BadValue, format!("name: 1 to {LONGEST_VIEW_NAME} characters"));
    }
    if name.chars().any(char::is_control) {
        return refuse(Code::BadValue, "name: it is one line");
    }
    Ok(name.to_owned())
}

/// Says what is wrong with a filter, or returns it: it has to be one that a list answers.
fn query(app: &App, caller: &Caller, text: &str) -> Result<String> {
    let query = text.trim().trim_start_matches('?');
    if query.len() > LONGEST_VIEW_QUERY {
        return refuse(Code::BadValue, format!("query: at most {LONGEST_VIEW_QUERY} bytes"));
    }
    let asked = asked::of_query(query)?;
    if asked.before.is_some() || asked.limit.is_some() {
        return refuse(Code::BadValue, "query: a view is a filter; where a page begins is none");
    }
    let asking = Asking { city: &app.city(), caller, now: app.clock.now() };
    asked.read(asking)?;
    Ok(query.to_owned())
}

async fn tell(app: &App, tx: &mut Tx, caller: &Caller, kept: &Kept, action: &'static str) -> Result<()> {
    let record = Record {
        actor: &caller.account.actor(),
        area: &kept.area,
        action,
        subject: format!("view {}", kept.id),
        operation: None,
        detail: if kept.is_shared { "shared".to_owned() } else { String::new() },
    };
    audit::record(tx, &*app.random, app.clock.now(), record).await
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_name_is_one_short_line() {
        assert_eq!(name("  超期的 ").unwrap(), "超期的");
        for bad in ["", "  ", "a\nb", &"长".repeat(41)] {
            assert!(name(bad).is_err(), "{bad}");
        }
    }
}
