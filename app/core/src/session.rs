//! Signing in, staying signed in, signing out.
//!
//! The credential is the device's key: a token past its time is renewed by signing a challenge, so expiry never makes
//! saved work unsendable. Another account may sign in only when nothing of the first one's is left here.

use app_bridge::told::{Start, Warning};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::Signer as _;
use shared::api::session::{Challenge, ChallengeRequest, DeviceKey, Enrolment, Renewal, Session, SignIn};
use shared::ids::AccountId;
use shared::place::crs::Crs;
use shared::place::fix::{Fix, Source};
use shared::place::point::Degree;
use shared::refusal::{Code, Refusal};

use crate::core::Inner;
use crate::error::{Error, Result};
use crate::leaving;
use crate::lock;
use crate::outbox;
use crate::store::notices::Notice;
use crate::store::session::SignedIn;
use crate::sync::api::{Api, Call};

/// How a person proves who they are.
#[derive(Clone)]
pub enum Proof {
    /// By user name and password.
    Password {
        /// The user name.
        user: String,
        /// The password; goes to the server and nowhere else.
        password: String,
        /// The code of a second factor, where the account has one.
        code: Option<String>,
    },
    /// By the code of an enrolment link.
    Enrolment {
        /// The code.
        code: String,
    },
}

/// Signs in at a server. The packs come with the next round.
pub async fn sign_in(core: &Inner, server: &str, proof: Proof) -> Result<()> {
    let server = address(server)?;
    let device =
        DeviceKey { id: core.device.id, public_key: BASE64.encode(core.device.key.verifying_key().to_bytes()) };
    let before = core.store.read(|r| r.session())?;
    if let (Some(before), Proof::Password { user, .. }) = (&before, &proof)
        && (before.account.user.as_str() != user || before.server_url != server)
    {
        nothing_unsent(core)?;
    }
    let is_link = matches!(proof, Proof::Enrolment { .. });
    // Before the link is used up: another account cannot come in while this one's work waits.
    let only_for = match &before {
        Some(before) if is_link && before.server_url == server => only_for(core, before)?,
        Some(_) if is_link => {
            nothing_unsent(core)?;
            None
        }
        Some(_) | None => None,
    };
    let api = Api::new(&*core.world.transport, &server);
    let call = match proof {
        Proof::Password { user, password, code } => {
            Call::post("/api/v1/session", &SignIn { user, password, device: Some(device), code })?
        }
        Proof::Enrolment { code } => Call::post("/api/v1/session/enroll", &Enrolment { code, device, only_for })?,
    };
    let session: Session = api.json(&call, None).await.map_err(|error| if is_link { spent(error) } else { error })?;
    keep(core, before, server, session)
}

/// A server says no more of a bad link than of a bad password; the person needs to hear that it is the link.
fn spent(error: Error) -> Error {
    match error {
        Error::Refused(refusal) if refusal.code == Code::BadCredentials => {
            Error::Refused(Refusal { code: Code::LinkSpent, ..refusal })
        }
        other => other,
    }
}

fn keep(core: &Inner, before: Option<SignedIn>, server_url: String, session: Session) -> Result<()> {
    let same_server = before.as_ref().is_some_and(|before| before.server_id == session.server.id);
    let same = same_server && before.as_ref().is_some_and(|before| before.account.id == session.account.id);
    if let Some(before) = before.as_ref().filter(|_| !same) {
        if before.server_id == session.server.id && before.epoch != session.server.epoch {
            // Restored since the first account was last told: it may have lost what that one handed in, and nobody else
            // can hand it in again.
            core.store.write(|w| outbox::offer_again(w, core.world.clock.wall()))?;
        }
        nothing_unsent(core)?;
    }
    // Another account's rows, where some stay because they were saved here, are of a generation before.
    let generation = before.as_ref().map_or(1, |before| before.generation.saturating_add(1));
    let new = SignedIn {
        account: session.account,
        server_url,
        server_id: session.server.id,
        epoch: session.server.epoch,
        sealing_key: session.server.sealing_key,
        token: session.token,
        expires: session.expires,
        signed_out: false,
        scope_version: 0,
        cursor: String::new(),
        signing_key: session.server.signing_key,
        generation,
        taking: true,
        scope_purged: 0,
        near_since: None,
    };
    let signed_in = match before {
        Some(before) if same => SignedIn {
            scope_version: before.scope_version,
            cursor: before.cursor,
            generation: before.generation,
            taking: before.taking,
            scope_purged: before.scope_purged,
            near_since: before.near_since,
            // What the account has become is kept when its scope begins anew, after what waits here has gone.
            account: before.account,
            epoch: before.epoch,
            ..new
        },
        Some(_) | None => new,
    };
    let now = core.world.clock.wall();
    core.store.write(|w| {
        if !same {
            // What the account before had heard of is not this one's to see.
            w.purge_tasks(u64::MAX)?;
            w.purge_cases(u64::MAX)?;
            w.purge_nearby(u64::MAX)?;
            w.forget_desk()?;
            w.forget_reads()?;
            w.forget_last_known()?;
            if same_server {
                w.leave_orders()?;
            } else {
                w.forget_orders()?;
            }
        }
        w.put_session(&signed_in, now)
    })?;
    core.forget_packs();
    Ok(())
}

