//! The pieces both faces are built from: badges, buttons, forms, maps, words and times.
//!
//! Plain data in, callbacks out: nothing here fetches, stores or knows a rule. The colours, radii and spaces lie in
//! `static/tokens.css`, the looks of the pieces in `static/kit.css`; tests hold the colours to the contrast that people
//! need. A face calls [`lang::provide`], [`looks::provide`] and [`moment::provide`] once at its root. Start with
//! [`lang`], then [`tone`].

pub mod remember;
mod pseudo;
pub mod lang;
pub mod looks;
#[cfg(test)]
mod colours;
pub mod text;
pub mod tone;
pub mod moment;
pub mod decimal;
pub mod icon;
pub mod badge;
pub mod time_left;
pub mod button;
pub mod card;
pub mod field;
pub mod radios;
pub mod focus;
pub mod faces;
pub mod photo_thumb;
pub mod mini_map;
pub mod map;
pub mod before_after;
pub mod compare_slider;
pub mod progress_bar;
pub mod chart;
pub mod windowed;
