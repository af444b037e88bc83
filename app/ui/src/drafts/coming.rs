//! A shot on its way to what is filled in: nothing is saved without it. Once saved, a report takes no shot more, and
//! what was just photographed or said would lie on the phone and belong to nothing.

use kit::lang::t;
use leptos::prelude::*;

use super::text;
use crate::state::App;

/// A shot on its way, from the recording or the file to the core's word that it is kept; over when this is dropped.
pub struct Coming(RwSignal<u32>);

impl Coming {
    /// It is on its way from now on.
    pub fn begin(app: App) -> Self {
        Self::counted(app.keeper.coming)
    }

    fn counted(count: RwSignal<u32>) -> Self {
        count.update(|count| *count = count.saturating_add(1));
        Self(count)
    }
}

impl Drop for Coming {
    fn drop(&mut self) {
        self.0.try_update(|count| *count = count.saturating_sub(1));
    }
}

/// Says whether a shot is on its way; follows it.
pub fn is_coming(app: App) -> bool {
    app.keeper.coming.with(|count| *count > 0)
}

/// Says that a shot is waited for; nothing while none is.
#[component]
pub fn ComingNotice() -> impl IntoView {
    let app = App::get();
    move || {
        is_coming(app).then(
            || view! { <p class="small centred" role="status" data-test="shot-coming">{t(text::SHOT_COMING)}</p> },
        )
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::Coming;

    #[test]
    fn what_is_filled_in_waits_until_the_last_shot_is_there() {
        let owner = Owner::new();
        owner.with(|| {
            let count = RwSignal::new(0_u32);
            let (voice, photo) = (Coming::counted(count), Coming::counted(count));
            drop(voice);
            assert_eq!(count.get_untracked(), 1, "the photo is still on its way");
            drop(photo);
            assert_eq!(count.get_untracked(), 0);
        });
    }
}
