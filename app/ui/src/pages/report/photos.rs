//! The shots of the report: how many are wanted and what to mind while taking them, the strip, and the cameras for what
//! is still lacking.

use app_bridge::category::CategoryCard;
use app_bridge::told::{Failure, PhotoCard};
use kit::icon::{Icon, Picture as Icons};
use kit::lang::{self, Lang, t};
use kit::tone::Tone;
use leptos::prelude::*;
use shared::evidence::PhotoRole;
use shared::ids::PhotoId;

use super::draft::Draft;
use crate::camera::album::FromAlbum;
use crate::camera::framing::Framing;
use crate::camera::lens::Way;
use crate::camera::tile::CameraTile;
use crate::camera::view::CameraView;
use crate::clip::tiles::ClipTiles;
use crate::fetch::Refused;
use crate::hints::link::HintsLink;
use crate::pages::shots::{ShotStrip, let_go};
use crate::state::{App, Screen};
use crate::text;

/// The shots of the report.
#[component]
pub fn PhotoStrip() -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let draft = app.sheet();
    let failure = RwSignal::new(None::<Failure>);
    let photos = Memo::new(move |_| draft.with(|draft| draft.photos.clone()));
    // Without a camera that is said once, and not once for each photo.
    let roles = Memo::new(move |_| {
        let mut roles = draft.with(Draft::roles_to_take);
        if app.way_of_photos() == Way::None {
            roles.truncate(1);
        }
        roles
    });
    let shot = move |role: PhotoRole| {
        draft.with_untracked(|draft| draft.shot(role, app.standing_for_shot(draft.pointed.as_ref())))
    };
    let took = move |taken: PhotoCard| {
        failure.set(None);
        draft.update(|draft| draft.took(taken));
    };
    let failed = Callback::new(move |why: Failure| failure.set(Some(why)));
    let tile = move |role: PhotoRole| {
        let label = Signal::derive(move || speech.get().say(text::photo_role(role)).to_owned());
        view! {
            <CameraTile label=label test=input_name(role) shot=move |()| shot(role) on_taken=took on_failure=failed />
        }
    };
    let next_role = move || draft.with_untracked(Draft::next_role);
    let next_label =
        Signal::derive(move || speech.get().say(text::photo_role(draft.with(Draft::next_role))).to_owned());
    let unframed = StoredValue::new(None::<Framing>);
    // Whoever has photographed says what it is, where that is not said yet.
    let onward = move || draft.with_untracked(|draft| draft.category.is_none()).then_some(Screen::Picker);
    let gone = Callback::new(move |photo: PhotoId| draft.update(|draft| draft.dropped(photo)));
    let drop_shot = move |photo: PhotoCard| {
        let is_held = draft.with_untracked(|draft| draft.holds(photo.photo));
        let_go(photo.photo, is_held, gone, failed);
    };
    view! {
        <ShotStrip shots=photos on_drop=drop_shot>
            <For each=move || roles.get() key=|role| *role children=tile />
        </ShotStrip>
        <Wanted draft=draft />
        <Refused failure=failure test="photo-failed" />
        <Show when=move || app.camera.get()>
            <CameraView label=next_label shot=Callback::new(move |()| shot(next_role())) framing=unframed
                on_taken=Callback::new(took) on_failure=failed onward=Callback::new(move |()| onward()) />
        </Show>
        <FromAlbum shot=move |()| shot(next_role()) on_taken=took on_failure=failed />
    }
    .into_any()
}

/// What else may be taken beside the photos: a video, a voice note; and how good photos are taken.
#[component]
pub fn MoreToTake() -> impl IntoView {
    let app = App::get();
    let draft = app.sheet();
    let failure = RwSignal::new(None::<Failure>);
    let shots = Memo::new(move |_| draft.with(|draft| draft.photos.clone()));
    let shot = move |role: PhotoRole| {
        draft.with_untracked(|draft| draft.shot(role, app.standing_for_shot(draft.pointed.as_ref())))
    };
    let took = move |taken: PhotoCard| {
        failure.set(None);
        draft.update(|draft| draft.took(taken));
    };
    view! {
        <ClipTiles shots=shots shot=shot on_taken=took on_failure=move |why: Failure| failure.set(Some(why)) />
        <Refused failure=failure test="clip-failed" />
        <HintsLink />
    }
    .into_any()
}

/// What the category wants photographed, and how many photos there are of how many; never blocks.
#[component]
fn Wanted(draft: RwSignal<Draft>) -> impl IntoView {
    let speech = lang::speech();
    let counted = Memo::new(move |_| draft.with(Draft::counted));
    let hint =
        Memo::new(move |_| draft.with(|draft| draft.category.as_ref().and_then(|one| hint_in(speech.get(), one))));
    view! {
        {move || counted.get().map(|(there, least)| {
            let tone = if there < least { Tone::Soon } else { Tone::Ok };
            view! {
                <div class="row middle wanted">
                    <span class=format!("badge number {}", tone.class()) data-test="photo-count">
                        {move || text::photos_wanted(speech.get(), there, least)}
                    </span>
                    {move || hint.get().map(|hint| view! {
                        <p class="small hint" data-test="capture-hint" data-said=""><Icon picture=Icons::Lamp />{hint}</p>
                    })}
                </div>
            }
        })}
        {move || draft.with(|draft| draft.photos.is_empty() && draft.category.is_none()).then(|| view! {
            <p class="tiny centred">{t(text::NO_PHOTO_YET)}</p>
        })}
    }
}

/// Returns what the category wants photographed; nothing where nobody wrote it in this language. In English the
/// conditions say what is meant then.
fn hint_in(lang: Lang, category: &CategoryCard) -> Option<String> {
    let said = match lang {
        Lang::Zh => &category.hint,
        Lang::En => &category.hint_en,
    };
    (!said.is_empty()).then(|| said.clone())
}

const fn input_name(role: PhotoRole) -> &'static str {
    match role {
        PhotoRole::Near => "camera-near",
        PhotoRole::Far => "camera-far",
        PhotoRole::Reference => "camera-reference",
        PhotoRole::Before => "camera-before",
        PhotoRole::After => "camera-after",
        PhotoRole::Video => "camera-video",
        PhotoRole::Voice => "camera-voice",
    }
}

#[cfg(test)]
mod tests {
    use app_bridge::category::CategoryCard;
    use kit::lang::Lang;

    use super::hint_in;

    #[test]
    fn what_a_category_wants_is_said_in_the_language_of_the_screen() {
        let card = |hint: &str, hint_en: &str| CategoryCard {
            key: "event:06010".parse().unwrap(),
            code: "06010".into(),
            name: "暴露垃圾".into(),
            name_en: "exposed refuse".into(),
            major: String::new(),
            major_en: String::new(),
            layer: "sanitation".into(),
            hint: hint.into(),
            hint_en: hint_en.into(),
            least_photos: 1,
            conditions: Vec::new(),
            look_alikes: Vec::new(),
            tell: String::new(),
            tell_en: String::new(),
            fitted: None,
        };
        let in_both = card("近景看清种类", "Show what refuse it is.");
        assert_eq!(hint_in(Lang::Zh, &in_both).as_deref(), Some("近景看清种类"));
        assert_eq!(hint_in(Lang::En, &in_both).as_deref(), Some("Show what refuse it is."));
        assert_eq!(hint_in(Lang::En, &card("近景看清种类", "")), None, "no Chinese on an English page");
        assert_eq!(hint_in(Lang::Zh, &card("", "")), None);
    }
}
