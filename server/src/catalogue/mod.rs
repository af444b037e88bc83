//! Packs: catalogue, calendar, boundaries and settings, named by their content; and the city that is made of them.
//!
//! A pack is never changed: a new one takes its place and the old one stays, because recorded facts name it.
//! Nothing here knows a case. Start with [`city`].

pub mod bodies;
pub mod city;
pub mod first;
pub mod actions;
pub mod deltas;
pub mod past;
pub mod handbook;
pub mod store;
pub mod http;
