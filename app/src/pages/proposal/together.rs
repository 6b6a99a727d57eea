//! Writing a proposal together: who does, inviting and answering, the wordings before this one, and the question to those who
//! voted on them.

use crate::form::{Form, next_here};
use crate::parts::count::counted;
use crate::parts::field::Field;
use crate::parts::glyph::Axes;
use crate::parts::prose::marked_up;
use crate::parts::stands::{spoken, stands};
use crate::parts::time::time;
use crate::parts::vote_box::Voting;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::proposal::{Proposal, Status};
use model::writing::{Act, Earlier, Hand, State, Writer, Writing};

/// Beside the date: who writes it with its author.
pub(super) fn named(writing: &Writing) -> Option<AnyView> {
    let writers = writing.writers.iter().filter(|one| one.state == State::Writes);
    let names: Vec<String> = writers.map(whole).collect();
    let (last, rest) = names.split_last()?;
    let names = if rest.is_empty() { last.clone() } else { [&rest.join("; "), " and ", last].concat() };
    Some(view! { <span>"written together with " {names}</span> }.into_any())
}

fn whole(one: &Writer) -> String {
    let account = one.account.as_ref().map(|account| [", ", account.as_str()].concat()).unwrap_or_default();
    [one.name.as_str(), &account].concat()
}

/// To whoever voted on an earlier wording: what they said counts once they say it again.
pub(super) fn asked_again(proposal: &Proposal, voting: Voting) -> Option<AnyView> {
    let vote = proposal.said_before?;
    let open = voting.allows(vote.stance);
    let how = match voting {
        _ if open => {
            "so your vote counts no more until you say whether it stands: with this button, or with those above."
        }
        Voting::Shut => "so your vote counts no more. It can be said again once voting is open.",
        _ => {
            "so your vote counts no more. It can be said again once voting opens; until then you can support this."
        }
    };
    let again = open.then(|| stands(proposal.id, &proposal.text.title, proposal.worded, vote));
    Some(
        view! {
            <div class="note stack asked-again" role="note">
                <p>
                    "You " {spoken(vote)} " an " <a href="#earlier">"earlier wording"</a> ". It has been changed since, " {how}
                </p>
                {again}
            </div>
        }
        .into_any(),
    )
}

/// "edited", with the wordings before.
pub(super) fn earlier(proposal: &Proposal, axes: &Axes) -> Option<AnyView> {
    if proposal.before.is_empty() {
        return None;
    }
    let many = counted(proposal.before.len(), "earlier wording", "earlier wordings");
    let lines = proposal.before.iter().map(|one| line(one, axes)).collect::<Vec<_>>();
    Some(
        view! {
            <details class="fold" id="earlier">
                <summary>"edited " {time(proposal.changed)} " by " {hand(&proposal.by)} ": " {many}</summary>
                <ol class="talk">{lines}</ol>
            </details>
        }
        .into_any(),
    )
}

fn hand(by: &Hand) -> String {
    match by {
        Hand::Author => "its author".into(),
        Hand::Writer(name) => name.to_string(),
        Hand::Former => "somebody who wrote it with its author".into(),
    }
}

fn line(one: &Earlier, axes: &Axes) -> AnyView {
    let text = &one.text;
    let more = [&text.who, &text.how, &text.tool, &text.measure];
    let more = more.into_iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join(" · ");
    let more = (!more.is_empty()).then(|| view! { <p class="quiet">{more}</p> });
    view! {
        <li class="stack-small">
            <p class="quiet">{hand(&one.by)} ", " {time(one.at)} ", until " {time(one.until)}</p>
            <p><b>{text.title.to_string()}</b> " " <span class="quiet">{text.kind.word()}</span></p> {marked_up(&one.why_html)} {more}
            <p class="quiet">"At " {axes.stage_names(text.stages)} "; for " {axes.culture_names(text.cultures)}</p>
        </li>
    }
    .into_any()
}

/// Who writes it, for those whom it concerns.
pub(super) fn writing(proposal: &Proposal, writing: &Writing) -> Option<AnyView> {
    let published = proposal.status == Status::Published;
    let mine = answer(proposal, writing);
    let told =
        !writing.writers.is_empty() && (proposal.own || viewer_now().may(model::person::Role::Moderator));
    if mine.is_none() && !told && !(proposal.own && published) {
        return None;
    }
    let lines = writing.writers.iter().map(|one| writer(proposal, one)).collect::<Vec<_>>();
    let lines = (!lines.is_empty()).then(|| view! { <ul class="writers">{lines}</ul> });
    let invite = (proposal.own && published).then(|| invite(proposal, writing));
    Some(
        view! {
            <section aria-labelledby="writers">
                <h2 class="h2" id="writers">"Writing it together"</h2>
                {mine} {lines} {invite}
            </section>
        }
        .into_any(),
    )
}

