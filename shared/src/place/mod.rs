//! Where something is: coordinate systems, points, and fixes with their accuracy.
//!
//! Every stored position says its system. What the grids are computed from is always a [`point::Point`] in CGCS2000;
//! GCJ-02 and BD-09 exist only at the edges (a partner's import, a drawn map). Nothing here guesses a system silently.
//! Start with [`point`], then [`fix`].

pub mod point;
pub mod crs;
pub mod convert;
pub mod fix;
pub mod shift;
