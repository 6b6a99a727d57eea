//! Signing a draft off: sending it to review, signing it function by function, and saying who must.

use super::Done;
use crate::cells::{CultureSet, StageSet};
use crate::endpoint::endpoint;
use crate::sign_off::{SignOff, SignVerdict};
use crate::text::blank_is_none;
use crate::time::Day;
use crate::{Email, Name, Reason, RoundId, SigningId};
use serde::{Deserialize, Serialize};

/// How far the draft of a round is. Everybody; who said what is for staff and for those who sign.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetSignOff {
    pub round: RoundId,
}
endpoint!(Get "/rounds/{round}/sign-off" GetSignOff => SignOff);

/// Sends the draft to review as it stands; what was in review before no longer is. Designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SendToReview {
    pub round: RoundId,
    /// For those who sign.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub words: Option<Reason>,
}
endpoint!(Post "/rounds/{round}/review" SendToReview => Done);

/// Takes the draft back from review. Designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WithdrawReview {
    pub round: RoundId,
}
endpoint!(Post "/rounds/{round}/review/withdraw" WithdrawReview => Done);

/// Signs what is in review, or sends it back, for a function. Whoever holds it, or signs in their place.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignReview {
    pub signing: SigningId,
    /// Of what the signer has read.
    pub digest: String,
    pub verdict: SignVerdict,
    /// Needed to send it back.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub words: Option<Reason>,
}
endpoint!(Post "/signings/{signing}/sign" SignReview => Done);

/// Says that a function must sign in a round, and who holds it; in place of what was said of it before. Admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetSigner {
    pub round: RoundId,
    pub function: Name,
    /// Of staff, or of a partner who has been invited.
    pub email: Email,
    /// Only where a practice stands in one of these; empty: anywhere.
    #[serde(default)]
    pub stages: StageSet,
    #[serde(default)]
    pub cultures: CultureSet,
}
endpoint!(Post "/rounds/{round}/signings" SetSigner => Done);

/// A function need not sign any more. Admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemoveSigner {
    pub signing: SigningId,
}
endpoint!(Post "/signings/{signing}/remove" RemoveSigner => Done);

/// Lets somebody else sign for a function, from one day to another. Its holder, and admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DelegateSigning {
    pub signing: SigningId,
    pub email: Email,
    /// Missing: from today.
    #[serde(default, deserialize_with = "blank_is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub from: Option<Day>,
    /// The last day.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub until: Day,
}
endpoint!(Post "/signings/{signing}/delegate" DelegateSigning => Done);

/// From now on its holder alone signs for a function. Its holder, and admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EndDelegation {
    pub signing: SigningId,
}
endpoint!(Post "/signings/{signing}/delegate/end" EndDelegation => Done);