/// Says for whom alone a link of the same server may be while work is unsent: nobody here can tell whose link it is, and
/// the person's own may be the only way in again.
fn only_for(core: &Inner, before: &SignedIn) -> Result<Option<AccountId>> {
    match nothing_unsent(core) {
        Ok(()) => Ok(None),
        Err(Error::Refused(_)) => Ok(Some(before.account.id)),
        Err(error) => Err(error),
    }
}

fn nothing_unsent(core: &Inner) -> Result<()> {
    let (operations, photos) = core.store.read(|r| Ok((r.operations_waiting()?, r.photos_waiting()?)))?;
    if operations.count == 0 && photos.count == 0 {
        return Ok(());
    }
    let detail = format!("{} operations and {} photos wait", operations.count, photos.count);
    Err(Refusal::because(Code::UnsentWork, detail).into())
}

/// Signs out; refused while work is unsent. The home keeps belonging to the account; what the server can tell again goes.
pub fn sign_out(core: &Inner) -> Result<()> {
    nothing_unsent(core)?;
    let fetched = core.store.read(|r| r.pictures())?;
    core.store.write(|w| w.sign_out())?;
    core.forget_packs();
    leaving::remove_files(core, &fetched);
    Ok(())
}

/// Gets a new token for the device's key, and returns it.
pub async fn renew(core: &Inner, api: &Api<'_>) -> Result<String> {
    let device = core.device.id;
    let asked: Challenge =
        api.json(&Call::post("/api/v1/session/challenge", &ChallengeRequest { device })?, None).await?;
    let signature = core.device.key.sign(asked.challenge.as_bytes());
    let renewal = Renewal { device, challenge: asked.challenge, signature: BASE64.encode(signature.to_bytes()) };
    let session: Session = api.json(&Call::post("/api/v1/session/renew", &renewal)?, None).await?;
    // A server that was restored may remember who had this device before: under that name our work is nobody's.
    if session.account.id != core.store.read(|r| r.signed_in())?.account.id {
        let detail = format!("the server knows this device as {}'s", session.account.user);
        return Err(Refusal::because(Code::NotSignedIn, detail).into());
    }
    core.store.write(|w| w.renew_token(&session.token, session.expires))?;
    Ok(session.token)
}

/// Returns the address of a server without a slash at its end; plain HTTP only for this very machine.
fn address(text: &str) -> Result<String> {
    let text = text.trim().trim_end_matches('/');
    let bad = |detail: &str| Error::Refused(Refusal::because(Code::BadValue, detail));
    if let Some(rest) = text.strip_prefix("https://") {
        return if rest.is_empty() { Err(bad("the server's address is empty")) } else { Ok(text.to_owned()) };
    }
    let Some(rest) = text.strip_prefix("http://") else {
        return Err(bad("the server's address begins with https://"));
    };
    let authority = rest.split('/').next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(six) => six.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let loopback = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    if loopback { Ok(text.to_owned()) } else { Err(bad("without https:// only this very machine is talked to")) }
}

/// Tells what this device is and who is signed in.
pub fn start(core: &Inner) -> Result<Start> {
    let (session, notices) = core.store.read(|r| Ok((r.session()?, r.notices()?)))?;
    let on_shift = match session.as_ref().filter(|session| !session.signed_out) {
        Some(session) => core.store.read(|r| r.on_shift_since(session.account.id))?,
        None => None,
    };
    let packs = core.packs_if_any()?;
    let signed_in = session.as_ref().filter(|session| !session.signed_out);
    let training = signed_in.is_some_and(|session| session.account.training)
        || packs.as_ref().is_some_and(|packs| packs.settings.training);
    Ok(Start {
        account: signed_in.map(|session| session.account.clone()),
        server: session.as_ref().map(|session| session.server_url.clone()),
        ready: signed_in.is_some() && packs.is_some(),
        training,
        zone: packs.as_ref().map_or_else(|| "Asia/Shanghai".to_owned(), |packs| packs.settings.zone.clone()),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        notices: notices.iter().map(told).collect(),
        on_shift,
        album: packs.as_ref().is_some_and(|packs| packs.settings.evidence.album),
        // Elsewhere a place that nobody stands at would be written down as one.
        home: packs.as_ref().filter(|_| training).and_then(|packs| {
            let grid = packs.index.duty_grids().next().and_then(|(_, duty)| duty.grids.get(duty.grids.len() / 2));
            let centre = grid.and_then(|code| packs.index.grid(code)).map(|grid| grid.centre)?;
            Some(Fix {
                lon: Degree(centre.lon_e7),
                lat: Degree(centre.lat_e7),
                crs: Crs::Wgs84,
                source: Source::Simulated,
                accuracy_m: None,
                fix_time: core.world.clock.wall(),
                provider: None,
                is_mock: false,
                heading_deg: None,
            })
        }),
        lock: lock::state(core),
    })
}

