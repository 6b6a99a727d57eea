//! Finding proposals by words, as people type them: how many of the words a text has is what counts, not whether it has
//! every one. Words match from their beginning, without regard to case, accents and hyphens.

use memchr::memmem::Finder;
use unicode_normalization::UnicodeNormalization;

/// Words of a query that are looked at.
const MOST_WORDS: usize = 32;
/// Shorter words match whole: nearly everything begins with "a".
const ENOUGH_TO_BEGIN: usize = 3;

/// A text as it is searched in: its words with a space before and behind each. One with hyphens stands there in its parts
/// and as one.
#[must_use]
pub fn index(text: &str) -> String {
    let mut index = String::from(" ");
    let mut put = |word: &str| {
        index.push_str(word);
        index.push(' ');
    };
    for Word { parts, whole } in words(text) {
        parts.iter().for_each(|part| put(part));
        if parts.len() > 1 {
            put(&whole);
        }
    }
    index
}

/// What somebody looks for.
pub struct Query(Vec<Sought>);

/// A word that is looked for, made ready once for however many texts.
struct Sought {
    whole: Finder<'static>,
    /// Where it has hyphens.
    parts: Vec<Finder<'static>>,
}

struct Word {
    /// Between hyphens and apostrophes.
    parts: Vec<String>,
    whole: String,
}

impl Query {
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        Self(words(typed).take(MOST_WORDS).map(|word| Sought::new(&word)).collect())
    }

    /// Whether nothing was asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many of the words are there.
    #[must_use]
    pub fn count(&self, index: &str) -> usize {
        self.0.iter().filter(|word| word.is_in(index)).count()
    }

    /// Those of a list in which most words are, in the list's own order among equals. Those with less than half as many
    /// as the best are left out: what has one word of five is not what was meant while something has all of them.
    pub fn best<'a, T>(&self, list: impl Iterator<Item = T>, index: impl Fn(&T) -> &'a str) -> Vec<T> {
        let mut found: Vec<(usize, T)> = list.map(|one| (self.count(index(&one)), one)).collect();
        let most = found.iter().map(|(count, _)| *count).max().unwrap_or(0);
        found.retain(|(count, _)| *count > 0 && *count * 2 >= most);
        found.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        found.into_iter().map(|(_, one)| one).collect()
    }
}

impl Sought {
    fn new(word: &Word) -> Self {
        let parts = if word.parts.len() > 1 { word.parts.as_slice() } else { &[] };
        Self { whole: finder(&word.whole), parts: parts.iter().map(|part| finder(part)).collect() }
    }

    fn is_in(&self, index: &str) -> bool {
        let has = |word: &Finder<'_>| word.find(index.as_bytes()).is_some();
        has(&self.whole) || (!self.parts.is_empty() && self.parts.iter().all(has))
    }
}

/// As the word stands in an index.
fn finder(word: &str) -> Finder<'static> {
    let mut sought = format!(" {word}");
    // From Thai on there are scripts without spaces between words.
    if word.starts_with(|first| first >= '\u{e00}') {
        sought.remove(0);
    } else if word.chars().count() < ENOUGH_TO_BEGIN {
        sought.push(' ');
    }
    Finder::new(sought.as_bytes()).into_owned()
}

/// The words of a text in lower case and without accents, those with hyphens in their parts.
pub(super) fn folded(text: &str) -> impl Iterator<Item = String> {
    words(text).flat_map(|word| word.parts)
}

fn words(text: &str) -> impl Iterator<Item = Word> {
    let folded = fold(text);
    let is_joint = |c: char| matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\'' | '\u{2019}');
    let words: Vec<Word> = folded
        .split(|c: char| !c.is_alphanumeric() && !is_joint(c))
        .filter_map(|word| {
            let parts: Vec<String> =
                word.split(is_joint).filter(|part| !part.is_empty()).map(str::to_owned).collect();
            (!parts.is_empty()).then(|| Word { whole: parts.concat(), parts })
        })
        .collect();
    words.into_iter()
}

/// Lower case without accents. Letters that are no others with something added are written as people do who lack them.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().flat_map(char::to_lowercase) {
        match c {
            // What makes か into が and は into ぱ is left out with the accents: it would part the word.
            '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}' | '\u{200c}' | '\u{200d}' => {}
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'đ' => folded.push('d'),
            'ł' => folded.push('l'),
            'ı' => folded.push('i'),
            c => folded.push(c),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(query: &str, text: &str) -> usize {
        Query::parse(query).count(&index(text))
    }

    #[test]
    fn words_match_from_their_beginning_without_accents_case_and_hyphens() {
        for (query, text) in [
            ("PERS", "one person"),
            ("cafe", "Café au lait"),
            ("Ärger", "nur arger"),
            ("strasse", "Die Straße"),
            ("email", "by e-mail"),
            ("e-mail", "by Email"),
            ("follow-up", "follow up at once"),
            ("followup", "a follow\u{2011}up call"),
            ("up", "a follow-up call"),
            ("dont", "please don’t call"),
            ("見積", "お見積もりを早く"),
            ("がひと", "担当者がひとり"),
            ("デモ", "テストの前にデモを"),
            ("Ｎｕｍｂｅｒ", "number"),
            ("it", "it works"),
        ] {
            assert_eq!(count(query, text), 1, "{query} in {text}");
        }
        for (query, text) in
            [("son", "one person"), ("it", "item"), ("", "one"), (" - ' ", "one"), ("persons", "person")]
        {
            assert_eq!(count(query, text), 0, "{query} in {text}");
        }
    }

    #[test]
    fn what_has_most_of_the_words_comes_first() {
        let texts = ["call first", "send one person", "one", "one person, who calls", "nothing"];
        let indexed: Vec<String> = texts.iter().map(|text| index(text)).collect();
        let best = |query: &str| {
            let all = indexed.iter().enumerate();
            Query::parse(query)
                .best(all, |(_, index)| index)
                .into_iter()
                .map(|(at, _)| at)
                .collect::<Vec<_>>()
        };
        assert_eq!(best("one person calls"), [3, 1]);
        assert_eq!(best("one person zzz"), [1, 3, 2]);
        assert_eq!(best("call"), [0, 3]);
        assert_eq!(best("zzz"), [0_usize; 0]);
    }
}
