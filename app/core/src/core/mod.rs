//! The facade: answers what the screen may ask. One thread; asks and a running sync interleave where they wait.

mod rounds;
#[cfg(test)]
mod tests;

use std::cell::{Cell, OnceCell, RefCell};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use app_bridge::ask::{Ask, OriginalsOver, Shot};
use app_bridge::status::Round;
use app_bridge::told::{Answer, PhotoCard, Told};
use futures_util::lock::Mutex;
use shared::evidence::times::Times;
use shared::ids::{PhotoId, Sha256};
use shared::refusal::{Code, Refusal};
use shared::time::Instant;

use crate::album::{self, Clip};
use crate::base_maps::held::{self, HeldMap};
use crate::enrolment::{self, Link};
use crate::error::{Error, Result};
use crate::home::{self, FileKey, Keys};
use crate::lock::Vault;
use crate::nudge::Nudge;
use crate::packs::Packs;
use crate::ports::{KeyStore, Metering, World};
use crate::progress::Progress;
use crate::session::{self, Proof};
use crate::shutter;
use crate::store::device::Device;
use crate::store::originals::Custom;
use crate::store::{Store, opening};
use crate::sync::listen::Ear;
use crate::sync::plan::{FIRST_PIECE, Why};
use crate::sync::{backoff, round};
use crate::{answers, orders, outbox, room};

/// The collector of one home. Cheap to clone; every clone is the same collector.
#[derive(Clone)]
pub struct Core {
    pub(crate) inner: Rc<Inner>,
}

/// What everything in the core works on.
pub struct Inner {
    /// Clock, randomness, files, HTTP, waiting, heavy work.
    pub world: World,
    /// The rows.
    pub store: Store,
    /// Which installation this is.
    pub device: Device,
    /// Seals photo files.
    pub file_key: FileKey,
    /// What the running round is doing.
    pub progress: Progress,
    packs: RefCell<Option<Rc<Packs>>>,
    one_round: Mutex<()>,
    /// Held by whoever takes in what a phone's camera app left: no file is taken in twice.
    pub one_camera: Mutex<()>,
    piece_bytes: Cell<usize>,
    nudge: Nudge,
    first_page: Nudge,
    /// What the open line to the server says.
    pub ear: Ear,
    vault: OnceCell<Vault>,
    /// This home is being erased, or was: nothing is asked of it any more.
    is_over: Cell<bool>,
    end: Nudge,
}

/// How large a picture is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PictureSize {
    /// For lists.
    Thumb,
    /// The working copy.
    Working,
}

impl Core {
    /// Opens a home whose keys were unlocked.
    pub fn open(world: World, keys: &Keys, database: &Path) -> Result<Self> {
        let (store, device) = opening::open(&world, keys, database)?;
        home::note_check(&world, keys)?;
        let core = Self {
            inner: Rc::new(Inner {
                world,
                store,
                device,
                file_key: keys.files.clone(),
                progress: Progress::default(),
                packs: RefCell::new(None),
                one_round: Mutex::new(()),
                one_camera: Mutex::new(()),
                piece_bytes: Cell::new(FIRST_PIECE),
                nudge: Nudge::default(),
                first_page: Nudge::default(),
                ear: Ear::default(),
                vault: OnceCell::new(),
                is_over: Cell::new(false),
                end: Nudge::default(),
            }),
        };
        room::hold_reserve(&core.inner);
        Ok(core)
    }

    /// Remembers where the keys of this home are kept, so that a PIN can be chosen, and whether it took one to open it.
    pub fn keeping_keys_in(self, store: Rc<dyn KeyStore>, took_a_pin: bool) -> Self {
        self.inner.vault.get_or_init(|| Vault::new(store, took_a_pin));
        self
    }

    /// Answers one question or command of the screen.
    pub async fn handle(&self, ask: Ask) -> Answer {
        answer(self.tell(ask).await)
    }

    /// Takes a shot.
    pub async fn photo(&self, shot: Shot, original: Vec<u8>) -> Answer {
        answer(self.take(shot, original).await.map(Told::Photo))
    }

    /// Takes a shot and returns it, or the error as it is.
    pub async fn take(&self, shot: Shot, original: Vec<u8>) -> Result<PhotoCard> {
        self.inner.is_there()?;
        let original = Arc::new(original);
        match shutter::take(&self.inner, shot.clone(), Arc::clone(&original)).await {
            Err(error) if self.inner.is_mended_after(&error)? => shutter::take(&self.inner, shot, original).await,
            taken => taken,
        }
    }

    /// Returns a picture: a shot's own by its id, or any working copy by its SHA-256. What is not here is fetched when
    /// the server can be reached; `None` when it cannot be had.
    pub async fn picture(&self, id: &str, size: PictureSize) -> Result<Option<Vec<u8>>> {
        self.inner.is_there()?;
        let core = &*self.inner;
        if let Ok(photo) = id.parse::<PhotoId>() {
            return match core.store.read(|r| r.photo(photo))? {
                Some(photo) => album::own(core, &photo, size).await,
                None => Ok(None),
            };
        }
        let sha256: Sha256 = id.parse().map_err(|error| Refusal::because(Code::BadValue, format!("{error}")))?;
        if let Some(photo) = core.store.read(|r| r.photo_by_working(&sha256))? {
            return album::own(core, &photo, size).await;
        }
        album::fetched(core, &sha256, size).await
    }

