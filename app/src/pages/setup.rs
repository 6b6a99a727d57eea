//! The first run: the first admin, the company and its first question, in one form.

use crate::form::Form;
use crate::load::at;
use crate::outcome::redirect;
use crate::parts::choices::tick;
use crate::parts::field::Field;
use crate::parts::layout::heading;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::{Email, Name, Question};

#[must_use]
pub fn setup() -> AnyView {
    if !viewer_now().needs_setup {
        redirect("/");
    }
    let form = Form::main();
    let name = |text: &str| Name::parse(text).map(drop);
    let key = Field::new("key", "The key")
        .hint("The server printed it when it started; `accord admin setup-link` prints it again.")
        .value(at().text("key"))
        .autocomplete("off")
        .required();
    let company =
        Field::new("company", "Your company").text(Name::MAX, name).autocomplete("organization").required();
    let own = Field::new("name", "Your name").text(Name::MAX, name).autocomplete("name").required();
    let email = Field::new("email", "Your e-mail address")
        .hint("You will sign in with it; you are the first admin.")
        .kind("email")
        .text(Email::MAX, |text| Email::parse(text).map(drop))
        .autocomplete("email")
        .required();
    let question = Field::new("question", "What do you want to ask your customers?")
        .hint("You can change everything about the round later.")
        .text(Question::MAX, |text| Question::parse(text).map(drop))
        .value("How would you like us to sell to you?")
        .required();
    view! {
        <div class="narrow">
            {heading("Set up Accord", "Five answers, and your customers can begin to tell you how they want to be sold to.")}
            <form method="post" action="/api/v1/setup" class="form" data-then="next">
                {key.view(form)} {company.view(form)} {own.view(form)} {email.view(form)} {question.view(form)}
                {tick("sample", "Add a sample round", "A made-up company with proposals, votes and a design, to look around in. One click removes it.", true)}
                {form.trouble()}
                <p><button class="btn btn-primary">"Begin"</button></p>
            </form>
        </div>
    }
    .into_any()
}
