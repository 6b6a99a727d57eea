//! What was written elsewhere, in our shapes: texts cut and cleaned to their limits, never refused.

use super::read::Statement;
use crate::transfer::fit::{clean, shorten};
use model::cells::{CultureSet, StageSet};
use model::proposal::{Kind, ProposalText};
use model::text::TextProblem;
use model::{Explanation, Question, Title, Why};

/// A statement as a proposal, and what had to be changed to make it one. Statements ask for nothing in particular,
/// so it is a change, in all stages and cultures.
///
/// # Errors
/// None in practice: the texts are made to fit.
pub fn proposal(
    statement: &Statement,
    stages: StageSet,
    cultures: CultureSet,
) -> Result<(ProposalText, Option<String>), TextProblem> {
    let (why, cut) = why(&statement.text);
    let text = ProposalText {
        kind: Kind::Change,
        title: Title::parse(&title(&why))?,
        why: Why::parse(&why)?,
        stages,
        cultures,
        who: None,
        how: None,
        tool: None,
        measure: None,
    };
    Ok((text, cut.then(|| format!("the text is cut to {} characters", Why::MAX))))
}

/// The whole text, and whether it had to be cut.
fn why(text: &str) -> (String, bool) {
    let clean = clean(text, true);
    let whole = match clean.chars().count() {
        0 => "(no text)".to_owned(),
        // "?" is too short to be a text of ours, and a quotation of it is not.
        length if length < Why::MIN => format!("“{clean}”"),
        _ => clean,
    };
    let cut = whole.chars().count() > Why::MAX;
    (shorten(&whole, Why::MAX), cut)
}

/// The first line's first sentence, or as many of its words as fit.
fn title(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| line.chars().count() >= Title::MIN).unwrap_or(text);
    let line = clean(line, false);
    if line.chars().count() <= Title::MAX {
        return line;
    }
    let ends = line.match_indices(['.', '?', '!']).map(|(place, end)| place + end.len());
    let sentence = ends
        .filter(|end| line[*end..].starts_with(' '))
        .map(|end| &line[..end])
        .find(|sentence| sentence.chars().count() > 20);
    match sentence {
        Some(sentence) if sentence.chars().count() <= Title::MAX => sentence.to_owned(),
        _ => shorten(&line, Title::MAX),
    }
}

/// # Errors
/// None in practice.
pub fn question(topic: &str) -> Result<Question, TextProblem> {
    let topic = clean(topic, false);
    if topic.chars().count() < Question::MIN {
        return Question::parse(&format!("Imported: {topic}"));
    }
    Question::parse(&shorten(&topic, Question::MAX))
}

/// # Errors
/// None in practice.
pub fn introduction(description: &str) -> Result<Explanation, TextProblem> {
    Explanation::parse(&shorten(&clean(description, true), Explanation::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Timestamp;
    use model::proposal::Status;

    fn shaped(text: &str) -> (String, String, Option<String>) {
        let statement = Statement {
            line: 2,
            key: "1".into(),
            author: "1".into(),
            at: Timestamp(0),
            status: Status::Published,
            text: text.into(),
        };
        let (text, note) = proposal(&statement, StageSet::all(8), CultureSet::all(4)).unwrap();
        (text.title.into(), text.why.into(), note)
    }

    #[test]
    fn short_empty_and_hostile_texts_fit() {
        assert_eq!(shaped("?").1, "“?”");
        assert_eq!(shaped(" \n").0, "(no text)");
        assert_eq!(shaped("a\0b\u{7}c").1, "a b c");
        assert_eq!(shaped("Yes\r\n").0, "Yes");
        let (title, why, note) = shaped("One line\n\nand another");
        assert_eq!((title.as_str(), why.as_str(), note), ("One line", "One line\n\nand another", None));
    }

    #[test]
    fn long_texts_are_cut_at_sentences_and_words() {
        let text = format!("This is the first sentence of it. {}", "And more of it. ".repeat(20));
        let (title, why, _) = shaped(&text);
        assert_eq!(title, "This is the first sentence of it.");
        assert_eq!(why, text.trim());
        let title = shaped(&"word ".repeat(100)).0;
        assert!(title.ends_with("word…") && title.chars().count() <= Title::MAX);
        let (title, why, note) = shaped(&"é".repeat(5000));
        assert_eq!((title.chars().count(), why.chars().count()), (Title::MAX, Why::MAX));
        assert!(note.is_some());
    }

    #[test]
    fn topics_become_questions() {
        assert_eq!(question("$15/hour").unwrap().as_str(), "$15/hour");
        assert_eq!(question("Q").unwrap().as_str(), "Imported: Q");
        assert!(question(&"long ".repeat(90)).is_ok());
        assert!(question("").is_ok());
    }
}
