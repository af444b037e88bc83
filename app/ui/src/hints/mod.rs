//! How to take a photo that a case can stand on (拍摄要点): the general rules, and what each category wants.

pub mod text;
pub mod link;
pub mod page;
