//! Where staff note what a customer said to them elsewhere, and see which of it has been answered.

use super::agrees;
use crate::api::call;
use crate::form::{Form, next_here};
use crate::load::{At, still};
use crate::parts::choices::{Choice, one_of, tick};
use crate::parts::field::Field;
use crate::parts::layout::heading;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::api::on_behalf::ListNoted;
use model::api::proposals::GetProposal;
use model::on_behalf::{Record, Source};
use model::person::Role;
use model::proposal::{Proposal, path};
use model::time::Day;
use model::vote::{Stance, Strength, Vote};
use model::{Email, Name, Problem};

struct Shown {
    /// What it is to be about; without it, all that was noted is listed.
    proposal: Option<Proposal>,
    records: Vec<Record>,
}

#[must_use]
pub fn note() -> AnyView {
    still(load, |shown| show(&shown))
}

async fn load(at: At) -> Result<Shown, Problem> {
    // First what only staff may: a customer learns nothing of this page.
    let records = call(ListNoted {}).await?;
    let proposal = match at.field("proposal") {
        Some(proposal) => Some(call(GetProposal { proposal }).await?),
        None => None,
    };
    Ok(Shown { proposal, records })
}

fn show(shown: &Shown) -> AnyView {
    let about = shown.proposal.as_ref().map(|proposal| {
        let title = ["“", proposal.text.title.as_str(), "”"].concat();
        view! {
            <p class="lead"><a href=proposal.path()>{title}</a></p>
            <p>"They get a letter with a link to confirm, change or withdraw it; who takes no such letters finds it under News, and beside the proposal. Until they confirm it, it is counted apart, and it never takes the place of a vote of their own."</p>
            {form(proposal)}
        }
    });
    let hint = shown.proposal.is_none().then(|| {
        view! { <p class="quiet">"To note something, open the proposal that it is about: the link is below its figures."</p> }
    });
    view! { <div class="narrow stack">{heading("What a customer said", "")} {about} {list(&shown.records)} {hint}</div> }
        .into_any()
}

fn form(proposal: &Proposal) -> AnyView {
    let form = Form::main();
    if let Some(shut) = &proposal.shut {
        return view! { <p role="status">{shut.clone()}</p> }.into_any();
    }
    let viewer = viewer_now();
    let brings = viewer.may(Role::Moderator) || viewer.may(Role::AccountManager);
    let action = ["/api/v1/proposals/", &proposal.id.to_string(), "/on-behalf"].concat();
    let typed = crate::flash::typed("stance");
    let stances = [Stance::Agree, Stance::Disagree, Stance::Pass];
    let stances = stances
        .map(|stance| {
            Choice::new(
                stance.word(),
                ["They ", agrees(Vote::new(stance)), " it"].concat(),
                typed == stance.word(),
            )
        })
        .into();
    let strengths = Strength::ALL.map(|strength| (strength.word().to_owned(), strength.word().to_owned()));
    let strengths =
        std::iter::once((String::new(), "They did not say".to_owned())).chain(strengths).collect();
    let sources = Source::ALL.map(|source| (source.word().to_owned(), capital(source.words()))).into();
    view! {
        <form method="post" action=action class="form" data-then="reload" data-toast="Noted. They are asked by mail, if they take such letters.">
            {next_here()}
            {Field::new("email", "The customer's e-mail address")
                .hint(if brings { "If nobody here has it yet, say below who they are." } else { "Somebody who has been here, or has been invited." })
                .kind("email")
                .text(Email::MAX, |text| Email::parse(text).map(drop))
                .required()
                .view(form)}
            {brings.then(|| newcomer(form))}
            {one_of("stance", "What did they say?", stances, form)}
            {Field::new("strength", "How much does it matter to them?").options(strengths).view(form)}
            {tick("red_line", "They would leave over it", "A red line, for those who disagree.", false)}
            <p class="field-problem" data-problem="red_line" aria-live="polite">{form.about("red_line")}</p>
            {Field::new("source", "Where did they say it?").options(sources).required().view(form)}
            {Field::new("said", "On which day?").kind("date").required().view(form)}
            {form.trouble()} <p><button class="btn btn-primary">"Note it, and ask them"</button></p>
        </form>
    }
    .into_any()
}

/// Who they are, where nobody here has their address.
fn newcomer(form: Form) -> AnyView {
    let name = |text: &str| Name::parse(text).map(drop);
    view! {
        {Field::new("name", "Their name, if they are new here").text(Name::MAX, name).autocomplete("off").view(form)}
        {Field::new("account", "The account that they speak for, if they are new here")
            .text(Name::MAX, name)
            .autocomplete("off")
            .view(form)}
    }
    .into_any()
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

fn list(records: &[Record]) -> AnyView {
    if records.is_empty() {
        return ().into_any();
    }
    let all = viewer_now().may(Role::Moderator);
    let heading = if all { "What staff noted" } else { "What you noted" };
    let lines = records.iter().map(|record| line(record, all)).collect::<Vec<_>>();
    view! {
        <section aria-labelledby="records">
            <h2 class="h2" id="records">{heading}</h2>
            <p class="quiet">"An answer shows from the next day on, and never how they answered. What is taken back is gone from the figures on the next day."</p>
            <ul>{lines}</ul>
        </section>
    }
    .into_any()
}

fn line(record: &Record, all: bool) -> AnyView {
    let said = [record.source.words(), ", ", &day(record.said)].concat();
    let state = match (record.answered, record.withdrawn) {
        (true, _) => "answered",
        (false, true) => "taken back",
        (false, false) if record.unasked => {
            "not yet answered; no letter went, they take none like it: tell them that it stands under their News"
        }
        (false, false) => "not yet answered",
    };
    let by = all.then(|| ["; noted by ", record.by.as_str()].concat());
    let open = !record.answered && !record.withdrawn;
    view! {
        <li class="list-line">
            <span>{record.name.to_string()} ": " <a href=path(record.proposal, &record.title)>{record.title.to_string()}</a></span>
            <span class="quiet">{[&said, "; ", state].concat()} {by}</span> {open.then(|| take_back(record))}
        </li>
    }
    .into_any()
}

fn take_back(record: &Record) -> AnyView {
    let action = ["/api/v1/proposals/", &record.proposal.to_string(), "/on-behalf/withdraw"].concat();
    view! {
        <form class="inline-form" method="post" action=action data-then="reload" data-toast="Taken back. They are asked no more.">
            {next_here()} <input type="hidden" name="person" value=record.person.to_string()/>
            <button class="btn btn-sm">"Take it back" <span class="sr-only">{[": ", record.name.as_str(), ", ", record.title.as_str()].concat()}</span></button>
            <div class="trouble" role="alert"></div>
        </form>
    }
    .into_any()
}

fn day(day: Day) -> String {
    day.begins().day()
}
