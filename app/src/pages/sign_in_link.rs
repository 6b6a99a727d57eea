//! Behind the link in the mail: a button only, since mail programs open links by themselves.

use crate::form::Form;
use crate::load::at;
use crate::parts::layout::heading;
use leptos::prelude::*;

#[must_use]
pub fn sign_in_link() -> AnyView {
    let form = Form::main();
    view! {
        <div class="narrow">
            {heading("Welcome back", "One press, and you are signed in on this device.")}
            <form method="post" action="/api/v1/sign-in/link" class="form" data-then="next">
                <input type="hidden" name="token" value=at().text("token")/> {form.trouble()}
                <p class="actions">
                    <button class="btn btn-primary">"Sign me in"</button>
                    <a href="/sign-in">"Send me a new link"</a>
                </p>
            </form>
        </div>
    }
    .into_any()
}
