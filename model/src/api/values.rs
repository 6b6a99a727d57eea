//! Values of promises' indicators.

use super::Done;
use super::accounts::Imported;
use crate::PracticeId;
use crate::endpoint::endpoint;
use crate::time::Day;
use crate::value::{Amount, Which};
use serde::{Deserialize, Serialize};

/// Says what an indicator was on a day, in place of what was said of that day before. Designers and account managers, and programs
/// with a token for values.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetValue {
    pub practice: PracticeId,
    pub which: Which,
    pub day: Day,
    pub value: Amount,
}
endpoint!(Post "/promises/{practice}/values" SetValue => Done);

/// Takes the value of a day away.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemoveValue {
    pub practice: PracticeId,
    pub which: Which,
    pub day: Day,
}
endpoint!(Post "/promises/{practice}/values/remove" RemoveValue => Done);

/// Values from CSV. Columns: `practice` (number or title), `which` (lead, lag), `day` (2026-05-03), `value`. What is there of a day is
/// replaced; a second import of the same lines changes nothing, and nothing is kept where a line cannot be read.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportValues {
    pub csv: String,
}
endpoint!(Post "/values/import" ImportValues => Imported, told: true);
