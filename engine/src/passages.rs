//! How long it takes from one stage to the next: the median over those who went that way, of all together and by culture. What is told
//! moves by five accounts, and neither a figure nor what two of them leave over rests on fewer ([`crate::suppression`]).

use crate::suppression::{MIN_ACCOUNTS_SHOWN, may_show};
use std::collections::{BTreeMap, BTreeSet};

/// That somebody came from one stage to the next. In order of when that was noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Passage {
    /// In which order it was noted; never before what was told already.
    pub noted: i64,
    pub account: i64,
    /// In which culture; `None` where that is not known.
    pub culture: Option<u32>,
    /// In any unit of time.
    pub took: i64,
}

/// What is told of some passages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// Half of them took so long or less; of two in the middle the shorter.
    pub median: i64,
    pub passages: u32,
    /// At least [`MIN_ACCOUNTS_SHOWN`].
    pub accounts: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub all: Option<Length>,
    /// The cultures of which something is told.
    pub cultures: BTreeMap<u32, Length>,
}

/// What may be told of the passages between two stages. O(n · log n), and n for each culture that is held back.
///
/// All together are those up to the one that brought the fifth account, the tenth, and so on: the next five accounts move them. The same
/// of each culture among those. What is left of all together without the cultures that are told rests on none or on five accounts as well;
/// until it does, the culture with the fewest accounts is held back.
#[must_use]
pub fn told(mut passages: Vec<Passage>) -> Told {
    passages.sort_unstable();
    passages.truncate(in_steps(&passages));
    let mut shown: BTreeMap<u32, Vec<Passage>> = BTreeMap::new();
    for passage in &passages {
        if let Some(culture) = passage.culture {
            shown.entry(culture).or_default().push(*passage);
        }
    }
    shown.retain(|_, own| {
        own.truncate(in_steps(own));
        !own.is_empty()
    });
    while !left_over(&passages, &shown) {
        let fewest = shown.iter().min_by_key(|(_, own)| accounts(own.iter())).map(|(culture, _)| *culture);
        let Some(fewest) = fewest else { break };
        shown.remove(&fewest);
    }
    let cultures = shown.iter().filter_map(|(culture, own)| Some((*culture, length(own)?)));
    Told { all: length(&passages), cultures: cultures.collect() }
}

/// How many of them are told, in order: up to the one that made the accounts a multiple of five.
fn in_steps(passages: &[Passage]) -> usize {
    let (mut known, mut told) = (BTreeSet::new(), 0);
    for (place, passage) in passages.iter().enumerate() {
        if known.insert(passage.account) && known.len().is_multiple_of(MIN_ACCOUNTS_SHOWN as usize) {
            told = place + 1;
        }
    }
    told
}

fn accounts<'a>(passages: impl Iterator<Item = &'a Passage>) -> u32 {
    let accounts: BTreeSet<i64> = passages.map(|passage| passage.account).collect();
    u32::try_from(accounts.len()).unwrap_or(u32::MAX)
}

/// Whether what the shown cultures leave over of all is nothing, or may be shown too.
fn left_over(all: &[Passage], shown: &BTreeMap<u32, Vec<Passage>>) -> bool {
    let mut seen: BTreeMap<u32, usize> = BTreeMap::new();
    let left = all.iter().filter(|passage| {
        let own = passage.culture.and_then(|culture| Some((culture, shown.get(&culture)?.len())));
        own.is_none_or(|(culture, told)| {
            let place = seen.entry(culture).or_default();
            *place += 1;
            *place > told
        })
    });
    let left = accounts(left);
    left == 0 || may_show(left)
}

fn length(passages: &[Passage]) -> Option<Length> {
    let mut times: Vec<i64> = passages.iter().map(|passage| passage.took).collect();
    times.sort_unstable();
    let median = *times.get(times.len().checked_sub(1)? / 2)?;
    let counted = u32::try_from(times.len()).unwrap_or(u32::MAX);
    Some(Length { median, passages: counted, accounts: accounts(passages.iter()) })
}
