//! Reports that are filled in letter by letter, and what phones said that they keep of them.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};
use app_bridge::ask::Ask;
use app_bridge::draft::{Drafts, KeptDraft, KeptReport};
use app_bridge::told::Told;

use crate::run::Run;

/// What people typed.
#[derive(Default)]
pub struct Typing {
    /// What each is filling in on which phone.
    pub begun: BTreeMap<(usize, String), Words>,
    /// Words that became a report on a phone: they are no draft again.
    pub saved: BTreeSet<(usize, String)>,
}

/// The words of a report, as far as a phone said that it keeps them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Words {
    /// The last that it said it keeps; empty while it said so of none.
    pub kept: String,
    /// Those with one letter more, of which it said nothing.
    pub perhaps: Option<String>,
}

impl Typing {
    /// Says whether somebody is filling in a report on a phone.
    pub fn is_begun(&self, phone: usize, user: &str) -> bool {
        self.begun.contains_key(&(phone, user.to_owned()))
    }

    /// A phone was erased, and with it what was begun on it.
    pub fn is_erased(&mut self, phone: usize) {
        self.begun.retain(|(of, _), _| *of != phone);
    }
}

impl Run {
    /// Somebody types so many more letters, each of which the phone keeps.
    pub fn type_on(&mut self, number: usize, letters: u32) -> Result<()> {
        let hands = (number, self.phone(number)?.user.clone());
        let before = self.typing.begun.get(&hands).map(|words| words.kept.clone()).filter(|kept| !kept.is_empty());
        let mut words = before.unwrap_or_else(|| format!("phone {number} at step {}, ", self.step));
        for letter in ('a'..='z').cycle().take(usize::try_from(letters)?) {
            words.push(letter);
            let report = KeptReport { note: words.clone(), ..KeptReport::default() };
            let told = self.tell(number, "keystroke", Ask::KeepDraft(KeptDraft::Report(Box::new(report))))?;
            let typed = self.typing.begun.entry(hands.clone()).or_default();
            if told.is_none() {
                typed.perhaps = Some(words);
                return Ok(());
            }
            *typed = Words { kept: words.clone(), perhaps: None };
            self.count("keystroke");
        }
        Ok(())
    }

    /// Returns the report that somebody began on a phone, as the phone tells it; none where it tells nothing.
    pub fn begun(&mut self, number: usize) -> Result<Option<KeptReport>> {
        let Some(told) = self.tell(number, "drafts", Ask::Drafts)? else { return Ok(None) };
        let Told::Drafts(drafts) = told else { bail!("asked for the drafts, told {told:?}") };
        Ok(new_report(&drafts).filter(|report| !report.note.is_empty()).cloned())
    }

    /// The phone said that what somebody typed is saved.
    pub fn became_a_report(&mut self, number: usize, note: &str) {
        self.typing.begun.retain(|(phone, _), words| *phone != number || words.kept != note);
        self.typing.saved.insert((number, note.to_owned()));
        self.count("draft reported");
    }
}

/// Returns the new report among what is being filled in.
pub fn new_report(drafts: &Drafts) -> Option<&KeptReport> {
    drafts.drafts.iter().find_map(|card| match &card.draft {
        KeptDraft::Report(report) if report.corrects.is_none() => Some(&**report),
        KeptDraft::Report(_) | KeptDraft::Answer(_) => None,
    })
}
