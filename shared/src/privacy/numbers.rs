//! Finds the numbers that are to be hidden: digits are gathered into runs, and runs into numbers.

/// A number that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Number {
    /// Its first character.
    pub start: usize,
    /// Behind its last.
    pub end: usize,
    /// What of it is shown.
    pub shown: String,
}

/// Digits that follow one another.
#[derive(Clone, Copy)]
struct Run {
    start: usize,
    end: usize,
    /// It stays of a number that was hidden before, and is no part of another one.
    is_rest: bool,
}

impl Run {
    const fn length(&self) -> usize {
        self.end - self.start
    }
}

/// How mobile numbers are written in groups. Any other way is rather a date with a count behind it.
const GROUPS: &[&[usize]] = &[
    &[3, 4, 4],
    &[3, 8],
    &[7, 4],
    &[4, 4, 3],
    &[4, 3, 4],
    &[3, 3, 5],
    &[5, 6],
    &[3, 2, 2, 2, 2],
    &[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
];
/// No number has more runs.
const MOST_RUNS: usize = 18;
/// So many characters at the most stand between two groups.
const WIDEST_GAP: usize = 3;
/// Fewer stars in a row hide nothing.
const FEWEST_STARS: usize = 4;

/// Finds all numbers, in their order; none overlaps another.
pub fn find(chars: &[char]) -> Vec<Number> {
    let text = Text { chars, runs: runs(chars) };
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.runs.len() {
        let number = text.identity(at).or_else(|| text.mobile(at));
        at += match number {
            Some((number, taken)) => {
                found.push(number);
                taken
            }
            None => 1,
        };
    }
    found
}

/// Returns the value of a digit, be it as wide as a Chinese character.
fn digit(character: char) -> Option<u32> {
    match character {
        '０'..='９' => u32::from(character).checked_sub(u32::from('０')),
        _ => character.to_digit(10),
    }
}

fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '－' | '‐' | '‑' | '–' | '—' | '−')
}

fn is_gap(character: char) -> bool {
    is_hyphen(character) || matches!(character, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{3000}' | '\t')
}

fn runs(chars: &[char]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, _) in chars.iter().enumerate().filter(|(_, character)| digit(**character).is_some()) {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = at + 1,
            Some(_) | None => runs.push(Run { start: at, end: at + 1, is_rest: false }),
        }
    }
    for run in &mut runs {
        run.is_rest = is_rest(chars, run);
    }
    runs
}

/// Says whether stars stand between this run and another digit.
fn is_rest(chars: &[char], run: &Run) -> bool {
    is_behind_stars(chars.get(..run.start).unwrap_or_default().iter().rev())
        || is_behind_stars(chars.get(run.end..).unwrap_or_default().iter())
}

/// Says whether what comes next are enough stars, and then a digit.
fn is_behind_stars<'a>(beside: impl Iterator<Item = &'a char>) -> bool {
    let behind = beside.enumerate().find(|(_, character)| **character != '*');
    behind.is_some_and(|(stars, character)| stars >= FEWEST_STARS && digit(*character).is_some())
}

struct Text<'a> {
    chars: &'a [char],
    runs: Vec<Run>,
}

