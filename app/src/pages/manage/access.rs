//! Who may do what in a round.

use crate::form::Form;
use crate::form::nested::{Fields, nest, send, split};
use crate::parts::choices::{Choice, boxes};
use crate::parts::field::Field;
use crate::parts::toast::toast;
use leptos::prelude::*;
use model::access::Act;
use model::api::access::{AccessSheet, SetAccess, Who};
use model::person::Role;
use model::{Explanation, Name, Problem, RoundId};
use serde_json::{Value, json};

pub(super) fn access(round: RoundId, sheet: &AccessSheet) -> AnyView {
    let form = Form::new();
    let submit = send::<SetAccess>(
        form,
        move |fields| {
            fields.insert("round".into(), round.0.into());
            shape(fields)
        },
        |_| toast("Saved. Whom it concerns can read it beside the rules of the round.".into()),
    );
    let acts = Act::ALL.map(|act| one(act, sheet, form)).into_iter().collect::<Vec<_>>();
    view! {
        <details class="fold-plain">
            <summary class="btn">"Who may take part"</summary>
            <form class="panel stack" aria-label="Who may take part" on:submit=submit>
                <p class="quiet">
                    "For whoever may not see a round it does not exist. Staff see every round, and may propose and comment in it, where it is not for certain roles; moderators and admins see even those, since they look after them. Whoever may not see it may do nothing in it."
                </p>
                {acts} {form.trouble()}
                <p class="actions"><button class="btn btn-primary needs-script" aria-disabled=move || form.waits()>"Save who may take part"</button></p>
            </form>
        </details>
    }
    .into_any()
}

/// The names of an act's fields, and what it is called.
struct Named {
    label: &'static str,
    who: &'static str,
    segments: &'static str,
    accounts: &'static str,
    roles: &'static str,
}

fn named(act: Act) -> Named {
    let (label, who, segments, accounts, roles) = match act {
        Act::See => ("Who sees it", "see.who", "see.segments", "see.accounts", "see.roles"),
        Act::Propose => {
            ("Who proposes", "propose.who", "propose.segments", "propose.accounts", "propose.roles")
        }
        Act::Vote => ("Who votes", "vote.who", "vote.segments", "vote.accounts", "vote.roles"),
        Act::Comment => (
            "Who comments and tells stories",
            "comment.who",
            "comment.segments",
            "comment.accounts",
            "comment.roles",
        ),
    };
    Named { label, who, segments, accounts, roles }
}

fn one(act: Act, sheet: &AccessSheet, form: Form) -> AnyView {
    let Named { label, who, segments, accounts, roles } = named(act);
    let wanted = sheet.of(act);
    let chosen = RwSignal::new(wanted.who);
    let option = |one: Who| {
        view! { <option value=one.word() selected=one == wanted.who>{in_words(act, one)}</option> }.into_any()
    };
    // What is refused is not offered.
    let offered = |who: &Who| who.fits(act) && (act != Act::See || sheet.may_be_seen_by(*who));
    let options = Who::ALL.into_iter().filter(offered).map(option).collect::<Vec<_>>();
    let stays = match act {
        Act::Vote if sheet.voted => Some("People have voted under this rule: it stays."),
        Act::See if sheet.adopted => {
            Some("A design was adopted in this round: whoever it was adopted for goes on seeing it.")
        }
        _ => None,
    };
    let stays = stays.map(|words| view! { <p class="field-hint">{words}</p> });
    let ticks = sheet.offered.iter().map(|offered| {
        let attribute = json!({ "segment": offered.segment, "value": offered.value });
        let ticked =
            |one: &&model::account::Attribute| one.segment == offered.segment && one.value == offered.value;
        let label = [offered.name.as_str(), ": ", offered.value.as_str()].concat();
        Choice::new(attribute, label, wanted.segments.iter().any(|one| ticked(&one)))
    });
    let ticks = ticks.collect::<Vec<_>>();
    let ticks = (!ticks.is_empty()).then(|| boxes(segments, "Whose account is in one of these", ticks, form));
    let lines = wanted.accounts.iter().map(Name::as_str).collect::<Vec<_>>().join("\n");
    let field = Field::new(accounts, "Or is one of these accounts")
        .hint("One name in each line. Those below it belong to it.")
        .value(lines)
        .text(Explanation::MAX, |text| Explanation::parse(text).map(drop))
        .lines(3)
        .view(form);
    let staff = Role::ALL.into_iter().filter(|role| *role != Role::Admin);
    let staff = staff.map(|role| Choice::new(role.word(), role.plural(), wanted.roles.contains(&role)));
    let staff = boxes(roles, "Who of them; admins too, who have every role", staff.collect(), form);
    let id = ["who-", act.word()].concat();
    let (of, problem_id) = (id.clone(), [&id, "-problem"].concat());
    let described = problem_id.clone();
    view! {
        <div class="field">
            <label class="field-label" for=of>{label}</label>
            {stays}
            <select
                class="select"
                id=id
                name=who
                aria-describedby=described
                on:change=move |event| {
                    let value = event_target_value(&event);
                    chosen.set(Who::ALL.into_iter().find(|one| one.word() == value).unwrap_or(Who::Public));
                }
            >
                {options}
            </select>
            <p class="field-problem" id=problem_id aria-live="polite">{move || form.about(who)}</p>
            <div class="stack indent" hidden=move || chosen.get() != Who::Chosen>{ticks} {field}</div>
            <div class="stack indent" hidden=move || chosen.get() != Who::Roles>{staff}</div>
        </div>
    }
    .into_any()
}

fn in_words(act: Act, who: Who) -> &'static str {
    match who {
        Who::Public if act == Act::Vote => "Everybody, guests without an account too, who are counted apart",
        Who::Public => "Everybody",
        Who::Customers => "Whoever has signed in",
        Who::Confirmed => "Customers whose account is confirmed",
        Who::Chosen => "Certain customers",
        Who::Staff => "Our own people",
        Who::Roles => "Certain of our own people",
    }
}

/// From the form's fields to those of the request.
fn shape(fields: &mut Fields) -> Result<(), Problem> {
    for act in Act::ALL {
        let Named { segments, accounts, .. } = named(act);
        split(fields, accounts, &['\n']);
        if let Some(Value::Array(ticked)) = fields.get_mut(segments) {
            for one in ticked {
                let attribute = one.as_str().and_then(|json| serde_json::from_str(json).ok());
                *one = attribute.unwrap_or(Value::Null);
            }
        }
    }
    nest(fields);
    Ok(())
}
