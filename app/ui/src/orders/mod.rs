//! What the desk asks of whoever has this phone, until it is put away or came true; and the order to erase the phone, with
//! how far that is. On today and on sync. What is shown to somebody is said to have been seen.

pub mod text;
pub mod cards;
pub mod wipe;
pub mod anew;
