//! The diagnostics file: what may be wrong with this phone, for whoever helps.
//!
//! Numbers, codes, versions and moments. Never a name, a place, an address, a token, a key, a photo, or a word that a person
//! wrote; the text of an error is left out for what it may quote.

use std::collections::BTreeMap;

use app_bridge::diagnostics::DiagnosticsFile;
use serde_json::{Value, json};
use shared::time::Instant;

use crate::core::Inner;
use crate::error::Result;
use crate::shutter::stamp;
use crate::store::operations::Logged;
use crate::{lock, status, storage};

/// How many rounds are told.
const ROUNDS: i64 = 30;
/// What a page is set to takes no more words than this.
const MOST_PAGE_WORDS: usize = 40;

/// Writes the file and says where it lies.
pub fn export(core: &Inner, page: &BTreeMap<String, String>) -> Result<DiagnosticsFile> {
    let made = core.times()?;
    // Packs that cannot be read are perhaps what is wrong.
    let packs = core.packs_if_any().unwrap_or_default();
    let zone = stamp::zone(packs.as_deref());
    let text = serde_json::to_vec_pretty(&document(core, page, zone)?)?;
    let name = format!("xunge-diagnostics-{}.json", made.wall.format_in(zone, "%Y%m%d-%H%M%S"));
    let mut file = core.world.exports.begin(&name)?;
    file.write(&text)?;
    let size_bytes = u64::try_from(text.len()).unwrap_or(u64::MAX);
    Ok(DiagnosticsFile { place: file.finish()?, size_bytes })
}

fn document(core: &Inner, page: &BTreeMap<String, String>, zone: &str) -> Result<Value> {
    let moment = |at: Option<Instant>| at.map(|at| at.in_zone(zone));
    let status = status::status(core)?;
    let (session, contact, rounds, rows, complete, aside, packs) = core.store.read(|r| {
        let packs: Vec<Value> = r
            .current_packs()?
            .iter()
            .map(|pack| json!({"kind": pack.kind, "hash": pack.hash.to_string(), "size_bytes": pack.bytes.len()}))
            .collect();
        let aside = r.set_aside()?;
        Ok((r.session()?, r.contact()?, r.latest_rounds(ROUNDS)?, r.row_counts()?, r.last_complete()?, aside, packs))
    })?;
    let rounds: Vec<Value> = rounds
        .iter()
        .map(|round| {
            json!({
                "began": Instant::from_ms(round.began_ms).in_zone(zone),
                "took_ms": round.ended_ms.saturating_sub(round.began_ms),
                "pushed": round.pushed,
                "pulled": round.pulled,
                "photos_sent": round.photos_sent,
                "bytes_sent": round.bytes_sent,
                "bytes_received": round.bytes_received,
                "left": round.left,
                "mended": round.mended,
                "differing": round.differing,
                "code": round.code,
            })
        })
        .collect();
    let account = json!({
        "signed_in": session.as_ref().is_some_and(|session| !session.signed_out),
        "role": session.as_ref().map(|session| session.account.role),
        "jurisdiction": session.as_ref().map(|session| session.account.jurisdiction.clone()),
        "epoch": session.as_ref().map(|session| session.epoch),
        "scope_version": session.as_ref().map(|session| session.scope_version),
        "scope_is_whole": session.as_ref().map(|session| !session.taking),
    });
    let line = json!({
        "last_contact": moment(contact.last),
        "last_complete": moment(complete),
        "next_try": moment(contact.next_try_at),
        "failed_rounds": contact.attempts,
        "clock_is_off_ms": contact.server_offset_ms,
        "last_code": contact.error.as_ref().map(|error| error.code.clone()),
        "rounds": rounds,
    });
    let work = json!({
        "unsent_operations": status.unsent_operations,
        "photos_waiting": status.photos_waiting,
        "waiting_bytes": status.waiting_bytes,
        "oldest_unsent": moment(status.oldest_unsent),
        "set_aside": aside.iter().map(sent_back).collect::<Vec<_>>(),
        "originals": status.originals,
    });
    Ok(json!({
        "app": env!("CARGO_PKG_VERSION"),
        "platform": core.world.platform,
        "made": core.world.clock.wall().in_zone(zone),
        "device": core.device.id,
        "account": account,
        "line": line,
        "work": work,
        "rows": rows.into_iter().collect::<BTreeMap<_, _>>(),
        "packs": packs,
        "storage": storage::told(core)?,
        "database_is_sound": core.store.is_sound()?,
        "lock": lock::state(core),
        "page": words_of(page),
    }))
}

