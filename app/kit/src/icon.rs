//! Icons: a small set of our own, drawn with the text's colour on a grid of 24.

use leptos::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Picture {
    /// A house: today.
    House,
    /// A ticked box: tasks.
    Ticked,
    /// A camera.
    Camera,
    /// Sheets in a folder: cases.
    Folder,
    /// Two arrows, up and down: sync.
    UpDown,
    /// To the left: back.
    Back,
    /// To the right: there is more.
    Onward,
    /// A cross: close, remove.
    Cross,
    /// A plus: add.
    Plus,
    /// A magnifying glass.
    Glass,
    /// A triangle with a mark: mind this.
    Mind,
    /// A struck-out signal: no network.
    NoSignal,
    /// A tick: done.
    Tick,
    /// A clock.
    Clock,
    /// A pin on a map.
    Pin,
    /// An arrow to the north, to be turned.
    North,
    /// A phone.
    Phone,
    /// A globe: language.
    Globe,
    /// A door: sign out.
    Door,
    /// A ring with a cross of hairs: find my place.
    Aim,
    /// An open hand's lamp: hint.
    Lamp,
    /// A film camera: video.
    Film,
    /// A microphone: voice.
    Microphone,
    /// To the right, full: play.
    Play,
    /// A square: stop.
    Stop,
    /// A picture in its frame: album.
    Album,
    /// A loudhailer: notices of the desk.
    Horn,
    /// A telephone's receiver: call somebody.
    Handset,
    /// A folded map.
    Map,
    /// Sheets over each other: layers.
    Layers,
    /// A square in four: grids.
    Grids,
    /// Lines with their marks: list.
    List,
    /// A padlock: a PIN stands before it.
    Padlock,
    /// Three sliders: settings.
    Sliders,
}

impl Picture {
    const fn path(self) -> &'static str {
        match self {
            Self::House => "M4 11 12 4l8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z",
            Self::Ticked => "M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM8 12l3 3 5-6",
            Self::Camera => {
                "M4 8h3.5L9 5.5h6L16.5 8H20a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1z\
                 M12 9.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z"
            }
            Self::Folder => "M4 6a1 1 0 0 1 1-1h5l2 3h7a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1zM8 13h8",
            Self::UpDown => "M8 20V5M4 9l4-4 4 4M16 4v15M12 15l4 4 4-4",
            Self::Back => "M15 5l-7 7 7 7",
            Self::Onward => "M9 5l7 7-7 7",
            Self::Cross => "M6 6l12 12M18 6 6 18",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Glass => "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5",
            Self::Mind => "M12 4 2.5 20h19zM12 10v4.5M12 17.2v.3",
            Self::NoSignal => {
                "M4 4l16 16M5 12.5a10 10 0 0 1 4-2.3M19 12.5a10 10 0 0 0-5.5-2.6M8.5 16a5 5 0 0 1 5-1.2M12 19.5v.1"
            }
            Self::Tick => "M5 12.5l5 5L19.5 7",
            Self::Clock => "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.5l3 2",
            Self::Pin => {
                "M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11zM12 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z"
            }
            Self::North => "M12 20V5M6 11l6-6 6 6",
            Self::Phone => "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2",
            Self::Globe => "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM4 12h16M12 4c-5 5-5 11 0 16M12 4c5 5 5 11 0 16",
            Self::Door => "M10 4H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h4M10 12h10M16 8l4 4-4 4",
            Self::Aim => "M12 6a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM12 2v5M12 17v5M2 12h5M17 12h5",
            Self::Lamp => "M9.5 20h5M9 16.5c-2-1.3-3-3-3-5.5a6 6 0 0 1 12 0c0 2.5-1 4.2-3 5.5z",
            Self::Film => {
                "M4 6.5h10a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zM15 11l6-3.5v9L15 13"
            }
            Self::Microphone => {
                "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4M9 21h6"
            }
            Self::Play => "M8 5.5v13l10.5-6.5z",
            Self::Stop => "M7 7h10v10H7z",
            Self::Album => {
                "M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1z\
                 M4 17l5-5 4 4 3-3 4 4M9 8.5v.1"
            }
            Self::Horn => "M4 10v4h3l9 5V5L7 10zM8 14.5V19h3v-3M19 9.5a4 4 0 0 1 0 5",
            Self::Handset => {
                "M6 4h3l1.5 4.5L8 10a13 13 0 0 0 6 6l1.5-2.5L20 15v3a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2z"
            }
            Self::Map => "M4 7l5-2.5 6 2.5 5-2.5v13L15 20l-6-2.5L4 20zM9 4.5v13M15 7v13",
            Self::Layers => "M12 4l8.5 4.5L12 13 3.5 8.5zM4 12.5l8 4.3 8-4.3M4 16.3l8 4.2 8-4.2",
            Self::Grids => "M4 4h16v16H4zM12 4v16M4 12h16",
            Self::List => "M9 6h11M9 12h11M9 18h11M4.5 6v.1M4.5 12v.1M4.5 18v.1",
            Self::Padlock => "M6 11h12a1 1 0 0 1 1 1v8H5v-8a1 1 0 0 1 1-1zM8 11V8a4 4 0 0 1 8 0v3M12 15v2",
            Self::Sliders => "M4 7h9M17 7h3M15 5v4M4 12h3M11 12h9M9 10v4M4 17h7M15 17h5M13 15v4",
        }
    }
}

/// An icon; the words beside it say what it means.
#[component]
pub fn Icon(
    /// What it shows.
    picture: Picture,
    /// Turned by so many degrees clockwise.
    #[prop(default = 0.0)]
    turned_deg: f64,
) -> impl IntoView {
    let turn = (turned_deg != 0.0).then(|| format!("transform: rotate({turned_deg:.0}deg)"));
    view! {
        <svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"
            stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" style=turn>
            <path d=picture.path() />
        </svg>
    }
}