    /// Returns a video or voice clip that was taken here, by its shot's id; `None` when it cannot be had.
    pub async fn clip(&self, id: &str) -> Result<Option<Clip>> {
        self.inner.is_there()?;
        let photo: PhotoId = id.parse().map_err(|error| Refusal::because(Code::BadValue, format!("{error}")))?;
        match self.inner.store.read(|r| r.photo(photo))? {
            Some(photo) if photo.role.is_clip() => album::clip(&self.inner, &photo).await,
            Some(_) | None => Ok(None),
        }
    }

    /// Returns where a base map that is ready can be read from, by its hash; `None` when it cannot.
    pub fn base_map(&self, hash: &str) -> Result<Option<HeldMap>> {
        self.inner.is_there()?;
        held::find(&self.inner, hash)
    }

    /// Answers one question or command with what it is about, or the error as it is.
    ///
    /// A database that turns out to be broken is made again and the ask is done once more; so is a save for which the
    /// disk was too full, after everything was given up that can be had again.
    pub async fn tell(&self, ask: Ask) -> Result<Told> {
        self.inner.is_there()?;
        let is_first_page = matches!(ask, Ask::Today { .. });
        let told = self.tell_mended(ask).await;
        if is_first_page {
            self.inner.first_page.raise();
        }
        // What was asked may have been the round that ended with this home.
        self.inner.is_there()?;
        told
    }

    async fn tell_mended(&self, ask: Ask) -> Result<Told> {
        match answers::tell(self, ask.clone()).await {
            Err(error) if self.inner.is_mended_after(&error)? => answers::tell(self, ask).await,
            Err(Error::Refused(refusal))
                if refusal.code == Code::DeviceFull
                    && matches!(ask, Ask::SaveReport(_) | Ask::Answer(_) | Ask::Mend(_))
                    && room::give_way(&self.inner)? =>
            {
                answers::tell(self, ask).await
            }
            told => told,
        }
    }

    /// Signs in and runs a round, so that the packs are in place when it returns.
    pub async fn sign_in(&self, server: &str, proof: Proof) -> Result<()> {
        self.inner.look_through()?;
        if self.inner.store.read(|r| r.session())?.is_some_and(|before| before.signed_out) {
            // A round that was under way at the signing out ends with the next answer that it gets. Not after this.
            drop(self.inner.one_round.lock().await);
        }
        session::sign_in(&self.inner, server, proof).await?;
        self.sync().await.map(|_| ())
    }

    /// Signs in with the link that a desk gave, however it came here: pasted, scanned, or opened by the system.
    pub async fn enrol(&self, link: &str) -> Result<()> {
        let Link { server, code } = enrolment::parsed(link)?;
        self.sign_in(&server, Proof::Enrolment { code }).await
    }

    /// Runs a round because a person asked for it. When one is running, that one ends first.
    pub async fn sync(&self) -> Result<Round> {
        let ended = self.round(Why::Asked).await?;
        match ended.error {
            None => Ok(ended.round),
            Some(error) => Err(error),
        }
    }

    /// Runs a round and returns both what it did and why it ended early, if it did.
    pub async fn round(&self, why: Why) -> Result<round::Ended> {
        let _running = self.inner.one_round.lock().await;
        self.inner.is_there()?;
        self.inner.look_through()?;
        let ended = match round::run(&self.inner, why).await {
            Err(error) | Ok(round::Ended { error: Some(error), .. }) if self.inner.is_mended_after(&error)? => {
                round::run(&self.inner, why).await
            }
            ended => ended,
        };
        self.inner.progress.end();
        room::hold_reserve(&self.inner);
        if let Err(error) = orders::wipe::follow(&self.inner, &ended) {
            // With the mark the next start finishes it; without one the next round tries again.
            tracing::error!(code = error.code(), %error, "This home could not be erased as it was ordered");
        }
        ended
    }

    /// Keeps that this device took the place of one that was lost, so that the person is told.
    pub fn note_new_device(&self) -> Result<()> {
        let now = self.now();
        self.inner.store.write(|w| w.put_notice("new_device", "", now))
    }

    /// Waits until this home is erased as it was ordered. Then nothing is to be asked of it any more, and the host opens what
    /// begins in its place.
    pub async fn until_over(&self) {
        while !self.inner.is_over.get() {
            self.inner.end.wait().await;
        }
    }

    /// Returns which installation this is.
    pub fn device(&self) -> shared::ids::DeviceId {
        self.inner.device.id
    }

