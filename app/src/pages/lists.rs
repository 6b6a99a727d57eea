//! The company's lists of activities, functions and tools: designers put right what was mistyped.

use crate::api::call;
use crate::form::{Form, next_here};
use crate::load::{At, still};
use crate::parts::count::counted;
use crate::parts::field::Field;
use crate::parts::layout::heading;
use leptos::prelude::*;
use model::api::lists::ListEntries;
use model::practice::{ListKind, Listed};
use model::{EntryId, Name, Problem};

#[must_use]
pub fn lists() -> AnyView {
    still(load, |listed| show(&listed))
}

async fn load(_: At) -> Result<Vec<Listed>, Problem> {
    call(ListEntries {}).await
}

fn show(listed: &[Listed]) -> AnyView {
    let lists = ListKind::ALL.into_iter().map(|list| one(list, listed)).collect::<Vec<_>>();
    view! {
        <div class="narrow stack">
            {heading("The company’s lists", "What practices are about, who answers for them, and with which tools: each by one name.")}
            <p class="quiet">
                "Whoever writes a name into a practice that is in none of these lists adds it. What was mistyped is put right here, for all drafts at once, for how it is today, for the rules of sign-off and for who is in charge of a promise. Adopted designs keep the words that were signed. A former name stands for what it became, wherever it is written. A draft in review whose words change by it has to be sent there again."
            </p>
            {lists}
        </div>
    }
    .into_any()
}

fn one(list: ListKind, listed: &[Listed]) -> AnyView {
    let (id, title) = match list {
        ListKind::Activity => ("activities", "Activities"),
        ListKind::Function => ("functions", "Functions"),
        ListKind::Tool => ("tools", "Tools"),
    };
    let own: Vec<&Listed> = listed.iter().filter(|one| one.entry.list == list).collect();
    let names = own.iter().map(|one| view! { <option value=one.entry.name.to_string()></option> }.into_any());
    let names = names.collect::<Vec<_>>();
    let offered = match list {
        ListKind::Activity => "activities-offered",
        ListKind::Function => "functions-offered",
        ListKind::Tool => "tools-offered",
    };
    let entries = own.iter().map(|one| entry(one, offered)).collect::<Vec<_>>();
    let shown = match entries.is_empty() {
        true => view! { <p class="quiet">"None yet."</p> }.into_any(),
        false => {
            view! { <ul class="plain-list entries">{entries}</ul> <datalist id=offered>{names}</datalist> }
                .into_any()
        }
    };
    view! { <section aria-labelledby=id><h2 class="h2" id=id>{title}</h2> {shown}</section> }.into_any()
}

fn action(entry: EntryId, what: &str) -> String {
    ["/api/v1/lists/", &entry.to_string(), "/", what].concat()
}

/// "in 3 practices, signs in 1 round".
fn used(listed: &Listed) -> String {
    let practices = match listed.practices {
        0 => None,
        practices => Some(["in ", &counted(practices, "practice", "practices")].concat()),
    };
    let signs = (listed.signs > 0).then(|| ["signs in ", &counted(listed.signs, "round", "rounds")].concat());
    let words = practices.into_iter().chain(signs).collect::<Vec<_>>().join(", ");
    if words.is_empty() { "nothing uses it".to_owned() } else { words }
}

fn entry(listed: &Listed, offered: &'static str) -> AnyView {
    let (id, name) = (listed.entry.id, listed.entry.name.to_string());
    let (renames, merges) = (action(id, "rename"), action(id, "merge"));
    let (rename, merge) = (Form::at(&renames), Form::at(&merges));
    let open = [rename, merge].iter().any(|form| form.problem.with_untracked(Option::is_some));
    let former = listed.former.iter().map(|former| stands(id, former)).collect::<Vec<_>>();
    let former = (!former.is_empty()).then(|| view! { <ul class="plain-list">{former}</ul> });
    let was = || view! { <input type="hidden" name="was" value=name.clone()/> };
    let of = || view! { <span class="sr-only">": " {name.clone()}</span> };
    let parse = |text: &str| Name::parse(text).map(drop);
    view! {
        <li><details class="fold-plain" open=open>
            <summary>{name.clone()} " " <span class="quiet">{used(listed)}</span></summary>
            <div class="fold-text stack">
                {former}
                <form class="inline-form" method="post" action=renames data-then="reload" data-toast="Renamed, wherever it is used.">
                    {next_here()} {was()}
                    {Field::new("name", "Its name")
                        .group(["-rename-", &id.to_string()].concat())
                        .text(Name::MAX, parse)
                        .value(name.clone())
                        .required()
                        .view(rename)}
                    <button class="btn btn-sm">"Rename" {of()}</button> {rename.trouble()}
                </form>
                <form class="inline-form" method="post" action=merges data-then="reload" data-toast="Merged. The other is used wherever this one was.">
                    {next_here()} {was()}
                    {Field::new("name", "Or merge it into")
                        .hint("Another of this list, which stays. This cannot be taken back.")
                        .group(["-merge-", &id.to_string()].concat())
                        .text(Name::MAX, parse)
                        .list(offered)
                        .required()
                        .view(merge)}
                    <button class="btn btn-sm">"Merge" {of()}</button> {merge.trouble()}
                </form>
                {listed.is_unused().then(|| remove(listed))}
            </div>
        </details></li>
    }
    .into_any()
}

/// A name that stands for it.
fn stands(entry: EntryId, former: &Name) -> AnyView {
    let action = action(entry, "former/drop");
    let form = Form::at(&action);
    view! {
        <li class="list-line">
            <span>"“" {former.to_string()} "” stands for it"</span>
            <form class="inline" method="post" action=action data-then="reload" data-toast="Whoever writes it means something else from now on.">
                {next_here()} <input type="hidden" name="name" value=former.to_string()/>
                <button class="btn btn-sm btn-ghost">"No longer" <span class="sr-only">": " {former.to_string()}</span></button>
                {form.trouble()}
            </form>
        </li>
    }
    .into_any()
}

fn remove(listed: &Listed) -> AnyView {
    let action = action(listed.entry.id, "remove");
    let form = Form::at(&action);
    view! {
        <form method="post" action=action data-then="reload" data-toast="It is gone.">
            {next_here()} <input type="hidden" name="was" value=listed.entry.name.to_string()/>
            <button class="btn btn-sm btn-ghost">"Take it away" <span class="sr-only">": " {listed.entry.name.to_string()}</span></button>
            {form.trouble()}
        </form>
    }
    .into_any()
}
