//! Which of very many stand out, where the most unlikely of many is likely.
//!
//! Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate", Journal of the Royal Statistical Society B 57
//! (1995): of those that are said to stand out no more than a chosen part is there by chance, on average.

use super::real;

/// Of a hundred that are said to stand out at one look no more than one is there by chance, on average. The same weeks are
/// looked at each day, and each look may find another: what is listed of a month stays within about five of a hundred.
pub const FALSE_PART: f64 = 0.01;

/// Returns the places of the chances that stand out of all of them, in the order of the list.
pub fn standing_out(chances: &[f64], false_part: f64) -> Vec<usize> {
    let mut sorted: Vec<(usize, f64)> = chances.iter().copied().enumerate().collect();
    sorted.sort_by(|one, other| one.1.total_cmp(&other.1));
    let tested = real(u64::try_from(sorted.len()).unwrap_or(u64::MAX));
    let is_within = |(rank, (_, chance)): &(u64, &(usize, f64))| *chance <= real(*rank) / tested * false_part;
    // All up to the last one that lies within its bound, whatever those before it do.
    let last = (1_u64..).zip(&sorted).filter(is_within).last().map_or(0, |(rank, _)| rank);
    let found = usize::try_from(last).unwrap_or(usize::MAX);
    let mut out: Vec<usize> = sorted.iter().take(found).map(|(place, _)| *place).collect();
    out.sort_unstable();
    out
}

#[cfg(test)]
mod tests {
    use super::{FALSE_PART, standing_out};

    const PUBLISHED: f64 = 0.05;

    #[test]
    fn the_published_example_finds_four_of_fifteen() {
        let chances = [
            0.0344, 0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0,
        ];
        assert_eq!(standing_out(&chances, PUBLISHED), [1, 2, 3, 4]);
        assert_eq!(standing_out(&chances, FALSE_PART), [1, 2, 3], "what is looked at each day has to stand out more");
    }

    #[test]
    fn one_in_a_hundred_is_nothing_among_a_hundred() {
        let mut chances = vec![0.5; 99];
        chances.push(0.01);
        assert!(standing_out(&chances, PUBLISHED).is_empty());
        assert_eq!(standing_out(&[0.01], PUBLISHED), [0]);
        assert!(standing_out(&[], FALSE_PART).is_empty());
    }
}
