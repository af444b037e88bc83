//! Opening a home: at once, or after its PIN.
//!
//! Before the PIN there is no key: nothing is read, nothing is saved and nothing is sent. Who asks is told so.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use app_bridge::ask::Ask;
use app_bridge::lock::{Lock, PinCard};
use app_bridge::told::{Answer, Start, Told};
use shared::refusal::Code;

use crate::core::{Core, answer};
use crate::error::{Error, Result};
use crate::home::{self, Found, Keys, Locked, pin};
use crate::orders::{erase, wipe};
use crate::ports::{KeyStore, World};

/// A home whose door was tried.
pub enum Opened {
    /// It is open.
    Open(Core),
    /// It waits for its PIN.
    Locked(Box<Gate>),
}

/// A home that waits for its PIN.
pub struct Gate {
    world: World,
    store: Rc<dyn KeyStore>,
    database: PathBuf,
    locked: Locked,
}

/// Opens a home, making a new device of an empty one, or finds that it wants a PIN.
pub fn enter(world: World, store: Rc<dyn KeyStore>, database: PathBuf) -> Result<Opened> {
    // Before anything of the home is looked at: what was ordered to be erased opens for nobody.
    erase::finish(&world, &*store, &database)?;
    match home::find(&world, &*store)? {
        Found::Open(keys) => Ok(Opened::Open(opened(&world, &store, &keys, &database, false)?)),
        Found::Locked(locked) => Ok(Opened::Locked(Box::new(Gate { world, store, database, locked }))),
    }
}

impl Gate {
    /// Answers what can be answered without a key. With the right PIN the core comes along, and answers from then on.
    pub async fn handle(&self, ask: Ask) -> (Answer, Option<Core>) {
        match ask {
            Ask::Start | Ask::Lock => (answer(Ok(Told::Start(shut()))), None),
            Ask::Pin => (answer(self.card().map(Told::Pin)), None),
            Ask::Unlock { pin } => match self.unlock(&pin).await {
                Ok(core) => (core.handle(Ask::Start).await, Some(core)),
                Err(error) => (answer(Err(error)), None),
            },
            // Whatever else is asked, now or by a later page, needs what lies behind the PIN.
            _ => (answer(Err(Code::PinNeeded.into())), None),
        }
    }

    /// Opens the home with its PIN.
    pub async fn unlock(&self, pin: &str) -> Result<Core> {
        let secret = pin::prove(&self.world, &self.locked, pin).await?;
        opened(&self.world, &self.store, &self.locked.keys(&secret), &self.database, true)
    }

    fn card(&self) -> Result<PinCard> {
        let wait = pin::wait(&*self.world.files, &*self.world.clock)?;
        Ok(PinCard { set: true, possible: true, wrong_tries: wait.wrong, wait_ms: wait.ms })
    }
}

/// All that may be said of a home whose door is shut.
fn shut() -> Start {
    Start {
        zone: "Asia/Shanghai".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        lock: Lock::Locked,
        ..Start::default()
    }
}

/// Opens a home. One that the server agreed to have erased, before the power went, is erased now and another opened.
fn opened(world: &World, store: &Rc<dyn KeyStore>, keys: &Keys, database: &Path, took_a_pin: bool) -> Result<Core> {
    let core = open(world, &**store, keys, database)?.keeping_keys_in(Rc::clone(store), took_a_pin);
    if !wipe::go_on(&core.inner)? {
        erase::tell(&core.inner)?;
        return Ok(core);
    }
    drop(core);
    let keys = home::unlock(world, &**store)?;
    let core = open(world, &**store, &keys, database)?.keeping_keys_in(Rc::clone(store), false);
    erase::tell(&core.inner)?;
    Ok(core)
}

fn open(world: &World, store: &dyn KeyStore, keys: &Keys, database: &Path) -> Result<Core> {
    match Core::open(world.clone(), keys, database) {
        Err(Error::Lost(why)) => {
            // Neither database nor journal say any more how far this device had counted: another one counts from 1.
            tracing::error!(device.id = %keys.device, why, "Device {} is lost; a new one begins", keys.device);
            let keys = home::begin_again(world, store, keys)?;
            let core = Core::open(world.clone(), &keys, database)?;
            core.note_new_device()?;
            Ok(core)
        }
        opened => opened,
    }
}

#[cfg(test)]
mod tests {
    use app_bridge::ask::Ask;
    use app_bridge::lock::Lock;
    use app_bridge::told::{Answer, Start, Told};

    use super::Opened;
    use crate::native::keys::KeyPlace;
    use crate::native::open::{Home, enter, open};
    use crate::tests::phone::block_on;

    const PIN: &str = "270418";

    fn started(answer: Answer) -> Start {
        match answer {
            Answer::Told(told) => match *told {
                Told::Start(start) => start,
                other => panic!("{other:?}"),
            },
            Answer::Failed(failure) => panic!("{failure:?}"),
        }
    }

    fn refused(answer: Answer) -> String {
        match answer {
            Answer::Told(told) => panic!("{told:?}"),
            Answer::Failed(failure) => failure.code,
        }
    }

    #[test]
    fn a_home_with_a_pin_answers_nothing_before_it_and_everything_after() {
        let folder = tempfile::tempdir().unwrap();
        let home =
            Home { folder: folder.path().join("home"), key: KeyPlace::File(folder.path().join("key")), font: None };
        let device = block_on(async {
            let core = open(&home).unwrap();
            let chosen = core.handle(Ask::ChoosePin { old: None, new: PIN.to_owned() }).await;
            assert!(matches!(chosen, Answer::Told(_)), "{chosen:?}");
            core.device()
        });
        assert_eq!(open(&home).err().unwrap().code(), "pin_needed");
        block_on(async {
            let Opened::Locked(gate) = enter(&home).unwrap() else { panic!("it opens without its PIN") };
            let (answer, core) = gate.handle(Ask::Start).await;
            let start = started(answer);
            assert_eq!((start.lock, start.account, core.is_none()), (Lock::Locked, None, true));
            for ask in [Ask::Status, Ask::Cases, Ask::SignOut, Ask::Storage] {
                assert_eq!(refused(gate.handle(ask).await.0), "pin_needed");
            }
            let (answer, core) = gate.handle(Ask::Unlock { pin: "995071".to_owned() }).await;
            assert!(refused(answer) == "pin_wrong" && core.is_none());
            let (answer, core) = gate.handle(Ask::Unlock { pin: PIN.to_owned() }).await;
            assert_eq!(started(answer).lock, Lock::Open);
            assert_eq!(core.unwrap().device(), device);
        });
    }
}
