//! What somebody reads who may write nothing for now, wherever they would write: that it is so, and why.

use super::prose::prose;
use crate::viewer::viewer_now;
use leptos::prelude::*;

/// Nothing for everybody else.
#[must_use]
pub fn blocked() -> Option<AnyView> {
    let reason = viewer_now().blocked?;
    Some(
        view! {
            <div class="note stack" role="note">
                <p>"A moderator has blocked you: you cannot write here for now. You can read and vote as before. The reason:"</p>
                <blockquote class="reason">{prose(reason.as_str())}</blockquote>
                <p><a href="/moderation">"How we moderate"</a></p>
            </div>
        }
        .into_any(),
    )
}
