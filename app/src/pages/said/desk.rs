//! The team's desk: what happened to promises and nobody has told yet, what is being written, and changing what was.

use crate::flash::typed;
use crate::form::{Form, next_here};
use crate::parts::field::Field;
use crate::parts::time::time;
use leptos::prelude::*;
use model::said::{Desk, Did, Said, Suggested};
use model::{Reason, Title};

pub(super) fn desk(desk: &Desk) -> AnyView {
    let suggested = desk.suggested.iter().map(suggestion).collect::<Vec<_>>();
    let drafts = desk.drafts.iter().map(draft).collect::<Vec<_>>();
    let none = (suggested.is_empty() && drafts.is_empty())
        .then(|| view! { <p class="quiet">"Nothing to tell: whatever happened to a promise lately has been told."</p> });
    view! {
        <section aria-labelledby="desk" class="stack">
            <h2 class="h2" id="desk">"To be told"</h2>
            <p class="quiet">"Only moderators and designers see this. An entry is public once it is published, on this page and in the feed."</p>
            {none} {drafts} {suggested}
        </section>
    }
    .into_any()
}

fn draft(entry: &Said) -> AnyView {
    view! {
        <article class="panel">
            <h3 class="panel-title"><span class="kind">"draft: " {entry.text.did.word()}</span> " " {entry.text.title.to_string()}</h3>
            <p class="prose-line">{entry.text.words.to_string()}</p> {edit(entry)}
        </article>
    }
    .into_any()
}

fn suggestion(one: &Suggested) -> AnyView {
    // Of what was adopted there is one suggestion a practice.
    let group = match one.event {
        Some(event) => ["-event-", &event.to_string()].concat(),
        None => ["-adopted-", &one.practice.to_string()].concat(),
    };
    let event = one.event.map(|event| view! { <input type="hidden" name="event" value=event.to_string()/> });
    view! {
        <details class="fold-plain">
            <summary>{one.title.to_string()} ": " {one.did.word()} ", " {time(one.at)}</summary>
            <form method="post" action="/api/v1/said" class="stack" data-then="reload" data-toast="Kept as a draft.">
                {next_here()} <input type="hidden" name="practice" value=one.practice.to_string()/>
                {event} {fields(Form::new(), one.did, one.title.as_str(), &one.words, group)}
                <p><button class="btn">"Keep as a draft"</button></p>
            </form>
        </details>
    }
    .into_any()
}

/// Changing an entry, and publishing it or taking it back.
pub(super) fn edit(entry: &Said) -> AnyView {
    let number = entry.id.to_string();
    let at = |what: &str| ["/api/v1/said/", &number, what].concat();
    let of = [": ", entry.text.title.as_str()].concat();
    let (form, publishing) = (Form::new(), Form::new());
    let (published, words) = match entry.published {
        Some(_) => ("false", "Take it out of sight"),
        None => ("true", "Publish it"),
    };
    let remove = entry.published.is_none().then(|| {
        view! {
            <form method="post" action=at("/remove") data-then="reload" data-toast="Thrown away.">
                {next_here()} <button class="btn btn-ghost btn-sm">"Throw it away" <span class="sr-only">{of.clone()}</span></button>
            </form>
        }
    });
    view! {
        <details class="fold-plain" open=!typed("did").is_empty()>
            <summary>"Change it" <span class="sr-only">{of.clone()}</span></summary>
            <form method="post" action=at("") class="stack" data-then="reload" data-toast="Kept.">
                {next_here()} {form.seen(entry.changed.0)} {fields(form, entry.text.did, entry.text.title.as_str(), entry.text.words.as_str(), ["-", &number].concat())}
                <p><button class="btn">"Keep this"</button></p>
            </form>
        </details>
        <div class="actions">
            <form method="post" action=at("/publish") data-then="reload" data-toast="Done.">
                {next_here()} {publishing.seen(entry.changed.0)} <input type="hidden" name="published" value=published/>
                <button class="btn btn-sm">{words} <span class="sr-only">{of.clone()}</span></button> {publishing.trouble()}
            </form>
            {remove}
        </div>
    }
    .into_any()
}

fn fields(form: Form, did: Did, title: &str, words: &str, group: String) -> AnyView {
    let options = Did::ALL.map(|did| (did.word().to_owned(), did.word().to_owned())).to_vec();
    view! {
        {Field::new("did", "What we did").options(options).value(did.word()).group(group.clone()).required().view(form)}
        {Field::new("title", "In one sentence")
            .text(Title::MAX, |text| Title::parse(text).map(drop))
            .value(title.to_owned())
            .group(group.clone())
            .required()
            .view(form)}
        {Field::new("words", "In our words")
            .hint("Customers read it, beside what they asked for.")
            .text(Reason::MAX, |text| Reason::parse(text).map(drop))
            .lines(4)
            .value(words.to_owned())
            .group(group)
            .required()
            .view(form)}
        {form.trouble()}
    }
    .into_any()
}
