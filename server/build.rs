//! Builds the crate anew when a migration is added: the macro that embeds them only watches files it already knows.

fn main() {
    println!("cargo:rerun-if-changed=../migrations/server");
}
