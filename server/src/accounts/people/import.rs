//! Many accounts from a sheet: looked at, then taken; all of it or nothing.

use std::collections::BTreeSet;

use shared::account::{Right, Role};
use shared::api::people::{
    AccountImport, AccountImportLine, AccountImportReport, AccountImportWish, AccountLineOutcome, FirstSignIn,
    MOST_LINES,
};
use shared::ids::{AccountId, JurisdictionId, UnitId, UserName};
use shared::refusal::{Code, Refusal};

use super::store::accounts as rows;
use super::{desk, first, rules};
use crate::accounts::caller::{Account, Caller};
use crate::accounts::store::accounts as store;
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result, refuse};

/// What columns are called, in English and in Chinese.
const COLUMNS: [(&str, &str); 6] = [
    ("user", "用户名"),
    ("name", "姓名"),
    ("role", "角色"),
    ("jurisdiction", "辖区"),
    ("unit", "责任单位"),
    ("grids", "责任网格"),
];

/// What an office calls the roles.
const ROLES: [(&str, Role); 11] = [
    ("采集员", Role::Collector),
    ("核查员", Role::Inspector),
    ("受理员", Role::Acceptor),
    ("值班长", Role::ShiftLeader),
    ("派遣员", Role::Dispatcher),
    ("责任单位", Role::Unit),
    ("处置人员", Role::Handler),
    ("考核员", Role::Evaluator),
    ("督导", Role::Supervisor),
    ("领导", Role::Leader),
    ("管理员", Role::Admin),
];

/// A line as it stands in the sheet; nothing where there is no such column.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Line {
    number: u64,
    user: String,
    name: Option<String>,
    role: Option<String>,
    jurisdiction: Option<String>,
    unit: Option<String>,
    grids: Option<String>,
}

/// Looks at a sheet, or takes it.
pub async fn import(app: &App, caller: &Caller, import: &AccountImport) -> Result<AccountImportReport> {
    caller.may(Right::ManageAccounts)?;
    let lines = read(&import.csv)?;
    // Before a writer is taken. Who signs in by a link alone shares the hash of what nobody knows.
    let secrets = secrets(app, import, lines.len()).await?;
    let mut tx = app.db.write().await?;
    rows::hold_admins(&mut tx).await?;
    let mut report = AccountImportReport { taken: false, added: 0, changed: 0, same: 0, wrong: 0, lines: Vec::new() };
    let mut known = BTreeSet::new();
    for (line, secret) in lines.iter().zip(&secrets) {
        let done = if known.insert(line.user.clone()) {
            take(app, &mut tx, caller, line, (import.first, &secret.hash)).await
        } else {
            refuse(Code::BadValue, "user: it stands in the sheet twice")
        };
        let (outcome, code, detail) = match done {
            Ok((outcome, detail)) => (outcome, None, detail),
            Err(Error::Refused(Refusal { code, detail })) => {
                (AccountLineOutcome::Wrong, Some(code), detail.unwrap_or_default())
            }
            Err(error @ (Error::Transient { .. } | Error::Fault(_))) => return Err(error),
        };
        match outcome {
            AccountLineOutcome::Add => report.added += 1,
            AccountLineOutcome::Change => report.changed += 1,
            AccountLineOutcome::Same => report.same += 1,
            AccountLineOutcome::Wrong => report.wrong += 1,
        }
        let password = secret.password.clone().filter(|_| outcome == AccountLineOutcome::Add);
        let name = line.name.clone().unwrap_or_default();
        report.lines.push(AccountImportLine {
            line: line.number,
            user: line.user.clone(),
            name,
            outcome,
            code,
            detail,
            password,
        });
    }
    if import.wish == AccountImportWish::Take && report.wrong == 0 {
        tx.commit().await?;
        report.taken = true;
    } else {
        tx.rollback().await?;
        for line in &mut report.lines {
            line.password = None;
        }
    }
    Ok(report)
}

/// What somebody first signs in with, and what is stored for it.
struct Secret {
    password: Option<String>,
    hash: String,
}

async fn secrets(app: &App, import: &AccountImport, count: usize) -> Result<Vec<Secret>> {
    let mut secrets = Vec::with_capacity(count);
    let shared_hash = first::nobodys_hash(app).await?;
    for _ in 0..count {
        // What is only looked at is rolled back: no password needs to be hashed for that.
        secrets.push(match (import.first, import.wish) {
            (FirstSignIn::Password, AccountImportWish::Take) => {
                let password = first::password(app);
                let hash = first::hash(app, &password).await?;
                Secret { password: Some(password), hash }
            }
            (FirstSignIn::Link, _) | (FirstSignIn::Password, AccountImportWish::Look) => {
                Secret { password: None, hash: shared_hash.clone() }
            }
        });
    }
    Ok(secrets)
}

