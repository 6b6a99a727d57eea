//! The signature: what will be frozen, what stands against it, and the words that go with it.

use super::desk::Desk;
use crate::form::{Form, next, next_here};
use crate::outcome::open;
use crate::parts::field::Field;
use crate::parts::staff::gauge::{in_words, is_over};
use crate::parts::toast::toast;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::access::NOT_FOR_CUSTOMERS;
use model::design::{Draft, Left};
use model::person::Role;
use model::practice::Practice;
use model::round::Phase;
use model::selection::Key;
use model::sign_off::SignOff;
use model::{Name, Problem, ProblemKind, Reason, RoundId};

pub(super) fn sign(desk: Desk) -> AnyView {
    let shut = Memo::new(move |_| desk.round.with(|round| !round.is_open(Phase::Adopt)));
    let hidden = Memo::new(move |_| desk.round.with(|round| round.not_for_customers));
    let over = Memo::new(move |_| desk.draft.with(|draft| draft.needs.iter().any(is_over)));
    let none = Memo::new(move |_| desk.draft.with(|draft| draft.practices.is_empty()));
    let both = Memo::new(move |_| desk.draft.with(opposites));
    let id = desk.round.with_untracked(|round| round.id);
    let warnings = move || {
        let warn = |words: &'static str| view! { <p class="warning">{words}</p> };
        view! {
            {hidden.get().then(|| warn(NOT_FOR_CUSTOMERS))}
            {none.get().then(|| warn("There is no practice to sign yet."))}
            {over.get().then(|| warn("The practices need more than there is. Take one out, or find a cheaper way."))}
            {both.get().map(|words| view! { <p class="warning">{words}</p> })}
            {shut.get().then(|| warn("The adopt phase is shut: a design can be signed while it is open."))}
            {shut.get().then(|| open_phase(desk, id))}
        }
    };
    let barred = move || hidden.get() || none.get() || over.get() || shut.get() || both.get().is_some();
    view! {
        <section class="panel sign" aria-labelledby="sign">
            <h2 class="h2" id="sign" tabindex="-1">"Sign and adopt"</h2>
            <p>"What you sign is frozen as the next version, published, and never changes. It holds:"</p>
            {move || desk.draft.with(frozen)} {otherwise(desk)} {unsigned(desk)} <div role="status">{warnings}</div>
            {form(desk, id, Signal::derive(barred))}
        </section>
    }
    .into_any()
}

/// Two practices of which only one can be adopted.
fn opposites(draft: &Draft) -> Option<String> {
    let pair = |one: &Practice| {
        let other = draft.practices.iter().find(|other| one.text.opposites.contains(&other.id))?;
        let (one, other) = (one.text.title.as_str(), other.text.title.as_str());
        Some(["“", one, "” and “", other, "” exclude each other. Take one of them out."].concat())
    };
    draft.practices.iter().find_map(pair)
}

fn frozen(draft: &Draft) -> AnyView {
    let answered = draft.practices.iter().map(|practice| practice.text.proposals.len()).sum::<usize>();
    let reasons = draft.left.iter().filter(|left| left.is_decided()).count();
    let needs = draft
        .needs
        .iter()
        .map(|need| view! { <li>{need.resource.name.to_string()} ": " {in_words(need)}</li> }.into_any())
        .collect::<Vec<_>>();
    view! {
        <ul class="sign-holds">
            <li>{count(draft.practices.len(), "practice")} ", made from " {count(answered, "proposal")}</li>
            {draft.goes_on.as_ref().map(|one| view! { <li>{count(one.practices.len(), "practice")} {[" of version ", &one.version.to_string(), ", going on as they are"].concat()}</li> })}
            {needs}
            <li>{count(draft.left.len(), "proposal")} " left out, " {reasons} " decided one by one; the others read “not now”, with the reason below"</li>
        </ul>
    }
    .into_any()
}

/// "1 practice", "2 practices".
fn count(number: usize, one: &'static str) -> AnyView {
    view! { <b>{number}</b> " " {one} {(number != 1).then_some("s")} }.into_any()
}

fn open_phase(desk: Desk, round: RoundId) -> AnyView {
    if !viewer_now().may(Role::Moderator) {
        return view! { <p class="quiet">"A moderator can open it on the page of rounds."</p> }.into_any();
    }
    let form = Form::new();
    let action = ["/api/v1/rounds/", &round.to_string(), "/phases/adopt/open"].concat();
    let send = form.send(move |_| {
        desk.again();
        toast("The adopt phase is open.".into());
    });
    view! {
        <form method="post" action=action on:submit=send>
            {next_here()} <button class="btn" aria-disabled=move || form.waits()>"Open the adopt phase"</button> {form.trouble()}
        </form>
    }
    .into_any()
}

