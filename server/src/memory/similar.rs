//! Finding what has been asked for already, in other words, in another order, or with typing errors.
//!
//! Signs together, each of them the part that another text has of what makes up the one that is asked for: a title's trigrams, which typing
//! errors and order hardly change (Angell, Freund and Willett 1983); the words of a title, and those of title and reasons, by their first
//! letters, which endings do not change; and which of a title's words stand next to each other, which tells apart what is made
//! of the same few words. Where a script has no spaces, pairs of letters stand for trigrams, and single signs for words.
//! Each counts by its rarity, `ln(1 + N / n)` (Spärck Jones 1972).

use super::search::folded;
use rustc_hash::{FxHashMap, FxHashSet};
use std::hash::{BuildHasher, Hasher};

/// Letters of a word that its endings leave alone.
const STEM: usize = 5;
/// What the signs count for: 1 together.
const LETTERS: f32 = 0.45;
const TITLE: f32 = 0.3;
const WORDS: f32 = 0.1;
const NEIGHBOURS: f32 = 0.15;
/// Less in common than this is chance.
const LEAST: f32 = 0.3;
/// A title so many times as long has more in common with anything; each doubling costs so much.
const LONGER: f32 = 0.05;
/// Features of a query that are looked at: a title has far fewer.
const MOST_FEATURES: usize = 600;

/// A number for a trigram or the beginning of a word. Two may share one, once in some thousand millions.
type Feature = u64;

/// Texts in which a feature stands, by their number in [`Similar`], ascending.
type Standing = FxHashMap<Feature, Vec<u32>>;

/// Texts by what they are made of. A text's place is its caller's number for it.
#[derive(Default)]
pub struct Similar {
    letters: Standing,
    title: Standing,
    words: Standing,
    neighbours: Standing,
    /// By number here: the place, until the text is changed; and how many trigrams its title has.
    texts: Vec<(Option<u32>, u32)>,
    numbers: FxHashMap<u32, u32>,
}

impl Similar {
    /// Puts in a text, or puts it in the place of what was there. O(its length).
    pub fn put(&mut self, place: u32, title: &str, why: &str) {
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        if let Some(before) = self.numbers.insert(place, number) {
            // Its features stay where they are and lead to nothing.
            self.texts[before as usize].0 = None;
        }
        let letters = trigrams(title);
        self.texts.push((Some(place), u32::try_from(letters.len()).unwrap_or(u32::MAX)));
        let mut stand = |features: Vec<Feature>, texts: fn(&mut Self) -> &mut Standing| {
            features.into_iter().for_each(|feature| texts(self).entry(feature).or_default().push(number));
        };
        stand(letters, |own| &mut own.letters);
        stand(stems(&[title]), |own| &mut own.title);
        stand(stems(&[title, why]), |own| &mut own.words);
        stand(neighbours(title), |own| &mut own.neighbours);
    }

    /// The places of at most `most` texts with most in common, of those that `seen` lets be found, the most alike first.
    /// O(texts that share a feature).
    pub fn find(&self, title: &str, why: &str, most: usize, seen: impl Fn(u32) -> bool) -> Vec<u32> {
        let letters = trigrams(title);
        let length = letters.len().max(1) as f32;
        let mut scores = vec![0_f32; self.texts.len()];
        self.count(letters, &self.letters, LETTERS, &mut scores);
        self.count(stems(&[title]), &self.title, TITLE, &mut scores);
        self.count(stems(&[title, why]), &self.words, WORDS, &mut scores);
        self.count(neighbours(title), &self.neighbours, NEIGHBOURS, &mut scores);
        let longer = |number: usize| (self.texts[number].1 as f32 / length).max(1.0).log2();
        let found = scores.iter().enumerate().filter(|(_, score)| **score >= LEAST);
        let found = found.map(|(number, score)| (number, score - LONGER * longer(number)));
        let place = |(number, score): (usize, f32)| self.texts[number].0.map(|place| (place, score));
        let mut found: Vec<(u32, f32)> = found.filter_map(place).filter(|(place, _)| seen(*place)).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.into_iter().take(most).map(|(place, _)| place).collect()
    }

    /// Adds `part` of what these features count for to the score of every text that has them.
    fn count(&self, features: Vec<Feature>, texts: &Standing, part: f32, scores: &mut [f32]) {
        let all = self.texts.len() as f32;
        let none: &[u32] = &[];
        let features = features.into_iter().take(MOST_FEATURES).map(|feature| {
            let at = texts.get(&feature).map_or(none, Vec::as_slice);
            (at, (1.0 + all / (at.len() + 1) as f32).ln())
        });
        let features: Vec<(&[u32], f32)> = features.collect();
        let sum: f32 = features.iter().map(|(_, rarity)| rarity).sum();
        for (at, rarity) in features {
            at.iter().for_each(|&number| scores[number as usize] += part * rarity / sum);
        }
    }
}

/// Of a title's words, each with its beginning and end. Every one once, in their order.
fn trigrams(title: &str) -> Vec<Feature> {
    let mut found = Once::default();
    for word in folded(title) {
        if is_unspaced(&word) {
            pairs(&word, &mut found);
            continue;
        }
        let letters: Vec<char> = [' '].into_iter().chain(word.chars()).chain([' ']).collect();
        letters.windows(3).for_each(|three| found.put(three.iter().copied()));
    }
    found.list
}

/// The beginnings of words; where nothing parts them, what is written with one sign each, or else pairs of letters.
fn stems(texts: &[&str]) -> Vec<Feature> {
    let mut found = Once::default();
    for word in texts.iter().flat_map(|text| folded(text)) {
        if !is_unspaced(&word) {
            found.put(word.chars().take(STEM));
        } else if word.chars().any(is_ideograph) {
            word.chars().filter(|one| is_ideograph(*one)).for_each(|one| found.put([one].into_iter()));
        } else {
            pairs(&word, &mut found);
        }
    }
    found.list
}

/// Every two words of a title that stand next to each other, by their beginnings, in their order.
fn neighbours(title: &str) -> Vec<Feature> {
    let words: Vec<String> = folded(title).collect();
    let mut found = Once::default();
    for two in words.windows(2) {
        found.put(two[0].chars().take(STEM).chain([' ']).chain(two[1].chars().take(STEM)));
    }
    found.list
}

/// Of scripts with hundreds of letters two say as much as three of others, and have no beginnings of words.
fn pairs(word: &str, found: &mut Once) {
    let letters: Vec<char> = word.chars().collect();
    letters.windows(letters.len().min(2)).for_each(|two| found.put(two.iter().copied()));
}

/// From Thai on there are scripts without spaces between words. Korean has them, and stands here in its single sounds.
fn is_unspaced(word: &str) -> bool {
    word.chars().any(|one| one >= '\u{e00}' && !matches!(one, '\u{1100}'..='\u{11ff}'))
}

/// A sign of Chinese writing, as Japanese has too.
fn is_ideograph(one: char) -> bool {
    matches!(one, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

#[derive(Default)]
struct Once {
    seen: FxHashSet<Feature>,
    list: Vec<Feature>,
}

impl Once {
    fn put(&mut self, letters: impl Iterator<Item = char>) {
        let mut hasher = rustc_hash::FxBuildHasher.build_hasher();
        letters.for_each(|letter| hasher.write_u32(u32::from(letter)));
        let feature = hasher.finish();
        if self.seen.insert(feature) {
            self.list.push(feature);
        }
    }
}

#[cfg(test)]
mod tests;
