//! Reading what the core tells, with no more code than that takes.
//!
//! What serde derives reads a struct from a list of bare values as well as from named ones. The core names everything,
//! and a page would carry both ways for each type that it is told. Here structs are asked for as maps, so that the other
//! way is never made. Nothing is read otherwise than by serde's own rules. Start with [`answer`].

use std::fmt;

use serde::Deserialize as _;
use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

use crate::told::Answer;

/// Reads an answer of the core.
pub fn answer(text: &str) -> serde_json::Result<Answer> {
    let mut json = serde_json::Deserializer::from_str(text);
    let answer = Answer::deserialize(Named(&mut json))?;
    json.end()?;
    Ok(answer)
}

/// Whatever is read through this is read by its names: wraps each reader, and whoever waits for what is read.
struct Named<T>(T);

/// The fields of a struct, wherever they stand.
struct Fields<V>(V);

/// Passes on what holds nothing else.
macro_rules! plain {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            self.0.$method(visitor)
        }
    )*};
}

/// Passes on what may hold something else.
macro_rules! within {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            self.0.$method(Named(visitor))
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Named<D> {
    type Error = D::Error;

    // The one that counts; every other method only passes on.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        Fields(visitor).deserialize(self.0)
    }

    plain! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_f32 deserialize_f64 deserialize_char deserialize_str deserialize_string
        deserialize_bytes deserialize_byte_buf deserialize_unit deserialize_identifier deserialize_ignored_any
    }

    within! { deserialize_any deserialize_option deserialize_seq deserialize_map }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Self::Error> {
        self.0.deserialize_unit_struct(name, visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.deserialize_newtype_struct(name, Named(visitor))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Self::Error> {
        self.0.deserialize_tuple(len, Named(visitor))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.deserialize_tuple_struct(name, len, Named(visitor))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.deserialize_enum(name, variants, Named(visitor))
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

/// Passes on a value.
macro_rules! values {
    ($($method:ident: $value:ty;)*) => {$(
        fn $method<E: de::Error>(self, value: $value) -> Result<Self::Value, E> {
            self.0.$method(value)
        }
    )*};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Named<V> {
    type Value = V::Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(formatter)
    }

    values! {
        visit_bool: bool;
        visit_i8: i8;
        visit_i16: i16;
        visit_i32: i32;
        visit_i64: i64;
        visit_i128: i128;
        visit_u8: u8;
        visit_u16: u16;
        visit_u32: u32;
        visit_u64: u64;
        visit_u128: u128;
        visit_f32: f32;
        visit_f64: f64;
        visit_char: char;
        visit_str: &str;
        visit_borrowed_str: &'de str;
        visit_string: String;
        visit_bytes: &[u8];
        visit_borrowed_bytes: &'de [u8];
        visit_byte_buf: Vec<u8>;
    }

    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        self.0.visit_none()
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        self.0.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, some: D) -> Result<Self::Value, D::Error> {
        self.0.visit_some(Named(some))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
        self.0.visit_newtype_struct(Named(inner))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        self.0.visit_seq(Named(seq))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        self.0.visit_map(Named(map))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Self::Value, A::Error> {
        self.0.visit_enum(Named(data))
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Named<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        self.0.deserialize(Named(deserializer))
    }
}

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Fields<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(Named(self.0))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Named<A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Self::Error> {
        self.0.next_element_seed(Named(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Named<A> {
    type Error = A::Error;

    // A name holds nothing else.
    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Self::Error> {
        self.0.next_key_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Self::Error> {
        self.0.next_value_seed(Named(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: EnumAccess<'de>> EnumAccess<'de> for Named<A> {
    type Error = A::Error;
    type Variant = Named<A::Variant>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self::Variant), Self::Error> {
        self.0.variant_seed(seed).map(|(name, variant)| (name, Named(variant)))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Named<A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), Self::Error> {
        self.0.unit_variant()
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Self::Error> {
        self.0.newtype_variant_seed(Named(seed))
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Self::Error> {
        self.0.tuple_variant(len, Named(visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.newtype_variant_seed(Fields(visitor))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use shared::ids::OperationId;
    use shared::refusal::Code;
    use shared::time::Instant;

    use super::answer;
    use crate::draft::{DraftCard, Drafts, KeptDraft, KeptReport};
    use crate::near::NearCase;
    use crate::status::{Sending, SetAside, Status};
    use crate::told::{Answer, CaseCard, Failure, PhotoCard, Start, Told, Warning, Whereabouts};

    fn operation() -> OperationId {
        "0190f000-0000-7000-8000-0000000000cc".parse().unwrap()
    }

    fn status() -> Status {
        let aside = SetAside {
            operation: operation(),
            title: "上报 · 暴露垃圾".into(),
            title_en: "report · \"litter\"".into(),
            place: String::new(),
            photo: None,
            case: None,
            task: Some("0190f000-0000-7000-8000-0000000000bb".parse().unwrap()),
            code: Code::OutsideCity,
            zh: "在城市之外".into(),
            en: "outside".into(),
            detail: Some("small print\n".into()),
            made_at: Instant::from_ms(1_764_000_000_000),
        };
        let sending = Sending {
            role: shared::evidence::PhotoRole::Near,
            name: "暴露垃圾".into(),
            name_en: "litter".into(),
            percent: 62,
            done_bytes: 1,
            all_bytes: u64::MAX,
            seconds_left: Some(20),
        };
        let doing = Some(("联系服务器".to_owned(), "Contacting the server".to_owned()));
        Status { set_aside: vec![aside], sending: Some(sending), doing, all_arrived: true, ..Status::default() }
    }

    fn sent_back() -> CaseCard {
        let whereabouts = Whereabouts::SentBack {
            code: Code::PhotoRequired,
            zh: "缺照片".into(),
            en: "no photo".into(),
            operation: operation(),
        };
        CaseCard {
            case: "0190f000-0000-7000-8000-0000000000aa".parse().unwrap(),
            case_no: None,
            earlier_no: None,
            name: "暴露垃圾".into(),
            name_en: "litter".into(),
            code: "06010".into(),
            condition: String::new(),
            condition_en: String::new(),
            place: String::new(),
            grid: None,
            unit: String::new(),
            note: String::new(),
            saved_at: Instant::from_ms(0),
            due: None,
            estimated: true,
            state: None,
            goes_on: None,
            whereabouts,
            photos: Vec::new(),
            clips: Vec::new(),
            photos_total: 0,
            photos_received: 0,
        }
    }

    fn drafts() -> Drafts {
        let photo = PhotoCard {
            photo: "0190f000-0000-7000-8000-000000000001".parse().unwrap(),
            role: shared::evidence::PhotoRole::After,
            draft: None,
            taken_at: Instant::from_ms(7),
            size_bytes: 400_000,
            warnings: vec![Warning { code: "dark_photo".into(), zh: "暗".into(), en: "dark".into() }],
            clip_ms: None,
        };
        let report = KeptReport { note: "两袋\u{1f600}".into(), photos: vec![photo], ..KeptReport::default() };
        let draft = KeptDraft::Report(Box::new(report));
        let card = DraftCard { draft, category: None, kept_at: Instant::from_ms(5) };
        Drafts { drafts: vec![card], trail: "[\"Today\"]".into(), left_at: None, found: 0 }
    }

    #[test]
    fn what_is_read_by_names_is_what_serde_reads() {
        let failure =
            Failure { code: "offline".into(), zh: "没有连上".into(), en: "not reached".into(), detail: None };
        let told = [
            Told::Start(Start::default()),
            Told::Status(Box::new(status())),
            Told::Case(Box::new(sent_back())),
            Told::Cases(vec![sent_back(), CaseCard { whereabouts: Whereabouts::Arrived, ..sent_back() }]),
            Told::Drafts(drafts()),
            Told::Code(None),
            Told::Code(Some("xunge://enroll?link=a%20b".into())),
            Told::Kept,
            Told::Dropped,
        ];
        let answers = told.map(|told| Answer::Told(Box::new(told))).into_iter().chain([Answer::Failed(failure)]);
        for told in answers {
            let text = serde_json::to_string(&told).unwrap();
            assert_eq!(answer(&text).unwrap(), told, "{text}");
            assert_eq!(serde_json::from_str::<Answer>(&text).unwrap(), told, "{text}");
        }
    }

    #[test]
    fn a_number_is_read_to_its_last_bit() {
        for distance_m in [0.1 + 0.2, 5e-324, 1.797_693_134_862_315_7e308, 34.261_f64.next_up()] {
            let near = NearCase {
                case: "0190f000-0000-7000-8000-0000000000aa".parse().unwrap(),
                name: String::new(),
                name_en: String::new(),
                distance_m,
                bearing_deg: -0.0,
                state: None,
                reported_at: Instant::from_ms(0),
                own: true,
            };
            let preview = json!({"told": {"preview": {
                "grid": null, "place": "", "grid_match": shared::grid::matched::Match::None, "unit": null,
                "candidates": [], "due": null, "provisional": false, "limit": "", "remarks": [], "warnings": [],
                "outlines": [], "look_alikes": [near], "of_a_later_app": {"anything": [1, {"a": null}]},
            }}});
            let Answer::Told(told) = answer(&preview.to_string()).unwrap() else { panic!("it was told") };
            let Told::Preview(preview) = *told else { panic!("it is a preview") };
            assert_eq!(preview.look_alikes.first().unwrap().distance_m.to_bits(), distance_m.to_bits());
        }
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        let told = serde_json::to_string(&Answer::Told(Box::new(Told::Start(Start::default())))).unwrap();
        let nameless = "{\"failed\":[\"offline\",\"没有连上\",\"not reached\",null]}";
        assert!(serde_json::from_str::<Answer>(nameless).is_ok(), "serde alone would read a list");
        for text in [nameless, "", "{}", "null", format!("{told}{told}").as_str(), "{\"told\":\"start\"}", "{\"no\":1}"]
        {
            assert!(answer(text).is_err(), "{text}");
        }
    }
}
