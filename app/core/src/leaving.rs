//! Signing out: what stands against it, what goes with it, and what stays.
//!
//! What the server can tell again goes: [`crate::store::leaving`] names every table and why it goes or stays. Never goes what
//! has no receipt, what was sent back, and what was begun and not saved.

use app_bridge::leaving::Leaving;
use app_bridge::told::Told;

use crate::core::Inner;
use crate::drafts;
use crate::error::Result;
use crate::shutter::files;
use crate::store::pictures::Picture;
use crate::sync::pictures;

/// Tells what stands against signing out.
pub fn told(core: &Inner) -> Result<Told> {
    core.store.read(|r| {
        let begun = drafts::begun(r)?;
        Ok(Told::Leaving(Leaving {
            unsent_operations: r.operations_waiting()?.count,
            photos_waiting: r.photos_waiting()?.count,
            set_aside: u64::try_from(r.set_aside()?.len()).unwrap_or(u64::MAX),
            drafts: begun.drafts,
            draft_shots: begun.shots,
        }))
    })
}

/// Removes files that no row speaks of any more. One that stays is sealed, and no harm but the room that it takes.
pub fn remove_files(core: &Inner, fetched: &[Picture]) {
    let names = fetched.iter().map(|picture| pictures::file_name(&picture.sha256, &picture.size));
    for name in names {
        if let Err(error) = core.world.files.remove(&name) {
            tracing::warn!(%error, "A fetched picture stays behind");
        }
    }
    let freed = core.store.read(|r| r.shots_only_at_the_server()).unwrap_or_else(|error| {
        tracing::warn!(%error, "The thumbnails stay behind");
        Vec::new()
    });
    for photo in freed {
        if let Err(error) = files::give_up_thumb(core, photo) {
            tracing::warn!(%error, "A thumbnail stays behind");
        }
    }
}

#[cfg(test)]
mod tests {
    use app_bridge::ask::Ask;
    use app_bridge::draft::{KeptDraft, KeptReport};
    use app_bridge::leaving::Leaving;
    use app_bridge::told::Told;
    use shared::evidence::PhotoRole;

    use crate::tests::phone::{Phone, fix, picture, shot};

    #[test]
    fn a_draft_is_told_and_stays() {
        let phone = Phone::new();
        phone.take(shot(PhotoRole::Near, Some(fix(0.0, 0.0, phone.now()))), picture()).unwrap();
        let told = phone.tell(Ask::Leaving);
        assert_eq!(told, Told::Leaving(Leaving { drafts: 1, draft_shots: 1, ..Leaving::default() }));
        let files = phone.files();
        let Told::Start(start) = phone.tell(Ask::SignOut) else { panic!("a start") };
        assert_eq!(start.account, None);
        assert_eq!(phone.files(), files, "what was begun is still here");
        assert_eq!(phone.tell(Ask::Leaving), told);
    }

    #[test]
    fn words_without_a_shot_are_something_begun_and_an_empty_page_is_not() {
        let phone = Phone::new();
        let keep = |note: &str| {
            let report = KeptReport { note: note.to_owned(), ..KeptReport::default() };
            phone.tell(Ask::KeepDraft(KeptDraft::Report(Box::new(report))));
            phone.tell(Ask::Leaving)
        };
        assert_eq!(keep(" "), Told::Leaving(Leaving::default()));
        assert_eq!(keep("两袋"), Told::Leaving(Leaving { drafts: 1, ..Leaving::default() }));
    }
}
