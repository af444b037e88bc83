//! Tells the shell's build where the Kotlin and the Swift lie, and makes a permission of each command of the page.

#[expect(dead_code, reason = "what only the host asks needs no permission")]
#[path = "src/commands.rs"]
mod commands;

fn main() {
    tauri_plugin::Builder::new(commands::PAGE).android_path("android").ios_path("ios").build();
}
