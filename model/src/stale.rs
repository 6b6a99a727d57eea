//! A write that began from what somebody else has changed since: refused, whatever it is about, with what is there now beside each field
//! where that differs from what was sent, and what to send along to put one's own in its place.

use crate::{FieldProblem, Problem, ProblemKind};
use std::fmt::Display;

/// The field of a request that names what its writer has read, and of a refusal that names what is there.
pub const SEEN: &str = "seen";

/// Both texts stand beside each other.
const BOTH: &str = "Somebody else has changed this since you began. What it says now stands beside what you wrote: put both together, \
                    and send it again.";
/// There is no text of one's own, or it is the same.
const OTHER: &str = "Somebody else has changed this since you opened it. Look at it as it is now, and then say whether you still want this.";

/// What is to be refused.
#[derive(Clone, Debug)]
pub struct Stale {
    there: i64,
    fields: Vec<FieldProblem>,
}

impl Stale {
    /// Where `seen` is not what is `there`. Who does not say what they have read writes over whatever is there.
    #[must_use]
    pub fn of(seen: Option<i64>, there: i64) -> Option<Self> {
        seen.is_some_and(|seen| seen != there).then(|| Self { there, fields: Vec::new() })
    }

    /// What a field says now, if that is not what was sent.
    #[must_use]
    pub fn field(mut self, name: &str, sent: impl Display, there: impl Display) -> Self {
        let (sent, there) = (sent.to_string(), there.to_string());
        if sent != there {
            let message = match there.is_empty() {
                true => "Now it says nothing.".to_owned(),
                false => format!("Now it says: “{there}”"),
            };
            self.fields.push(FieldProblem { field: name.to_owned(), message });
        }
        self
    }

    /// The same of what may be missing.
    #[must_use]
    pub fn maybe<T: Display>(self, name: &str, sent: Option<&T>, there: Option<&T>) -> Self {
        let words = |text: Option<&T>| text.map(ToString::to_string).unwrap_or_default();
        self.field(name, words(sent), words(there))
    }

    #[must_use]
    pub fn problem(mut self) -> Problem {
        let message = if self.fields.is_empty() { OTHER } else { BOTH };
        self.fields.push(FieldProblem { field: SEEN.to_owned(), message: self.there.to_string() });
        Problem { kind: ProblemKind::Conflict, message: message.to_owned(), fields: self.fields }
    }
}

impl Problem {
    /// What is there, where this refuses what began from something else.
    #[must_use]
    pub fn overtaken(&self) -> Option<i64> {
        self.about(SEEN).filter(|_| self.kind == ProblemKind::Conflict)?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_named_with_what_is_there() {
        assert!(Stale::of(None, 4).is_none() && Stale::of(Some(4), 4).is_none());
        let stale = || Stale::of(Some(3), 4).unwrap();
        let problem = stale()
            .field("title", "Mine", "Theirs")
            .field("why", "Same", "Same")
            .maybe("how", Some(&"So"), None)
            .problem();
        assert_eq!((problem.about("title"), problem.about("why")), (Some("Now it says: “Theirs”"), None));
        assert_eq!((problem.about("how"), problem.overtaken()), (Some("Now it says nothing."), Some(4)));
        assert_eq!((problem.message.as_str(), stale().problem().message.as_str()), (BOTH, OTHER));
        assert_eq!(Problem::field(SEEN, "5").overtaken(), None);
    }
}
