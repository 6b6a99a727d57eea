//! Explanations in sentences that a customer understands. Plain English; the figures come from `explain` and `gates`, names and
//! amounts from the caller. What was withheld (`explain::withhold`) is not spoken of.

use crate::certificate::Standing;
use crate::election::{PracticeIndex, Skip};
use crate::exact::Fraction;
use crate::explain::{Lost, Paid, Won};
use crate::gates::Objection;
use crate::shares::Left;
use crate::suppression::may_show;

/// How the caller calls things.
pub struct Words<'a> {
    pub practice: &'a dyn Fn(PracticeIndex) -> String,
    /// Money of the vote: a part of the capacity that voters share ("12 hours", "0.4 % of the capacity").
    pub money: &'a dyn Fn(&Fraction) -> String,
    /// An amount of a resource ("12 hours").
    pub amount: &'a dyn Fn(u32, i64) -> String,
    pub resource: &'a dyn Fn(u32) -> String,
    pub cell: &'a dyn Fn(u32) -> String,
    /// A group of those who paid ("banks").
    pub group: &'a dyn Fn(u32) -> String,
}

/// Why a practice is in.
#[must_use]
pub fn of_won(won: &Won, words: &Words) -> Vec<String> {
    let mut said = Vec::new();
    match &won.way {
        Standing::Free => {
            said.push("It costs nothing, so no capacity had to be shared out for it.".to_owned())
        }
        Standing::Filled => said.push(format!(
            "Its {} could not pay for it together. It was added in the end, by votes, from what was left.",
            voices(&won.votes)
        )),
        Standing::Bought => {
            said.push(format!(
                "It came in as number {}: its {} paid for it together, out of their equal shares of the capacity.",
                won.round,
                voices(&won.votes)
            ));
            said.extend(payments(won, "share", words));
        }
        Standing::Reserved => {
            let cells = listed(won.cells.iter().map(|&cell| (words.cell)(cell)).collect());
            said.push(format!(
                "It came in as number {}, from the reserve for empty cells: nothing else stood in {cells}.",
                won.round
            ));
            said.push(format!(
                "Its {} paid for it together, out of their equal parts of that reserve.",
                voices(&won.votes)
            ));
            said.extend(payments(won, "part", words));
        }
    }
    said
}

fn payments(won: &Won, share: &str, words: &Words) -> Vec<String> {
    let largest = |largest| format!("Nobody paid more than {} for a voice.", (words.money)(largest));
    let mut said: Vec<String> = won.largest.iter().map(largest).collect();
    if let Some(effective) = won.effective_votes.filter(|e| *e + 0.05 < won.votes.to_f64()) {
        said.push(format!(
            "Some of them had spent most of their {share} before, so it counted like {} voices.",
            decimal(effective)
        ));
    }
    said.extend(paid(&won.paid, won.withheld, words));
    said
}

fn paid(groups: &[Paid], withheld: bool, words: &Words) -> Option<String> {
    let part = |paid: &Paid| format!("{} {}", (words.group)(paid.group), (words.money)(&paid.amount));
    let others = if withheld { "Among those who paid" } else { "Paid by" };
    (groups.len() > 1).then(|| format!("{others}: {}.", listed(groups.iter().map(part).collect())))
}

/// Why a practice is not in, and what would have changed that.
#[must_use]
pub fn of_lost(lost: &Lost, words: &Words) -> Vec<String> {
    let mut said = vec![reason(lost, words)];
    let spent = |(practice, money): &(PracticeIndex, Fraction)| {
        format!("{} on “{}”", (words.money)(money), (words.practice)(*practice))
    };
    if !lost.spent.is_empty() && lost.why == Left::Unaffordable {
        let most = lost.spent.iter().map(spent).collect();
        let among = if lost.withheld { "among other things " } else { "" };
        said.push(format!("They had spent {among}{}.", listed(most)));
    }
    if let Some(reserve) = lost.reserve.as_ref().filter(|_| lost.why == Left::Unaffordable) {
        said.push(format!(
            "Of the reserve for empty cells they had {} left, which was not enough either.",
            (words.money)(reserve)
        ));
    }
    match (&lost.wins_at, lost.why) {
        (_, Left::Barred | Left::Unsupported) => {}
        (None, _) if lost.withheld => {}
        (Some(at), _) if at.amount > 0 => said
            .push(format!("It would be in if it took {} or less.", (words.amount)(at.resource, at.amount))),
        (Some(_), _) => said.push("It would be in if it cost nothing.".to_owned()),
        (None, _) => said.push("It would not be in at any lower cost.".to_owned()),
    }
    if let Some(more) = lost.more_voices {
        let words = if more == 1 {
            "1 voice more that asks".to_owned()
        } else {
            format!("{more} voices more that ask")
        };
        said.push(format!("It would also be in with {words} for this alone."));
    }
    said
}

fn reason(lost: &Lost, words: &Words) -> String {
    match lost.why {
        Left::Barred => "It did not meet the conditions for being chosen at all.".to_owned(),
        Left::Unsupported => "Nobody whose voice counts asked for it.".to_owned(),
        Left::Unaffordable => match (&lost.left, &lost.missing) {
            (Some(left), Some(missing)) => format!(
                "Its {} had {} left together; {} was missing.",
                voices(&lost.votes),
                (words.money)(left),
                (words.money)(missing)
            ),
            _ => format!("Its {} had not enough left together.", voices(&lost.votes)),
        },
        Left::Ruled(Skip::CellFull(cell)) => {
            format!("There was no more room in {}: others had come in before.", (words.cell)(cell))
        }
        Left::Ruled(Skip::Opposite(opposite)) => {
            format!("Its opposite, “{}”, was chosen, and both cannot be done.", (words.practice)(opposite))
        }
        Left::Ruled(Skip::Needs(need)) => {
            format!("It needs “{}”, which was not chosen.", (words.practice)(need))
        }
        Left::Ruled(Skip::Resource(resource)) => {
            format!("There was not enough left of {}.", (words.resource)(resource))
        }
    }
}

/// Why a practice may not stand for selection.
#[must_use]
pub fn of_objection(objection: &Objection, segment: &dyn Fn(u32) -> String) -> String {
    match *objection {
        Objection::TooFewAccounts { has, needs } if may_show(has) => {
            format!("{has} accounts ask for it; at least {needs} must.")
        }
        Objection::TooFewAccounts { needs, .. } => {
            format!("Fewer than five accounts ask for it; at least {needs} must.")
        }
        Objection::TooLittleSupport { has, needs } => {
            let percent = 100.0 * has as f64 / needs.max(1) as f64;
            format!("For what it costs it has too little support: {} % of what it needs.", decimal(percent))
        }
        Objection::Opposed { segment: of, disagree } => {
            format!("{} % of {} who take a side are against it.", decimal(100.0 * disagree), segment(of))
        }
        Objection::RedLines { has, .. } if may_show(has) => {
            format!("For {has} accounts it is a red line: they would leave.")
        }
        Objection::RedLines { .. } => "For some accounts it is a red line: they would leave.".to_owned(),
    }
}

fn voices(votes: &Fraction) -> String {
    match decimal(votes.to_f64()) {
        one if one == "1" => "1 voice".to_owned(),
        many => format!("{many} voices"),
    }
}

/// With one decimal where it is not whole.
pub(crate) fn decimal(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn listed(mut parts: Vec<String>) -> String {
    match parts.pop() {
        None => String::new(),
        Some(last) if parts.is_empty() => last,
        Some(last) => format!("{} and {last}", parts.join(", ")),
    }
}
