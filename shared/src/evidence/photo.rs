//! What a photo shows, and how a request points at one.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{PhotoId, Sha256};

/// What a photo shows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PhotoRole {
    /// 近景.
    Near,
    /// 远景.
    Far,
    /// 参照物.
    Reference,
    /// 处置前.
    Before,
    /// 处置后.
    After,
    /// 视频: a short film; its poster is the working copy, the film itself the original.
    Video,
    /// 语音: a spoken note; a card with its time and place is the working copy, the recording the original.
    Voice,
}

impl PhotoRole {
    /// Every role.
    pub const ALL: &[Self] =
        &[Self::Near, Self::Far, Self::Reference, Self::Before, Self::After, Self::Video, Self::Voice];

    /// Returns the word it is stored and travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Near => "near",
            Self::Far => "far",
            Self::Reference => "reference",
            Self::Before => "before",
            Self::After => "after",
            Self::Video => "video",
            Self::Voice => "voice",
        }
    }

    /// Returns the role in Chinese, for watermarks.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Near => "近景",
            Self::Far => "远景",
            Self::Reference => "参照物",
            Self::Before => "处置前",
            Self::After => "处置后",
            Self::Video => "视频",
            Self::Voice => "语音",
        }
    }

    /// Says whether it is a clip and no photo: its original always travels, and it counts as no photo of the scene.
    pub const fn is_clip(self) -> bool {
        matches!(self, Self::Video | Self::Voice)
    }

    /// Returns the role that is written so, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.as_str() == text)
    }
}

/// Where the original of a signed shot is, as far as the server knows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OriginalPlace {
    /// On the phone that took it; nobody asked for it.
    #[default]
    OnPhone,
    /// On the phone, and the desk asked for it.
    Asked,
    /// Its upload has begun.
    OnTheWay,
    /// At the server, whole.
    Here,
}

impl OriginalPlace {
    /// Returns the word it travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OnPhone => "on_phone",
            Self::Asked => "asked",
            Self::OnTheWay => "on_the_way",
            Self::Here => "here",
        }
    }
}

/// Points at a working copy on the server.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PhotoRef {
    /// The shot, when a device signed for it; `None` for a file handed in at a desk.
    #[serde(default)]
    pub photo: Option<PhotoId>,
    /// The working copy's name.
    pub working: Sha256,
    /// What it shows.
    pub role: PhotoRole,
}
