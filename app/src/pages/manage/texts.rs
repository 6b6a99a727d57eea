//! A round's texts and rules, as one form.

use super::{conditions, lists};
use crate::form::Form;
use crate::form::nested::{Fields, nest, numbers, send};
use crate::parts::choices::{Choice, one_of};
use crate::parts::field::Field;
use crate::parts::toast::toast;
use leptos::prelude::*;
use model::api::rounds::ChangeRound;
use model::round::{Moderation, Round};
use model::{Explanation, Problem, Question};

pub(super) fn texts(round: &Round, again: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let form = Form::new();
    let id = round.id;
    let submit = send::<ChangeRound>(
        form,
        move |fields| {
            fields.insert("round".into(), id.0.into());
            shape(fields)
        },
        move |_| {
            again();
            toast("Saved.".into());
        },
    );
    let moderation = vec![
        Choice::new("review_first", "Read first", round.moderation == Moderation::ReviewFirst)
            .hint("a moderator publishes or declines"),
        Choice::new("open", "Open", round.moderation == Moderation::Open).hint("shown at once"),
    ];
    let rules = if round.totals.votes > 0 {
        "People have voted under this text: it stays."
    } else {
        "Shown before voting."
    };
    let long = |name: &'static str, label: &'static str, hint: &'static str, value: &Explanation| {
        Field::new(name, label)
            .hint(hint)
            .value(value.as_str())
            .text(Explanation::MAX, |text| Explanation::parse(text).map(drop))
            .lines(5)
            .view(form)
    };
    view! {
        <form class="panel stack" aria-label="Texts and rules" on:submit=submit>
            <h3 class="panel-title">"Texts and rules"</h3>
            {Field::new("question", "Question")
                .value(round.question.as_str())
                .text(Question::MAX, |text| Question::parse(text).map(drop))
                .required()
                .view(form)} {long("introduction", "Introduction", "What this round is about.", &round.introduction)}
            {long("how_votes_count", "How votes will be used", rules, &round.how_votes_count)}
            {long("selection", "How the design is chosen", rules, &round.selection)}
            {conditions::conditions(round, form)} {one_of("moderation", "New proposals are", moderation, form)}
            {lists::stages(round, form)} {lists::cultures(round, form)} {lists::resources(round, form)} {form.trouble()}
            <p class="actions"><button class="btn btn-primary needs-script" aria-disabled=move || form.waits()>"Save texts and rules"</button></p>
        </form>
    }
    .into_any()
}

/// From the form's fields to those of the request.
fn shape(fields: &mut Fields) -> Result<(), Problem> {
    numbers(fields, &["capacity", "default_cost"])?;
    numbers(fields, &conditions::NUMBERS)?;
    nest(fields);
    conditions::shape(fields);
    // A list with no row left has no field either.
    for list in ["stages", "cultures", "resources"] {
        fields.entry(list).or_insert_with(|| Vec::<serde_json::Value>::new().into());
    }
    Ok(())
}
