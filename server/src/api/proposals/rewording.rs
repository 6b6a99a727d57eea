//! Whether a change of a text is more than case, punctuation and spacing. Only then were the votes on it given to other words.

use model::proposal::ProposalText;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Whether both ask for the same, in the same words.
#[must_use]
pub(super) fn is_same(one: &ProposalText, other: &ProposalText) -> bool {
    let places = |text: &ProposalText| (text.kind, text.stages, text.cultures);
    places(one) == places(other) && texts(one).zip(texts(other)).all(|(one, other)| is_same_words(one, other))
}

fn texts(text: &ProposalText) -> impl Iterator<Item = &str> {
    let particulars = [&text.who, &text.how, &text.tool, &text.measure];
    let particulars = particulars.into_iter().map(|one| one.as_ref().map_or("", |one| one.as_str()));
    [text.title.as_str(), text.why.as_str()].into_iter().chain(particulars)
}

/// Whether the words are the same, in the same order. Where something stands in brackets, Markdown may hide words or lead elsewhere:
/// then every sign counts.
#[must_use]
pub(super) fn is_same_words(one: &str, other: &str) -> bool {
    let plain = |text: &str| !text.contains(['[', ']', '<', '>']);
    one == other || (plain(one) && plain(other) && words(one) == words(other))
}

/// In lower case, without what stands between words. What stands within a number or before it belongs to the number: "1.5" is not
/// "15", nor "-5" "5". Signs such as "%" and "+" are no punctuation here.
fn words(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.nfc().flat_map(char::to_lowercase).collect();
    let digit = |at: usize| letters.get(at).is_some_and(|c| c.is_numeric());
    let mut words = vec![String::new()];
    for (at, &c) in letters.iter().enumerate() {
        let before = at.checked_sub(1);
        let within = before.is_some_and(digit) && digit(at + 1);
        let sign = matches!(c, '-' | '\u{2013}' | '\u{2212}')
            && digit(at + 1)
            && before.is_none_or(|before| letters[before].is_whitespace());
        if !between(c) || ((within || sign) && !c.is_whitespace()) {
            if let Some(word) = words.last_mut() {
                word.push(c);
            }
        } else if words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a character only stands between words. Unicode counts a few signs among the punctuation that say something themselves.
fn between(c: char) -> bool {
    let group = c.general_category_group();
    let says = matches!(c, '%' | '&' | '@' | '\u{2030}' | '\u{2031}');
    c.is_whitespace()
        || c.is_control()
        || matches!(group, GeneralCategoryGroup::Separator)
        || (matches!(group, GeneralCategoryGroup::Punctuation) && !says)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::cells::{CultureSet, StageSet};
    use model::proposal::Kind;

    #[test]
    fn case_punctuation_and_spacing_are_nothing() {
        let same = [
            ("Send one person", "send  ONE person."),
            ("Call first, please", "Call first - please!"),
            ("Call first", "«Call\nfirst»"),
            ("**Call** first", "_Call_ first …"),
            ("¿Llamar antes?", "Llamar antes"),
            ("先に電話。", "先に電話"),
            ("and/or", "and or"),
            ("", " . "),
        ];
        for (one, other) in same {
            assert!(is_same_words(one, other), "{one:?} {other:?}");
        }
    }

    #[test]
    fn whatever_may_mean_something_else_is_something() {
        let other = [
            ("Send one person", "Send a person"),
            ("Send one person", "one person Send"),
            ("Call now", "Call nowhere"),
            ("Call not", "Call"),
            ("someone", "some one"),
            ("within 15 days", "within 1.5 days"),
            ("within 1.5 days", "within 1 5 days"),
            ("1/2 price", "12 price"),
            ("at -5", "at 5"),
            ("10%", "10"),
            ("5 €", "5 $"),
            ("a < b", "a > b"),
            ("año", "ano"),
            ("👍", "👎"),
            ("keep", "~~keep~~"),
            ("Please do not ever call.", "Please do\n\n[not]: ever\n\ncall."),
            ("[Please do](not \"ever\") call", "Please do not ever call"),
            ("[the price](https://a.example)", "[the price](https://b.example)"),
            ("10⁵", "105"),
            ("at –5", "at 5"),
            ("@Ada", "Ada"),
        ];
        for (one, other) in other {
            assert!(!is_same_words(one, other), "{one:?} {other:?}");
        }
    }

    #[test]
    fn a_word_does_not_move_to_another_field_and_the_place_counts() {
        let text = |title: &str, who: Option<&str>| ProposalText {
            kind: Kind::Start,
            title: title.parse().unwrap(),
            why: "Because.".parse().unwrap(),
            stages: StageSet(1),
            cultures: CultureSet(1),
            who: who.map(|who| who.parse().unwrap()),
            how: None,
            tool: None,
            measure: None,
        };
        let one = text("Call first", Some("Sales"));
        assert!(is_same(&one, &text("call first!", Some("sales"))));
        assert!(!is_same(&one, &text("Call first sales", None)));
        assert!(!is_same(&one, &ProposalText { kind: Kind::Stop, ..one.clone() }));
        assert!(!is_same(&one, &ProposalText { stages: StageSet(2), ..one.clone() }));
        assert!(!is_same(&one, &ProposalText { cultures: CultureSet(3), ..one.clone() }));
        let moved = ProposalText { who: None, how: one.who.clone(), ..one.clone() };
        assert!(!is_same(&one, &moved));
    }
}
