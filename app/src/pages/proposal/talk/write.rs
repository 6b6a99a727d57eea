//! The small forms beside a proposal: to write, to reply, to change, to withdraw and to report. There are many on one page, so each
//! has a name by which it knows what a refused post has left behind.

use crate::flash::{flash, typed};
use crate::form::{Form, next_here};
use crate::parts::choices::{Choice, one_of, tick};
use crate::parts::pictures;
use crate::parts::prose::prose;
use crate::parts::textarea::TextArea;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::comment::{Comment, Tone};
use model::picture::Picture;
use model::queue::{Key, Question};
use model::{CommentId, ProposalId, Reason, Remark, RoundId};

/// What a form is for.
#[derive(Clone, Copy)]
pub(in crate::pages::proposal) enum Writing {
    Comment(ProposalId),
    Story(ProposalId),
    Reply(ProposalId, CommentId),
    Note(ProposalId),
    Answer(ProposalId),
    ReportProposal(ProposalId),
    ReportComment(CommentId),
}

impl Writing {
    /// The name by which a form of many is known.
    fn name(self) -> String {
        match self {
            Self::Comment(_) => "comment".into(),
            Self::Story(_) => "story".into(),
            Self::Reply(_, id) => format!("reply-{id}"),
            Self::Note(_) => "note".into(),
            Self::Answer(_) => "answer".into(),
            Self::ReportProposal(_) => "report".into(),
            Self::ReportComment(id) => format!("report-{id}"),
        }
    }

    fn action(self) -> String {
        match self {
            Self::Comment(id) | Self::Story(id) | Self::Reply(id, _) => {
                format!("/api/v1/proposals/{id}/comments")
            }
            Self::Note(id) => format!("/api/v1/proposals/{id}/notes"),
            Self::Answer(id) => format!("/api/v1/proposals/{id}/answer"),
            Self::ReportProposal(id) => format!("/api/v1/proposals/{id}/report"),
            Self::ReportComment(id) => format!("/api/v1/comments/{id}/report"),
        }
    }
}

const MARKDOWN: &str = "You can use Markdown: *emphasis*, **strong**, - lists, > quotes, [links](https://…).";

const NAMING: &str = "You can use Markdown: *emphasis*, **strong**, - lists, > quotes, [links](https://…). Type @ to name somebody.";

/// A new comment, reply or story; `round`: the one in which it may have pictures; `follow`: whether to ask for following with it.
pub(in crate::pages::proposal) fn write(writing: Writing, round: Option<RoundId>, follow: bool) -> AnyView {
    let form = Named::new(writing.name());
    let (summary, label, toast) = match writing {
        Writing::Story(_) => ("Tell a story", "What happened?", "Thank you for the story."),
        Writing::Note(_) => ("Write a note", "Your note", "Noted."),
        Writing::Answer(_) => ("Answer in the company's name", "The official answer", "Answered."),
        Writing::Reply(..) => ("Reply", "Your reply", "Sent."),
        _ => ("Write a comment", "Your comment", "Sent."),
    };
    let more = match writing {
        Writing::Story(_) => tones(&form),
        Writing::Reply(_, id) => {
            view! { <input type="hidden" name="parent" value=id.to_string()/> }.into_any()
        }
        _ => ().into_any(),
    };
    let hint = if matches!(writing, Writing::Note(_) | Writing::Answer(_)) { MARKDOWN } else { NAMING };
    let class = if matches!(writing, Writing::Reply(..)) { "fold" } else { "fold say" };
    let open = form.is_refused();
    view! {
        <details class=class open=open>
            <summary>{summary}</summary>
            <form method="post" action=writing.action() class="form" data-then="reload" data-toast=toast>
                {next_here()} {form.hidden()} {more} {form.text("text", label, hint, "", Remark::MAX)}
                {round.map(|round| form.pictures(round, &[]))} {follow.then(|| form.follow())} {form.trouble()}
                <p><button class="btn">"Send"</button></p>
            </form>
        </details>
    }
    .into_any()
}

fn tones(form: &Named) -> AnyView {
    let chosen = if form.is_refused() { typed("tone") } else { String::new() };
    let choice = |tone: Tone, label| Choice::new(tone.word(), label, chosen == tone.word());
    let choices = vec![choice(Tone::Well, "I was engaged well"), choice(Tone::Badly, "I was engaged badly")];
    let kind = view! { <input type="hidden" name="kind" value="story"/> };
    let problems = if form.is_refused() { Form::main() } else { Form::new() };
    view! { {kind} {one_of("tone", "This is about a time when", choices, problems)} }.into_any()
}

/// The author's new wording.
pub(super) fn change(comment: &Comment) -> AnyView {
    let form = Named::new(format!("change-{}", comment.id));
    let now = comment.text.as_ref().map(ToString::to_string).unwrap_or_default();
    let action = format!("/api/v1/comments/{}", comment.id);
    let open = form.is_refused();
    view! {
        <details class="fold" open=open>
            <summary>"Change"</summary>
            <form method="post" action=action class="form" data-then="reload" data-toast="Changed.">
                {next_here()} {form.hidden()} {form.text("text", "What it is to say", NAMING, &now, Remark::MAX)}
                {form.pictures(comment.round, &comment.pictures)} {form.trouble()}
                <p><button class="btn">"Send the change"</button></p>
            </form>
        </details>
    }
    .into_any()
}