/// Says what happened to this phone while nobody looked.
fn told(notice: &Notice) -> Warning {
    let detail = &notice.detail;
    let (zh, en) = match notice.code.as_str() {
        "database_rebuilt" => (
            format!(
                "手机上的数据库坏了，已从记录本重建，保存过的 {detail} 条记录都在；坏的那份留着没删。联网后会取回案件和任务。"
            ),
            format!(
                "The database on this phone was damaged and has been rebuilt from its journal: the {detail} records saved \
                 here are all there, and the damaged one is kept. Cases and tasks come back with the next sync."
            ),
        ),
        "records_recovered" => (
            format!("有 {detail} 条保存过的记录从记录本找回来了，会照常上传。"),
            format!("{detail} saved records were recovered from the journal and will be sent as usual."),
        ),
        "new_device" => (
            "这台手机的记录读不出来了，坏的那份留着没删；请重新登录，并告诉管理员。".to_owned(),
            "The records on this phone could not be read; the damaged ones are kept. Sign in again, and tell the \
             administrator."
                .to_owned(),
        ),
        "wiped" => (
            format!("指挥中心清除了这台手机上的全部内容。原因：{detail}。要继续使用，请向管理员要新的登记链接。"),
            format!(
                "The command centre has had everything on this phone erased. Why: {detail}. To go on using it, ask the \
                 administrator for a new enrolment link."
            ),
        ),
        "photo_found" => (
            "系统曾在相机打开时结束应用，那时拍的照片找回来了，在填写中的内容里；不要的可以删掉。".to_owned(),
            "The system ended this app while the camera was open. The photo taken then was found: it is in what you were \
             filling in, and can be removed there."
                .to_owned(),
        ),
        "photo_found_apart" => (
            "应用关闭时拍的一张照片找回来了，它原来要放进的内容已经保存或删除；没有别的填写时，它会作为新上报的第一张照片，用不用由您定。"
                .to_owned(),
            "A photo that was taken while this app was closed was found. What it was for has been saved or thrown away \
             since: once nothing else is being filled in it begins a report of its own, to use or to throw away."
                .to_owned(),
        ),
        "photo_lost" => (
            format!("应用关闭时相机留下的一个文件不能收：照片不完整、读不出或尺寸太大，已删除（{detail} 字节），请重拍。"),
            format!("A file of {detail} bytes that the camera left while this app was closed could not be kept and was removed: the photo is incomplete, unreadable or has too many pixels. Take it again."),
        ),
        other => (other.to_owned(), other.to_owned()),
    };
    Warning { code: notice.code.clone(), zh, en }
}

/// Forgets what the person has seen.
pub fn notices_seen(core: &Inner) -> Result<()> {
    core.store.write(|w| w.drop_notices())
}

#[cfg(test)]
mod tests {
    use app_bridge::ask::Ask;
    use app_bridge::told::Told;
    use shared::settings::Settings;

    use super::address;
    use crate::tests::phone::Phone;

    #[test]
    fn plain_http_is_for_this_machine_only() {
        assert_eq!(address("http://127.0.0.1:8080/").unwrap(), "http://127.0.0.1:8080");
        assert!(address("http://[::1]:8080").is_ok());
        assert!(address("http://localhost").is_ok());
        assert!(address("https://xunge.example.cn").is_ok());
        assert!(address("http://10.0.0.8:8080").is_err(), "a password must not cross a network in the open");
        assert!(address("http://localhost.example.cn").is_err());
        assert!(address("xunge.example.cn").is_err());
    }

    #[test]
    fn a_place_to_start_from_is_made_up_for_training_and_nowhere_else() {
        let home = |training: bool| {
            let phone = Phone::in_town(&Settings { training, ..Settings::default() });
            let Told::Start(start) = phone.tell(Ask::Start) else { panic!("a start") };
            assert!(start.ready, "the packs are here");
            start.home
        };
        assert!(home(true).is_some());
        assert_eq!(home(false), None, "without a receiver the person points, or a case stands where nobody was");
    }
}
