//! What this device brings to the core besides files and sockets: nothing on a desk; on a phone its key store, its
//! network, its battery, and links that the system opens the app with. Start with [`Device`].

#[cfg(desktop)]
mod desk;
#[cfg(mobile)]
mod phone;
#[cfg(mobile)]
mod link;
#[cfg(target_os = "android")]
mod worker;
#[cfg(any(test, target_os = "android"))]
mod ended;

#[cfg(desktop)]
pub use desk::{Device, equip, furnish, show};
#[cfg(mobile)]
pub use phone::{Device, equip, furnish, show};
