//! What tests beside the code share. Start with [`phone`].

pub mod phone;
