//! Signing in.

use std::io::BufRead as _;
use std::path::Path;

use anyhow::Context as _;
use app_bridge::ask::Ask;
use app_bridge::told::{Start, Told};
use app_core::core::Core;
use app_core::error::Error;
use app_core::session::Proof;
use serde_json::json;

use crate::Failed;
use crate::say::Say;

/// Signs in with a password, and the code of a second factor where the account has one.
pub async fn login(
    core: &Core,
    say: &Say,
    server: &str,
    user: &str,
    password_file: &Path,
    code: Option<String>,
) -> Result<(), Failed> {
    let password = first_line(password_file)?;
    core.sign_in(server, Proof::Password { user: user.to_owned(), password, code }).await?;
    signed_in(core, say).await
}

/// Signs in with an enrolment link.
pub async fn enroll(core: &Core, say: &Say, link: &str) -> Result<(), Failed> {
    core.enrol(link).await?;
    signed_in(core, say).await
}

/// Returns what this device is.
pub async fn start(core: &Core) -> Result<Start, Failed> {
    match core.tell(Ask::Start).await? {
        Told::Start(start) => Ok(start),
        other => Err(unexpected(&other)),
    }
}

/// An answer of another kind than the question.
pub fn unexpected(told: &Told) -> Failed {
    Failed::Core(Error::Bug(format!("an answer of another kind: {told:?}")))
}

async fn signed_in(core: &Core, say: &Say) -> Result<(), Failed> {
    let start = start(core).await?;
    let Some(account) = &start.account else {
        return Err(Failed::Core(Error::Bug("signed in as nobody".to_owned())));
    };
    let document = json!({
        "user": account.user,
        "name": account.name,
        "role": account.role,
        "jurisdiction": account.jurisdiction,
        "server": start.server,
        "device": core.device(),
        "training": start.training,
        "ready": start.ready,
    });
    let line = match say.language {
        crate::args::Language::Zh => format!("已登录：{}（{}）", account.name, account.jurisdiction_name),
        crate::args::Language::En => format!("Signed in: {} ({})", account.name, account.jurisdiction_name),
    };
    say.result(&document, &[line]);
    if start.training {
        say.aside("这是训练城市，案件不计入考核", "This is a training city; no case counts");
    }
    if start.ready {
        return Ok(());
    }
    say.aside("网格和类别资料还没有取到", "The grids and categories are not here yet");
    Err(Failed::Said)
}

/// Reads a secret that stands in a file of its own.
pub fn first_line(file: &Path) -> anyhow::Result<String> {
    let mut line = String::new();
    if file == Path::new("-") {
        std::io::stdin().lock().read_line(&mut line).context("read from standard input")?;
    } else {
        let opened = std::fs::File::open(file).with_context(|| format!("open {}", file.display()))?;
        std::io::BufReader::new(opened).read_line(&mut line).with_context(|| format!("read {}", file.display()))?;
    }
    Ok(line.trim_end_matches(['\n', '\r']).to_owned())
}
