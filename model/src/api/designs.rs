//! Adopted designs.

use crate::design::{Comparison, Design};
use crate::endpoint::endpoint;
use crate::purchase::Cycle;
use crate::{Name, Reason, RoundId, Version};
use serde::{Deserialize, Serialize};

/// Signs the draft and makes it the next version. Signatories. Refused when it needs more than there is, when it
/// has no practice, or outside the round's adopt phase.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Adopt {
    pub round: RoundId,
    /// The signatory's name, typed as a signature.
    pub signed_by: Name,
    /// In what capacity: "Managing director".
    pub capacity: Name,
    /// Words to customers, shown with the design.
    pub statement: Reason,
    /// Published for every proposal left out for which no reason of its own was written.
    pub reason_for_the_rest: Reason,
    /// Why practices are adopted that the votes do not choose; published. Needed where there are any.
    #[serde(default, deserialize_with = "crate::text::blank_is_none")]
    pub against: Option<Reason>,
    /// Why it is adopted although functions that must sign have not; published. Needed where there are any.
    #[serde(default, deserialize_with = "crate::text::blank_is_none")]
    pub overrule: Option<Reason>,
}
endpoint!(Post "/rounds/{round}/adopt" Adopt => Design);

/// The latest adopted design.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetLatestDesign {}
endpoint!(Get "/designs/latest" GetLatestDesign => Design);

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetDesign {
    pub version: Version,
}
endpoint!(Get "/designs/{version}" GetDesign => Design);

/// The draft of a round as a design to read, what of it is in review if anything is; or how it is today. The review is for staff,
/// the rest for designers and signatories.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetReading {
    pub round: RoundId,
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub today: bool,
}
endpoint!(Get "/rounds/{round}/reading" GetReading => Design);

/// How long purchases stay at each stage of a design, and how long they take from the first to the purchase, as far as that was noted of at least five accounts. Staff.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetPace {
    pub version: Version,
}
endpoint!(Get "/designs/{version}/pace" GetPace => Cycle);

/// Any two adopted versions side by side; 0 is how it is today in the round of the other, for designers and signatories.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompareDesigns {
    pub from: Version,
    pub to: Version,
}
endpoint!(Get "/designs/compare" CompareDesigns => Comparison);

/// The draft of a round, or what of it is in review, beside an adopted version; 0 is how it is today. Designers and signatories.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompareDraft {
    pub round: RoundId,
    pub from: Version,
}
endpoint!(Get "/rounds/{round}/draft/compare" CompareDraft => Comparison);

/// What an adopted design was computed from, pseudonymous, with what came of it: for `accord verify`. For whom the rules of its
/// round name.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetDesignBallots {
    pub version: Version,
}
endpoint!(Get "/designs/{version}/ballots" GetDesignBallots => serde_json::Value);
