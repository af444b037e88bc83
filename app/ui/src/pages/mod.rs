//! The screens, one file each: a page fetches and lays out; what can be decided without a screen stands beside it.

pub mod sign_in;
pub mod today;
pub mod shots;
pub mod numbers;
pub mod report;
pub mod cases;
pub mod case;
pub mod case_row;
pub mod tasks;
pub mod task_row;
pub mod answer;
pub mod originals;
pub mod sync;
pub mod notices;
pub mod on_shift;
pub mod menu;
pub mod me;
pub mod base_maps;
pub mod lock;
pub mod settings;
pub mod welcome;
pub mod leaving;
pub mod board;
pub mod shift;
pub mod map;
pub mod assessment;
