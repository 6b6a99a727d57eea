//! The rules on intake: what makes something wait for a moderator although its round shows things at once, or be marked for
//! them where everything waits. Nothing is refused by them and nobody is told less than what the rule was.

use crate::Timestamp;
use serde::{Deserialize, Serialize};

/// Most links that a text may have.
pub const MOST_LINKS: usize = 2;
/// Texts of fewer letters and digits may be written again: "Yes, please." is nobody's spam.
pub const LEAST_REPEATED: usize = 20;
/// How many of an author's last texts are looked at for the same words.
pub const LOOKED_BACK: usize = 20;

/// How long what somebody wrote counts for their pace.
pub const PACE_WINDOW: i64 = 10 * Timestamp::MINUTE;
/// What one author may write within it before a moderator reads first, where the company has not said otherwise.
pub const PACE: usize = 10;
/// The company may choose a number from one to this.
pub const MOST_PACE: i64 = 500;

/// What made something wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// Its author wrote very much just before.
    Pace,
    /// More than [`MOST_LINKS`] links.
    Links,
    /// The author wrote the same before.
    Repeated,
    /// A word of the company's list.
    Words,
    /// Nobody has confirmed whom the author speaks for, and nothing of theirs was published yet.
    Newcomer,
    /// Several accounts have reported it.
    Complaints,
}

impl Held {
    pub const ALL: [Self; 6] =
        [Self::Pace, Self::Links, Self::Repeated, Self::Words, Self::Newcomer, Self::Complaints];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pace => "pace",
            Self::Links => "links",
            Self::Repeated => "repeated",
            Self::Words => "words",
            Self::Newcomer => "newcomer",
            Self::Complaints => "complaints",
        }
    }

    /// As its author and moderators read it.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Pace => "Its author has written very much within ten minutes.",
            Self::Links => "It has more than two links.",
            Self::Repeated => "Its author has written the same before.",
            Self::Words => "It has a word that is on the company's list.",
            Self::Newcomer => "It is the first that comes from somebody whose account nobody has confirmed.",
            Self::Complaints => "Several customers have reported it.",
        }
    }
}

impl std::str::FromStr for Held {
    type Err = crate::text::TextProblem;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|held| held.word() == word);
        found.ok_or_else(|| crate::text::TextProblem("There is no such rule.".into()))
    }
}

/// What the rules need to know of whoever wrote a text.
#[derive(Clone, Copy, Debug)]
pub struct Author<'a> {
    /// No rule holds what staff write.
    pub staff: bool,
    /// Whom a moderator trusts: only a rule on pace holds what they write.
    pub trusted: bool,
    /// How much they wrote within [`PACE_WINDOW`], the present text not included; nothing where it only changes another.
    pub lately: usize,
    /// Speaks for a confirmed account, or has something published.
    pub known: bool,
    /// What they wrote last, the present text not included; at most [`LOOKED_BACK`] are looked at.
    pub before: &'a [String],
}

/// What the company has set.
#[derive(Clone, Copy, Debug)]
pub struct Set<'a> {
    /// The words of its list.
    pub blocked: &'a [String],
    /// What one author may write within [`PACE_WINDOW`].
    pub pace: usize,
}

/// The first rule that holds a text, of those above in their order.
#[must_use]
pub fn held(text: &str, author: Author<'_>, Set { blocked, pace }: Set<'_>) -> Option<Held> {
    if author.staff {
        return None;
    }
    // Whoever is trusted may have lost their account to somebody else.
    if author.lately >= pace {
        return Some(Held::Pace);
    }
    if author.trusted {
        return None;
    }
    let rules = [
        (links(text) > MOST_LINKS, Held::Links),
        (is_repeated(text, author.before), Held::Repeated),
        (blocked.iter().any(|word| has(text, word)), Held::Words),
        (!author.known, Held::Newcomer),
    ];
    rules.into_iter().find(|(holds, _)| *holds).map(|(_, held)| held)
}

/// Addresses of pages: `https://…`, `http://…` and bare `www.…`.
fn links(text: &str) -> usize {
    let text = text.to_lowercase();
    let schemes = text.matches("://").count();
    let bare = text.matches("www.").count() - text.matches("://www.").count();
    schemes + bare
}

