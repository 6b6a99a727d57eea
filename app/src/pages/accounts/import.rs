//! Accounts from CSV.

use super::Book;
use crate::parts::choices::tick;
use crate::parts::staff::csv::{Column, import_with};
use leptos::prelude::*;

const COLUMNS: [Column; 8] = [
    ("name", "Needed. An account of this name is changed, any other added."),
    ("parent", "The name of the account that it is part of."),
    ("tier", "1, 2 or 3; 1 when empty."),
    ("tier_reason", "Needed for tiers 2 and 3."),
    ("domains", "Mail domains, separated by spaces."),
    ("crm_ids", "What your CRM systems call it, as salesforce:0015e00000ABCDE, separated by spaces."),
    ("AccountId, Id or hs_object_id", "The same, as Salesforce or HubSpot exports it."),
    (
        "a segment",
        "One of yours, by its name: the cell is the value. Other columns are left out, unless you tick the box below.",
    ),
];

pub(super) fn import(book: Book) -> AnyView {
    import_with(
        "/api/v1/accounts/import".into(),
        &COLUMNS,
        "name,parent,tier,domains,industry",
        |form| {
            view! {
                {tick("segments", "Take other columns as segments", "Each becomes something you sort accounts by, shown in results.", false)}
                <p class="actions">
                    <button class="btn" name="preview" value="true" aria-disabled=move || form.waits()>"Show what it would do"</button>
                </p>
            }
            .into_any()
        },
        move || book.again(),
    )
}