/// What I am asked, or may do.
fn answer(proposal: &Proposal, writing: &Writing) -> Option<AnyView> {
    let act = |act, words, toast| button(proposal, act, None, words, "", toast);
    let (words, acts) = match writing.mine {
        Some(State::Invited) => (
            "The author invites you to write this with them. Your name and organisation then stand on it, for everybody who can read it.",
            vec![
                act(Act::Accept, "Write it with them", "You write it together now."),
                act(Act::Decline, "I would rather not", "They are told nothing."),
            ],
        ),
        Some(State::Writes) => (
            "You write this with its author. You can change the text while the round's texts change.",
            vec![act(Act::Leave, "Step out", "You stepped out.")],
        ),
        Some(State::Offered) => (
            "You have offered to write this with its author, who has not answered.",
            vec![act(Act::Leave, "Take the offer back", "Taken back.")],
        ),
        _ if writing.may_offer => (
            "You support this. You can offer to write it with its author, who then reads your name and that you support it; once they agree, your name and organisation stand on it.",
            vec![act(Act::Offer, "Offer to write it too", "Its author is told.")],
        ),
        _ => return None,
    };
    Some(view! { <p>{words}</p> <div class="actions">{acts}</div> }.into_any())
}

fn button(
    proposal: &Proposal,
    act: Act,
    person: Option<&Writer>,
    words: &'static str,
    class: &'static str,
    toast: &'static str,
) -> AnyView {
    let action = ["/api/v1/proposals/", &proposal.id.to_string(), "/writers"].concat();
    let whom = person.map(|one| view! { <input type="hidden" name="person" value=one.person.to_string()/> });
    let about = person.map(|one| view! { <span class="sr-only">": " {one.name.to_string()}</span> });
    let class = ["btn btn-sm ", class].concat();
    view! {
        <form class="inline-form" method="post" action=action data-then="reload" data-toast=toast>
            {next_here()} <input type="hidden" name="act" value=act.word()/> {whom}
            <button class=class>{words} {about}</button>
        </form>
    }
    .into_any()
}

/// One of them, with what the author may do.
fn writer(proposal: &Proposal, one: &Writer) -> AnyView {
    let act = |act, words, class, toast| button(proposal, act, Some(one), words, class, toast);
    let (standing, acts) = match one.state {
        State::Writes => {
            ("writes it too", vec![act(Act::End, "Write without them", "btn-ghost", "They are told.")])
        }
        State::Invited => {
            ("is invited", vec![act(Act::End, "Take the invitation back", "btn-ghost", "Taken back.")])
        }
        State::Offered => (
            "supports it and offers to write it too",
            vec![
                act(Act::Admit, "Write it with them", "", "You write it together now."),
                act(Act::Refuse, "Rather not", "btn-ghost", "They are told."),
            ],
        ),
        _ => ("would rather not", Vec::new()),
    };
    let acts = proposal.own.then_some(acts);
    view! {
        <li class="list-line">
            <span>{whole(one)} " " <span class="quiet">{standing}</span></span>
            <div class="actions">{acts}</div>
        </li>
    }
    .into_any()
}

fn invite(proposal: &Proposal, writing: &Writing) -> AnyView {
    if writing.invite.is_empty() {
        return view! { <p class="quiet">"You can invite customers of this round who wish to be found; so far nobody does. Whoever supports this can offer to write it with you."</p> }
            .into_any();
    }
    let form = Form::main();
    let action = ["/api/v1/proposals/", &proposal.id.to_string(), "/writers"].concat();
    let option = |one: &model::mention::Mentionable| {
        let of = one.of.as_ref().map(|of| [", ", of.as_str()].concat()).unwrap_or_default();
        (one.person.to_string(), [one.name.as_str(), &of].concat())
    };
    let options = writing.invite.iter().map(option).collect();
    view! {
        <form method="post" action=action class="form" data-then="reload" data-toast="Invited. They are told.">
            {next_here()} <input type="hidden" name="act" value=Act::Invite.word()/>
            {Field::new("person", "Invite a customer who wishes to be found")
                .hint("Once they accept, they can change the text as you can, and stand on it by name. Whoever supports it can offer the same.")
                .options(options)
                .required()
                .view(form)}
            {form.trouble()} <p><button class="btn">"Invite"</button></p>
        </form>
    }
    .into_any()
}