impl Text<'_> {
    /// Returns the runs from one on that could together be one number.
    fn together(&self, from: usize) -> &[Run] {
        let runs = self.runs.get(from..).unwrap_or_default();
        let mut count = 0;
        while runs.get(count).is_some_and(|run| count < MOST_RUNS && !run.is_rest) {
            let is_near = count == 0 || self.gap(runs, count - 1).is_some_and(|gap| gap.len() <= WIDEST_GAP);
            if !is_near {
                break;
            }
            count += 1;
        }
        runs.get(..count).unwrap_or_default()
    }

    /// Returns what stands behind a run, where that is a gap and another run follows.
    fn gap(&self, runs: &[Run], before: usize) -> Option<&[char]> {
        let (one, other) = (runs.get(before)?, runs.get(before + 1)?);
        let between = self.chars.get(one.end..other.start)?;
        between.iter().all(|character| is_gap(*character)).then_some(between)
    }

    /// Says whether two runs are joined by one hyphen.
    fn is_joined(&self, before: usize) -> bool {
        matches!(self.gap(&self.runs, before), Some([character]) if is_hyphen(*character))
    }

    fn digits(&self, start: usize, end: usize) -> Vec<u32> {
        let chars = self.chars.get(start..end).unwrap_or_default();
        chars.iter().filter_map(|character| digit(*character)).collect()
    }

    /// Says whether groups stand by themselves: what a hyphen joins to them on either side makes another number of them.
    fn is_apart(&self, from: usize, count: usize) -> bool {
        let is_joined_before = from.checked_sub(1).is_some_and(|before| {
            let is_country = self.runs.get(before).is_some_and(|run| {
                let digits = self.digits(run.start, run.end);
                !run.is_rest && (digits == [8, 6] || digits == [0, 0, 8, 6])
            });
            self.is_joined(before) && !is_country
        });
        !is_joined_before && !self.is_joined(from + count - 1)
    }

    /// Finds a mobile number that begins with this run, and of how many runs it is.
    fn mobile(&self, from: usize) -> Option<(Number, usize)> {
        let runs = self.together(from);
        let first = runs.first()?;
        // The country's number may stand before it without a gap.
        let before = match self.digits(first.start, first.end).as_slice() {
            [8, 6, rest @ ..] if rest.len() == 11 => 2,
            [0, 0, 8, 6, rest @ ..] if rest.len() == 11 => 4,
            all if all.len() == 11 && !self.is_fraction(from) => 0,
            _ => {
                let groups = GROUPS.iter().find(|groups| self.is_written_in(runs, groups))?;
                let last = runs.get(groups.len() - 1)?;
                if !self.is_apart(from, groups.len()) {
                    return None;
                }
                return Some((self.shown_mobile(first.start, last.end)?, groups.len()));
            }
        };
        Some((self.shown_mobile(first.start + before, first.end)?, 1))
    }

    fn is_written_in(&self, runs: &[Run], groups: &[usize]) -> bool {
        runs.len() >= groups.len() && runs.iter().zip(groups).all(|(run, length)| run.length() == *length)
    }

    /// Says whether a run stands behind the point of a decimal number; behind one digit and a point it is rather an item of
    /// a list.
    fn is_fraction(&self, at: usize) -> bool {
        let Some((before, run)) = at.checked_sub(1).and_then(|before| self.runs.get(before)).zip(self.runs.get(at))
        else {
            return false;
        };
        before.length() > 1 && matches!(self.chars.get(before.end..run.start), Some(['.' | '．']))
    }

    fn shown_mobile(&self, start: usize, end: usize) -> Option<Number> {
        let digits = self.digits(start, end);
        let [1, 3..=9, ..] = digits.as_slice() else { return None };
        Some(Number { start, end, shown: shown(&digits, 3, "") })
    }

    /// Finds an identity number that begins with this run, and of how many runs it is.
    fn identity(&self, from: usize) -> Option<(Number, usize)> {
        let runs = self.together(from);
        let start = runs.first()?.start;
        let (mut length, mut count, mut end, mut letter) = (0, 0, start, None);
        for run in runs {
            length += run.length();
            count += 1;
            end = run.end;
            letter = if length == 17 { self.check_letter(end) } else { None };
            if letter.is_some() || length >= 18 {
                break;
            }
        }
        let digits = self.digits(start, end);
        let check = match (length, letter) {
            (17, Some(_)) => 10,
            (18, None) => *digits.get(17)?,
            _ => return None,
        };
        let is_whole = count == 1 || self.is_apart(from, count);
        if !is_whole || !holds(digits.get(..17)?, check) {
            return None;
        }
        let end = if letter.is_some() { end + 1 } else { end };
        Some((Number { start, end, shown: shown(&digits, 4, letter.unwrap_or_default()) }, count))
    }

    /// Returns the letter that stands for a check digit of ten, where it is no part of a word.
    fn check_letter(&self, at: usize) -> Option<&'static str> {
        let behind = self.chars.get(at + 1);
        let is_alone = behind.is_none_or(|character| !character.is_ascii_alphanumeric() && digit(*character).is_none());
        match self.chars.get(at) {
            Some('X' | 'x' | 'Ｘ' | 'ｘ') if is_alone => Some("X"),
            Some(_) | None => None,
        }
    }
}

/// Shows the beginning and the last four places; a star for each of the others.
fn shown(digits: &[u32], first: usize, letter: &str) -> String {
    let places = digits.len() + letter.len();
    let last = places.saturating_sub(4);
    let mut shown = String::new();
    for (place, digit) in digits.iter().enumerate() {
        let is_hidden = (first..last).contains(&place);
        shown.push(if is_hidden { '*' } else { char::from_digit(*digit, 10).unwrap_or('*') });
    }
    shown.push_str(letter);
    shown
}

/// Says whether an identity number's date and check digit hold.
fn holds(digits: &[u32], check: u32) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let number = |from: usize, to: usize| {
        digits.get(from..to).unwrap_or_default().iter().fold(0, |value, digit| value * 10 + digit)
    };
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    // 1 0 X 9 8 7 6 5 4 3 2, by the remainder.
    let expected = (12 - sum % 11) % 11;
    let begins = digits.first().is_some_and(|digit| (1..=8).contains(digit));
    begins && check == expected && is_day(number(6, 10), number(10, 12), number(12, 14))
}

fn is_day(year: u32, month: u32, day: u32) -> bool {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    };
    (1900..=2099).contains(&year) && (1..=days).contains(&day)
}
