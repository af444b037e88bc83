//! The training city: what new staff are trained on, and what a new server is tried with.
//!
//! `city` is its shape, pure and deterministic; `people` is who works in it, `contacts` whom one calls; [`make`] writes all
//! of it down. Everything in it says that it is training, and no case of it counts.

pub mod city;
pub mod people;
mod contacts;
mod make;
mod store;

pub use self::city::Scale;
pub use self::make::{Made, make, reset};
