//! Contracts that outlive a release: wire JSON as golden files, and requests of each release replayed.

#![cfg(test)]

mod wire;
mod scopes;
mod figures;
mod evidence;
mod rescue;
mod samples;
mod record;
mod desk_tells;
mod track;
mod base_maps;
mod orders;
