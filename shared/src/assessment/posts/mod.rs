//! The posts: what each person did, and how it came out. 信息采集员, 核查员, 受理员, 值班长, 派遣员.
//!
//! A [`crate::assessment::Counter`] says of a case how far it came, and a post's table of counters gives all of a case to
//! whoever did the last step. What is here is finer: [`work`] reads a history once and gives **each step to whoever took
//! it**, with what became of it (pure); `figure` names what is counted and divided. A figure falls in a month by the moment
//! at which somebody did it or was sent, and never by a moment of the case.
//!
//! The trade names the posts' figures and leaves open what an error is. Here it is decided, and only what a history shows is
//! held against anybody (差错率 is [`Figure::Wrong`] of [`Figure::Operation`]):
//!
//! - **Collector, inspector**: an operation is a report, and an answer to a verification or a check. Wrong is a report that
//!   ended void (不予受理, 不予立案, 作废, 自行处置不予认可), and an answer that the next answer of the same stage
//!   contradicted. "Could not tell" contradicts nothing; a late answer is late and not wrong. A verification or a check is
//!   of whoever it was sent to, from then on: one that nobody answers is not kept in time, and nobody else's.
//! - **Acceptor**: accepting (受理) and not accepting (不予受理). Wrong is a case that was accepted and then refused at
//!   filing or returned to be accepted anew (错误受理); every other one was accepted right (准确受理). That not accepting was
//!   wrong no history shows.
//! - **Shift leader**: filing (立案), not filing (不予立案) and closing (结案, also by decision). Wrong is a filing that was
//!   voided later, returned to accept or closed as an error (错误结案: it should never have been a case), and a closing after
//!   which the case was opened again: it is held against whoever closed it, whoever had filed it. A case that was closed as
//!   an error and is opened again was one after all; its filing is right again, and its closing wrong. What was closed
//!   without being a case (当即办理, 自行处置) no shift leader closed.
//! - **Dispatcher**: dispatching (派遣, also to a district) and reviewing (督查). A dispatch is right where it named the unit
//!   that the last dispatch named, and wrong where that is another one; while a unit gave the case back and nobody dispatched
//!   it anew, the last dispatch is neither. One to a district is wrong where the district gave it back. A review that passed
//!   is wrong where the check after it sent the work back.
//!
//! What the server did by itself is nobody's. Of a record from before deadlines were written down nobody says "in time".

mod figure;
pub mod work;

#[cfg(test)]
mod tests;

pub use self::figure::{Figure, PostRate};
pub use self::work::Work;
