//! What is written beside a proposal: stories of how it went, and comments with their replies. Plain forms that unfold where
//! they belong; what others write comes in by itself.

mod write;

use crate::parts::count::counted;
use crate::parts::pictures;
use crate::parts::prose::{marked_up, prose};
use crate::parts::renewed::renewed;
use crate::parts::time::time;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::comment::{By, Comment, Kind, Status, Talk, Tone};
use model::proposal::{Proposal, Status as Standing};
use model::queue::Key;
use model::verdict::Decision;
pub(super) use write::{Writing, asked, write};
use write::{change, report, withdraw};

/// What may be written.
#[derive(Clone, Copy)]
struct May {
    write: bool,
    /// Whoever writes is asked whether they want news of the proposal: they get none yet.
    follow: bool,
}

pub(super) fn talk(proposal: &Proposal, talk: &Talk, follow: bool) -> AnyView {
    let may = May { write: talk.shut.is_none(), follow };
    let open = may.write;
    let told = |kind: Kind| talk.comments.iter().filter(move |one| one.kind == kind && one.parent.is_none());
    let stories = told(Kind::Story).map(|story| thread(story, talk, may)).collect::<Vec<_>>();
    let is_alone = |one: &&Comment| {
        one.parent.is_some_and(|parent| talk.comments.iter().all(|other| other.id != parent))
    };
    // A reply of one's own stays to be seen when what it replied to does not.
    let alone = talk.comments.iter().filter(is_alone).map(|reply| single(reply, may));
    let comments =
        told(Kind::Comment).map(|comment| thread(comment, talk, may)).chain(alone).collect::<Vec<_>>();
    if !open && stories.is_empty() && comments.is_empty() {
        return ().into_any();
    }
    let (tell, say) = (Writing::Story(proposal.id), Writing::Comment(proposal.id));
    let shut = talk.shut.clone().map(|shut| view! { <p class="quiet">{shut}</p> });
    let place = [proposal.round.to_string(), proposal.id.to_string()].join("/");
    let content = view! {
        <section aria-labelledby="stories" data-mentions=place.clone()>
            <h2 class="h2" id="stories">"Stories"</h2>
            <p class="quiet">"A time you were engaged well, or badly: it says more than an opinion."</p>
            <ol class="talk">{stories}</ol>
            {open.then(|| write(tell, Some(proposal.round), follow))}
        </section>
        <section aria-labelledby="comments" data-mentions=place>
            <h2 class="h2" id="comments">"Comments"</h2>
            <ol class="talk">{comments}</ol>
            {open.then(|| write(say, Some(proposal.round), follow))} {shut}
        </section>
    };
    renewed(proposal.round, content.into_any())
}

/// Reporting the proposal itself, for those who can see it and did not write it.
pub(super) fn report_proposal(proposal: &Proposal) -> AnyView {
    let published = matches!(proposal.status, Standing::Published | Standing::Adopted);
    if proposal.own || !published || viewer_now().person.is_none() {
        return ().into_any();
    }
    report(Writing::ReportProposal(proposal.id))
}

fn thread(comment: &Comment, talk: &Talk, may: May) -> AnyView {
    let replies = talk
        .comments
        .iter()
        .filter(|reply| reply.parent == Some(comment.id))
        .map(|reply| single(reply, may))
        .collect::<Vec<_>>();
    let may_reply = may.write && comment.status == Status::Published;
    let reply = may_reply
        .then(|| write(Writing::Reply(comment.proposal, comment.id), Some(comment.round), may.follow));
    let replies = (!replies.is_empty()).then(|| view! { <ol class="talk replies">{replies}</ol> });
    view! { <li>{body(comment, may.write, reply)} {replies}</li> }.into_any()
}

fn single(comment: &Comment, may: May) -> AnyView {
    view! { <li>{body(comment, may.write, None)}</li> }.into_any()
}

