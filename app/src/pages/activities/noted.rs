//! What came out of an activity: what was confirmed, what waits for its answer, and, for staff, where it is noted.

use crate::flash::typed;
use crate::form::{Form, next_here};
use crate::parts::choices::{Choice, one_of};
use crate::parts::count::counted;
use crate::parts::field::Field;
use crate::parts::preview::Preview;
use crate::parts::proposal_form::fields;
use crate::parts::time::time;
use leptos::prelude::*;
use model::activity::ActivitySheet;
use model::activity::outcome::{Came, Pending, What};
use model::cells::{CultureSet, StageSet};
use model::comment::Tone;
use model::proposal::Status;
use model::round::Round;
use model::{ActivityId, Remark};

/// The proposals and stories that came of it, with how they fared.
pub(super) fn came(list: &[Came]) -> AnyView {
    if list.is_empty() {
        return ().into_any();
    }
    let line = |one: &Came| {
        let (what, status) = match (one.what, one.status) {
            (What::Story, _) => ("a story beside ", ""),
            (What::Proposal, Status::Adopted) => ("", "adopted"),
            (What::Proposal, _) => ("", "open"),
        };
        view! {
            <li class="list-line"><span>{what} <q><a href=one.path()>{one.title.to_string()}</a></q></span> <span class="status adopted">{status}</span></li>
        }
        .into_any()
    };
    let lines = list.iter().map(line).collect::<Vec<_>>();
    view! { <ul class="plain-list">{lines}</ul> }.into_any()
}

/// All of it, as staff see it.
pub(super) fn section(sheet: &ActivitySheet, round: Option<&Round>) -> AnyView {
    let begun = sheet.people.iter().any(|guest| guest.present);
    let nothing = sheet.came.is_empty() && sheet.pending.is_empty() && sheet.unread == 0;
    let pending = (!sheet.pending.is_empty()).then(|| {
        let lines = sheet.pending.iter().map(waiting).collect::<Vec<_>>();
        view! { <h3 class="h3">"Not confirmed yet, and counted apart"</h3> <ul class="plain-list">{lines}</ul> }
    });
    let unread = (sheet.unread > 0).then(|| {
        view! { <p class="quiet">{[&counted(sheet.unread, "more is confirmed", "more are confirmed"), ", which others cannot read (yet): a moderator decides, or has declined it."].concat()}</p> }
    });
    let hint = if begun {
        "They are asked whether it is so, by letter if they take such letters; until then it is nobody's. Once confirmed it stands here without a name."
    } else {
        "Say first who was present: it is noted for one of them, who confirms it."
    };
    let forms = begun.then(|| {
        view! { {round.map(|round| propose(sheet, round))} {tell(sheet)} }
    });
    view! {
        <section aria-labelledby="outcomes" class="stack">
            <h2 class="h2" id="outcomes">"What came out of it"</h2>
            {nothing.then(|| view! { <p class="quiet">"Nothing has been noted."</p> })}
            {came(&sheet.came)} {unread} {pending} <p class="quiet">{hint}</p> {forms}
        </section>
    }
    .into_any()
}

fn waiting(one: &Pending) -> AnyView {
    let what = match one.what {
        What::Proposal => "proposed",
        What::Story => "told something beside",
    };
    let unasked = one
        .unasked
        .then_some("; no letter went, they take none like it: tell them that it stands under their News");
    view! {
        <li class="list-line">
            <span>{one.name.to_string()} " " {what} " " <q>{one.title.to_string()}</q></span>
            <span class="quiet">"asked " {time(one.at)} ", until " {one.expires.day()} {unasked}</span>
        </li>
    }
    .into_any()
}

fn present(sheet: &ActivitySheet, group: &'static str, form: Form) -> AnyView {
    let people = sheet.people.iter().filter(|guest| guest.present);
    let people = people.map(|guest| (guest.person.to_string(), guest.name.to_string()));
    let people = std::iter::once((String::new(), "Choose who".to_owned())).chain(people).collect();
    Field::new("person", "Who said it?").options(people).group(group).required().view(form)
}

fn at(activity: ActivityId, what: &str) -> String {
    ["/api/v1/activities/", &activity.to_string(), what].concat()
}

fn propose(sheet: &ActivitySheet, round: &Round) -> AnyView {
    if let Some(shut) = &sheet.shut {
        return view! { <p class="note" role="status">{shut.clone()} " What they told can still be noted as a story."</p> }.into_any();
    }
    let form = Form::main();
    let begun = Preview::begun(String::new(), StageSet::default(), CultureSet::default());
    view! {
        <details class="fold" open=!typed("why").is_empty()>
            <summary>"Note what somebody proposed"</summary>
            <form method="post" action=at(sheet.id, "/proposals") class="form fold-text" data-then="reload" data-toast="Noted. They are asked by mail, if they take such letters.">
                {next_here()} {present(sheet, "-proposal", form)} {fields(form, round, &begun, None, None)} {form.trouble()}
                <p><button class="btn btn-primary">"Note it, and ask them"</button></p>
            </form>
        </details>
    }
    .into_any()
}

fn tell(sheet: &ActivitySheet) -> AnyView {
    let form = Form::new();
    let tones = Tone::ALL.map(|tone| Choice::new(tone.word(), ["It went ", tone.word()].concat(), false));
    view! {
        <details class="fold">
            <summary>"Note what somebody told"</summary>
            <form method="post" action=at(sheet.id, "/stories") class="form fold-text" data-then="reload" data-toast="Noted. They are asked by mail, if they take such letters.">
                {next_here()} {present(sheet, "-story", form)} {one_of("tone", "How were they engaged?", tones.into(), form)}
                {Field::new("text", "What happened, as they told it")
                    .text(Remark::MAX, |text| Remark::parse(text).map(drop))
                    .lines(4)
                    .group("-story")
                    .required()
                    .view(form)}
                {Field::new("beside", "Beside which proposal")
                    .hint("Its number: the one in its address.")
                    .kind("number")
                    .inputmode("numeric")
                    .required()
                    .view(form)}
                {form.trouble()} <p><button class="btn btn-primary">"Note it, and ask them"</button></p>
            </form>
        </details>
    }
    .into_any()
}
