//! Streets drawn here: boxes of many shades in front of each other, another street for each number.

use super::{Look, SIDE};

const WIDTH: usize = 640;
const HEIGHT: usize = 480;

/// A picture of brightness values.
#[derive(Clone)]
struct Picture {
    width: usize,
    height: usize,
    luma: Vec<u8>,
}

/// Numbers that look like chance and are the same every time.
fn dice(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 40).unwrap()
}

/// A street: a sky that grows darker upwards, and boxes.
fn street(number: u64) -> Picture {
    let mut luma: Vec<u8> = (0..WIDTH * HEIGHT).map(|at| u8::try_from(90 + at / WIDTH / 8).unwrap()).collect();
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) + 1;
    for _ in 0..60 {
        let (width, height) = (20 + dice(&mut state) % 140, 20 + dice(&mut state) % 120);
        let (left, top) = (dice(&mut state) % (WIDTH - width), dice(&mut state) % (HEIGHT - height));
        let shade = u8::try_from(dice(&mut state) % 256).unwrap();
        for y in top..top + height {
            luma[y * WIDTH + left..y * WIDTH + left + width].fill(shade);
        }
    }
    Picture { width: WIDTH, height: HEIGHT, luma }
}

impl Picture {
    fn look(&self) -> Look {
        Look::of_luma(&self.luma, self.width, self.height).unwrap()
    }

    fn map(&self, change: impl Fn(u8) -> u8) -> Self {
        Self { luma: self.luma.iter().map(|value| change(*value)).collect(), ..*self }
    }

    /// Each pixel of the new picture is the mean of those that it stands for.
    fn scaled(&self, width: usize, height: usize) -> Self {
        let mut luma = Vec::new();
        for y in 0..height {
            for x in 0..width {
                let rows = y * self.height / height..((y + 1) * self.height / height).max(y * self.height / height + 1);
                let columns = x * self.width / width..((x + 1) * self.width / width).max(x * self.width / width + 1);
                let all: Vec<u32> = rows
                    .flat_map(|v| columns.clone().map(move |u| (u, v)))
                    .map(|(u, v)| u32::from(self.at(u, v)))
                    .collect();
                luma.push(u8::try_from(all.iter().sum::<u32>() / u32::try_from(all.len()).unwrap()).unwrap());
            }
        }
        Self { width, height, luma }
    }

    /// The camera stood a little further left and lower; what was outside is as the edge was.
    fn shifted(&self, by_x: usize, by_y: usize) -> Self {
        let places = (0..self.height).flat_map(|y| (0..self.width).map(move |x| (x, y)));
        let luma = places.map(|(x, y)| self.at(x.saturating_sub(by_x), y.saturating_sub(by_y))).collect();
        Self { luma, ..*self }
    }

    fn at(&self, x: usize, y: usize) -> u8 {
        self.luma[y * self.width + x]
    }
}

fn apart(one: &Look, other: &Look) -> u32 {
    (one.hash() ^ other.hash()).count_ones()
}

#[test]
fn a_look_is_its_own_twin() {
    let look = street(1).look();
    assert_eq!((look.alike_percent(&look), apart(&look, &look)), (100, 0));
    assert!(!look.is_flat());
}

#[test]
fn the_same_picture_in_another_size_stays_alike_and_close() {
    for number in 1..=8 {
        let (whole, look) = (street(number), street(number).look());
        for (width, height) in [(320, 240), (480, 360), (400, 300)] {
            let small = whole.scaled(width, height).look();
            assert!(look.alike_percent(&small) >= 95, "{number}: {width} wide, {}", look.alike_percent(&small));
            assert!(apart(&look, &small) <= 3, "{number}: {width} wide, {} bits", apart(&look, &small));
        }
    }
}

#[test]
fn the_same_picture_in_another_light_stays_alike_and_close() {
    for number in 1..=8 {
        let (whole, look) = (street(number), street(number).look());
        let paler = |value: u8| u8::try_from(u32::from(value) * 3 / 4 + 50).unwrap();
        let darker = |value: u8| u8::try_from(u32::from(value) * 2 / 3).unwrap();
        for changed in [whole.map(paler).look(), whole.map(darker).look()] {
            assert!(look.alike_percent(&changed) >= 95, "{number}: {}", look.alike_percent(&changed));
            assert!(apart(&look, &changed) <= 3, "{number}: {} bits", apart(&look, &changed));
        }
    }
}

#[test]
fn noise_as_a_coder_leaves_it_changes_nothing_that_matters() {
    for number in 1..=8 {
        let whole = street(number);
        let mut state = number;
        let noisy = whole.luma.iter().map(|value| value.saturating_add(u8::try_from(dice(&mut state) % 7).unwrap()));
        let noisy = Picture { luma: noisy.collect(), ..whole.clone() };
        assert!(whole.look().alike_percent(&noisy.look()) >= 95);
        assert!(apart(&whole.look(), &noisy.look()) <= 3);
    }
}

#[test]
fn the_same_scene_from_a_step_aside_is_alike() {
    for number in 1..=8 {
        let (whole, look) = (street(number), street(number).look());
        // Three and two of the 48 values on an edge.
        let aside = whole.shifted(40, 16).look();
        assert!(look.alike_percent(&aside) >= 80, "{number}: {}", look.alike_percent(&aside));
    }
}

#[test]
fn another_scene_is_neither_alike_nor_close() {
    for one in 1..=8 {
        for other in one + 1..=8 {
            let (first, second) = (street(one).look(), street(other).look());
            assert!(first.alike_percent(&second) < 60, "{one} and {other}: {}", first.alike_percent(&second));
            assert!(apart(&first, &second) > 10, "{one} and {other}: {} bits", apart(&first, &second));
        }
    }
}

#[test]
fn which_of_two_looks_is_asked_makes_no_difference() {
    let (first, second) = (street(1).look(), street(2).look());
    assert_eq!(first.alike_percent(&second), second.alike_percent(&first));
}

#[test]
fn a_watermark_below_is_not_seen() {
    let plain = street(3);
    let mut stamped = plain.clone();
    for value in stamped.luma.iter_mut().skip(WIDTH * HEIGHT * 4 / 5) {
        *value = 255 - *value;
    }
    assert_eq!(plain.look(), stamped.look());
}

#[test]
fn where_nothing_can_be_seen_the_look_is_flat() {
    let black = Picture { width: WIDTH, height: HEIGHT, luma: vec![3; WIDTH * HEIGHT] };
    assert!(black.look().is_flat());
    assert_eq!(black.look().alike_percent(&black.look()), 0, "nothing has nothing in common with nothing");
    assert!(street(1).map(|value| 100 + value / 128).look().is_flat());
}

#[test]
fn too_few_pixels_have_no_look() {
    assert!(Look::of_luma(&[0; 47 * 100], 47, 100).is_none());
    assert!(Look::of_luma(&[0; 100 * 59], 100, 59).is_none(), "four fifths of 59 rows are fewer than 48");
    assert!(Look::of_luma(&[0; 48 * 60], SIDE, 60).is_some());
    assert!(Look::of_luma(&[0; 100], 100, 100).is_none(), "fewer bytes than pixels");
}

#[test]
fn a_look_travels_as_text_and_only_in_its_own_size() {
    let look = street(4).look();
    let json = serde_json::to_string(&look).unwrap();
    assert!(json.len() < 3_100, "{} bytes", json.len());
    assert_eq!(serde_json::from_str::<Look>(&json).unwrap(), look);
    assert!(serde_json::from_str::<Look>("\"AAAA\"").is_err());
}
