//! Behind the link in a letter that invites: what to, and buttons that answer without signing in.

use super::mine;
use crate::api::call;
use crate::load::{At, still};
use leptos::prelude::*;
use model::Problem;
use model::activity::Invitation;
use model::api::activities::GetInvitation;

struct Opened {
    key: String,
    invitation: Invitation,
}

#[must_use]
pub fn invitation() -> AnyView {
    still(load, |opened| show(&opened))
}

async fn load(at: At) -> Result<Opened, Problem> {
    let key: String = at.part("key")?;
    let invitation = call(GetInvitation { key: key.clone() }).await?;
    Ok(Opened { key, invitation })
}

fn show(Opened { key, invitation }: &Opened) -> AnyView {
    let action = ["/api/v1/invitations/", key].concat();
    view! {
        <article class="narrow stack">
            {mine::show(invitation, &action)}
            <p class="quiet">
                {["This letter was to ", invitation.name.as_str(), ". "].concat()}
                "Who else is invited is shown to nobody; who plans it sees what you answer. Signed in you find it under "
                <a href="/activities">"Activities"</a> "."
            </p>
        </article>
    }
    .into_any()
}
