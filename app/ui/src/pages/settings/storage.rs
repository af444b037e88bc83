//! How much room everything takes, and clearing what can be had again.

use app_bridge::ask::Ask;
use app_bridge::storage::{Storage, StorageKind, StoragePart};
use app_bridge::told::{Failure, Told};
use kit::button::{Button, Look};
use kit::card::Card;
use kit::faces::Waiting;
use kit::lang::{self, t};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::text;
use crate::fetch::{FailedPage, Fetched, Refused, fetch};
use crate::state::unexpected;
use crate::{bridge, text as words};

fn unpack(told: Told) -> Result<Storage, Failure> {
    match told {
        Told::Storage(storage) => Ok(storage),
        other => Err(unexpected(&other)),
    }
}

/// The card of the storage.
#[component]
pub fn StorageCard() -> impl IntoView {
    let told = fetch(|| Ask::Storage, unpack);
    view! {
        <Card test="storage">
            <h2>{t(text::STORAGE)}</h2>
            {move || match told.got.get() {
                Fetched::Reading => view! { <Waiting /> }.into_any(),
                Fetched::Failed(failure) => view! { <FailedPage failure=failure again=told.again /> }.into_any(),
                Fetched::Here(storage) => view! { <Parts storage=storage again=told.again /> }.into_any(),
            }}
        </Card>
    }
    .into_any()
}

#[component]
fn Parts(storage: Storage, again: Callback<()>) -> impl IntoView {
    let speech = lang::speech();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let freeable = storage.freeable_bytes();
    let clear = move |()| {
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let told = bridge::ask(Ask::FreeStorage).await.and_then(unpack);
            busy.try_set(false);
            match told {
                Ok(_) => {
                    again.try_run(());
                }
                Err(why) => {
                    failure.try_set(Some(why));
                }
            }
        });
    };
    let free = move || match storage.free_bytes {
        Some(free) => format!("{} {}", speech.get().say(text::STORAGE_FREE), words::bytes(free)),
        None => speech.get().say(text::STORAGE_FREE_UNKNOWN).to_owned(),
    };
    view! {
        <dl class="facts storage">
            {storage.parts.into_iter().map(|StoragePart { kind, size_bytes, .. }| view! {
                <dt>{t(text::kind(kind))}</dt>
                <dd class="number" data-test=format!("storage-{}", test(kind))>{words::bytes(size_bytes)}</dd>
            }).collect_view()}
        </dl>
        <p class="small number" data-test="storage-free">{free}</p>
        <p class="tiny">{t(text::STORAGE_WORDS)}</p>
        {if freeable == 0 {
            view! { <p class="small" data-test="nothing-to-clear">{t(text::NOTHING_TO_CLEAR)}</p> }.into_any()
        } else {
            view! {
                <div class="chips">
                    <Button look=Look::Soft test="clear" disabled=busy on_press=clear>
                        {move || speech.get().say(if busy.get() { text::CLEARING } else { text::CLEAR })}
                    </Button>
                </div>
                <p class="small number">{move || text::clearable(speech.get(), &words::bytes(freeable))}</p>
            }
            .into_any()
        }}
        <Refused failure=failure test="clear-failed" />
    }
}

const fn test(kind: StorageKind) -> &'static str {
    match kind {
        StorageKind::Records => "records",
        StorageKind::Photos => "photos",
        StorageKind::Originals => "originals",
        StorageKind::Thumbnails => "thumbnails",
        StorageKind::Pictures => "pictures",
        StorageKind::Packs => "packs",
        StorageKind::BaseMaps => "base-maps",
    }
}
