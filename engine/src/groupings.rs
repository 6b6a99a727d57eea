//! Which proposals could be made into one practice: those that much the same accounts want, in much the same words. It
//! suggests; a designer decides.
//!
//! Similarity of two proposals = the geometric mean of two cosines (Salton and McGill 1983): of their sets of supporting accounts,
//! `|A∩B| / √(|A|·|B|)`, and of their words weighted by rarity, `ln(1 + N / n_w)`. Proposals are put together from the most
//! similar pair down, as long as every pair within a group reaches [`ALIKE`] (complete linkage).

use libm::log1p;
use std::collections::BTreeMap;

/// How similar each two proposals of a suggested practice are at least.
pub const ALIKE: f64 = 0.5;

/// Words in more proposals than this part say nothing, unless there are few proposals.
const COMMON: usize = 5;

/// A proposal with what it is compared by.
#[derive(Clone, Copy, Debug)]
pub struct Proposal<'a> {
    pub id: i64,
    /// Title and whatever else describes what is asked for.
    pub text: &'a str,
    /// Accounts of which somebody agrees, ascending, each once.
    pub supporters: &'a [u32],
}

/// Proposals that could be one practice.
#[derive(Clone, Debug, PartialEq)]
pub struct Grouping {
    /// Ascending.
    pub proposals: Vec<i64>,
    /// The similarity of the least similar two.
    pub alike: f64,
    /// Words that all of them have, the rarest first.
    pub words: Vec<String>,
}

/// Suggests groups of two or more, the most alike first. O(pairs that share a word · log).
#[must_use]
pub fn groupings(proposals: &[Proposal]) -> Vec<Grouping> {
    let words: Vec<Vec<String>> = proposals.iter().map(|proposal| words(proposal.text)).collect();
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, words) in words.iter().enumerate() {
        words.iter().for_each(|word| places.entry(word).or_default().push(place));
    }
    let rarity = |word: &str| log1p(proposals.len() as f64 / places.get(word).map_or(1, Vec::len) as f64);
    let lengths: Vec<f64> =
        words.iter().map(|words| words.iter().map(|w| rarity(w) * rarity(w)).sum::<f64>().sqrt()).collect();
    let mut shared: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let telling = |at: &&Vec<usize>| at.len() <= (proposals.len() / COMMON).max(20);
    for (word, at) in places.iter().filter(|(_, at)| telling(at)) {
        for (first, &a) in at.iter().enumerate() {
            at[first + 1..]
                .iter()
                .for_each(|&b| *shared.entry((a, b)).or_default() += rarity(word) * rarity(word));
        }
    }
    let alike = shared.into_iter().map(|((a, b), dot)| {
        let by_words = dot / (lengths[a] * lengths[b]);
        ((a, b), (by_words * cosine(proposals[a].supporters, proposals[b].supporters)).sqrt())
    });
    let alike: BTreeMap<(usize, usize), f64> = alike.filter(|(_, alike)| *alike >= ALIKE).collect();
    let groups = link(&alike, proposals);
    let mut found: Vec<Grouping> = groups
        .iter()
        .map(|group| {
            let pairs = group.iter().flat_map(|&a| group.iter().map(move |&b| (a, b))).filter(|(a, b)| a < b);
            let least =
                pairs.filter_map(|pair| alike.get(&pair)).fold(1.0_f64, |least, &alike| least.min(alike));
            let mut common: Vec<&String> = words[group[0]]
                .iter()
                .filter(|w| group.iter().all(|&other| words[other].contains(w)))
                .collect();
            common.sort_by(|a, b| rarity(b).total_cmp(&rarity(a)).then(a.cmp(b)));
            let mut ids: Vec<i64> = group.iter().map(|&place| proposals[place].id).collect();
            ids.sort_unstable();
            Grouping { proposals: ids, alike: least, words: common.into_iter().cloned().collect() }
        })
        .collect();
    found.sort_by(|a, b| b.alike.total_cmp(&a.alike).then_with(|| a.proposals.cmp(&b.proposals)));
    found
}

/// Complete linkage: two groups become one when every pair across is alike.
fn link(alike: &BTreeMap<(usize, usize), f64>, proposals: &[Proposal]) -> Vec<Vec<usize>> {
    let mut pairs: Vec<_> = alike.iter().map(|(&(a, b), &alike)| (alike, a, b)).collect();
    let ids = |a: usize, b: usize| {
        let (a, b) = (proposals[a].id, proposals[b].id);
        (a.min(b), a.max(b))
    };
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| ids(x.1, x.2).cmp(&ids(y.1, y.2))));
    let mut group_of: Vec<usize> = (0..proposals.len()).collect();
    let mut groups: Vec<Vec<usize>> = (0..proposals.len()).map(|place| vec![place]).collect();
    for (_, a, b) in pairs {
        let (one, other) = (group_of[a], group_of[b]);
        let near = |&x: &usize| groups[other].iter().all(|&y| alike.contains_key(&(x.min(y), x.max(y))));
        if one == other || !groups[one].iter().all(near) {
            continue;
        }
        let moved = std::mem::take(&mut groups[other]);
        moved.iter().for_each(|&place| group_of[place] = one);
        groups[one].extend(moved);
    }
    groups.into_iter().filter(|group| group.len() > 1).collect()
}

fn cosine(a: &[u32], b: &[u32]) -> f64 {
    let both = a.iter().filter(|account| b.binary_search(account).is_ok()).count();
    if both == 0 { 0.0 } else { both as f64 / (a.len() as f64 * b.len() as f64).sqrt() }
}

/// Lower-case words of three letters and more, each once, ascending.
fn words(text: &str) -> Vec<String> {
    let split = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2);
    let mut words: Vec<String> = split.map(str::to_lowercase).collect();
    words.sort_unstable();
    words.dedup();
    words
}
