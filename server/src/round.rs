//! The ready-made round: texts and rules that a small company can start with as they are.

use model::access::{Access, NotYours, WhoMay};
use model::round::{Culture, Moderation, Phase, Resource, Round, Scheme, Stage, Suit, Totals, Window};
use model::selection::Rules;
use model::text::TextProblem;
use model::{Problem, Question, ResourceId, RoundId, Timestamp};

/// The ready list of stages of a scheme.
fn stages(scheme: Scheme) -> &'static [(&'static str, &'static str, &'static str)] {
    match scheme {
        Scheme::Impact => &IMPACT_LA[..6],
        Scheme::ImpactLoyaltyAdvocacy => &IMPACT_LA,
        Scheme::Funnel => &FUNNEL,
    }
}

/// The buyer's own path, and what comes after it.
const IMPACT_LA: [(&str, &str, &str); 8] = [
    ("I", "Idea", "Something is worth looking into."),
    ("M", "Mentor", "A sponsor inside takes it up and tries it out with people they trust."),
    ("P", "Position", "The organisation finds where it stands on it. Most ideas die here."),
    ("A", "Assessment", "Due diligence, a pilot, risk and cost."),
    ("C", "Case", "The formal business case."),
    ("T", "Transaction", "Contract and procurement."),
    ("L", "Loyalty", "After buying: using it, and staying."),
    ("A", "Advocacy", "Speaking up for it to others."),
];

const FUNNEL: [(&str, &str, &str); 6] = [
    ("A", "Awareness", "Hearing that there is such a thing."),
    ("C", "Consideration", "Thinking about it for ourselves."),
    ("P", "Preference", "Leaning towards one of several."),
    ("A", "Action", "Deciding and buying."),
    ("L", "Loyalty", "After buying: using it, and staying."),
    ("A", "Advocacy", "Speaking up for it to others."),
];

/// The four buying cultures: suit, name, what the customer is like, what the vendor then does.
const CULTURES: [(Suit, &str, &str, &str); 4] = [
    (
        Suit::Diamonds,
        "Value Offered",
        "We know exactly what we want.",
        "Offer a product that fits: features, price, brand, least friction.",
    ),
    (
        Suit::Clubs,
        "Value Added",
        "We understand our needs, and compare.",
        "Add value by building the solution, and explain the difference.",
    ),
    (
        Suit::Hearts,
        "Value Created",
        "We have a direction, and want insight into risk that we have not seen.",
        "Create value through insight.",
    ),
    (
        Suit::Spades,
        "Value Captured",
        "We want change, put ourselves in your hands, and share responsibility.",
        "Work as a joint venture, and be paid from captured returns.",
    ),
];

const INTRODUCTION: &str = "Companies mostly decide alone how to market, sell to and serve their customers. We would \
rather hear it from you. Say how you want to be engaged, stage by stage, and vote on what others say. From this we \
make one engagement design, sign it, publish it, and are held to it.";

const HOW_VOTES_COUNT: &str = "Each customer organisation has one voice, whatever its size and revenue: colleagues of \
one account share it. Voices of accounts that nobody has confirmed yet are counted apart. Your last vote counts, and \
you can take it back. Proposals are ranked by how sure we can be that customers agree, once ten accounts have voted on \
them; figures that rest on fewer than five accounts are not shown. Nobody sees how you voted.";

const SELECTION: &str = "Our product team makes practices from your proposals and says what each costs. Our capacity is \
shared out equally among the voices that vote, and each voice spends its share on what it asked for: so every group of \
customers gets its part of the design (the Method of Equal Shares). A practice counts for you if you agree with one of its \
proposals and disagree with none. To be considered it needs five accounts, a third of the support that its cost would \
deserve, no segment strongly against it, and fewer than five red lines. What is left is spent the same way. You see the \
result while you vote, and why each thing is in or not. Every proposal that is left out is listed with its support and the \
reason. Where we decide against the result we say why. A signatory signs the design, and we publish it.";

/// Hours of people who deal with customers, for all practices of a design together.
const HOURS: i64 = 400;
const HOURS_FOR_ONE: i64 = 40;

/// A round with the ready texts, in which proposing, refining and voting are open from now on.
///
/// # Errors
/// None in practice: the texts are within their limits.
pub fn ready_made(question: Question, scheme: Scheme, now: Timestamp) -> Result<Round, Problem> {
    assemble(question, scheme, now).map_err(|refused| Problem::field("question", refused.0))
}

fn assemble(question: Question, scheme: Scheme, now: Timestamp) -> Result<Round, TextProblem> {
    let stage = |(letter, name, text): &(&str, &str, &str)| {
        Ok(Stage { letter: letter.parse()?, name: name.parse()?, text: text.parse()? })
    };
    let culture = |(suit, name, customer, vendor): &(Suit, &str, &str, &str)| {
        Ok(Culture { suit: *suit, name: name.parse()?, customer: customer.parse()?, vendor: vendor.parse()? })
    };
    let window = |phase| Window {
        phase,
        opens: matches!(phase, Phase::Propose | Phase::Refine | Phase::Vote).then_some(now),
        closes: None,
    };
    Ok(Round {
        id: RoundId(0),
        question,
        introduction: INTRODUCTION.parse()?,
        how_votes_count: HOW_VOTES_COUNT.parse()?,
        selection: SELECTION.parse()?,
        rules: Rules::default(),
        moderation: Moderation::ReviewFirst,
        stages: stages(scheme).iter().map(stage).collect::<Result<_, TextProblem>>()?,
        cultures: CULTURES.iter().map(culture).collect::<Result<_, TextProblem>>()?,
        resources: vec![Resource {
            id: ResourceId(0),
            name: "People's time".parse()?,
            unit: "hours a month".parse()?,
            capacity: HOURS,
            default_cost: HOURS_FOR_ONE,
        }],
        windows: Phase::ALL.map(window).to_vec(),
        open: Vec::new(),
        sample: false,
        source: None,
        discontinued: None,
        access: Access::default(),
        who_may: WhoMay::default(),
        guests: false,
        not_for_customers: false,
        not_yours: NotYours::default(),
        totals: Totals::default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ready_texts_are_within_their_limits() {
        for scheme in [Scheme::Impact, Scheme::Funnel, Scheme::ImpactLoyaltyAdvocacy] {
            let question = "How would you like us to sell to you?".parse().unwrap();
            let round = ready_made(question, scheme, Timestamp(0)).unwrap();
            assert!(matches!((scheme, round.stages.len()), (Scheme::ImpactLoyaltyAdvocacy, 8) | (_, 6)));
            assert_eq!(round.cultures.len(), 4);
        }
    }
}