/// What was sent back, by code: which it was, the desk can tell from the number.
fn sent_back(logged: &Logged) -> Value {
    json!({
        "sequence": logged.envelope.sequence,
        "act": logged.act,
        "code": logged.code,
        "attempts": logged.attempts,
    })
}

/// What the page is set to: short plain words and nothing else, whatever the page says.
fn words_of(page: &BTreeMap<String, String>) -> BTreeMap<&str, &str> {
    let is_word = |text: &str| {
        text.len() <= 24 && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b))
    };
    let words = page.iter().filter(|(name, value)| is_word(name) && is_word(value));
    words.map(|(name, value)| (name.as_str(), value.as_str())).take(MOST_PAGE_WORDS).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use app_bridge::ask::{Ask, ReportForm};
    use app_bridge::told::{Failure, Told};
    use serde_json::Value;
    use shared::evidence::PhotoRole;
    use shared::settings::Settings;
    use shared::time::Instant;

    use crate::tests::phone::{MORNING, Phone, fix, picture, shot};

    /// A phone on which everything that must not be told stands somewhere.
    fn secretive() -> Phone {
        let phone = Phone::in_town(&Settings { training: true, ..Settings::default() });
        let place = fix(12.0, 34.0, phone.now());
        let card = phone.take(shot(PhotoRole::Near, Some(place.clone())), picture()).unwrap();
        phone.tell(Ask::SaveReport(ReportForm {
            category: "event:06010".parse().unwrap(),
            condition_no: 1,
            fix: place,
            note: "SECRET-NOTE".to_owned(),
            address: "SECRET-ADDRESS".to_owned(),
            photos: vec![card.photo],
            draft: card.draft,
            self_handled: false,
        }));
        phone
            .core
            .store()
            .write(|w| {
                let mut session = w.signed_in()?;
                session.token = "SECRET-TOKEN".to_owned();
                session.sealing_key = "SECRET-KEY".to_owned();
                session.account.name = "SECRET-NAME".to_owned();
                session.account.user = "secretuser".parse().unwrap();
                session.server_url = "https://secret-host.example".to_owned();
                w.put_session(&session, MORNING)?;
                let error = Failure {
                    code: "offline".to_owned(),
                    zh: "SECRET-WORDS".to_owned(),
                    en: "SECRET-WORDS".to_owned(),
                    detail: Some("SECRET-DETAIL".to_owned()),
                };
                w.round_failed(3, Instant::from_ms(1), &error)
            })
            .unwrap();
        phone
    }

    #[test]
    fn a_file_tells_how_the_phone_is_and_nothing_of_anybody() {
        let phone = secretive();
        let page = [("text", "150"), ("theme", "dark"), ("note", "SECRET-PAGE"), ("SECRET-NAME", "on")];
        let page: BTreeMap<String, String> =
            page.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let Told::Diagnostics(written) = phone.tell(Ask::Diagnostics { page }) else { panic!("a file") };
        let text = std::fs::read_to_string(&written.place).unwrap();
        assert_eq!(u64::try_from(text.len()).unwrap(), written.size_bytes);
        let lower = text.to_lowercase();
        let point = fix(12.0, 34.0, phone.now());
        let degrees = [format!("{:.4}", point.lon.degrees()), format!("{:.4}", point.lat.degrees())];
        for secret in ["secret", "108.94", "34.26"].into_iter().chain(degrees.iter().map(String::as_str)) {
            assert!(!lower.contains(secret), "{secret} must not leave the phone: {text}");
        }
        let told: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (&told["work"]["unsent_operations"], &told["work"]["photos_waiting"]),
            (&Value::from(1), &Value::from(1))
        );
        assert_eq!(
            (&told["line"]["last_code"], &told["line"]["failed_rounds"]),
            (&Value::from("offline"), &Value::from(3))
        );
        assert_eq!((&told["page"]["text"], &told["page"]["theme"]), (&Value::from("150"), &Value::from("dark")));
        assert_eq!((&told["rows"]["cases"], &told["database_is_sound"]), (&Value::from(1), &Value::from(true)));
        assert_eq!(told["packs"].as_array().unwrap().len(), 4);
    }
}
