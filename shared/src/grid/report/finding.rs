//! One thing that is wrong with a file or with the ground after it.

use serde::Serialize;

use crate::place::point::Point;

macro_rules! flaws {
    ($($(#[$doc:meta])* $name:ident = $word:tt, $zh:literal, $en:literal;)*) => {
        /// What is wrong. Stable: scripts compare the word, never the text.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
        pub enum Flaw {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl Flaw {
            /// Every flaw there is, the worst first.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Returns the word in JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// Names it in Chinese.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$name => $zh,)* }
            }

            /// Names it in English.
            pub const fn en(self) -> &'static str {
                match self { $(Self::$name => $en,)* }
            }
        }
    };
}

flaws! {
    /// A feature without a shape or a property that it needs, or with one that cannot be read.
    BadFeature = "bad_feature", "要素不能用", "features that cannot be used";
    /// A code of the wrong shape.
    MalformedCode = "malformed_code", "编码格式不对", "malformed codes";
    /// A code that stands on more than one feature of the file.
    DoubledCode = "doubled_code", "编码重复", "doubled codes";
    /// The file is in another coordinate system than it says.
    WrongCrs = "wrong_crs", "坐标系不对", "a wrong coordinate system";
    /// An outline that crosses itself: what is inside it cannot be told.
    SelfCrossing = "self_crossing", "边界自相交", "self-crossing outlines";
    /// Ground that several unit grids hold.
    Overlap = "overlap", "网格重叠", "overlaps of unit grids";
    /// Ground between unit grids that none holds.
    Gap = "gap", "网格缝隙", "gaps between unit grids";
    /// A gap, an overlap or an outline so narrow that it comes from drawing and not from the ground.
    Sliver = "sliver", "细碎面", "slivers";
    /// Ground that several units claim in one industry layer.
    LayerOverlap = "layer_overlap", "行业图层重叠", "overlaps in industry layers";
    /// Ground that no unit claims in an industry layer.
    LayerGap = "layer_gap", "行业图层空白", "gaps in industry layers";
    /// A grid code begins with a district that is not known here.
    UnknownDistrict = "unknown_district", "区县未知", "unknown districts";
    /// … with a street that is not known here.
    UnknownStreet = "unknown_street", "街道未知", "unknown streets";
    /// … with a community that is not known here.
    UnknownCommunity = "unknown_community", "社区未知", "unknown communities";
    /// An area names a responsible unit that is not on the list of units.
    UnknownUnit = "unknown_unit", "责任单位未知", "unknown units";
    /// An area or a remark names an industry layer that no category belongs to: nobody would ever ask it.
    UnknownLayer = "unknown_layer", "行业图层未知", "unknown layers";
    /// A duty grid names a unit grid that does not exist.
    UnknownGrid = "unknown_grid", "单元网格未知", "unknown unit grids";
    /// A unit grid that is not in the file and has no ground left.
    GridGone = "grid_gone", "单元网格取消", "unit grids that are no more";
    /// A duty grid that is no more; whoever walks it has to be sent elsewhere.
    DutyGridGone = "duty_grid_gone", "责任网格取消", "duty grids that are no more";
    /// Something far from every grid, which was left out.
    Nowhere = "nowhere", "不在任何网格附近", "what lies by no grid";
    /// An edition that was imported for a later day and does not hold this change.
    LaterEdition = "later_edition", "另有待生效版本", "editions that wait for a later day";
}

/// Whether an import is refused for it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Nothing of the file is taken.
    Error,
    /// It is taken, and somebody should look.
    Warning,
}

impl Severity {
    /// Returns the word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// In what a size is measured.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
pub enum Measure {
    /// Metres.
    #[serde(rename = "m")]
    Metres,
    /// Square metres.
    #[serde(rename = "m2")]
    SquareMetres,
}

/// How large it is.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Size {
    /// The number, to a hundredth.
    pub size: f64,
    /// Of what.
    pub unit: Measure,
}

impl Size {
    /// A length.
    pub fn metres(size: f64) -> Self {
        Self { size: rounded(size), unit: Measure::Metres }
    }

    /// An area.
    pub fn square_metres(size: f64) -> Self {
        Self { size: rounded(size), unit: Measure::SquareMetres }
    }
}

fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// One thing that is wrong.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Finding {
    /// What.
    pub code: Flaw,
    /// How bad.
    pub severity: Severity,
    /// The codes it is about: unit grids, duty grids, a layer and its units.
    pub about: Vec<String>,
    /// The place of the feature in the file, from 1.
    pub feature: Option<usize>,
    /// Where to look, WGS-84.
    pub at: Option<Point>,
    /// How large it is.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
    /// What it is, in Chinese.
    pub zh: String,
    /// What it is, in English.
    pub en: String,
    /// The ground it is about, to draw; empty where a point says all.
    #[serde(skip)]
    pub outline: Vec<Vec<Point>>,
}

impl Finding {
    /// Something for which an import is refused.
    pub fn error(code: Flaw, zh: String, en: String) -> Self {
        Self::new(code, Severity::Error, zh, en)
    }

    /// Something to look at.
    pub fn warning(code: Flaw, zh: String, en: String) -> Self {
        Self::new(code, Severity::Warning, zh, en)
    }

    fn new(code: Flaw, severity: Severity, zh: String, en: String) -> Self {
        Self { code, severity, about: Vec::new(), feature: None, at: None, size: None, zh, en, outline: Vec::new() }
    }

    /// Names what it is about.
    pub fn about<T: ToString>(mut self, codes: impl IntoIterator<Item = T>) -> Self {
        self.about = codes.into_iter().map(|code| code.to_string()).collect();
        self
    }

    /// Names the feature of the file.
    pub fn of_feature(mut self, feature: usize) -> Self {
        self.feature = Some(feature);
        self
    }

    /// Says where.
    pub fn at(mut self, at: Option<Point>) -> Self {
        self.at = at;
        self
    }

    /// Says how large.
    pub fn sized(mut self, size: Size) -> Self {
        self.size = Some(size);
        self
    }
}
