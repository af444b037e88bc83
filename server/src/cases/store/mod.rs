//! Cases, their history and their signed photos in the database.

pub mod cases;
pub mod lists;
pub mod numbers;
pub mod flow;
pub mod photos;
pub mod names;
pub mod queues;
pub mod batches;
