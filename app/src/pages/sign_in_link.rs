//! Behind the link in the mail: a button only, since mail programs open links by themselves.

use super::sign_in::waiting;
use crate::api::call;
use crate::form::Form;
use crate::load::{At, still};
use crate::parts::layout::heading;
use leptos::prelude::*;
use model::Problem;
use model::api::session::{Begun, ListBegun};

struct Opened {
    token: String,
    begun: Vec<Begun>,
}

#[must_use]
pub fn sign_in_link() -> AnyView {
    still(load, show)
}

async fn load(at: At) -> Result<Opened, Problem> {
    let token = at.text("token");
    let begun = match token.is_empty() {
        true => Vec::new(),
        false => call(ListBegun { token: token.clone(), email: None }).await?,
    };
    Ok(Opened { token, begun })
}

fn show(opened: Opened) -> AnyView {
    let Opened { token, begun } = opened;
    let form = Form::main();
    let here = ["/sign-in/link?token=", &model::endpoint::encoded(&token)].concat();
    view! {
        <div class="narrow">
            {heading("Welcome back", "One press, and you are signed in on this device.")} {waiting(&begun, here)}
            <form method="post" action="/api/v1/sign-in/link" class="form" data-then="next">
                <input type="hidden" name="token" value=token/> {form.trouble()}
                <p class="actions">
                    <button class="btn btn-primary">"Sign me in"</button>
                    <a href="/sign-in">"Send me a new link"</a>
                </p>
            </form>
        </div>
    }
    .into_any()
}
