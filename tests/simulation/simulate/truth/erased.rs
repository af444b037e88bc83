//! Orders of the desk: what was put away does not come back and the desk hears of it; a phone that was erased is as new.
//! What it held is looked for with everything else, in `arrived` and `walked`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use anyhow::{Context as _, Result, bail};
use app_bridge::ask::Ask;
use app_bridge::told::Told;
use shared::ids::{DeviceId, OrderId};

use super::broken;
use super::rows::{self, PhoneRows};
use crate::phone::Phone;
use crate::run::Run;

/// Tables that hold what somebody put in, or what the server told.
const EMPTY: [&str; 8] = ["session", "cases", "tasks", "operations", "photos", "drafts", "track_pieces", "orders"];

/// Looks at a phone that was erased: nothing is left of who had it.
pub fn is_new(phone: &Phone, before: DeviceId) -> Result<()> {
    let number = phone.number;
    let Told::Start(start) = phone.tell(Ask::Start)?? else { bail!("asked to start, told something else") };
    if start.account.is_some() || start.server.is_some() {
        return broken(0, format!("phone {number} was erased, and knows whose it was"));
    }
    for table in EMPTY {
        let sql = format!("select count(*) from {table}");
        let rows: i64 = phone.database()?.query_row(&sql, [], |row| row.get(0))?;
        if rows > 0 {
            return broken(0, format!("phone {number} was erased, and has {rows} rows of {table}"));
        }
    }
    let files = names(&phone.folder.join("home/files"))?;
    if files.iter().any(|name| name != "device") {
        return broken(0, format!("phone {number} was erased, and has the files {files:?}"));
    }
    if names(&phone.folder.join("keys"))?.contains(&format!("{before}.key")) {
        return broken(0, format!("phone {number} was erased, and its key is still there"));
    }
    Ok(())
}

fn names(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).with_context(|| format!("look into {}", folder.display()))?;
    entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}

/// What somebody put away is not shown again.
pub fn put_away(run: &Run) -> Result<()> {
    let phones: BTreeSet<usize> = run.orders.put_away.iter().map(|(phone, _)| *phone).collect();
    for number in phones {
        let Some(phone) = run.phones.get(number) else { continue };
        if let Some(order) = shown(phone)?.into_iter().find(|order| run.orders.put_away.contains(&(number, *order))) {
            return broken(0, format!("phone {number} shows order {order} again, which was put away"));
        }
    }
    Ok(())
}

/// What a phone shows of orders is what is open at the server, and no phone has yet to erase itself.
pub fn answered(run: &Run, phones: &[Rc<PhoneRows>]) -> Result<()> {
    for (phone, rows) in run.phones.iter().zip(phones) {
        let number = phone.number;
        if phone.is_marked() {
            return broken(0, format!("phone {number} was to be erased, and did not end it"));
        }
        let (Some(account), true) = (rows.account, rows.is_signed_in && !run.withdrawn.contains(&number)) else {
            continue;
        };
        let (here, there) = (shown(phone)?, rows::open_nudges(&run.server, phone.core()?.device(), account)?);
        if here != there {
            return broken(4, format!("phone {number} shows orders {here:?}, and open at the server are {there:?}"));
        }
    }
    Ok(())
}

fn shown(phone: &Phone) -> Result<BTreeSet<OrderId>> {
    let Told::Orders(cards) = phone.tell(Ask::Orders)?? else { bail!("asked for orders, told something else") };
    Ok(cards.into_iter().map(|card| card.id).collect())
}
