//! The training city: what new staff are trained on, and what a new server is tried with.

pub mod city;
