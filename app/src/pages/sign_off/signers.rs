//! Who must sign, and what they have said; for holders the form to let somebody else sign, for admins those that set it all.

use super::by;
use crate::form::{Form, next_here};
use crate::parts::choices::{Choice, boxes};
use crate::parts::field::Field;
use crate::parts::glyph::Axes;
use crate::parts::time::time;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::person::Role;
use model::round::Round;
use model::sign_off::{SignOff, SignVerdict, Signer};
use model::{Email, Name};

pub(super) fn list(signers: &[Signer], axes: &Axes, sign_off: &SignOff) -> Option<AnyView> {
    if signers.is_empty() {
        return None;
    }
    let lines = signers.iter().map(|signer| line(signer, axes, sign_off)).collect::<Vec<_>>();
    Some(
        view! {
            <section aria-labelledby="signers">
                <h2 class="h2" id="signers">"Who must sign"</h2>
                <ul class="plain-list">{lines}</ul>
            </section>
        }
        .into_any(),
    )
}

fn line(signer: &Signer, axes: &Axes, sign_off: &SignOff) -> AnyView {
    let state = match (&signer.mark, signer.must) {
        (_, false) => view! { <span class="kind">"need not sign this draft"</span> }.into_any(),
        (None, true) if sign_off.sent.is_none() => ().into_any(),
        (None, true) => view! { <span class="kind">"has not signed yet"</span> }.into_any(),
        (Some(mark), true) => {
            let word = match mark.verdict {
                SignVerdict::Signed => "signed",
                SignVerdict::SentBack => "sent back",
            };
            let who = by(&mark.by, &signer.holder, mark.delegated);
            let words = mark
                .words
                .as_ref()
                .map(|words| view! { <p class="prose-line">{["“", words.as_str(), "”"].concat()}</p> });
            view! { <span class="kind">{word}</span> <span class="quiet">" by " {who} ", " {time(mark.at)}</span> {words} }.into_any()
        }
    };
    let places = [
        (!signer.stages.is_empty()).then(|| ["at ", &axes.stage_names(signer.stages)].concat()),
        (!signer.cultures.is_empty()).then(|| ["for ", &axes.culture_names(signer.cultures)].concat()),
    ];
    let places = places.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let places = (!places.is_empty())
        .then(|| view! { <p class="quiet">"Only where a practice stands " {places} "."</p> });
    let delegate = signer.delegate.as_ref().map(|one| {
        let (from, until) = (one.from.begins().day(), one.until.begins().day());
        let words =
            [one.name.as_str(), " may sign in their place from ", &from, " to ", &until, "."].concat();
        view! { <p>{words}</p> }
    });
    view! {
        <li>
            <p><b>{signer.function.to_string()}</b> ": " {signer.holder.to_string()} " " {state}</p>
            {places} {delegate} {signer.may_delegate.then(|| delegation(signer))} {viewer_now().may(Role::Admin).then(|| remove(signer))}
        </li>
    }
    .into_any()
}

fn delegation(signer: &Signer) -> AnyView {
    let form = Form::new();
    let number = signer.id.to_string();
    let base = ["/api/v1/signings/", &number, "/delegate"].concat();
    let group = ["-delegate-", &number].concat();
    let end = signer.delegate.is_some().then(|| {
        view! {
            <form method="post" action=[&base, "/end"].concat() data-then="reload" data-toast="It is yours alone again.">
                {next_here()} <button class="btn btn-sm">"End that"</button>
            </form>
        }
    });
    view! {
        {end}
        <details class="fold-plain">
            <summary>"Let somebody else sign for " {signer.function.to_string()}</summary>
            <form class="form" method="post" action=base data-then="reload" data-toast="Kept, and recorded.">
                {next_here()}
                {Field::new("email", "Their e-mail address")
                    .hint("Staff, or a partner who has been invited.")
                    .kind("email")
                    .text(Email::MAX, |text| Email::parse(text).map(drop))
                    .required()
                    .group(&group)
                    .view(form)}
                {Field::new("from", "From").hint("Empty: from today.").kind("date").group(&group).view(form)}
                {Field::new("until", "Until and with").kind("date").required().group(&group).view(form)} {form.trouble()}
                <p><button class="btn btn-sm">"Let them sign"</button></p>
            </form>
        </details>
    }
    .into_any()
}

fn remove(signer: &Signer) -> AnyView {
    let action = ["/api/v1/signings/", &signer.id.to_string(), "/remove"].concat();
    view! {
        <form method="post" action=action data-then="reload" data-toast="It need not sign any more.">
            {next_here()}
            <button class="btn btn-ghost btn-sm">"It need not sign" <span class="sr-only">": " {signer.function.to_string()}</span></button>
        </form>
    }
    .into_any()
}

/// For admins: a function more, or another holder.
pub(super) fn settle(round: &Round, signers: &[Signer]) -> Option<AnyView> {
    if !viewer_now().may(Role::Admin) {
        return None;
    }
    let form = Form::new();
    let action = ["/api/v1/rounds/", &round.id.to_string(), "/signings"].concat();
    let stages = round.stages.iter().enumerate();
    let stages = stages.map(|(place, stage)| Choice::new(place, stage.name.as_str(), false)).collect();
    let cultures = round.cultures.iter().enumerate();
    let cultures =
        cultures.map(|(place, culture)| Choice::new(place, culture.name.as_str(), false)).collect();
    Some(
        view! {
            <details class="fold-plain" open=signers.is_empty()>
                <summary class="btn">"Say who must sign"</summary>
                <form class="panel form" method="post" action=action data-then="reload" data-toast="Kept.">
                    {next_here()}
                    <p class="quiet">"A design is then adopted only when every one of these has signed it, unless a signatory says why not. The next round takes them over."</p>
                    {Field::new("function", "Function")
                        .hint("As practices name it, or another: “Legal”. One that is there already gets another holder.")
                        .text(Name::MAX, |text| Name::parse(text).map(drop))
                        .required()
                        .view(form)}
                    {Field::new("email", "Who holds it: their e-mail address")
                        .hint("Staff, or a partner who has been invited.")
                        .kind("email")
                        .text(Email::MAX, |text| Email::parse(text).map(drop))
                        .required()
                        .view(form)}
                    {boxes("stages", "Only where a practice stands at one of these stages; none ticked: anywhere", stages, form)}
                    {boxes("cultures", "Only where it is for one of these cultures; none ticked: any", cultures, form)}
                    {form.trouble()} <p><button class="btn btn-primary">"Keep"</button></p>
                </form>
            </details>
        }
        .into_any(),
    )
}
