//! Reports that are filled in letter by letter, and what phones said that they keep of them.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};
use app_bridge::ask::Ask;
use app_bridge::draft::{Drafts, KeptDraft, KeptReport};
use app_bridge::told::Told;
use shared::ids::CaseId;

use crate::run::Run;
use crate::truth::drafts;

/// What people typed.
#[derive(Default)]
pub struct Typing {
    /// What each is filling in on which phone.
    pub begun: BTreeMap<(usize, String), Words>,
    /// Words that became a report on a phone: they are no draft again.
    pub saved: BTreeSet<(usize, String)>,
    /// Reports whose first shot was taken beside one that was begun and had shots. The screen goes on with what is begun;
    /// whoever begins another one all the same, as a script does, is told which it is and nothing keeps it for them: a shot
    /// of it that is never saved is let go after two weeks.
    pub beside: BTreeSet<CaseId>,
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

    /// Returns the cases with shots that are not saved, where somebody who takes one for no case now takes it beside a report
    /// that the phone shows as begun; none where it shows none.
    pub fn takes_beside(&mut self, number: usize) -> Result<Option<BTreeSet<CaseId>>> {
        let phone = self.phone(number)?;
        let Ok(Told::Drafts(told)) = phone.tell(Ask::Drafts)? else { return Ok(None) };
        if new_report(&told).is_some_and(|report| !report.photos.is_empty()) {
            return drafts::with_shots(phone).map(Some);
        }
        Ok(None)
    }

    /// A shot was taken beside a report, or the phone died over it: what has shots now and had none is that other report.
    pub fn took_beside(&mut self, number: usize, before: &BTreeSet<CaseId>) -> Result<()> {
        let after = drafts::with_shots(self.phone(number)?)?;
        self.typing.beside.extend(after.difference(before));
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