async fn take(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    line: &Line,
    (way_in, hash): (FirstSignIn, &str),
) -> Result<(AccountLineOutcome, String)> {
    let user: UserName = parsed("user", &line.user)?;
    let Some(before) = store::by_user(tx, user.as_str()).await?.map(|stored| stored.account) else {
        let account = new(app, caller, line, user)?;
        let grids = grids(line.grids.as_deref().unwrap_or_default());
        rules::own_people(caller, &account)?;
        rules::fits(&app.city(), &account, &grids)?;
        rules::way_in(app, &account, way_in)?;
        desk::insert(app, tx, caller, &account, &grids, hash).await?;
        return Ok((AccountLineOutcome::Add, String::new()));
    };
    // One of somebody else's people: that it is theirs is all that is said.
    rules::own_people(caller, &before)?;
    store::hold(tx, before.id).await?;
    let role = said(line.role.as_deref()).map_or(Ok(before.role), role)?;
    let unit = match said(line.unit.as_deref()) {
        Some(unit) => Some(parsed("unit", unit)?),
        None => before.unit.clone().filter(|_| role.is_of_unit()),
    };
    let after = Account {
        name: said(line.name.as_deref()).map_or(Ok(before.name.clone()), rules::name)?,
        role,
        jurisdiction: said(line.jurisdiction.as_deref())
            .map_or(Ok(before.jurisdiction.clone()), |text| parsed("jurisdiction", text))?,
        unit,
        ..before.clone()
    };
    let grids = match &line.grids {
        Some(text) => grids(text),
        None => first::tidy(&store::grids(tx, before.id).await?),
    };
    let detail = desk::apply(app, tx, caller, &before, &after, &grids).await?;
    Ok((if detail.is_empty() { AccountLineOutcome::Same } else { AccountLineOutcome::Change }, detail))
}

fn new(app: &App, caller: &Caller, line: &Line, user: UserName) -> Result<Account> {
    let Some(role_word) = said(line.role.as_deref()) else {
        return refuse(Code::BadValue, "role: a new account needs one");
    };
    let jurisdiction: JurisdictionId = match said(line.jurisdiction.as_deref()) {
        Some(text) => parsed("jurisdiction", text)?,
        None => caller.account.jurisdiction.clone(),
    };
    let unit: Option<UnitId> = said(line.unit.as_deref()).map(|text| parsed("unit", text)).transpose()?;
    Ok(Account {
        id: AccountId(app.random.uuid_v7(app.clock.now())),
        user,
        name: rules::name(line.name.as_deref().unwrap_or_default())?,
        role: role(role_word)?,
        jurisdiction,
        unit,
        disabled: false,
    })
}

/// A cell that says something.
fn said(cell: Option<&str>) -> Option<&str> {
    cell.filter(|text| !text.is_empty())
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(column: &str, text: &str) -> Result<T> {
    text.parse().map_err(|error: T::Err| Error::Refused(Refusal::because(Code::BadValue, format!("{column}: {error}"))))
}

fn role(word: &str) -> Result<Role> {
    let in_chinese = || ROLES.iter().find(|(known, _)| *known == word).map(|(_, role)| *role);
    match Role::parse(word).or_else(in_chinese) {
        Some(role) => Ok(role),
        None => refuse(Code::BadValue, format!("role: there is no role {word}")),
    }
}

fn grids(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, '|' | ';' | ',' | '、' | '，'));
    first::tidy(&parts.map(str::to_owned).collect::<Vec<_>>())
}

/// Reads a sheet; its columns are found by their names.
fn read(csv: &str) -> Result<Vec<Line>> {
    let csv = csv.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(csv.as_bytes());
    let unreadable = |error: csv::Error| Error::Refused(Refusal::because(Code::BadValue, format!("csv: {error}")));
    let headers = reader.headers().map_err(unreadable)?.clone();
    let column = |(en, zh): (&str, &str)| headers.iter().position(|name| name.eq_ignore_ascii_case(en) || name == zh);
    let [user, name, role, jurisdiction, unit, grids] = COLUMNS.map(column);
    let Some(user) = user else { return refuse(Code::BadValue, "csv: no column is called user or 用户名") };
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        let cell = |column: Option<usize>| column.map(|column| record.get(column).unwrap_or_default().to_owned());
        if record.iter().all(str::is_empty) {
            continue;
        }
        if lines.len() == MOST_LINES {
            return refuse(Code::BadValue, format!("csv: at most {MOST_LINES} lines at once"));
        }
        lines.push(Line {
            number: record.position().map_or(0, csv::Position::line),
            user: cell(Some(user)).unwrap_or_default(),
            name: cell(name),
            role: cell(role),
            jurisdiction: cell(jurisdiction),
            unit: cell(unit),
            grids: cell(grids),
        });
    }
    if lines.is_empty() {
        return refuse(Code::BadValue, "csv: there is nobody in it");
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use shared::account::Role;

    use super::{Line, grids, read, role};

    #[test]
    fn columns_are_found_by_their_names_in_either_language() {
        let expected = Line {
            number: 2,
            user: "wang".to_owned(),
            name: Some("王".to_owned()),
            role: Some("collector".to_owned()),
            ..Line::default()
        };
        assert_eq!(read("\u{feff}Role,user,name\ncollector, wang ,王\n\n").unwrap(), std::slice::from_ref(&expected));
        let chinese = read("用户名,姓名,角色\nwang,王,collector\n").unwrap();
        assert_eq!(chinese, [expected]);
    }

    #[test]
    fn a_sheet_that_says_nothing_is_refused() {
        for bad in ["", "name\n王\n", "user,name\n", "user\n\n,\n"] {
            assert!(read(bad).is_err(), "{bad}");
        }
        let many = format!("user\n{}", "wang\n".repeat(501));
        assert!(read(&many).is_err());
    }

    #[test]
    fn roles_and_grids_are_read_as_an_office_writes_them() {
        assert_eq!(role("核查员").unwrap(), Role::Inspector);
        assert_eq!(role("shift_leader").unwrap(), Role::ShiftLeader);
        assert!(role("king").is_err());
        assert_eq!(grids("610112-Z1、610112-Z0 610112-Z1"), ["610112-Z0", "610112-Z1"]);
    }
}
