//! The collector's, inspector's and supervisor's phone: the screens, and nothing behind them.
//!
//! It asks the core through the shell ([`bridge`]) and knows no rule of its own beyond what `shared` says.
//! Start with [`app`], then [`pages`].

mod text;
mod state;
mod bridge;
mod place;
mod camera;
mod fetch;
mod whereabouts;
mod layout;
mod pages;
mod app;

fn main() {
    leptos::mount::mount_to_body(app::Root);
}
