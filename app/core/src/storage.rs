//! How much room everything takes on this phone, and giving up what can be had again.
//!
//! Never gives up what has no receipt, nor a picture that a task compares with.

use app_bridge::storage::{Storage, StorageKind, StoragePart};

use crate::core::Inner;
use crate::error::Result;
use crate::shutter::files;
use crate::store::sizes::Sum;
use crate::sync::pictures;
use crate::tidy;

/// Tells how much room everything takes.
pub fn told(core: &Inner) -> Result<Storage> {
    let (sizes, shots) = core.store.read(|r| {
        let account = r.session()?.map(|session| session.account.id);
        Ok((r.sizes(account)?, r.shots_and_receipts()?))
    })?;
    let (mut thumbs, mut thumbs_freeable) = (Sum::default(), 0_u64);
    for (photo, has_receipt) in shots {
        let Some(bytes) = files::thumb_bytes(core, photo)? else { continue };
        thumbs = Sum { count: thumbs.count + 1, bytes: thumbs.bytes.saturating_add(bytes) };
        if has_receipt {
            thumbs_freeable = thumbs_freeable.saturating_add(bytes);
        }
    }
    let part =
        |kind, sum: Sum, freeable_bytes| StoragePart { kind, count: sum.count, size_bytes: sum.bytes, freeable_bytes };
    // As they lie there: what was cut while it came takes room too.
    let mut maps = Sum::default();
    for (_, bytes) in core.world.base_maps.lengths()? {
        maps = Sum { count: maps.count + 1, bytes: maps.bytes.saturating_add(bytes) };
    }
    // Packs are rows too: what is said of them is not said of the records once more.
    let records = Sum { count: 1, bytes: sizes.database.bytes.saturating_sub(sizes.packs.bytes) };
    Ok(Storage {
        parts: vec![
            part(StorageKind::Photos, sizes.working, 0),
            part(StorageKind::Originals, sizes.originals, 0),
            part(StorageKind::Thumbnails, thumbs, thumbs_freeable),
            part(StorageKind::Pictures, sizes.pictures, sizes.pictures_unneeded.bytes),
            part(StorageKind::Packs, sizes.packs, 0),
            // The person said to keep them: they would come again by themselves.
            part(StorageKind::BaseMaps, maps, 0),
            part(StorageKind::Records, records, 0),
        ],
        free_bytes: core.world.files.free_bytes(),
    })
}

/// Gives up what can be had again, and tells what is left.
pub fn free(core: &Inner) -> Result<Storage> {
    tidy::tidy(core)?;
    let account = core.store.read(|r| r.session())?.map(|session| session.account.id);
    if let Some(account) = account {
        // The rows first: a row without its file would be a lie.
        let gone = core.store.write(|w| w.purge_pictures(account))?;
        for picture in gone {
            core.world.files.remove(&pictures::file_name(&picture.sha256, &picture.size))?;
        }
    }
    for (photo, has_receipt) in core.store.read(|r| r.shots_and_receipts())? {
        if has_receipt {
            files::give_up_thumb(core, photo)?;
        }
    }
    told(core)
}

#[cfg(test)]
mod tests {
    use app_bridge::ask::Ask;
    use app_bridge::storage::{Storage, StorageKind, StoragePart};
    use app_bridge::told::Told;
    use shared::evidence::PhotoRole;
    use shared::ids::Sha256;

    use crate::store::photos::Traveller;
    use crate::tests::phone::{MORNING, Phone, fix, picture, shot};

    fn storage(phone: &Phone, ask: Ask) -> Storage {
        match phone.tell(ask) {
            Told::Storage(storage) => storage,
            other => panic!("{other:?}"),
        }
    }

    fn part(storage: &Storage, kind: StorageKind) -> StoragePart {
        *storage.parts.iter().find(|part| part.kind == kind).unwrap()
    }

    #[test]
    fn base_maps_are_counted_and_stay_until_they_are_let_go_of() {
        let phone = Phone::new();
        let maps = &phone.core.inner().world.base_maps;
        assert_eq!(part(&storage(&phone, Ask::Storage), StorageKind::BaseMaps).size_bytes, 0);
        maps.appending(&Sha256::of(b"a map"), 0, vec![7; 5_000])().unwrap();
        for ask in [Ask::Storage, Ask::FreeStorage] {
            let part = part(&storage(&phone, ask), StorageKind::BaseMaps);
            assert_eq!((part.count, part.size_bytes, part.freeable_bytes), (1, 5_000, 0));
        }
    }

    #[test]
    fn what_can_be_had_again_goes_and_nothing_else() {
        let phone = Phone::new();
        let take = || phone.take(shot(PhotoRole::Near, Some(fix(0.0, 0.0, phone.now()))), picture()).unwrap();
        let (sent, unsent) = (take(), take());
        let store = phone.core.store();
        store.write(|w| w.put_receipt(sent.photo, Traveller::Working, MORNING)).unwrap();
        let unneeded = Sha256::of(b"a picture");
        let name = crate::sync::pictures::file_name(&unneeded, "thumb");
        phone.core.inner().world.files.write(&name, b"sealed").unwrap();
        store.write(|w| w.put_picture(&unneeded, "thumb", &"610112".parse().unwrap(), 6, MORNING)).unwrap();

        let before = storage(&phone, Ask::Storage);
        let thumbs = part(&before, StorageKind::Thumbnails);
        assert_eq!((thumbs.count, part(&before, StorageKind::Photos).count), (2, 2));
        assert!(thumbs.freeable_bytes > 0 && thumbs.freeable_bytes < thumbs.size_bytes, "one of them was sent");
        assert_eq!(part(&before, StorageKind::Pictures).freeable_bytes, 6);
        assert!(part(&before, StorageKind::Records).size_bytes > 0);

        let after = storage(&phone, Ask::FreeStorage);
        assert_eq!(after.freeable_bytes(), 0);
        assert_eq!(part(&after, StorageKind::Thumbnails).count, 1, "the one of {} stays", unsent.photo);
        assert_eq!(part(&after, StorageKind::Photos), part(&before, StorageKind::Photos));
        assert_eq!(part(&after, StorageKind::Originals), part(&before, StorageKind::Originals));
        assert_eq!(phone.core.inner().world.files.read(&name).unwrap(), None);
    }
}
