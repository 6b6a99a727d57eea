//! Finding accounts by a target profile: what they are, what they are buying, what they asked for; as a list of whom to invite.

use super::account::{HOSTS, path};
use crate::api::call;
use crate::form::Form;
use crate::load::{At, still};
use crate::parts::count::counted;
use crate::parts::field::Field;
use crate::parts::layout::heading;
use crate::parts::purchase::offered;
use crate::parts::sample::mark;
use crate::parts::staff::admitted;
use crate::parts::staff::scroll::scroll;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::account::Segment;
use model::activity::{ActivityLine, MOST_AT_ONCE, State};
use model::api::accounts::{AccountList, ListAccounts, SegmentValue};
use model::api::activities::ListActivities;
use model::api::card::FindByProfile;
use model::card::Fits;
use model::endpoint::parts;
use model::round::Round;
use model::{Name, Problem, RoundId, SegmentId};
use std::collections::BTreeSet;

struct Shown {
    asked: FindByProfile,
    segments: Vec<Segment>,
    /// What accounts have of the segment, or of any: to choose from.
    values: BTreeSet<String>,
    round: Option<Round>,
    found: Vec<Fits>,
    /// What can be invited to, and which of it was chosen on the way here.
    planned: Vec<ActivityLine>,
    activity: String,
}

#[must_use]
pub fn profile() -> AnyView {
    let may = admitted(&HOSTS, "Accounts are looked after by moderators and account managers.");
    let round = viewer_now().round;
    still(move |at| load(at, may, round), |shown| show(&shown))
}

async fn load(at: At, may: Result<(), Problem>, round: RoundId) -> Result<Shown, Problem> {
    may?;
    let asked = FindByProfile {
        segment: at.field("segment"),
        value: at.text("value"),
        stage: at.field("stage"),
        culture: at.field("culture"),
        q: at.text("q"),
        supported: at.text("supported") == "true",
    };
    let AccountList { segments, values, .. } = call(ListAccounts::default()).await?;
    let values = offers(&values, asked.segment);
    let found = call(asked.clone()).await?;
    let mut planned = call(ListActivities {}).await?;
    planned.retain(|line| line.state == State::Planned && line.due.is_none());
    let activity = at.text("activity");
    Ok(Shown { asked, segments, values, round: offered(round).await, found, planned, activity })
}

/// Most values that are offered.
const MOST_OFFERED: usize = 500;

fn offers(values: &[SegmentValue], segment: Option<SegmentId>) -> BTreeSet<String> {
    let here = values.iter().filter(|one| segment.is_none_or(|segment| segment == one.segment));
    let sorted: BTreeSet<String> = here.map(|one| one.value.to_string()).collect();
    sorted.into_iter().take(MOST_OFFERED).collect()
}

fn show(shown: &Shown) -> AnyView {
    view! {
        {heading("Whom to invite", "Accounts that fit all that you say here. How they voted plays no part, unless a round announced before voting that you are told.")}
        {form(shown)} {found(shown)}
    }
    .into_any()
}

fn choice(
    name: &'static str,
    label: &'static str,
    any: &'static str,
    choices: Vec<(String, String)>,
    chosen: &str,
) -> AnyView {
    let options = choices
        .into_iter()
        .map(|(value, words)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{words}</option> }.into_any()
        })
        .collect::<Vec<_>>();
    let id = ["p-", name].concat();
    view! {
        <p class="field">
            <label class="field-label" for=id.clone()>{label}</label>
            <select class="select" id=id name=name><option value="">{any}</option>{options}</select>
        </p>
    }
    .into_any()
}

/// `list`: what is offered to choose from.
fn words(name: &'static str, label: &'static str, value: &str, list: Option<&'static str>) -> AnyView {
    let id = ["p-", name].concat();
    view! {
        <p class="field">
            <label class="field-label" for=id.clone()>{label}</label>
            <input class="input" type="search" id=id name=name value=value.to_owned() list=list/>
        </p>
    }
    .into_any()
}

const VALUES: &str = "segment-values";

fn form(shown: &Shown) -> AnyView {
    let Shown { asked, segments, values, round, .. } = shown;
    let named = |name: &Name| (name.to_string(), name.to_string());
    let chosen = |name: &Option<Name>| name.as_ref().map(ToString::to_string).unwrap_or_default();
    let segment = asked.segment.map(|id| id.to_string()).unwrap_or_default();
    let segments = segments.iter().map(|one| (one.id.to_string(), one.name.to_string())).collect();
    let values = values.iter().map(|value| view! { <option value=value.clone()></option> }.into_any());
    let values = values.collect::<Vec<_>>();
    let of = round.as_ref();
    let stages =
        of.map(|round| round.stages.iter().map(|one| named(&one.name)).collect()).unwrap_or_default();
    let cultures =
        of.map(|round| round.cultures.iter().map(|one| named(&one.name)).collect()).unwrap_or_default();
    view! {
        <form method="get" action="/accounts/profile" class="inline-form" role="search">
            {choice("segment", "Segment", "any", segments, &segment)} {words("value", "is", &asked.value, Some(VALUES))}
            <datalist id=VALUES>{values}</datalist>
            {choice("stage", "Buying at stage", "any", stages, &chosen(&asked.stage))}
            {choice("culture", "and wants to be met as", "any", cultures, &chosen(&asked.culture))}
            <input type="hidden" name="activity" value=shown.activity.clone()/>
            {words("q", "Asked in public for", &asked.q, None)}
            <p class="field">
                <label class="tick"><input type="checkbox" name="supported" value="true" checked=asked.supported/> <span>"or is for it, where the round announced that you are told"</span></label>
            </p>
            <button class="btn btn-primary">"Find"</button>
        </form>
    }
    .into_any()
}

