//! What stands in the matrix of what is to be looked at: beside a practice, or in a cell.

use super::integrity::{lacks, names};
use model::PracticeId;
use model::integrity::Finding;

/// What stands in the matrix about a practice; what is about a whole cell, or about the whole design, stands elsewhere.
pub(super) fn marks(findings: &[Finding], practice: PracticeId) -> Vec<String> {
    let of = |pair: &(PracticeId, PracticeId)| pair.0 == practice || pair.1 == practice;
    let mark = |finding: &Finding| match finding {
        Finding::Overload { function, practices, .. } if practices.contains(&practice) => {
            Some([function.as_str(), " is overloaded"].concat())
        }
        Finding::ToolUsedOnce { practice: of, .. } if *of == practice => Some("tool used once".into()),
        Finding::CouldBeOne { practices, .. } if of(practices) => Some("could be one with another".into()),
        Finding::StayApart { practices, .. } if of(practices) => Some("must stay apart from another".into()),
        Finding::Unmeasured { practice: of, lead, lag } if *of == practice => Some(lacks(*lead, *lag).into()),
        Finding::BehaviourGap { practices, .. } if practices.contains(&practice) => {
            Some("serves no behaviour yet".into())
        }
        Finding::Overload { .. }
        | Finding::ToolUsedOnce { .. }
        | Finding::CouldBeOne { .. }
        | Finding::StayApart { .. }
        | Finding::Unmeasured { .. }
        // Which of the two it is says the mark above.
        | Finding::NotMeasured { .. }
        | Finding::BehaviourGap { .. }
        | Finding::EmptyCell { .. }
        | Finding::HandOver { .. }
        | Finding::Fog { .. } => None,
    };
    let mut marks: Vec<String> = Vec::new();
    // Of several pairs it says the same.
    for mark in findings.iter().filter_map(mark) {
        if !marks.contains(&mark) {
            marks.push(mark);
        }
    }
    marks
}

/// What stands in the matrix about a cell: who hands the customer to whom, and who all answers there.
pub(super) fn cell_marks(findings: &[Finding], stage: usize, at: usize) -> Vec<String> {
    let mark = |finding: &Finding| match finding {
        Finding::HandOver { culture, to, before, after, .. } if *to == stage && *culture == at => {
            Some(["hand-over: ", &names(before), " → ", &names(after)].concat())
        }
        Finding::Fog { stage: place, culture, functions, .. } if *place == stage && *culture == at => {
            let words = if functions.is_empty() { "nobody".into() } else { names(functions) };
            Some(
                ["fog: ", &words, if functions.is_empty() { " answers" } else { " answer at once" }].concat(),
            )
        }
        _ => None,
    };
    findings.iter().filter_map(mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Name;

    #[test]
    fn every_finding_stands_in_the_matrix_where_it_is() {
        let (one, two, other) = (PracticeId(1), PracticeId(2), PracticeId(3));
        let activity = || Name::parse("Calls").unwrap();
        let pairs = [
            (
                Finding::CouldBeOne { practices: (one, two), activity: activity() },
                "could be one with another",
            ),
            (
                Finding::StayApart { practices: (one, two), activity: activity(), indicators: vec![] },
                "must stay apart from another",
            ),
        ];
        for (finding, words) in pairs {
            // Twice, of two pairs: said once.
            let findings = [finding.clone(), finding];
            assert_eq!([one, two].map(|id| marks(&findings, id)), [[words.to_owned()], [words.to_owned()]]);
            assert!(marks(&findings, other).is_empty());
        }
        for (lead, lag, words) in [
            (false, false, "no indicator"),
            (false, true, "no lead indicator"),
            (true, false, "no lag indicator"),
        ] {
            let lacks = [Finding::Unmeasured { practice: one, lead, lag }];
            assert_eq!((marks(&lacks, one), marks(&lacks, two).len()), (vec![words.to_owned()], 0));
        }
        let gap = [Finding::BehaviourGap { behaviour: 2, practices: vec![one] }];
        assert_eq!((marks(&gap, one).len(), marks(&gap, two).len()), (1, 0));
        let functions = ["Sales", "Service"].map(|name| Name::parse(name).unwrap()).to_vec();
        let fog = [Finding::Fog { stage: 1, culture: 2, functions, practices: vec![one, two] }];
        assert_eq!(cell_marks(&fog, 1, 2), ["fog: Sales, Service answer at once"]);
        assert!(cell_marks(&fog, 2, 1).is_empty() && marks(&fog, one).is_empty());
    }
}
