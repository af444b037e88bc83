//! A text with the runs that a query fitted set off.

use leptos::prelude::*;

/// A text with runs of it set off; a reader hears it in one piece.
#[component]
pub fn Marked(
    /// The text.
    text: String,
    /// The runs, in order: the place of the first character and the place behind the last one.
    runs: Vec<[usize; 2]>,
) -> impl IntoView {
    let piece = |(is_marked, text): (bool, String)| match is_marked {
        true => view! { <mark>{text}</mark> }.into_any(),
        false => text.into_any(),
    };
    pieces(&text, &runs).into_iter().map(piece).collect_view()
}

/// Cuts a text at the runs; says of each piece whether it is one. A run that lies outside marks nothing.
fn pieces(text: &str, runs: &[[usize; 2]]) -> Vec<(bool, String)> {
    let mut pieces: Vec<(bool, String)> = Vec::new();
    for (place, character) in text.chars().enumerate() {
        let is_marked = runs.iter().any(|[from, to]| (*from..*to).contains(&place));
        match pieces.last_mut() {
            Some((was_marked, piece)) if *was_marked == is_marked => piece.push(character),
            Some(_) | None => pieces.push((is_marked, character.to_string())),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[track_caller]
    fn check(text: &str, runs: &[[usize; 2]], expected: &[(bool, &str)]) {
        let pieces = pieces(text, runs);
        let read: Vec<(bool, &str)> = pieces.iter().map(|(is_marked, piece)| (*is_marked, piece.as_str())).collect();
        assert_eq!(read, expected);
    }

    #[test]
    fn what_fitted_is_cut_out_and_nothing_is_lost() {
        check("暴露垃圾", &[[0, 2]], &[(true, "暴露"), (false, "垃圾")]);
        check("暴露垃圾", &[[2, 4]], &[(false, "暴露"), (true, "垃圾")]);
        check("暴露垃圾", &[[0, 1], [2, 3]], &[(true, "暴"), (false, "露"), (true, "垃"), (false, "圾")]);
        check("06010", &[[0, 5]], &[(true, "06010")]);
        check("垃圾", &[], &[(false, "垃圾")]);
        check("垃圾", &[[7, 9], [1, 90]], &[(false, "垃"), (true, "圾")]);
        check("", &[[0, 1]], &[]);
    }
}
