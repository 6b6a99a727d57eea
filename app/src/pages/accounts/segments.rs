//! What the company sorts its accounts by: adding an attribute, and renaming or removing one or a value of it.

use super::Book;
use crate::form::{Form, next_here};
use crate::parts::count::counted;
use crate::parts::field::Field;
use crate::parts::staff::line::Line;
use crate::parts::staff::touch::{focus, write};
use crate::parts::toast::toast;
use leptos::prelude::*;
use model::account::Segment;
use model::api::accounts::AccountList;
use model::{Name, SegmentId};
use std::collections::BTreeMap;

pub(super) fn segments(book: Book) -> AnyView {
    let form = Form::new();
    let added = form.send(move |_| {
        book.again();
        write("f-name-segment", "");
        toast("Added. It is now a column of the list.".into());
    });
    // Stays open when the list comes anew.
    let opened = StoredValue::new(None::<SegmentId>);
    let list = move || {
        book.list.with(|list| {
            list.segments.iter().map(|segment| one(book, list, segment, opened)).collect::<Vec<_>>()
        })
    };
    view! {
        <section aria-labelledby="segments">
            <h2 class="h2" id="segments">"Segments"</h2>
            <p class="quiet">
                "What you sort accounts by, such as industry or region. Results are also shown by segment, and a round can be for certain segments. Open one to rename or remove it or one of its values."
            </p>
            <div class="folds">{list}</div>
            <form class="inline-form" method="post" action="/api/v1/segments" on:submit=added>
                {next_here()}
                {Field::new("name", "Another segment")
                    .group("-segment")
                    .text(Name::MAX, |text| Name::parse(text).map(drop))
                    .required()
                    .view(form)}
                <button class="btn" aria-disabled=move || form.waits()>"Add"</button> {form.trouble()}
            </form>
        </section>
    }
    .into_any()
}

/// The values of a segment, each with how many accounts have it.
fn values(list: &AccountList, segment: SegmentId) -> BTreeMap<Name, usize> {
    let own = list.values.iter().filter(|own| own.segment == segment);
    own.map(|own| (own.value.clone(), own.accounts)).collect()
}

fn summary_id(segment: SegmentId) -> String {
    ["segment-", &segment.to_string()].concat()
}

fn one(book: Book, list: &AccountList, segment: &Segment, opened: StoredValue<Option<SegmentId>>) -> AnyView {
    let id = segment.id;
    let toggled = move |event: leptos::ev::Event| {
        let fold = event_target::<web_sys::Element>(&event);
        // It is told a moment later, when another may be there already.
        if !fold.is_connected() {
            return;
        }
        if fold.has_attribute("open") {
            opened.set_value(Some(id));
        } else if opened.get_value() == Some(id) {
            opened.set_value(None);
        }
    };
    let values = values(list, segment.id);
    let holders = counted(values.values().sum::<usize>(), "account", "accounts");
    let rows = values
        .iter()
        .enumerate()
        .map(|(place, (value, count))| row(book, segment, place, value, *count))
        .collect::<Vec<_>>();
    let table = (!rows.is_empty()).then(|| view! { <ul class="plain-list stack">{rows}</ul> });
    view! {
        <details class="fold" open=opened.get_value() == Some(id) on:toggle=toggled>
            <summary id=summary_id(segment.id)>{segment.name.to_string()} " " <span class="quiet">{holders.clone()}</span></summary>
            <div class="fold-text stack">
                {rename(book, segment)} {table} {remove(book, segment, &holders)}
            </div>
        </details>
    }
    .into_any()
}

fn action(segment: SegmentId, what: &str) -> String {
    ["/api/v1/segments/", &segment.to_string(), "/", what].concat()
}

fn rename(book: Book, segment: &Segment) -> AnyView {
    let (form, id) = (Form::new(), segment.id);
    let done = form.send(move |_| {
        book.again();
        toast("Renamed.".into());
        focus(summary_id(id));
    });
    let line = Line::moving(
        Signal::stored(String::from("name")),
        ["l-segment-", &id.to_string()].concat(),
        "Its name",
        segment.name.to_string(),
    );
    view! {
        <form class="inline-form" method="post" action=action(id, "rename") on:submit=done>
            {next_here()} {line.max(Name::MAX).required().view(form)}
            <button class="btn btn-sm" aria-disabled=move || form.waits()>"Rename"</button> {form.trouble()}
        </form>
    }
    .into_any()
}

/// A value: its other name, or away with it.
fn row(book: Book, segment: &Segment, place: usize, value: &Name, count: usize) -> AnyView {
    let (form, id) = (Form::new(), segment.id);
    let done = form.send(move |reply| {
        book.again();
        let accounts = reply.get("accounts").and_then(serde_json::Value::as_u64).unwrap_or(0);
        let accounts = usize::try_from(accounts).unwrap_or(0);
        toast(["Done, for ", &counted(accounts, "account", "accounts"), "."].concat());
        focus(summary_id(id));
    });
    let label = [value.as_str(), ", ", &counted(count, "account", "accounts")].concat();
    let line_id = ["l-value-", &id.to_string(), "-", &place.to_string()].concat();
    let line = Line::moving(Signal::stored(String::from("name")), line_id, label, value.to_string());
    view! {
        <li>
            <form class="inline-form" method="post" action=action(id, "values/rename") on:submit=done.clone()>
                {next_here()} <input type="hidden" name="value" value=value.to_string()/>
                {line.max(Name::MAX).required().view(form)}
                <button class="btn btn-sm" aria-label=["Rename ", value.as_str()].concat() aria-disabled=move || form.waits()>"Rename"</button>
            </form>
            <form method="post" action=action(id, "values/remove") on:submit=done>
                {next_here()} <input type="hidden" name="value" value=value.to_string()/>
                <button class="btn btn-sm btn-ghost" aria-label=["Remove ", value.as_str()].concat() aria-disabled=move || form.waits()>"Remove"</button>
            </form>
            {form.trouble()}
        </li>
    }
    .into_any()
}

fn remove(book: Book, segment: &Segment, holders: &str) -> AnyView {
    let (form, name) = (Form::new(), segment.name.to_string());
    let done = form.send(move |_| {
        book.again();
        toast([&name, " is removed."].concat());
        focus("f-name-segment");
    });
    let words = [
        "Removing it takes its value from ",
        holders,
        ", and results are no longer shown by it. While a round is for customers of one of its values it stays.",
    ];
    view! {
        <form method="post" action=action(segment.id, "remove") on:submit=done>
            {next_here()} <p class="quiet">{words.concat()}</p>
            <button class="btn btn-sm" aria-disabled=move || form.waits()>{["Remove ", segment.name.as_str()].concat()}</button>
            {form.trouble()}
        </form>
    }
    .into_any()
}
