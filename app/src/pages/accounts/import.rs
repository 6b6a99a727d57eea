//! Accounts from CSV.

use super::Book;
use crate::parts::staff::csv::{self, Column};
use leptos::prelude::*;

const COLUMNS: [Column; 8] = [
    ("name", "Needed. An account of this name is changed, any other added."),
    ("parent", "The name of the account that it is part of."),
    ("tier", "1, 2 or 3; 1 when empty."),
    ("tier_reason", "Needed for tiers 2 and 3."),
    ("domains", "Mail domains, separated by spaces."),
    ("crm_ids", "What your CRM systems call it, as salesforce:0015e00000ABCDE, separated by spaces."),
    ("AccountId, Id or hs_object_id", "The same, as Salesforce or HubSpot exports it."),
    ("any other", "A segment: the heading is its name, the cell is the value."),
];

pub(super) fn import(book: Book) -> AnyView {
    csv::import("/api/v1/accounts/import".into(), &COLUMNS, "name,parent,tier,domains,industry", move || {
        book.again()
    })
}
