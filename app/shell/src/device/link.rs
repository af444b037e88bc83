//! Links that the system opens the app with, on their way to the page.

use anyhow::Result;
use app_mobile::phone::Phone;
use tauri::{App, Manager as _, Wry};

/// Hands the page each link that comes while it is there; it hears of it by an event of its window.
pub fn follow(app: &App<Wry>, phone: &Phone<Wry>) -> Result<()> {
    let handle = app.handle().clone();
    phone.follow_links(move |link| {
        let Some(window) = handle.get_webview_window("main") else { return };
        let told = serde_json::to_string(&link).map_err(anyhow::Error::from).and_then(|link| {
            let script = format!("window.dispatchEvent(new CustomEvent('xunge-link', {{ detail: {link} }}))");
            Ok(window.eval(script)?)
        });
        if let Err(error) = told {
            tracing::warn!(%error, "A link could not be handed to the page");
        }
    })?;
    Ok(())
}

/// Returns what leaves the link that started the app where the page looks for it, once: a page that is loaded again
/// must not find it again.
pub fn left(phone: &Phone<Wry>) -> Result<Option<String>> {
    let Some(link) = phone.opened_link()? else { return Ok(None) };
    let link = serde_json::to_string(&link)?;
    Ok(Some(format!(
        "if (!sessionStorage.getItem('xunge.link')) {{ sessionStorage.setItem('xunge.link', '1'); window.xungeLink = {link}; }}"
    )))
}
