//! The lines of a chain: its links, and between them the gaps.

use shared::api::evidence::ChainLink;
use shared::evidence::chain::Link;

/// A line of the page.
#[derive(Clone, PartialEq, Debug)]
pub enum Line<'a> {
    /// A photo.
    Shot {
        /// What is known of it.
        link: &'a ChainLink,
        /// It names another photo than the one before it, or shares its place with another.
        is_fork: bool,
    },
    /// Places that are empty.
    Gap {
        /// How many.
        missing: u64,
        /// The first of them.
        first: u64,
        /// The last of them.
        last: u64,
    },
}

/// Lays links, the newest first, in a row, each gap below the photo that was taken after it.
pub fn lines(links: &[ChainLink]) -> Vec<Line<'_>> {
    let mut lines = Vec::with_capacity(links.len());
    for link in links {
        let shares_place = links.iter().filter(|other| other.index == link.index).count() > 1;
        lines.push(Line::Shot { link, is_fork: link.link == Link::Broken || shares_place });
        if link.missing_before > 0 {
            let first = link.index.saturating_sub(link.missing_before);
            lines.push(Line::Gap { missing: link.missing_before, first, last: link.index.saturating_sub(1) });
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use shared::api::evidence::ChainLink;
    use shared::ids::Sha256;

    use super::{Line, lines};

    fn link(index: u64, link: &str, missing_before: u64) -> ChainLink {
        let told = serde_json::json!({
            "index": index, "photo": format!("018f0000-0000-7000-8000-{index:012}"),
            "case": "018f0000-0000-7000-8000-00000000000c", "case_no": null, "role": "near",
            "taken_at": "2026-11-23T10:00:00Z", "lon": null, "lat": null, "link": link,
            "missing_before": missing_before, "hash": Sha256::of(&index.to_be_bytes()), "previous": null,
            "verdict": "noted", "reasons": [{ "finding": "missing" }],
        });
        serde_json::from_value(told).unwrap()
    }

    #[test]
    fn a_gap_stands_between_the_photos_that_it_lies_between() {
        let links = [link(9, "waits", 3), link(5, "fits", 0)];
        let [Line::Shot { link: nine, is_fork: false }, gap, Line::Shot { link: five, .. }] = &lines(&links)[..] else {
            panic!("two photos and a gap")
        };
        assert_eq!((nine.index, five.index), (9, 5));
        assert_eq!(*gap, Line::Gap { missing: 3, first: 6, last: 8 });
    }

    #[test]
    fn a_chain_whose_first_photos_never_came_ends_in_a_gap() {
        assert_eq!(lines(&[link(3, "waits", 2)]).last(), Some(&Line::Gap { missing: 2, first: 1, last: 2 }));
    }

    #[test]
    fn two_photos_at_one_place_are_a_fork_and_so_is_one_that_names_another() {
        let links = [link(7, "broken", 0), link(6, "fits", 0), link(6, "broken", 0), link(5, "fits", 0)];
        let forks: Vec<bool> = lines(&links)
            .iter()
            .map(|line| match line {
                Line::Shot { is_fork, .. } => *is_fork,
                Line::Gap { .. } => panic!("nothing is missing"),
            })
            .collect();
        assert_eq!(forks, [true, true, true, false]);
    }

    #[test]
    fn no_photo_no_line() {
        assert_eq!(lines(&[]), []);
    }
}
