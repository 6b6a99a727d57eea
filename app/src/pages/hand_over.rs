//! Where the company's own product sends people: one press signs them in as whom it says. A button, and nothing that presses
//! it by itself: whoever follows a stranger's link sees as whom they would go on.

use super::sign_in::waiting;
use crate::api::call;
use crate::form::{Form, next};
use crate::load::{At, still};
use crate::outcome::here;
use crate::parts::layout::heading;
use leptos::prelude::*;
use model::api::session::{Begun, ListBegun};
use model::api::ways::{GetHandOver, HandedOver};
use model::{Problem, ProblemKind};

struct Handed {
    token: String,
    to: String,
    begun: Vec<Begun>,
    /// As whom, or why not.
    over: Result<HandedOver, String>,
}

#[must_use]
pub fn hand_over() -> AnyView {
    still(load, show)
}

async fn load(at: At) -> Result<Handed, Problem> {
    let (token, to) = (at.text("token"), at.text("next"));
    let over = match call(GetHandOver { token: token.clone() }).await {
        Ok(over) => Ok(over),
        Err(problem) if problem.kind == ProblemKind::Invalid => Err(problem.message),
        Err(problem) => return Err(problem),
    };
    let begun = if over.is_ok() { call(ListBegun::default()).await? } else { Vec::new() };
    Ok(Handed { token, to, begun, over })
}

fn show(handed: Handed) -> AnyView {
    let Handed { token, to, begun, over } = handed;
    let over = match over {
        Ok(over) => over,
        Err(message) => {
            return view! {
                <div class="narrow">
                    {heading("You are not signed in yet", "")} <p class="lead">{message}</p>
                    <p class="actions"><a class="btn" href="/sign-in">"Sign in another way"</a></p>
                </div>
            }
            .into_any();
        }
    };
    let form = Form::main();
    let going_on = (!begun.is_empty()).then(|| view! { <input type="hidden" name="begun" value="1"/> });
    view! {
        <div class="narrow">
            {heading("One press, and you are signed in", "")}
            <p class="lead">{over.from} " says that you are " <b>{over.email.to_string()}</b> "."</p> {waiting(&begun, here())}
            <form method="post" action="/api/v1/sign-in/hand-over" class="form" data-then="next">
                {next(to)} <input type="hidden" name="token" value=token/> {going_on} {form.trouble()}
                <p class="actions">
                    <button class="btn btn-primary">"Go on"</button> <a href="/sign-in">"That is not me"</a>
                </p>
            </form>
        </div>
    }
    .into_any()
}
