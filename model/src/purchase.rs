//! A purchase: one buying decision at an account, with its stage, the culture that the account wants to be met in, and the people
//! who have a part in it. It outlives rounds, so stage and culture are words, found again in whichever round or design has them.

use crate::cells::StageSet;
use crate::text::{TextProblem, blank_is_none};
use crate::{AccountId, Name, PersonId, PurchaseId, Timestamp};
use serde::{Deserialize, Serialize};

/// How it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PurchaseState))]
#[serde(rename_all = "snake_case")]
pub enum State {
    #[default]
    Open,
    /// They bought from us.
    Won,
    /// They bought elsewhere.
    Lost,
    /// They bought nothing.
    Ended,
}

impl State {
    pub const ALL: [Self; 4] = [Self::Open, Self::Won, Self::Lost, Self::Ended];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Won => "won",
            Self::Lost => "lost",
            Self::Ended => "ended",
        }
    }

    /// As people read it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Won => "bought here",
            Self::Lost => "bought elsewhere",
            Self::Ended => "ended without buying",
        }
    }
}

impl std::str::FromStr for State {
    type Err = TextProblem;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|state| state.word() == word);
        found.ok_or_else(|| TextProblem("Choose how it stands.".into()))
    }
}

/// The part that somebody has in a buying decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BuyingRole {
    EconomicBuyer,
    User,
    TechnicalEvaluator,
    Sponsor,
    Procurement,
}

impl BuyingRole {
    pub const ALL: [Self; 5] =
        [Self::EconomicBuyer, Self::User, Self::TechnicalEvaluator, Self::Sponsor, Self::Procurement];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::EconomicBuyer => "economic_buyer",
            Self::User => "user",
            Self::TechnicalEvaluator => "technical_evaluator",
            Self::Sponsor => "sponsor",
            Self::Procurement => "procurement",
        }
    }

    /// As people read it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::EconomicBuyer => "economic buyer",
            Self::TechnicalEvaluator => "technical evaluator",
            other => other.word(),
        }
    }
}

impl std::str::FromStr for BuyingRole {
    type Err = TextProblem;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|role| role.word() == word);
        found.ok_or_else(|| TextProblem("Choose a part.".into()))
    }
}

/// What is said of a purchase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PurchaseText {
    /// What they are buying.
    pub name: Name,
    /// The name of a stage; it may be unknown.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub stage: Option<Name>,
    /// The name of a culture; it may be unknown.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub culture: Option<Name>,
    #[serde(default)]
    pub state: State,
}

/// A purchase as the reader may see it. A CRM's opportunity or deal (Salesforce `Opportunity`, HubSpot `0-3`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Purchase {
    pub id: PurchaseId,
    pub account: AccountId,
    #[serde(flatten)]
    pub text: PurchaseText,
    /// Whether the account's own people said in which culture; then only they change it.
    pub declared: bool,
    /// Those whose names the reader may know.
    pub people: Vec<Part>,
    /// How many parts others of the account have in it.
    pub others: usize,
    /// What was said of it, the newest first.
    pub history: Vec<Step>,
}

/// Somebody with a part in it (Salesforce `OpportunityContactRole`; in HubSpot an association label of deal and contact).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = BuyingPart))]
pub struct Part {
    pub person: PersonId,
    pub name: Name,
    pub role: BuyingRole,
}

/// From what it is known how long something took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaceSource {
    /// Purchases, as it was noted when each came to a stage, or as a CRM says.
    Purchases,
    /// What customers reported of promises: an account's first report of one stage, and of the next.
    Reports,
}

/// How long it takes from a stage to the one that follows, first time to first time. For staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pace {
    /// The place in the design of the stage where it begins.
    pub stage: usize,
    /// The place of the culture in which it was; nothing: all together.
    pub culture: Option<usize>,
    pub source: PaceSource,
    #[serde(flatten)]
    pub length: CycleLength,
}

/// How long buying takes. For staff.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cycle {
    /// From stage to stage, in their order: what enough accounts have been through, all together before each culture.
    pub legs: Vec<Pace>,
    /// From the first stage to the purchase, once enough accounts have bought here whose purchase was noted from the first stage on.
    pub whole: Option<CycleLength>,
}

/// How long something took that several went through. It moves by five accounts, and nothing is told of fewer, nor is it left over
/// between two figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CycleLength {
    /// The median; of two in the middle the shorter.
    pub days: u32,
    /// Purchases, or accounts that reported.
    pub cases: u32,
    /// Of so many accounts.
    pub accounts: u32,
}

/// What was said of a purchase at some time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PurchaseStep))]
pub struct Step {
    #[serde(flatten)]
    pub text: PurchaseText,
    /// Whether the account's own people said it.
    pub own: bool,
    /// Who, for staff.
    pub by: Option<Name>,
    pub at: Timestamp,
}

/// Whether the account's own people chose the culture that holds: who said it first, since it last changed. Steps oldest first.
#[must_use]
pub fn is_declared<'a>(steps: impl DoubleEndedIterator<Item = (&'a Option<Name>, bool)>) -> bool {
    let mut declared = false;
    let mut holds: Option<&Name> = None;
    for (culture, own) in steps {
        if culture.as_ref() != holds {
            (holds, declared) = (culture.as_ref(), own);
        } else {
            // Who repeats what was noted for them makes it theirs.
            declared |= own;
        }
    }
    declared && holds.is_some()
}

