//! What the phone's own code can be asked, by name. Kotlin and Swift answer to the same names in camel case; a test of
//! the architecture compares the three.

/// What the page may ask. Each is a permission of its own, and nothing else of the phone is open to the page.
pub const PAGE: &[&str] = &["watch_position", "stop_watching", "begin_track", "end_track", "take_photo"];

/// What only the host asks, on every phone.
pub const HOST: &[&str] = &["read_key", "keep_key", "metering", "charge", "forget_key", "left_shots"];

/// What only the host asks, and only of Android: an iPhone hands its links to the window's own loop.
pub const HOST_OF_ANDROID: &[&str] = &["opened_link", "follow_links"];

/// What only the host asks, and only of an iPhone: Android wakes the core itself instead.
pub const HOST_OF_IOS: &[&str] = &["carry"];
