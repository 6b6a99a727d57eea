//! What is written of an activity: the form that plans one, and the same to change it.

use crate::flash::typed;
use crate::form::{Form, next_here};
use crate::parts::choices::tick;
use crate::parts::field::Field;
use leptos::prelude::*;
use model::activity::when::Offset;
use model::activity::{ActivitySheet, ActivityText, Kind, MOST_PEOPLE};
use model::round::RoundLine;
use model::{Explanation, Particular, RoundId, Title};

/// Planning one.
pub(super) fn new(rounds: &[RoundLine], current: RoundId, open: bool) -> AnyView {
    let form = Form::main();
    let open = open || !typed("title").is_empty();
    let rounds: Vec<_> = rounds.iter().map(|one| (one.id.to_string(), one.question.to_string())).collect();
    view! {
        <details class="fold" open=open>
            <summary>"Plan an activity"</summary>
            <form method="post" action="/api/v1/activities" class="form fold-text">
                {Field::new("round", "Round").options(rounds).value(current.to_string()).required().view(form)} {fields(form, None)}
                {form.trouble()} <p><button class="btn btn-primary">"Plan it"</button></p>
            </form>
        </details>
    }
    .into_any()
}

/// Changing one that is planned.
pub(super) fn change(sheet: &ActivitySheet) -> AnyView {
    let form = Form::main();
    let action = ["/api/v1/activities/", &sheet.id.to_string()].concat();
    view! {
        <details class="fold" open=!typed("title").is_empty()>
            <summary>"Change it"</summary>
            <form method="post" action=action class="form fold-text" data-then="reload" data-toast="Changed. Those who are invited are told.">
                {next_here()} {form.seen(sheet.revision)} <p class="quiet">"Everybody who is invited is told, and their calendars take the change."</p>
                {fields(form, Some(&sheet.text))} {form.trouble()} <p><button class="btn btn-primary">"Keep this"</button></p>
            </form>
        </details>
    }
    .into_any()
}

fn fields(form: Form, text: Option<&ActivityText>) -> AnyView {
    let kinds = Kind::ALL.map(|kind| (kind.word().to_owned(), kind.words().to_owned())).to_vec();
    // Nobody's clock is taken for granted: an hour off is off for everybody who is invited.
    let choose = (String::new(), String::from("Choose …"));
    let offset = |one: Offset| (one.to_string(), ["UTC", &one.to_string()].concat());
    let offsets = std::iter::once(choose).chain(Offset::all().into_iter().map(offset)).collect();
    let kind = text.map_or(Kind::Workshop, |text| text.kind);
    let of = |value: fn(&ActivityText) -> String| text.map(value).unwrap_or_default();
    view! {
        {Field::new("kind", "What kind").options(kinds).value(kind.word()).required().view(form)}
        {Field::new("title", "In one sentence")
            .text(Title::MAX, |text| Title::parse(text).map(drop))
            .value(of(|text| text.title.to_string()))
            .placeholder("How should the first visit go?")
            .required()
            .view(form)}
        {Field::new("description", "What it is about")
            .hint("Those who are invited read it. You can use Markdown.")
            .text(Explanation::MAX, |text| Explanation::parse(text).map(drop))
            .value(of(|text| text.description.to_string()))
            .lines(4)
            .view(form)}
        {Field::new("starts", "It starts").kind("datetime-local").value(of(|text| text.starts.to_string())).required().view(form)}
        {Field::new("ends", "It ends").kind("datetime-local").value(of(|text| text.ends.to_string())).required().view(form)}
        {Field::new("offset", "On a clock that shows")
            .hint("Of where it is held, or of whoever comes: Berlin shows UTC+01:00 in winter and UTC+02:00 in summer.")
            .options(offsets)
            .value(of(|text| text.offset.to_string()))
            .required()
            .view(form)}
        {Field::new("link", "Remote: the address to meet at")
            .placeholder("https://")
            .inputmode("url")
            .text(Particular::MAX, |text| Particular::parse(text).map(drop))
            .value(of(|text| text.link.as_ref().map(ToString::to_string).unwrap_or_default()))
            .view(form)}
        {Field::new("place", "In person: the place")
            .text(Particular::MAX, |text| Particular::parse(text).map(drop))
            .value(of(|text| text.place.as_ref().map(ToString::to_string).unwrap_or_default()))
            .view(form)}
        {tick("one_to_one", "One to one", "For one customer alone; otherwise for many.", text.is_some_and(|text| text.one_to_one))}
        <p class="field-problem" data-problem="one_to_one" aria-live="polite">{form.about("one_to_one")}</p>
        {Field::new("most", "Room for so many people")
            .hint("Nothing: for as many as come.")
            .kind("number")
            .inputmode("numeric")
            .text(MOST_PEOPLE.to_string().len(), |_| Ok(()))
            .value(of(|text| text.most.map(|most| most.to_string()).unwrap_or_default()))
            .view(form)}
    }
    .into_any()
}
