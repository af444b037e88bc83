//! The PIN of a home that is open: chosen, changed, given up, and asked again after the phone was left alone.
//!
//! A covered screen hides and holds nothing up: a phone that lies in a pocket goes on sending, and a photo or a word that
//! was on its way when the cover fell is saved. The keys are in memory from the first PIN to the end of the process;
//! before that [`crate::gate`] has none.

use std::cell::Cell;
use std::rc::Rc;

use app_bridge::lock::{Lock, PinCard};
use shared::refusal::{Code, Refusal};

use crate::core::Inner;
use crate::error::Result;
use crate::home::pin::{self, Cost};
use crate::home::{self, Found};
use crate::ports::KeyStore;

/// Where the keys of this home are kept, and whether its screen is covered.
pub struct Vault {
    store: Rc<dyn KeyStore>,
    is_set: Cell<bool>,
    is_covered: Cell<bool>,
}

impl Vault {
    /// Remembers where the keys of this home are kept, and whether it took a PIN to open it.
    pub fn new(store: Rc<dyn KeyStore>, is_set: bool) -> Self {
        Self { store, is_set: Cell::new(is_set), is_covered: Cell::new(false) }
    }

    /// Returns where the keys are kept.
    pub fn store(&self) -> &dyn KeyStore {
        &*self.store
    }
}

/// Says how this phone is locked.
pub fn state(core: &Inner) -> Lock {
    match core.vault() {
        Some(vault) if vault.is_covered.get() => Lock::Locked,
        Some(vault) if vault.is_set.get() => Lock::Open,
        Some(_) | None => Lock::None,
    }
}

/// Says whether there is a PIN and when it may be tried.
pub fn card(core: &Inner) -> Result<PinCard> {
    let Some(vault) = core.vault() else { return Ok(PinCard::default()) };
    let wait = pin::wait(&*core.world.files, &*core.world.clock)?;
    Ok(PinCard { set: vault.is_set.get(), possible: true, wrong_tries: wait.wrong, wait_ms: wait.ms })
}

/// Covers the screen, where there is a PIN to uncover it with.
pub fn cover(core: &Inner) {
    if let Some(vault) = core.vault()
        && vault.is_set.get()
    {
        vault.is_covered.set(true);
    }
}

/// Uncovers the screen. The PIN is proven as at the start, at the same price and with the same waits.
pub async fn uncover(core: &Inner, pin: &str) -> Result<()> {
    let Some(vault) = core.vault() else { return Ok(()) };
    match home::find(&core.world, &*vault.store)? {
        Found::Locked(locked) => {
            pin::prove(&core.world, &locked, pin).await?;
        }
        Found::Open(_) => {}
    }
    vault.is_covered.set(false);
    Ok(())
}

/// Sets a PIN, or another one.
pub async fn choose(core: &Inner, old: Option<&str>, new: &str) -> Result<PinCard> {
    let vault = vault(core)?;
    pin::choose(&core.world, &*vault.store, core.device.id, old, new, Cost::STRONG).await?;
    vault.is_set.set(true);
    card(core)
}

/// Does without a PIN from now on.
pub async fn forgo(core: &Inner, pin: &str) -> Result<PinCard> {
    let vault = vault(core)?;
    pin::forgo(&core.world, &*vault.store, core.device.id, pin).await?;
    vault.is_set.set(false);
    vault.is_covered.set(false);
    card(core)
}

fn vault(core: &Inner) -> Result<&Vault> {
    let none = || Refusal::because(Code::NotAllowed, "this host keeps no keys that a PIN could lock");
    Ok(core.vault().ok_or_else(none)?)
}

#[cfg(test)]
mod tests {
    use app_bridge::ask::Ask;
    use app_bridge::lock::{Lock, PinCard};
    use app_bridge::told::Told;

    use crate::tests::phone::Phone;

    const PIN: &str = "270418";

    fn lock(phone: &Phone, ask: Ask) -> Lock {
        match phone.tell(ask) {
            Told::Start(start) => start.lock,
            other => panic!("{other:?}"),
        }
    }

    fn choose(old: Option<&str>, new: &str) -> Ask {
        Ask::ChoosePin { old: old.map(str::to_owned), new: new.to_owned() }
    }

    fn unlock(pin: &str) -> Ask {
        Ask::Unlock { pin: pin.to_owned() }
    }

    #[test]
    fn without_a_pin_nothing_is_covered() {
        let phone = Phone::new();
        assert_eq!(lock(&phone, Ask::Start), Lock::None);
        assert_eq!(lock(&phone, Ask::Lock), Lock::None);
        assert_eq!(phone.tell(Ask::Pin), Told::Pin(PinCard { possible: true, ..PinCard::default() }));
        assert_eq!(phone.refused(choose(None, "123456")), "pin_weak");
    }

    #[test]
    fn a_covered_phone_goes_on_and_opens_by_its_pin_alone() {
        let phone = Phone::new();
        phone.tell(choose(None, PIN));
        assert_eq!(lock(&phone, Ask::Start), Lock::Open);
        assert_eq!(lock(&phone, Ask::Lock), Lock::Locked);
        assert_eq!(lock(&phone, Ask::Start), Lock::Locked, "a page that is loaded anew is covered too");
        phone.tell(Ask::Status);
        assert_eq!(phone.refused(unlock("000001")), "pin_wrong");
        assert_eq!(phone.tell(Ask::Pin), Told::Pin(PinCard { set: true, possible: true, wrong_tries: 1, wait_ms: 0 }));
        assert_eq!(lock(&phone, unlock(PIN)), Lock::Open);
        let forgone = Ask::ForgoPin { pin: PIN.to_owned() };
        assert_eq!(phone.tell(forgone), Told::Pin(PinCard { possible: true, ..PinCard::default() }));
        assert_eq!(lock(&phone, Ask::Lock), Lock::None);
    }
}
