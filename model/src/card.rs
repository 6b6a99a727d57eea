//! The engagement card of an account: what the person who is about to call should know, and no more than they may.

use crate::account::AccountLine;
use crate::activity::OfAccount;
use crate::design::LeftDecision;
use crate::on_behalf::Source;
use crate::promise::{Feeling, Kept, Progress, Quarter};
use crate::proposal::{Kind, Status};
use crate::purchase::Purchase;
use crate::time::Day;
use crate::{Html, Name, Particular, PracticeId, ProposalId, Reason, Timestamp, Title, Version};
use serde::{Deserialize, Serialize};

/// What a card calls itself, for programs that read it.
pub const CARD: &str = "accord.engagement-card";
/// Raised when something that programs may read is taken away or changes its meaning; what is added leaves it as it is.
pub const CARD_VERSION: u32 = 1;

/// Everything in it, its purchases apart, is public or was said to staff.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EngagementCard {
    /// [`CARD`].
    pub schema: String,
    /// [`CARD_VERSION`].
    pub schema_version: u32,
    pub written: Timestamp,
    pub account: AccountLine,
    /// Whether the account came with a sample round, and is made up. The sample's design holds for such accounts alone.
    pub sample: bool,
    /// As `salesforce:0015e00000ABCDE`.
    pub crm_ids: Vec<String>,
    pub parent: Option<AccountLine>,
    /// "Industry: Steel".
    pub segments: Vec<String>,
    /// The version of the design that holds, if there is one.
    pub design: Option<Version>,
    /// Those that are open, the newest first, each with what follows from the design for its stage and culture.
    pub purchases: Vec<Advice>,
    /// Those of them that are over and were bought here, with what is promised to whoever has bought.
    #[serde(default)]
    pub bought: Vec<Advice>,
    /// Those that are over, the newest first.
    pub over: Vec<Purchase>,
    /// The public proposals of its people, the newest first.
    pub asked: Vec<Asked>,
    /// The public stories of its people, the newest first.
    pub stories: Vec<Told>,
    /// What staff noted that its people said, the newest first.
    pub noted: Vec<NotedSaying>,
    /// How it stands on public proposals of rounds that announced before voting that staff are told, where three of its people voted
    /// on one; elsewhere, how those stand who let it be told. The latest rounds first. `null` where there is neither.
    pub stances: Option<Vec<Stance>>,
    /// What its people reported of the promises that hold and let their account manager read, the latest first; what they kept to
    /// themselves is counted and stands nowhere.
    #[serde(default)]
    pub reports: Vec<Reported>,
    /// What waits for the company's word, the longest first.
    pub waits: Vec<Waiting>,
    /// The activities that its people are or were invited to, the latest first.
    pub activities: Vec<OfAccount>,
}

/// An open purchase, or one that was bought here, with what follows for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CardAdvice))]
pub struct Advice {
    pub purchase: Purchase,
    /// Whether the design has its stage, or one of another scheme that answers to it, and its culture; without either, what follows
    /// cannot be said.
    pub stage_known: bool,
    pub culture_known: bool,
    /// What its stage is called in the design, where that has another scheme of stages; of what was bought, the stages of the design
    /// that come after buying.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers_to: Vec<Name>,
    /// What was promised at this stage and culture, to be done next.
    pub next: Vec<Act>,
    pub never: Vec<Never>,
}

/// A practice of the design: a promise that holds for the account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CardAct))]
pub struct Act {
    pub practice: PracticeId,
    /// The version of the design that promises it: several may hold for the account.
    pub version: Version,
    pub title: Title,
    pub how: Option<Particular>,
    pub tool: Option<Name>,
    /// Who answers for it.
    pub owner: Name,
    pub progress: Progress,
    /// Its review should have been held.
    pub overdue: bool,
    /// What customers reported lately, of all accounts together, as far as it may be said.
    pub kept: Option<Kept>,
    /// Whether customers say that it is not kept, where the company says that it is in place.
    #[serde(default)]
    pub gap: bool,
}

/// What is not to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CardNever))]
pub struct Never {
    /// What customers asked for or to be stopped, in their words.
    pub title: Title,
    pub because: Because,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CardBecause))]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum Because {
    /// The company promised to stop it.
    Promised { practice: PracticeId, version: Version },
    /// So many accounts, five at least, would leave over it.
    RedLine { proposal: ProposalId, accounts: usize },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CardAsked))]
pub struct Asked {
    pub proposal: ProposalId,
    pub kind: Kind,
    pub title: Title,
    pub status: Status,
    pub at: Timestamp,
    /// Why the last design that speaks of it leaves it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<AskedLeftOut>,
}

/// What a design says of a request that it leaves out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskedLeftOut {
    /// Nothing in designs that were adopted before it was kept.
    pub decision: Option<LeftDecision>,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CardStory))]
pub struct Told {
    pub proposal: ProposalId,
    pub title: Title,
    pub html: Html,
    pub at: Timestamp,
}

/// What somebody of the account reported of a promise, as they let it be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CardReport))]
pub struct Reported {
    pub practice: PracticeId,
    pub title: Title,
    pub quarter: Quarter,
    pub kept: bool,
    pub feeling: Option<Feeling>,
    pub words: Option<Reason>,
    pub said: Day,
    /// Who, where they said so too.
    pub by: Option<Name>,
}

/// How an account stands on a proposal: what most of its people who took a side said, or of those of them who let it be told.
/// Neither how many nor who.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CardStance))]
pub struct Stance {
    pub proposal: ProposalId,
    pub title: Title,
    pub stands: Stands,
    /// Only those count who let it be told how they vote.
    #[serde(default)]
    pub of_those_who_tell: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CardStands))]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    For,
    Against,
    /// As many for as against, or nobody on either side.
    Between,
}

/// That something was noted, and whether they answered; neither what it was, which they may have changed since, nor how they answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CardNoted))]
pub struct NotedSaying {
    pub proposal: ProposalId,
    pub title: Title,
    pub source: Source,
    pub said: Day,
    pub answered: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CardWaiting))]
pub struct Waiting {
    pub proposal: ProposalId,
    pub title: Title,
    pub since: Timestamp,
}

/// An account that was looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = AccountFound))]
pub struct Found {
    #[serde(flatten)]
    pub account: AccountLine,
    pub domains: Vec<String>,
    pub crm_ids: Vec<String>,
}

/// An account that fits a profile, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = AccountFits))]
pub struct Fits {
    #[serde(flatten)]
    pub account: AccountLine,
    /// Whether it came with a sample round, and is made up.
    pub sample: bool,
    pub crm_ids: Vec<String>,
    pub segments: Vec<String>,
    /// The open purchases that fit.
    pub purchases: Vec<Name>,
    /// The public proposals that fit, with their titles.
    pub asked: Vec<Title>,
    /// Those that fit and that it is for, as far as their rounds announced that staff are told.
    pub supports: Vec<Title>,
    /// Those who can be invited.
    pub people: Vec<Reachable>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = AccountPerson))]
pub struct Reachable {
    pub name: Name,
    pub email: crate::Email,
}
