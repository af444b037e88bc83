//! What the running round is doing, for whoever asks while it runs.
//!
//! Never written down: a round that ends, however it ends, leaves nothing here.

use std::cell::RefCell;

use app_bridge::status::Sending;
use shared::evidence::PhotoRole;

/// What the running round is doing.
#[derive(Default)]
pub struct Progress {
    doing: RefCell<Option<(String, String)>>,
    photos: RefCell<Option<Photos>>,
}

/// This round's photos.
struct Photos {
    began_ms: u64,
    now_ms: u64,
    all_bytes: u64,
    /// Bytes of photos that are through.
    through_bytes: u64,
    /// Bytes that went over the line in this round: what the server had before says nothing of the speed.
    sent_bytes: u64,
    current: Option<Current>,
}

/// The photo that is being sent.
struct Current {
    role: PhotoRole,
    name: String,
    name_en: String,
    size_bytes: u64,
    at_bytes: u64,
}

impl Progress {
    /// Says in words what is done now.
    pub fn set_doing(&self, zh: &str, en: &str) {
        self.doing.replace(Some((zh.to_owned(), en.to_owned())));
    }

    /// Begins to count photos.
    pub fn begin_photos(&self, all_bytes: u64, now_ms: u64) {
        let photos = Photos { began_ms: now_ms, now_ms, all_bytes, through_bytes: 0, sent_bytes: 0, current: None };
        self.photos.replace(Some(photos));
    }

    /// Turns to the next photo; the one before counts as through whether it was taken or not.
    pub fn begin_photo(&self, role: PhotoRole, (name, name_en): (String, String), size_bytes: u64) {
        if let Some(photos) = self.photos.borrow_mut().as_mut() {
            photos.through_bytes += photos.current.as_ref().map_or(0, |current| current.size_bytes);
            photos.current = Some(Current { role, name, name_en, size_bytes, at_bytes: 0 });
        }
    }

    /// The server has the photo up to this byte.
    pub fn stands_at(&self, bytes: usize, sent: usize, now_ms: u64) {
        if let Some(photos) = self.photos.borrow_mut().as_mut() {
            photos.now_ms = now_ms;
            photos.sent_bytes += u64::try_from(sent).unwrap_or(0);
            if let Some(current) = photos.current.as_mut() {
                current.at_bytes = u64::try_from(bytes).unwrap_or(u64::MAX).min(current.size_bytes);
            }
        }
    }

    /// The round is over.
    pub fn end(&self) {
        self.doing.replace(None);
        self.photos.replace(None);
    }

    /// Returns what is done now; `None` when no round runs.
    pub fn doing(&self) -> Option<(String, String)> {
        self.doing.borrow().clone()
    }

    /// Returns the photo that is being sent, if one is.
    pub fn sending(&self) -> Option<Sending> {
        let photos = self.photos.borrow();
        let photos = photos.as_ref()?;
        let current = photos.current.as_ref()?;
        let done_bytes = photos.through_bytes + current.at_bytes;
        Some(Sending {
            role: current.role,
            name: current.name.clone(),
            name_en: current.name_en.clone(),
            percent: (current.at_bytes * 100).checked_div(current.size_bytes).unwrap_or(0),
            done_bytes,
            all_bytes: photos.all_bytes,
            seconds_left: seconds_left(photos, done_bytes),
        })
    }
}

/// Returns how long the rest takes at the speed so far; nothing before a second has passed.
fn seconds_left(photos: &Photos, done_bytes: u64) -> Option<u64> {
    let passed_ms = photos.now_ms.saturating_sub(photos.began_ms);
    if passed_ms < 1_000 || photos.sent_bytes == 0 {
        return None;
    }
    let rest_bytes = photos.all_bytes.saturating_sub(done_bytes);
    Some((rest_bytes.saturating_mul(passed_ms) / photos.sent_bytes).div_ceil(1_000))
}

#[cfg(test)]
mod tests {
    use shared::evidence::PhotoRole;

    use super::Progress;

    #[test]
    fn the_bar_counts_bytes_that_the_server_has_and_the_speed_those_that_were_sent() {
        let progress = Progress::default();
        assert_eq!(progress.sending(), None);
        progress.begin_photos(1_000, 5_000);
        progress.begin_photo(PhotoRole::Near, ("道路破损".into(), "road damage".into()), 400);
        // The server had half of it from a round before.
        progress.stands_at(300, 100, 7_000);
        let sending = progress.sending().unwrap();
        assert_eq!((sending.percent, sending.done_bytes, sending.all_bytes), (75, 300, 1_000));
        assert_eq!(sending.seconds_left, Some(14), "700 bytes are left, and 100 took two seconds");
        progress.begin_photo(PhotoRole::Far, (String::new(), String::new()), 600);
        assert_eq!(progress.sending().unwrap().done_bytes, 400);
        progress.end();
        assert_eq!((progress.doing(), progress.sending()), (None, None));
    }
}