fn body(comment: &Comment, open: bool, reply: Option<AnyView>) -> AnyView {
    let id = ["comment-", &comment.id.to_string()].concat();
    if comment.status == Status::Withdrawn {
        return view! { <article id=id class="said"><p class="quiet">"Withdrawn by its author."</p></article> }
            .into_any();
    }
    let own = comment.own.then(|| {
        view! { {(open).then(|| change(comment))} {withdraw(comment)} }
    });
    let published = comment.status == Status::Published;
    let others = !comment.own && published && viewer_now().person.is_some();
    let reported = others.then(|| report(Writing::ReportComment(comment.id)));
    view! {
        <article id=id class=["said ", comment.status.word()].concat()>
            <p class="card-place">{tone(comment.tone)} {who(comment)} {time(comment.at)}</p>
            {standing(comment)} {marked_up(&comment.html)} {pictures::shown(&comment.pictures)} {before(comment)}
            <div class="said-acts">{reply} {own} {reported}</div>
        </article>
    }
    .into_any()
}

fn tone(tone: Option<Tone>) -> Option<AnyView> {
    let words = match tone? {
        Tone::Well => "engaged well",
        Tone::Badly => "engaged badly",
    };
    Some(view! { <span class=["kind ", tone?.word()].concat()>{words}</span> }.into_any())
}

fn who(comment: &Comment) -> AnyView {
    let who = match (comment.own, comment.by) {
        (true, _) => "you".to_owned(),
        (_, By::Company) => viewer_now().company,
        (_, By::Proposer) => "who proposed this".to_owned(),
        (_, By::Customer) => "a customer".to_owned(),
    };
    // Moderators are told the name, as they are of proposals.
    let name =
        comment.author.as_ref().filter(|_| !comment.own).map(|name| [" (", name.as_str(), ")"].concat());
    let class = if comment.by == By::Company { "said-by company" } else { "said-by" };
    view! { <span class=class>{who} {name}</span> }.into_any()
}

/// For the author: whether others can see it, and why not.
fn standing(comment: &Comment) -> AnyView {
    let held = comment.held.map(|held| [" ", held.in_words()].concat());
    let question = comment.question.as_ref().filter(|_| comment.own);
    let question = question.and_then(|question| asked(Key::Comment(comment.id), question));
    let words = match comment.status {
        Status::Waiting => {
            view! { <p>"A moderator reads this before others can see it." {held}</p> }.into_any()
        }
        Status::Declined => {
            let last = comment
                .verdicts
                .iter()
                .rfind(|verdict| verdict.decision == Decision::Decline && verdict.undone.is_none());
            let reason = last.and_then(|verdict| verdict.reason.as_ref());
            let reason = reason
                .map(|reason| view! { <blockquote class="reason">{prose(reason.as_str())}</blockquote> });
            view! {
                <p>"This was not published. The moderator's reason:"</p>
                {reason}
                <p>"You can change it and send it again."</p>
            }
            .into_any()
        }
        Status::Published if question.is_some() => ().into_any(),
        Status::Published | Status::Withdrawn => return ().into_any(),
    };
    view! { <div class="note stack" role="note">{words} {question}</div> }.into_any()
}

/// "edited", with the wordings before.
fn before(comment: &Comment) -> Option<AnyView> {
    let edited = comment.edited.filter(|_| !comment.before.is_empty())?;
    let line = |wording: &model::comment::Wording| {
        view! { <li><p class="quiet">"until " {time(wording.until)}</p> {marked_up(&wording.html)}</li> }
            .into_any()
    };
    let lines = comment.before.iter().map(line).collect::<Vec<_>>();
    let many = counted(lines.len(), "earlier wording", "earlier wordings");
    Some(
        view! {
            <details class="fold">
                <summary>"edited " {time(edited)} ": " {many}</summary>
                <ol class="talk">{lines}</ol>
            </details>
        }
        .into_any(),
    )
}
