//! A bar of what is done; the numbers stand beside it.

use leptos::prelude::*;

/// How many hundredths are done.
pub fn percent(done: u64, total: u64) -> u64 {
    (done.min(total) * 100).checked_div(total).unwrap_or(100)
}

/// A bar of what is done.
#[component]
pub fn ProgressBar(
    /// What it counts, read out.
    #[prop(into)]
    label: Signal<String>,
    /// How much is done.
    #[prop(into)]
    done: Signal<u64>,
    /// How much there is.
    #[prop(into)]
    total: Signal<u64>,
) -> impl IntoView {
    let share = move || percent(done.get(), total.get());
    view! {
        <div class="progress" class:done=move || share() == 100 role="progressbar" aria-label=label
            aria-valuemin="0" aria-valuemax="100" aria-valuenow=move || share().to_string()>
            <div style=move || format!("width: {}%", share())></div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn nothing_to_do_is_all_done_and_a_part_is_never_shown_as_the_whole() {
        assert_eq!(percent(0, 0), 100);
        assert_eq!(percent(199, 200), 99, "the last one missing must not look like all");
        assert_eq!(percent(3, 2), 100);
    }
}
