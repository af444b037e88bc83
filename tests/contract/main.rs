//! Contracts that outlive a release: wire JSON as golden files.

#![cfg(test)]

mod wire;
mod scopes;
mod samples;