/// The titles of the practices that the votes do not choose.
fn against_the_votes(desk: Desk) -> Vec<String> {
    desk.selection.with(|selection| {
        let Some(selection) = selection.as_ref() else { return Vec::new() };
        let unchosen = |practice: &&Practice| !selection.outcome.is_in(Key::Practice(practice.id));
        desk.draft.with(|draft| {
            draft.practices.iter().filter(unchosen).map(|practice| practice.text.title.to_string()).collect()
        })
    })
}

/// The proposals that the votes choose and the draft leaves out, with whether each has a reason of its own.
fn refused(desk: Desk) -> Vec<(String, bool)> {
    desk.selection.with(|selection| {
        let Some(selection) = selection.as_ref() else { return Vec::new() };
        let chosen = |left: &&Left| selection.outcome.is_in(Key::Proposal(left.card.id));
        let one = |left: &Left| (left.card.title.to_string(), left.is_decided());
        desk.draft.with(|draft| draft.left.iter().filter(chosen).map(one).collect())
    })
}

/// Where the draft is otherwise than the votes.
fn otherwise(desk: Desk) -> AnyView {
    let list = |words: &'static str, titles: Vec<String>| {
        (!titles.is_empty()).then(|| {
            let titles =
                titles.into_iter().map(|title| view! { <li>{title}</li> }.into_any()).collect::<Vec<_>>();
            view! { <p>{words}</p> <ul class="sign-holds">{titles}</ul> }
        })
    };
    let one = |(title, decided): (String, bool)| {
        if decided { [&title, " (decided, with its reason)"].concat() } else { title }
    };
    let lists = move || {
        view! {
            {list("Not chosen by the votes, and adopted all the same:", against_the_votes(desk))}
            {list("Chosen by the votes, and left out:", refused(desk).into_iter().map(one).collect())}
        }
    };
    view! { {lists} }.into_any()
}

/// How many of the functions that must sign have.
fn unsigned(desk: Desk) -> AnyView {
    let words = move || {
        let words =
            desk.sign_off.with(|one| one.as_ref().filter(|one| !one.is_complete()).map(SignOff::words));
        words.map(|words| view! { <p><b>{words}</b> " Until all have, it is adopted only with a reason, which is published."</p> })
    };
    view! { {words} }.into_any()
}

fn form(desk: Desk, round: RoundId, barred: Signal<bool>) -> AnyView {
    let form = Form::main();
    let send = form.send(|_| open("/design"));
    // What it was refused for has come since the page was read.
    Effect::new(move || {
        let news =
            |problem: &Problem| problem.kind == ProblemKind::Conflict || problem.about("overrule").is_some();
        if form.problem.with(|problem| problem.as_ref().is_some_and(news)) {
            desk.again();
        }
    });
    let adopted = Memo::new(move |_| form.about("version").is_some());
    let there =
        move || adopted.get().then(|| view! { <p><a href="/design">"Look at what is adopted"</a></p> });
    let action = ["/api/v1/rounds/", &round.to_string(), "/adopt"].concat();
    let reason = move |name: &'static str, label: &'static str, hint: &'static str, lines: u32| {
        Field::new(name, label)
            .hint(hint)
            .text(Reason::MAX, |text| Reason::parse(text).map(drop))
            .lines(lines)
            .required()
            .view(form)
    };
    // Drawn anew only when it comes or goes: what is typed stays.
    let needed = Memo::new(move |_| {
        !against_the_votes(desk).is_empty() || refused(desk).iter().any(|(_, decided)| !decided)
    });
    let against = move || {
        needed.get().then(|| {
            reason("against", "Why otherwise than the votes", "What they do not choose is adopted, or what they choose is left out. Published with the design.", 3)
        })
    };
    let unsigned =
        Memo::new(move |_| desk.sign_off.with(|one| one.as_ref().is_some_and(|one| !one.is_complete())));
    let overrule = move || {
        unsigned.get().then(|| {
            reason(
                "overrule",
                "Why without every signature",
                "Functions that must sign this draft have not. Published with the design.",
                3,
            )
        })
    };
    view! {
        <form class="form" method="post" action=action on:submit=send>
            {next("/design".into())}
            {reason("statement", "To your customers", "Stands above the design.", 4)}
            {overrule} {against} {reason("reason_for_the_rest", "Why the rest was left out", "Published as “not now” with every proposal that nobody has decided on.", 3)}
            {Field::new("capacity", "In what capacity")
                .placeholder("Managing director")
                .text(Name::MAX, |text| Name::parse(text).map(drop))
                .required()
                .view(form)}
            {Field::new("signed_by", "Your name, as your signature")
                .text(Name::MAX, |text| Name::parse(text).map(drop))
                .autocomplete("name")
                .required()
                .view(form)} {form.trouble()} {there}
            <p class="actions">
                <button class="btn btn-primary" disabled=move || form.busy.get() || barred.get()>"Sign and adopt"</button>
            </p>
        </form>
    }
    .into_any()
}
