//! Contracts that outlive a release: wire JSON as golden files, and the two server schemas side by side.

#![cfg(test)]

mod wire;
mod samples;
mod schema;