fn found(shown: &Shown) -> AnyView {
    if shown.asked.is_empty() {
        return view! { <p class="empty">"Say at least one thing that they have in common."</p> }.into_any();
    }
    if shown.found.is_empty() {
        return view! { <p class="empty" role="status">"No account fits. Leave something out."</p> }
            .into_any();
    }
    let rows = shown.found.iter().map(row).collect::<Vec<_>>();
    let people = shown.found.iter().map(|one| one.people.len()).sum();
    let count =
        [&counted(shown.found.len(), "account", "accounts"), ", ", &counted(people, "person", "people")]
            .concat();
    let uri = parts(&shown.asked).uri;
    let csv = ["/api/v1/accounts/profile.csv", uri.find('?').map_or("", |at| &uri[at..])].concat();
    let table = view! {
        <table class="table staff-table">
            <caption class="sr-only">"Accounts that fit"</caption>
            <thead>
                <tr>
                    <th scope="col">"Account"</th><th scope="col">"Buying"</th><th scope="col">"Asked for"</th>
                    <th scope="col">"Whom to invite"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    view! {
        <p class="shown" role="status">{count}</p>
        <p class="actions"><a class="btn" rel="external" download="accounts-to-invite.csv" href=csv>"Take the list along (CSV)"</a></p>
        {scroll("Accounts that fit", table.into_any())} {invite(shown)}
    }
    .into_any()
}

/// Inviting all of them to an activity.
fn invite(shown: &Shown) -> AnyView {
    let plan = view! { <a href="/activities?plan=1">"Plan an activity"</a> };
    if shown.planned.is_empty() {
        return view! { <p class="quiet">{plan} ", and invite them to it from here."</p> }.into_any();
    }
    let form = Form::main();
    let options = shown
        .planned
        .iter()
        .map(|line| (line.id.to_string(), [line.title.as_str(), ", ", &line.when.words()].concat()));
    let asked = &shown.asked;
    let name = |name: &Option<Name>| name.as_ref().map(ToString::to_string).unwrap_or_default();
    let kept = [
        ("segment", asked.segment.map(|id| id.to_string()).unwrap_or_default()),
        ("value", asked.value.clone()),
        ("stage", name(&asked.stage)),
        ("culture", name(&asked.culture)),
        ("q", asked.q.clone()),
        ("supported", if asked.supported { "true".into() } else { String::new() }),
    ];
    let kept = kept.into_iter().filter(|(_, value)| !value.is_empty());
    let kept = kept.map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
    view! {
        <section aria-labelledby="invite" class="stack">
            <h2 class="h2" id="invite">"Invite these to an activity"</h2>
            <p class="quiet">{["Everybody named above who may see its round, ", &MOST_AT_ONCE.to_string(), " at once at most. Whoever takes no such letters reads it under News. "].concat()} {plan}</p>
            <form method="post" action="/api/v1/invitations" class="inline-form">
                {kept.collect::<Vec<_>>()}
                {Field::new("activity", "Activity").options(options.collect()).value(shown.activity.clone()).required().view(form)}
                <button class="btn btn-primary">"Invite them"</button> {form.trouble()}
            </form>
        </section>
    }
    .into_any()
}

fn row(one: &Fits) -> AnyView {
    let listed = |words: Vec<String>| words.join(", ");
    let people =
        one.people.iter().map(|person| [person.name.as_str(), " <", person.email.as_str(), ">"].concat());
    view! {
        <tr>
            <th scope="row">
                <a href=path(one.account.id)>{one.account.name.to_string()}</a> {mark(one.sample)} " " <small class="quiet">{one.segments.join(" · ")}</small>
            </th>
            <td>{listed(one.purchases.iter().map(ToString::to_string).collect())}</td>
            <td>{listed(one.asked.iter().map(ToString::to_string).collect())} {(!one.supports.is_empty()).then(|| listed(one.supports.iter().map(|title| ["is for ", title.as_str()].concat()).collect()))}</td>
            <td>{listed(people.collect())}</td>
        </tr>
    }
    .into_any()
}