/// The place of a stage or culture in a list that calls it the same.
#[must_use]
pub fn place<'a>(wanted: Option<&Name>, mut names: impl Iterator<Item = &'a Name>) -> Option<usize> {
    let wanted = wanted?.as_str().to_lowercase();
    names.position(|name| name.as_str().to_lowercase() == wanted)
}

/// Stages of the two ready-made schemes that answer to each other. The second frame gives no such table: it is ours, by what a buyer
/// does there.
const ANSWERING: [(&str, &str); 6] = [
    ("idea", "awareness"),
    ("mentor", "consideration"),
    ("position", "preference"),
    ("assessment", "preference"),
    ("case", "action"),
    ("transaction", "action"),
];

/// The places of a stage in a list: where it is called the same, or else where the stages of another scheme stand that answer to it.
#[must_use]
pub fn stages<'a>(wanted: Option<&Name>, names: impl Iterator<Item = &'a Name> + Clone) -> StageSet {
    if let Some(place) = place(wanted, names.clone()) {
        return StageSet::of(&[place]);
    }
    let Some(wanted) = wanted.map(|wanted| wanted.as_str().to_lowercase()) else { return StageSet(0) };
    let answers = |name: &str| {
        ANSWERING
            .iter()
            .any(|(one, other)| (*one, *other) == (&wanted, name) || (*one, *other) == (name, &wanted))
    };
    let places = names.enumerate().filter(|(_, name)| answers(&name.as_str().to_lowercase()));
    StageSet::of(&places.map(|(place, _)| place).collect::<Vec<_>>())
}

/// The stages of either scheme in which the contract is made.
const BUYING: [&str; 2] = ["transaction", "action"];

/// The places of the stages that come after buying, which are for whoever has bought; none where a list has no stage in which one buys.
#[must_use]
pub fn after_buying<'a>(names: impl Iterator<Item = &'a Name>) -> StageSet {
    let names: Vec<String> = names.map(|name| name.as_str().to_lowercase()).collect();
    match names.iter().rposition(|name| BUYING.contains(&name.as_str())) {
        Some(last) => StageSet::of(&(last + 1..names.len()).collect::<Vec<_>>()),
        None => StageSet(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_culture_is_declared_by_whoever_of_the_account_said_it() {
        let name = |text: &str| Some(Name::parse(text).unwrap());
        let (added, created) = (name("Value Added"), name("Value Created"));
        let declared = |steps: &[(&Option<Name>, bool)]| is_declared(steps.iter().copied());
        assert!(!declared(&[]) && !declared(&[(&None, true)]));
        assert!(!declared(&[(&added, false)]));
        assert!(declared(&[(&added, false), (&created, true)]));
        assert!(declared(&[(&added, false), (&added, true), (&added, false)]));
        assert!(!declared(&[(&added, true), (&None, true)]));
    }

    #[test]
    fn a_stage_of_another_scheme_is_where_it_answers_to() {
        let names = |words: &[&str]| words.iter().map(|word| Name::parse(word).unwrap()).collect::<Vec<_>>();
        let funnel = names(&["Awareness", "Consideration", "Preference", "Action", "Loyalty"]);
        let impact = names(&["Idea", "Mentor", "Position", "Assessment", "Case", "Transaction", "Loyalty"]);
        let at = |wanted: &str, list: &[Name]| {
            stages(Some(&Name::parse(wanted).unwrap()), list.iter()).iter().collect::<Vec<_>>()
        };
        assert_eq!(
            [at("Case", &funnel), at("position", &funnel), at("Loyalty", &funnel)],
            [vec![3], vec![2], vec![4]]
        );
        assert_eq!([at("Action", &impact), at("Preference", &impact)], [vec![4, 5], vec![2, 3]]);
        assert_eq!([at("Case", &impact), at("Prospecting", &impact)], [vec![4], vec![]]);
        assert!(stages(None, impact.iter()).is_empty());
    }

    #[test]
    fn what_comes_after_buying_is_for_whoever_has_bought() {
        let after = |words: &[&str]| {
            let names = words.iter().map(|word| Name::parse(word).unwrap()).collect::<Vec<_>>();
            after_buying(names.iter()).iter().collect::<Vec<_>>()
        };
        assert_eq!(after(&["Case", "Transaction", "Loyalty", "Advocacy"]), [2, 3]);
        assert_eq!(after(&["Preference", "action", "Loyalty"]), [2]);
        assert_eq!(after(&["Case", "Transaction"]), [0; 0]);
        assert_eq!(after(&["Before", "After"]), [0; 0]);
    }

    #[test]
    fn stages_are_found_again_by_what_they_are_called() {
        let names = ["Idea", "Assessment"].map(|name| Name::parse(name).unwrap());
        let find = |name: &str| place(Name::parse(name).ok().as_ref(), names.iter());
        assert_eq!((find("assessment"), find("Case"), place(None, names.iter())), (Some(1), None, None));
    }
}
