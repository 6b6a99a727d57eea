//! Behind the link in the letter that asks: one question, and two buttons that answer it. Buttons only, since mail programs open
//! links by themselves.

mod ask;

pub use ask::ask;

use crate::api::call;
use crate::load::{At, still};
use crate::parts::layout::heading;
use crate::parts::report::{Asking, report};
use leptos::prelude::*;
use model::Problem;
use model::api::asks::GetAsked;
use model::ask::Asked;

struct Opened {
    key: String,
    asked: Asked,
}

#[must_use]
pub fn was_it_kept() -> AnyView {
    still(load, |opened| show(&opened))
}

async fn load(at: At) -> Result<Opened, Problem> {
    let key: String = at.part("key")?;
    let asked = call(GetAsked { key: key.clone() }).await?;
    Ok(Opened { key, asked })
}

fn show(Opened { key, asked }: &Opened) -> AnyView {
    let why = match &asked.by {
        Some(by) => {
            [by.as_str(), " says that you were in contact, and that it was about this promise:"].concat()
        }
        None => "We promised our customers this, and ask a few of them at a time:".to_owned(),
    };
    let title = asked.title.as_ref().map(|title| view! { <p class="lead"><q>{title.to_string()}</q></p> });
    let thanks = asked.mine.is_some().then(|| {
        view! { <p role="status"><b>"Thank you. Your report counts."</b>" If you like, say how it felt; you can change all of it while this link works."</p> }
    });
    let form = match (&asked.title, &asked.shut) {
        (Some(title), None) => report(Asking {
            action: ["/api/v1/asks/", key].concat(),
            group: String::new(),
            title: title.as_str(),
            question: ["Towards you, in the ", &asked.quarter.words(), ":"].concat(),
            mine: asked.mine.as_ref(),
            open: asked.mine.is_some(),
        }),
        (_, shut) => view! { <p role="status">{shut.clone()}</p> }.into_any(),
    };
    let until = asked.expires.day();
    view! {
        <div class="narrow stack">
            {heading("Was it kept?", "")} <p>{why}</p> {title} {thanks} {form}
            <p class="quiet">
                "Your account has one voice a quarter, shared by those of its people who report. Nobody is told what you say, nor that you answered, unless you let your account manager read it; the link works until "
                {until} ". " <a href="/promises">"What others report"</a>
            </p>
        </div>
    }
    .into_any()
}
