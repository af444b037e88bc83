//! What many cases count as together.

use std::collections::BTreeMap;
use std::iter::Sum;
use std::ops::AddAssign;

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use super::counter::Counter;

/// How many cases count as what, and what is counted more than once per case. Travels by the counters' words; what is
/// nought is left out.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Sums {
    /// Numbers of cases.
    #[serde(deserialize_with = "known")]
    #[schema(value_type = BTreeMap<String, u64>)]
    pub counts: BTreeMap<Counter, u64>,
    /// 返工次数: each pass that a unit got again.
    #[serde(default)]
    pub reworks: u64,
    /// 处置超时倍数, in thousandths: (used − limit) / limit at closing, summed over those that were closed late.
    #[serde(default)]
    pub over_per_mille: u64,
}

/// Reads counts by their words. A phone may be older than its server: what it does not know is left out, and the others are
/// what they are.
fn known<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<Counter, u64>, D::Error> {
    let counts = BTreeMap::<String, u64>::deserialize(deserializer)?;
    Ok(counts.into_iter().filter_map(|(word, count)| Some((Counter::parse(&word)?, count))).collect())
}

impl Sums {
    /// Returns how many count as this.
    pub fn get(&self, counter: Counter) -> u64 {
        self.counts.get(&counter).copied().unwrap_or_default()
    }

    /// Says how many count as this.
    pub fn set(&mut self, counter: Counter, count: u64) {
        if count == 0 {
            self.counts.remove(&counter);
        } else {
            self.counts.insert(counter, count);
        }
    }

    /// Adds one case by its bits.
    pub fn add_bits(&mut self, bits: u64) {
        for counter in Counter::ALL {
            if bits & counter.bit() != 0 {
                *self.counts.entry(*counter).or_default() += 1;
            }
        }
    }
}

impl AddAssign<&Self> for Sums {
    fn add_assign(&mut self, other: &Self) {
        for (counter, count) in &other.counts {
            *self.counts.entry(*counter).or_default() += count;
        }
        self.reworks += other.reworks;
        self.over_per_mille += other.over_per_mille;
    }
}

impl<'a> Sum<&'a Self> for Sums {
    fn sum<I: Iterator<Item = &'a Self>>(all: I) -> Self {
        let mut total = Self::default();
        for one in all {
            total += one;
        }
        total
    }
}

#[cfg(test)]
mod tests {
    use super::{Counter, Sums};

    #[test]
    fn sums_add_up_and_travel_by_the_counters_words() {
        let mut one = Sums::default();
        one.add_bits(Counter::Report.bit() | Counter::Inst.bit());
        one.add_bits(Counter::Report.bit());
        one.reworks = 2;
        let total: Sums = [&one, &one].into_iter().sum();
        assert_eq!((total.get(Counter::Report), total.get(Counter::Inst), total.reworks), (4, 2, 4));
        let written = serde_json::to_value(&total).unwrap();
        assert_eq!(written["counts"]["report"], 4);
        assert_eq!(serde_json::from_value::<Sums>(written.clone()).unwrap(), total);
        let mut later = written;
        later["counts"]["counted_by_a_later_server"] = 7.into();
        assert_eq!(serde_json::from_value::<Sums>(later).unwrap(), total);
    }
}
