//! Purchases of all accounts from a list, as a CRM exports them.

use crate::form::Form;
use crate::load::{At, page};
use crate::parts::field::Field;
use crate::parts::layout::heading;
use crate::parts::staff::admitted;
use crate::parts::staff::csv::{Column, import_with};
use leptos::prelude::*;
use model::Problem;
use model::person::Role;

const COLUMNS: [Column; 10] = [
    ("name", "Needed: what they are buying. Salesforce: Name. HubSpot: dealname."),
    (
        "account",
        "Needed: the account's name, or what a CRM calls it, as salesforce:0015e00000ABCDE or hubspot:7712. Salesforce: AccountId.",
    ),
    (
        "crm_id",
        "What your CRM calls the purchase, by which it is found again. Salesforce: Id or OpportunityId. HubSpot: hs_object_id.",
    ),
    ("stage", "A stage of a round. Salesforce: StageName. HubSpot: dealstage."),
    ("culture", "The culture that they want to be met in. What the account declared itself stays."),
    ("state", "open, won, lost or ended. Salesforce: IsClosed and IsWon."),
    (
        "since",
        "The day since when it is so, as 2026-05-03; otherwise from now on. Salesforce: LastStageChangeDate.",
    ),
    ("a column that is missing", "Changes nothing."),
    ("lines", "At most 2,000 at once."),
    ("an empty cell", "Clears what stood there."),
];

#[must_use]
pub fn purchases() -> AnyView {
    let may = admitted(
        &[Role::Moderator, Role::AccountManager],
        "Purchases are looked after by moderators and account managers.",
    );
    page(move |at| load(at, may.clone()), show)
}

async fn load(_at: At, may: Result<(), Problem>) -> Result<(), Problem> {
    may
}

fn show((): ()) -> AnyView {
    let stages = |form: Form| {
        Field::new("stages", "Which of your CRM's stages is which of yours")
            .hint("One a line, as “Prospecting = Idea”. Stages of the same name need no line.")
            .placeholder("Prospecting = Idea")
            .lines(4)
            .view(form)
    };
    let form =
        import_with("/api/v1/purchases/import".into(), &COLUMNS, "account,name,stage,state", stages, || {});
    view! {
        {heading("Purchases from your CRM", "What accounts are buying, and how far they are: their stages are those of the path to purchase.")}
        <p><a href="/accounts">"All accounts"</a></p>
        {form}
    }
    .into_any()
}
