//! One account's form, for a new one and for one that is there.

use super::{Book, NEW};
use crate::form::nested::{Fields, send, split};
use crate::form::{Form, values};
use crate::parts::field::Field;
use crate::parts::staff::line::Line;
use crate::parts::staff::which_account::which_account;
use crate::parts::toast::toast;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use model::account::{AccountText, Tier};
use model::api::accounts::{AddAccount, ChangeAccount};
use model::{AccountId, Name, Problem, Reason};
use serde_json::{Value, json};

const SEGMENT: &str = "segment.";

pub(super) fn edit(book: Book, id: AccountId) -> AnyView {
    let form = Form::new();
    let saved = move || {
        book.again();
        book.shut();
        toast("Saved.".into());
    };
    let add = send::<AddAccount>(form, shape, move |_| saved());
    let change = send::<ChangeAccount>(
        form,
        move |fields| {
            fields.insert("account".into(), id.0.into());
            shape(fields)
        },
        move |_| saved(),
    );
    let submit = move |event: SubmitEvent| if id == NEW { add(event) } else { change(event) };
    view! {
        <form class="panel staff-form" aria-label=if id == NEW { "A new account" } else { "Change an account" } on:submit=submit>
            {book.list.with_untracked(|_| fields(book, id, form))} {form.trouble()}
            <p class="actions">
                <button class="btn btn-primary" aria-disabled=move || form.waits()>"Save"</button>
                <button type="button" class="btn btn-ghost" on:click=move |_| book.shut()>"Leave it"</button>
            </p>
        </form>
    }
    .into_any()
}

fn fields(book: Book, id: AccountId, form: Form) -> AnyView {
    let list = book.list.get_untracked();
    let account = list.accounts.iter().find(|account| account.id == id);
    let text = account.map(|account| &account.text);
    let part_of = account.and_then(|account| account.part_of.as_ref()).map(ToString::to_string);
    let tiers = (Tier::LEAST..=Tier::MOST).map(|tier| (tier.to_string(), tier.to_string())).collect();
    let segments = list
        .segments
        .iter()
        .map(|segment| {
            let own = text.and_then(|text| text.attributes.iter().find(|own| own.segment == segment.id));
            Line::new(
                [SEGMENT, &segment.id.to_string()].concat(),
                segment.name.to_string(),
                own.map(|own| own.value.to_string()).unwrap_or_default(),
            )
            .max(Name::MAX)
            .optional()
            .view(form)
        })
        .collect::<Vec<_>>();
    let of = |get: fn(&AccountText) -> String| text.map(get).unwrap_or_default();
    let tier = text.map_or_else(Tier::default, |text| text.tier).get().to_string();
    view! {
        {Field::new("name", "Name")
            .group("-account")
            .value(text.map_or_else(|| book.named.get_value(), |text| text.name.to_string()))
            .text(Name::MAX, |text| Name::parse(text).map(drop))
            .required()
            .view(form)}
        {which_account("part_of", "Part of")
            .hint("The name of another account. The topmost holds the voice.")
            .value(part_of.unwrap_or_default())
            .view(form)} {segments}
        {Field::new("tier", "Tier")
            .hint("How much the voice weighs: 1, unless you publish a reason before voting.")
            .value(tier)
            .options(tiers)
            .required()
            .view(form)}
        {Field::new("tier_reason", "Reason for the tier")
            .hint("Needed for 2 and 3. Customers read it. Never revenue.")
            .value(of(|text| text.tier_reason.as_ref().map(ToString::to_string).unwrap_or_default()))
            .text(Reason::MAX, |text| Reason::parse(text).map(drop))
            .lines(2)
            .view(form)}
        {Field::new("domains", "Mail domains")
            .hint("People with such an address belong here at once. Separate them by spaces.")
            .value(of(|text| text.domains.join(" ")))
            .placeholder("example.com example.org")
            .view(form)}
        {Field::new("crm_ids", "In the CRM")
            .hint("What your CRM systems call it, each with its system. Separate them by spaces.")
            .value(of(|text| text.crm_ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")))
            .placeholder("salesforce:0015e00000ABCDE hubspot:7712")
            .view(form)}
    }
    .into_any()
}

/// From the form's fields to those of the request.
fn shape(fields: &mut Fields) -> Result<(), Problem> {
    split(fields, "domains", &[' ', ',', ';', '\n']);
    split(fields, "crm_ids", &[' ', ',', ';', '\n']);
    let names = fields.keys().filter(|name| name.starts_with(SEGMENT)).cloned().collect::<Vec<_>>();
    let mut attributes = Vec::new();
    for name in names {
        let value = values::text(fields, &name);
        fields.remove(&name);
        if !value.is_empty() {
            attributes.push(json!({ "segment": name[SEGMENT.len()..], "value": value }));
        }
    }
    fields.insert("attributes".into(), Value::Array(attributes));
    // The least tier is everybody's and needs no reason.
    if values::text(fields, "tier") == Tier::LEAST.to_string() {
        fields.remove("tier_reason");
    } else if values::text(fields, "tier_reason").is_empty() {
        return Err(Problem::field("tier_reason", "Please say why; customers read it."));
    }
    Ok(())
}
