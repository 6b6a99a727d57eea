//! Behind a link to join an account with: whose it is, and a button. Only the button does anything.

use crate::api::call;
use crate::form::Form;
use crate::load::{At, still};
use crate::outcome::sign_in_path;
use crate::parts::layout::heading;
use crate::parts::time::time;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::Problem;
use model::api::joining::GetOpening;
use model::joining::Opening;

struct Opened {
    key: String,
    opening: Opening,
    signed_in: bool,
}

#[must_use]
pub fn join() -> AnyView {
    let signed_in = viewer_now().person.is_some();
    still(move |at| load(at, signed_in), |opened| show(&opened))
}

async fn load(at: At, signed_in: bool) -> Result<Opened, Problem> {
    let key: String = at.part("key")?;
    let opening = call(GetOpening { key: key.clone() }).await?;
    Ok(Opened { key, opening, signed_in })
}

fn show(opened: &Opened) -> AnyView {
    let Opening { account, by, expires } = &opened.opening;
    let who = by.as_ref().map_or_else(|| "Somebody".to_owned(), ToString::to_string);
    let act = if opened.signed_in {
        let form = Form::main();
        let action = ["/api/v1/join/", &opened.key].concat();
        view! {
            <form method="post" action=action class="form" data-then="/account" data-toast="You speak for it now.">
                {form.trouble()} <p class="actions"><button class="btn btn-primary">"Join " {account.to_string()}</button></p>
            </form>
        }
        .into_any()
    } else {
        let to = sign_in_path(&["/join/", &opened.key].concat());
        view! { <p class="actions"><a class="btn btn-primary" href=to>"Sign in to join"</a></p> }.into_any()
    };
    view! {
        <div class="narrow stack">
            {heading("Join your colleagues", "")}
            <p class="lead">{who} " invites you to speak for " <b>{account.to_string()}</b> "."</p>
            <p>"Your votes then count with its voice, which you share with your colleagues there. The link ends " {time(*expires)} "."</p>
            {act}
        </div>
    }
    .into_any()
}