fn is_repeated(text: &str, before: &[String]) -> bool {
    let letters = letters(text);
    letters.chars().count() >= LEAST_REPEATED
        && before.iter().take(LOOKED_BACK).any(|before| self::letters(before) == letters)
}

/// Without case, spaces and signs, so that an added full stop does not make it another text.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a word, or several in a row, stand in a text as whole words.
fn has(text: &str, blocked: &str) -> bool {
    let (text, blocked) = (words(text), words(blocked));
    !blocked.is_empty() && text.windows(blocked.len()).any(|here| here == blocked)
}

fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: Author<'static> =
        Author { staff: false, trusted: false, known: true, lately: 0, before: &[] };

    fn held(text: &str, author: Author<'_>, blocked: &[String]) -> Option<Held> {
        super::held(text, author, Set { blocked, pace: PACE })
    }

    #[test]
    fn who_writes_very_much_is_read_first_however_trusted() {
        let at = |lately| Author { lately, ..KNOWN };
        assert_eq!(held("Hello", at(PACE - 1), &[]), None);
        assert_eq!(held("Hello", at(PACE), &[]), Some(Held::Pace));
        assert_eq!(held("Hello", Author { trusted: true, ..at(PACE) }, &[]), Some(Held::Pace));
        assert_eq!(held("Hello", Author { trusted: true, ..at(PACE - 1) }, &[]), None);
        assert_eq!(held("Hello", Author { staff: true, ..at(usize::MAX) }, &[]), None);
        let one = Set { blocked: &[], pace: 1 };
        assert_eq!(super::held("Hello", at(0), one), None);
        assert_eq!(super::held("Hello", at(1), one), Some(Held::Pace));
    }

    #[test]
    fn links_are_counted_to_the_edge() {
        let with = |count: usize| "see https://www.example.com/a ".repeat(count);
        assert_eq!(held(&with(MOST_LINKS), KNOWN, &[]), None);
        assert_eq!(held(&with(MOST_LINKS + 1), KNOWN, &[]), Some(Held::Links));
        assert_eq!(held("HTTP://a.example www.b.example Www.c.example", KNOWN, &[]), Some(Held::Links));
        assert_eq!(held("www.a.example, [b](http://b.example)", KNOWN, &[]), None);
    }

    #[test]
    fn the_same_again_is_held_unless_it_is_short() {
        let before = vec!["Buy our pumps, they are the best!".to_owned(), "Yes, please.".to_owned()];
        let author = Author { before: &before, ..KNOWN };
        assert_eq!(held("buy our pumps -- they are THE BEST", author, &[]), Some(Held::Repeated));
        assert_eq!(held("Yes, please!", author, &[]), None);
        assert_eq!(held("Buy our pumps, they are the best of all!", author, &[]), None);
        let (edge, below) = ("a".repeat(LEAST_REPEATED), "a".repeat(LEAST_REPEATED - 1));
        let before = vec![edge.clone(), below.clone()];
        let author = Author { before: &before, ..KNOWN };
        assert_eq!(held(&edge, author, &[]), Some(Held::Repeated));
        assert_eq!(held(&below, author, &[]), None);
        let mut long_ago = vec![String::new(); LOOKED_BACK];
        long_ago.push(edge.clone());
        assert_eq!(held(&edge, Author { before: &long_ago, ..KNOWN }, &[]), None);
    }

    #[test]
    fn blocked_words_are_whole_words() {
        let blocked = ["Gratis".to_owned(), "click here".to_owned(), " ".to_owned()];
        assert_eq!(held("It is GRATIS!", KNOWN, &blocked), Some(Held::Words));
        assert_eq!(held("Please click\nhere.", KNOWN, &blocked), Some(Held::Words));
        assert_eq!(held("Gratisfaction; I click, and here it is", KNOWN, &blocked), None);
        assert_eq!(held("", KNOWN, &blocked), None);
    }

    #[test]
    fn newcomers_wait_and_the_trusted_never_do() {
        let new = Author { known: false, ..KNOWN };
        assert_eq!(held("Hello", new, &[]), Some(Held::Newcomer));
        assert_eq!(held("Hello", KNOWN, &[]), None);
        let trusted = Author { trusted: true, ..new };
        assert_eq!(held(&"https://a.example ".repeat(9), trusted, &["example".into()]), None);
    }
}
