//! What meets a designer who writes from an older text of a practice than there is.

use model::Problem;
use model::practice::PracticeText;
use model::stale::Stale;

/// What another wrote, beside what was sent.
pub(super) fn beside(stale: Stale, typed: &PracticeText, there: &PracticeText) -> Stale {
    stale
        .field("title", &typed.title, &there.title)
        .field("activity", &typed.activity, &there.activity)
        .field("accountable", &typed.accountable, &there.accountable)
        .maybe("how", typed.how.as_ref(), there.how.as_ref())
        .maybe("tool", typed.tool.as_ref(), there.tool.as_ref())
        .maybe("aim", typed.aim.as_ref(), there.aim.as_ref())
}

/// Refuses what began from another revision than there is, where nothing is written of it.
pub(super) fn as_read(seen: Option<i64>, revision: i64) -> std::result::Result<(), Problem> {
    Stale::of(seen, revision).map_or(Ok(()), |stale| Err(stale.problem()))
}
