//! The only part of the page that speaks to the server.
//!
//! Who is signed in is the browser's cookie, which nothing here can read; the header that goes with every request
//! says that it comes from this page and from no other. A request whose answer says something of who sits here, that they
//! are not signed in or may not, is told to the desk here, so that no page has to look for it.

pub mod upload;

use std::cell::RefCell;

use gloo_net::http::{Method, Request, RequestBuilder, Response};
use kit::lang::Lang;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::api::problem::Problem;
use shared::refusal::Code;

use crate::clock;
use crate::text::words;

/// Says that a request comes from this page: another site's page cannot send it.
const CONSOLE_HEADER: &str = "X-Xunge-Console";

/// Why a request brought nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// Nobody answered.
    Offline,
    /// The server refused, and said why.
    Refused(Box<Problem>),
    /// The server answered something that this page does not understand.
    Odd,
}

impl Trouble {
    /// Says what happened and what to do.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Self::Offline => lang.say(words::OFFLINE).to_owned(),
            Self::Refused(problem) => lang.pick(&problem.title, &problem.title_en).to_owned(),
            Self::Odd => lang.say(words::ODD_REPLY).to_owned(),
        }
    }

    /// Returns the small print: what exactly was wrong.
    pub fn detail(&self) -> Option<String> {
        match self {
            Self::Refused(problem) => problem.detail.clone(),
            Self::Offline | Self::Odd => None,
        }
    }

    /// Returns the stable code, for whoever reports the trouble.
    pub fn code(&self) -> String {
        match self {
            Self::Offline => "offline".to_owned(),
            Self::Refused(problem) => problem.code.to_string(),
            Self::Odd => "odd_reply".to_owned(),
        }
    }
}

/// What is done when the server turns this desk away.
type TurnedAway = Box<dyn Fn(Code)>;

thread_local! {
    static TURNED_AWAY: RefCell<Option<TurnedAway>> = const { RefCell::new(None) };
}

/// Sets what is done when the server no longer knows who we are, or says that we may not.
pub fn when_turned_away(then: impl Fn(Code) + 'static) {
    TURNED_AWAY.with_borrow_mut(|kept| *kept = Some(Box::new(then)));
}

/// Says whether a refusal means that nobody is signed in here any more.
pub const fn is_over(code: Code) -> bool {
    matches!(
        code,
        Code::NotSignedIn | Code::TokenExpired | Code::TokenRevoked | Code::AccountDisabled | Code::DeviceRevoked
    )
}

/// Fetches something.
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Trouble> {
    read(&ask(request(Method::GET, path).build()).await?)
}

/// Fetches something that is handed on unread, such as outlines for a map.
pub async fn text_of(path: &str) -> Result<String, Trouble> {
    ask(request(Method::GET, path).build()).await
}

/// Sends something and returns what the server answers.
pub async fn post<B: Serialize, T: DeserializeOwned>(path: &str, body: &B) -> Result<T, Trouble> {
    read(&ask(request(Method::POST, path).json(body)).await?)
}

/// Asks for something to be done that has no answer but yes or no.
pub async fn command(path: &str) -> Result<(), Trouble> {
    send(request(Method::POST, path).build()).await.map(drop)
}

/// Puts something in the place of what is there and returns what the server answers.
pub async fn put<B: Serialize, T: DeserializeOwned>(path: &str, body: &B) -> Result<T, Trouble> {
    read(&ask(request(Method::PUT, path).json(body)).await?)
}

/// Sends something that has no answer but yes or no.
pub async fn tell<B: Serialize>(path: &str, body: &B) -> Result<(), Trouble> {
    send(request(Method::POST, path).json(body)).await.map(drop)
}

/// Sends a file as it lies on this machine and returns what the server answers.
pub async fn hand_in<T: DeserializeOwned>(path: &str, file: &web_sys::File) -> Result<T, Trouble> {
    let request = request(Method::POST, path).header("Content-Type", "application/octet-stream");
    read(&ask(request.body(file.clone())).await?)
}

/// Hands in a phone's rescue file, as it lies on this machine.
pub async fn rescue(file: &web_sys::File) -> Result<shared::api::rescue::RescueReport, Trouble> {
    let request = request(Method::POST, "/api/v1/rescue").header("Content-Type", "application/octet-stream");
    read(&ask(request.body(file.clone())).await?)
}

/// Ends something.
pub async fn delete(path: &str) -> Result<(), Trouble> {
    send(request(Method::DELETE, path).build()).await.map(drop)
}

/// Returns the address of a picture that the caller may see.
pub fn picture(working: &shared::ids::Sha256, thumb: bool) -> String {
    format!("/api/v1/media/{working}{}", if thumb { "?size=thumb" } else { "" })
}

/// Returns the address of a picture's copy that may leave the city's own staff: nothing is written inside it.
pub fn public_copy(working: &shared::ids::Sha256) -> String {
    format!("/api/v1/media/{working}?size=public")
}

fn request(method: Method, path: &str) -> RequestBuilder {
    RequestBuilder::new(path).method(method).header(CONSOLE_HEADER, "1")
}

/// Sends a request and returns the answer as text. One for every kind of answer: only reading the text differs.
async fn ask(request: Result<Request, gloo_net::Error>) -> Result<String, Trouble> {
    text(send(request).await?).await
}

/// Sends a request; what comes back is a success.
async fn send(request: Result<Request, gloo_net::Error>) -> Result<Response, Trouble> {
    let request = request.map_err(|_| Trouble::Odd)?;
    let reply = request.send().await.map_err(|_| Trouble::Offline)?;
    if let Some(date) = reply.headers().get("date") {
        clock::heard(&date);
    }
    if reply.ok() {
        return Ok(reply);
    }
    let problem: Problem = read(&text(reply).await?)?;
    if is_over(problem.code) || problem.code == Code::NotAllowed {
        TURNED_AWAY.with_borrow(|then| {
            if let Some(then) = then {
                then(problem.code);
            }
        });
    }
    Err(Trouble::Refused(Box::new(problem)))
}

/// A body that breaks off is the network's doing, one that cannot be read the server's or ours.
async fn text(reply: Response) -> Result<String, Trouble> {
    reply.text().await.map_err(|_| Trouble::Offline)
}

fn read<T: DeserializeOwned>(body: &str) -> Result<T, Trouble> {
    serde_json::from_str(body).map_err(|error| odd(&error))
}

fn odd(error: &serde_json::Error) -> Trouble {
    leptos::logging::warn!("a reply could not be read: {error}");
    Trouble::Odd
}