    /// Returns what everything in the core works on, for tests beside the code.
    #[cfg(test)]
    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }

    /// Returns the rows, for tests beside the code.
    #[cfg(test)]
    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    /// Returns what this device's wall clock says.
    pub fn now(&self) -> Instant {
        self.inner.world.clock.wall()
    }
}

/// Says what was told, or why nothing could be.
pub(crate) fn answer(told: Result<Told>) -> Answer {
    match told {
        Ok(told) => Answer::Told(Box::new(told)),
        Err(error) => {
            if matches!(error, Error::Bug(_) | Error::Storage(_) | Error::Broken(_) | Error::Lost(_)) {
                tracing::error!(code = error.code(), %error, "An ask was not done");
            }
            Answer::Failed(error.told())
        }
    }
}

impl Inner {
    /// Reads all of the database, unless that was done, and makes it again if it is broken.
    fn look_through(&self) -> Result<()> {
        match self.store.look_through() {
            Err(error) if self.is_mended_after(&error)? => Ok(()),
            looked => looked,
        }
    }

    /// Makes the database again when it is behind an error; says whether the same may be tried once more.
    fn is_mended_after(&self, error: &Error) -> Result<bool> {
        let is_broken = match error {
            Error::Broken(_) => true,
            Error::Storage(_) => !self.store.is_sound()?,
            // What makes no sense may be the database's fault while nobody has looked through it.
            Error::Bug(_) if !self.store.is_looked_through() => match self.store.look_through() {
                Ok(()) => false,
                Err(Error::Broken(_)) => true,
                Err(error) => return Err(error),
            },
            Error::Refused(_)
            | Error::Offline(_)
            | Error::Busy(_)
            | Error::Lost(_)
            | Error::Locked(_)
            | Error::Bug(_) => false,
        };
        if is_broken {
            self.store.mend()?;
            self.forget_packs();
        }
        Ok(is_broken)
    }

    /// Lets nothing more be asked of this home, and lets go of its database: it is marked to be erased.
    pub fn end(&self) -> Result<()> {
        self.is_over.set(true);
        self.forget_packs();
        self.end.raise();
        self.store.close()
    }

    /// Refuses where this home is erased, or about to be.
    fn is_there(&self) -> Result<()> {
        if self.is_over.get() { Err(Code::DeviceWiped.into()) } else { Ok(()) }
    }

    /// Returns the three times of this moment.
    pub fn times(&self) -> Result<Times> {
        Ok(outbox::times(&*self.world.clock, &self.store.read(|r| r.contact())?))
    }

    /// Returns the packs, or says that they are not here yet.
    pub fn packs(&self) -> Result<Rc<Packs>> {
        match self.packs_if_any()? {
            Some(packs) => Ok(packs),
            None => {
                self.store.read(|r| r.signed_in())?;
                Err(Code::PacksMissing.into())
            }
        }
    }

    /// Returns the packs if they are here; reads them once and keeps them.
    pub fn packs_if_any(&self) -> Result<Option<Rc<Packs>>> {
        if let Some(packs) = self.packs.borrow().as_ref() {
            return Ok(Some(packs.clone()));
        }
        let (session, held) = self.store.read(|r| Ok((r.session()?, r.current_packs()?)))?;
        let Some(session) = session else { return Ok(None) };
        let packs = Packs::read(&held, &session.account.jurisdiction)?.map(Rc::new);
        self.packs.replace(packs.clone());
        Ok(packs)
    }

    /// Returns whether originals travel without being asked for here.
    pub fn custom(&self) -> Result<Custom> {
        let every = self.packs_if_any()?.is_some_and(|packs| packs.settings.send_originals);
        Ok(if every { Custom::Every } else { Custom::Asked })
    }

    /// Says whether originals wait for another network.
    pub fn originals_are_held(&self) -> Result<bool> {
        let metered = match self.world.network.metering() {
            Metering::Metered => true,
            Metering::Unmetered | Metering::Unknown => false,
        };
        Ok(metered && self.store.read(|r| r.originals_over())? == OriginalsOver::Unmetered)
    }

    /// Returns where the keys of this home are kept, if the host said so.
    pub fn vault(&self) -> Option<&Vault> {
        self.vault.get()
    }

    /// Lets the packs be read anew when they are next asked.
    pub fn forget_packs(&self) {
        self.packs.replace(None);
    }

    /// Wakes whoever keeps this phone in step.
    pub fn something_to_send(&self) {
        self.nudge.raise();
    }

    /// Returns when to try again after so many failures in a row.
    pub fn next_try(&self, now: Instant, attempts: u64) -> Result<Instant> {
        let mut random = [0; 4];
        self.world.random.fill(&mut random)?;
        Ok(backoff::next_try(now, attempts, u32::from_le_bytes(random)))
    }

    /// Returns how many bytes the next piece of an upload has.
    pub fn piece_bytes(&self) -> usize {
        self.piece_bytes.get()
    }

    /// Keeps what the line bore.
    pub fn set_piece_bytes(&self, bytes: usize) {
        self.piece_bytes.set(bytes);
    }
}
