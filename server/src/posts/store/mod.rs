//! Posts in the database: `work` are the rows of steps and tasks, `nights` what the nightly job reads and writes. A number
//! and its list share one condition, [`condition`]: `figures` sums over it, `listed` lists behind it. `frozen` is both
//! as a version of a month keeps them.

pub mod condition;
pub mod figures;
pub mod listed;
pub mod work;
pub mod nights;
pub mod frozen;
