//! People walk, on shift and at other times, and phones say which of their positions they keep.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use app_bridge::ask::Ask;
use app_bridge::told::Told;
use app_bridge::track::Kept;
use shared::ids::DeviceId;
use shared::place::fix::Fix;
use shared::time::Instant;

use crate::run::Run;
use crate::town;
use crate::truth::broken;
use crate::truth::rows::OnItsWay;

/// From one position to the next.
const STEP_MS: i64 = 25_000;

/// A longitude and a latitude, in units of 1e-7 degree.
pub type Spot = (i32, i32);

/// Where people walked.
#[derive(Default)]
pub struct Walks {
    /// Every position that a phone was told, by where it is.
    pub handed: BTreeMap<Spot, Position>,
    on_shift: BTreeMap<(usize, String), Duty>,
    steps: BTreeMap<usize, u32>,
}

/// A position that a phone was told.
pub struct Position {
    /// Which phone.
    pub phone: usize,
    /// Who walked there.
    pub user: String,
    /// Which device the phone was.
    pub device: DeviceId,
    /// What the phone said.
    pub fate: Fate,
    /// As it was last seen on the phone, and when it was there by the phone.
    pub seen: Option<(OnItsWay, Instant)>,
    /// When it was first missed on the phone, by the server's clock.
    pub missed_at: Option<Instant>,
}

/// What a phone said of a position.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It is kept.
    Kept,
    /// Nothing: it died over it.
    Untold,
    /// It is not kept; or nobody was on shift, and it may not be.
    Never,
}

/// Whether somebody is on shift, by what a phone said.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Duty {
    On,
    #[default]
    Off,
    Untold,
}

impl Walks {
    /// A phone said that a shift begins or ends, or nothing.
    pub fn marked(&mut self, phone: usize, user: &str, told: Option<bool>) {
        let duty = match told {
            Some(true) => Duty::On,
            Some(false) => Duty::Off,
            None => Duty::Untold,
        };
        self.on_shift.insert((phone, user.to_owned()), duty);
    }

    /// A phone was erased: nobody is on shift with the one that begins in its place.
    pub fn is_erased(&mut self, phone: usize) {
        self.on_shift.retain(|(of, _), _| *of != phone);
    }
}

impl Run {
    /// Somebody walks on.
    pub fn walk(&mut self, number: usize, positions: u32) -> Result<()> {
        for _ in 0..positions {
            self.time.pass_ms(STEP_MS);
            let steps = self.walks.steps.entry(number).or_default();
            *steps += 1;
            let fix = town::way(number, *steps, self.phone(number)?.clock.shows());
            if !self.stand_at(number, fix)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Tells a phone where somebody is; says whether it said anything to it.
    fn stand_at(&mut self, number: usize, fix: Fix) -> Result<bool> {
        let phone = self.phone(number)?;
        let (user, device) = (phone.user.clone(), phone.core()?.device());
        let spot = (fix.lon.0, fix.lat.0);
        let told = self.tell(number, "position", Ask::Walked { fix })?;
        let said = match &told {
            None => Fate::Untold,
            Some(Told::Walked(walked)) => match walked.kept {
                Kept::Point => Fate::Kept,
                Kept::NothingNew | Kept::Inexact | Kept::OffShift => Fate::Never,
            },
            Some(other) => bail!("told where somebody is, the phone told {other:?}"),
        };
        let duty = self.walks.on_shift.get(&(number, user.clone())).copied().unwrap_or_default();
        let fate = match (duty, said) {
            (Duty::Off, Fate::Kept) => {
                return broken(0, format!("phone {number} follows {user}, who is not on shift"));
            }
            (Duty::Off, Fate::Untold | Fate::Never) => Fate::Never,
            (Duty::On | Duty::Untold, said) => said,
        };
        match (duty, said) {
            (_, Fate::Kept) => self.count("position kept"),
            (Duty::Off, Fate::Never) => self.count("position off shift"),
            (Duty::Off, Fate::Untold) | (Duty::On | Duty::Untold, Fate::Untold | Fate::Never) => {}
        }
        let position = Position { phone: number, user, device, fate, seen: None, missed_at: None };
        self.walks.handed.insert(spot, position);
        Ok(told.is_some())
    }
}
