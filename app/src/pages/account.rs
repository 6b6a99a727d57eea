//! One account as staff know it: what is written about it, who speaks for it, what it is buying, and what staff note.

use crate::api::call;
use crate::load::{At, still};
use crate::parts::joining::joining;
use crate::parts::layout::title;
use crate::parts::purchase::{Purchases, offered, purchases};
use crate::parts::sample::note;
use crate::parts::staff::admitted;
use crate::parts::staff::notes::notes;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::account::{Account, AccountLine, AccountSheet, Segment};
use model::activity::OfAccount;
use model::api::accounts::GetAccount;
use model::api::activities::ListActivitiesOfAccount;
use model::api::joining::GetJoining;
use model::api::notes::ListAccountNotes;
use model::joining::Joining;
use model::note::Note;
use model::person::Role;
use model::round::Round;
use model::{AccountId, Problem, RoundId};

struct Shown {
    sheet: AccountSheet,
    notes: Vec<Note>,
    round: Option<Round>,
    joining: Joining,
    activities: Vec<OfAccount>,
    asked: String,
    made: String,
}

/// Whoever looks after accounts.
pub const HOSTS: [Role; 2] = [Role::Moderator, Role::AccountManager];

#[must_use]
pub fn account() -> AnyView {
    let may = admitted(&HOSTS, "Accounts are looked after by moderators and account managers.");
    let round = viewer_now().round;
    still(move |at| load(at, may, round), |shown| show(&shown))
}

/// The page of an account.
#[must_use]
pub fn path(account: AccountId) -> String {
    ["/accounts/", &account.to_string()].concat()
}

async fn load(at: At, may: Result<(), Problem>, round: RoundId) -> Result<Shown, Problem> {
    may?;
    let account = at.part("account")?;
    let sheet = call(GetAccount { account }).await?;
    let notes = call(ListAccountNotes { account }).await?;
    let joining = call(GetJoining { account }).await?;
    let activities = call(ListActivitiesOfAccount { account }).await?;
    Ok(Shown {
        activities,
        sheet,
        notes,
        joining,
        made: at.text("made"),
        round: offered(round).await,
        asked: at.text("purchase"),
    })
}

fn show(shown: &Shown) -> AnyView {
    let sheet = &shown.sheet;
    let (account, name) = (&sheet.account, sheet.account.text.name.to_string());
    let list = Purchases {
        account: account.id,
        here: path(account.id),
        list: &sheet.purchases,
        people: &sheet.people,
        me: None,
        round: shown.round.as_ref(),
        asked: &shown.asked,
    };
    view! {
        {title(name.clone())}
        <p class="quiet"><a href="/accounts">"Accounts"</a></p>
        <h1 class="h1">{name}</h1> {note(account.sample)}
        <p class="actions"><a class="btn btn-primary" href=[&path(account.id), "/card"].concat()>"Engagement card"</a></p>
        {facts(sheet)}
        {purchases(&list)}
        {joining(&shown.joining, &shown.made, true)}
        {activities(&shown.activities)}
        {notes(["/api/v1", &path(account.id), "/notes"].concat(), &shown.notes)}
    }
    .into_any()
}

fn line(account: &AccountLine) -> AnyView {
    view! { <a href=path(account.id)>{account.name.to_string()}</a> }.into_any()
}

/// What is written about it; what is not known is left out.
fn facts(sheet: &AccountSheet) -> AnyView {
    let Account { text, .. } = &sheet.account;
    let mut facts: Vec<(String, AnyView)> = Vec::new();
    if let Some(parent) = &sheet.parent {
        facts.push(("Part of".into(), line(parent)));
    }
    if !sheet.daughters.is_empty() {
        let daughters =
            sheet.daughters.iter().map(|one| view! { <li>{line(one)}</li> }.into_any()).collect::<Vec<_>>();
        facts.push(("Has".into(), view! { <ul class="tags">{daughters}</ul> }.into_any()));
    }
    let named = |segment: &Segment| {
        let own = text.attributes.iter().find(|own| own.segment == segment.id)?;
        Some((segment.name.to_string(), own.value.to_string().into_any()))
    };
    facts.extend(sheet.segments.iter().filter_map(named));
    if let Some(reason) = &text.tier_reason {
        let tier = [&text.tier.get().to_string(), ": ", reason.as_str()].concat();
        facts.push(("Tier".into(), tier.into_any()));
    }
    if !text.domains.is_empty() {
        facts.push(("Mail domains".into(), text.domains.join(", ").into_any()));
    }
    if !text.crm_ids.is_empty() {
        let ids = text.crm_ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        facts.push(("In the CRM".into(), view! { <code>{ids}</code> }.into_any()));
    }
    if facts.is_empty() {
        return ().into_any();
    }
    let rows = facts.into_iter().map(|(name, value)| view! { <dt>{name}</dt> <dd>{value}</dd> }.into_any());
    view! { <dl class="facts">{rows.collect::<Vec<_>>()}</dl> }.into_any()
}

fn activities(list: &[OfAccount]) -> AnyView {
    if list.is_empty() {
        return ().into_any();
    }
    let lines = list.iter().map(super::card::activity).collect::<Vec<_>>();
    view! { <section aria-labelledby="activities"><h2 class="h2" id="activities">"Activities"</h2> <ul class="engagement-list">{lines}</ul></section> }
        .into_any()
}