/// A moderator's question to whoever wrote something, with a way to answer it; nothing once it is asked no longer and was not
/// answered.
pub(in crate::pages::proposal) fn asked(item: Key, question: &Question) -> Option<AnyView> {
    let text = view! { <blockquote class="reason">{prose(question.text.as_str())}</blockquote> };
    if let Some(answer) = &question.answer {
        let answer = prose(answer.as_str());
        return Some(
            view! { <p>"A moderator asked you:"</p> {text} <p>"You answered:"</p> {answer} }.into_any(),
        );
    }
    if !question.open {
        return None;
    }
    let key = item.to_string();
    let form = Named::new(["answer-", &key.replace('/', "-")].concat());
    let hint = "Moderators alone read this. You can also change what you wrote instead.";
    let reply = view! {
        <form method="post" action="/api/v1/questions/reply" class="form" data-then="reload" data-toast="Sent. A moderator reads it.">
            {next_here()} {form.hidden()} <input type="hidden" name="item" value=key/>
            {form.text("reply", "Your answer", hint, "", Reason::MAX)} {form.trouble()}
            <p><button class="btn">"Send the answer"</button></p>
        </form>
    };
    Some(view! { <p>"A moderator asks you before deciding:"</p> {text} {reply} }.into_any())
}

/// Unfolded first, so that nothing is deleted by a slip.
pub(super) fn withdraw(comment: &Comment) -> AnyView {
    let action = format!("/api/v1/comments/{}/withdraw", comment.id);
    view! {
        <details class="fold">
            <summary>"Delete"</summary>
            <form method="post" action=action class="form" data-then="reload" data-toast="Deleted.">
                {next_here()} <p>"Your words go, the earlier ones too. This cannot be undone."</p>
                <p><button class="btn">"Delete it"</button></p>
            </form>
        </details>
    }
    .into_any()
}

pub(super) fn report(writing: Writing) -> AnyView {
    let form = Named::new(writing.name());
    let summary =
        if matches!(writing, Writing::ReportProposal(_)) { "Report this proposal" } else { "Report" };
    let hint = "A moderator reads this, and nobody is told that it was you.";
    let open = form.is_refused();
    view! {
        <details class="fold" open=open>
            <summary>{summary}</summary>
            <form method="post" action=writing.action() class="form" data-then="reload" data-toast="Thank you: a moderator will look at it.">
                {next_here()} {form.hidden()} {form.text("reason", "What is wrong with it?", hint, "", Reason::MAX)} {form.trouble()}
                <p><button class="btn">"Send the report"</button></p>
            </form>
        </details>
    }
    .into_any()
}

/// One form of many.
struct Named {
    name: String,
}

impl Named {
    fn new(name: String) -> Self {
        Self { name }
    }

    /// Travels with the form, and comes back with what was typed.
    fn hidden(&self) -> AnyView {
        view! { <input type="hidden" name="form" value=self.name.clone()/> }.into_any()
    }

    fn is_refused(&self) -> bool {
        typed("form") == self.name
    }

    fn text(
        &self,
        field: &'static str,
        label: &'static str,
        hint: &'static str,
        now: &str,
        max: usize,
    ) -> AnyView {
        let id = ["f-", field, "-", &self.name].concat();
        let (problem_id, hint_id) = (id.clone() + "-problem", id.clone() + "-hint");
        let described = [hint_id.as_str(), " ", &problem_id].concat();
        let value = if self.is_refused() { typed(field) } else { now.to_owned() };
        let problem = self.problem(|problem| problem.about(field).map(str::to_owned));
        let invalid = problem.is_some();
        view! {
            <div class="field">
                <label class="field-label" for=id.clone()>{label}</label>
                <p class="field-hint" id=hint_id>{hint}</p>
                <TextArea
                    name=field
                    id=id
                    value=value
                    lines=4
                    max=max
                    required=true
                    described_by=described
                    invalid=Signal::stored(invalid)
                    on_leave=Callback::new(|_| ())
                />
                <p class="field-problem" id=problem_id data-problem=field aria-live="polite">{problem}</p>
            </div>
        }
        .into_any()
    }

    fn follow(&self) -> AnyView {
        let ticked = match self.is_refused() {
            true => typed("follow") == "true",
            false => viewer_now().person.is_some_and(|one| one.follows == Some(true)),
        };
        tick("follow", "Tell me what comes of this proposal", "", ticked)
    }

    fn pictures(&self, round: RoundId, shown: &[Picture]) -> AnyView {
        let problem = self.problem(|problem| problem.about("pictures").map(str::to_owned));
        pictures::field(round, &self.name, shown, problem)
    }

    fn trouble(&self) -> AnyView {
        let trouble = self.problem(|problem| problem.fields.is_empty().then(|| problem.message.clone()));
        view! { <div class="trouble" role="alert">{trouble}</div> }.into_any()
    }

    fn problem<T>(&self, of: impl Fn(&model::Problem) -> Option<T>) -> Option<T> {
        let refused = self.is_refused();
        flash().with_untracked(|flash| flash.0.as_ref().filter(|_| refused).and_then(of))
    }
}
