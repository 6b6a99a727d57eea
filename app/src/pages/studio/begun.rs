//! What is typed into practices' forms and not yet saved: kept in this browser, as proposals that are being written are, and
//! offered again whatever became of the form.

use super::desk::{Desk, NEW};
use super::shape::shape;
use crate::form::nested::Fields;
use crate::form::values::text;
use crate::parts::draft;
use crate::parts::staff::touch::focus;
use leptos::prelude::*;
use model::practice::{Practice, PracticeText};
use model::{PersonId, PracticeId, ProposalId, RoundId};
use serde_json::Value;

/// A form that is open, and under which name what is typed into it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Opened {
    pub practice: PracticeId,
    pub name: String,
}

/// Something that was typed and is not saved.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Begun {
    name: String,
    /// What it says it will do.
    title: String,
    /// Whether it is a change of a practice that is there.
    changes: bool,
}

/// What belongs to somebody, in a round, for the draft or for version 0.
pub(super) fn prefix(person: Option<PersonId>, round: RoundId, today: bool) -> String {
    let person = person.unwrap_or_default().to_string();
    let of = if today { "today" } else { "draft" };
    [draft::STUDIO, &person, "-", &round.to_string(), "-", of, "-"].concat()
}

const OF: &str = "of-";

impl Desk {
    /// What is typed into the form of a practice is kept under this name; a new one's under one of its own.
    fn name(self, id: PracticeId) -> String {
        let last = match id == NEW {
            true => ["new-", &js_sys::Date::now().to_string()].concat(),
            false => [OF, &id.to_string()].concat(),
        };
        self.prefix.with_value(|prefix| [prefix.as_str(), &last].concat())
    }

    /// The practice that something kept under a name is about; a new one if that has gone.
    fn about(self, name: &str) -> Option<Practice> {
        let last = self.prefix.with_value(|prefix| name.strip_prefix(prefix.as_str()).map(str::to_owned))?;
        self.practice(PracticeId(last.strip_prefix(OF)?.parse().ok()?))
    }

    /// Opens the form, for a new practice or for one that is there. What was typed into it before comes back.
    pub fn open(self, id: PracticeId) {
        let open = self.sheet.get_untracked().is_some_and(|open| open.practice == id);
        if !open {
            let name = self.name(id);
            self.show(Opened { practice: id, name });
        } else {
            self.begins.set_value(None);
        }
        focus("f-title");
    }

    fn show(self, opened: Opened) {
        let kept = draft::kept(&opened.name);
        if let Some(proposals) = kept.as_ref().and_then(proposals) {
            self.ticked.set(proposals);
        } else if let Some(practice) = self.practice(opened.practice) {
            self.ticked.set(practice.text.proposals);
        }
        self.sheet.set(Some(opened));
    }

    /// Opens what was begun, to go on with it.
    fn go_on(self, name: String) {
        let practice = self.about(&name).map_or(NEW, |practice| practice.id);
        self.show(Opened { practice, name });
        self.look();
        focus("f-title");
    }

    pub fn close(self) {
        // Whatever is left to be kept of it is seen to by the form itself as it goes.
        self.sheet.set(None);
        self.ticked.set(Vec::new());
    }

    /// Throws away what was typed under a name.
    pub fn forget(self, name: &str) {
        draft::forget(name);
        self.look();
    }

    /// Looks what there is that was begun. Only in the browser.
    pub fn look(self) {
        let (Some(prefix), Some(_)) = (self.prefix.try_get_value(), self.draft.try_with_untracked(|_| ()))
        else {
            return;
        };
        let begun = draft::names(&prefix).into_iter().filter_map(|name| {
            let fields = draft::kept(&name)?;
            let practice = self.about(&name);
            // It was sent, and only the answer never came.
            if practice.as_ref().is_some_and(|there| reads(&fields, self.today).as_ref() == Some(&there.text))
            {
                draft::forget(&name);
                return None;
            }
            Some(Begun { title: text(&fields, "title"), changes: practice.is_some(), name })
        });
        self.begun.try_set(begun.collect());
    }
}

/// What the fields of a form come to, once all of it is there.
fn reads(fields: &Fields, today: bool) -> Option<PracticeText> {
    let mut fields = fields.clone();
    shape(&mut fields, "practice", 0, today).ok()?;
    serde_json::from_value(Value::Object(fields)).ok()
}

fn proposals(fields: &Fields) -> Option<Vec<ProposalId>> {
    let list = fields.get("proposals")?.as_array()?;
    Some(list.iter().filter_map(|id| Some(ProposalId(id.as_str()?.parse().ok()?))).collect())
}

/// What was begun, to go on with; not what is open.
pub(super) fn begun(desk: Desk) -> AnyView {
    if desk.makes {
        Effect::new(move || desk.look());
    }
    let list = move || {
        let open = desk.sheet.get().map(|open| open.name);
        desk.begun.get().into_iter().filter(|one| Some(&one.name) != open.as_ref()).collect::<Vec<_>>()
    };
    view! { <For each=list key=Clone::clone children=move |one| line(desk, one)/> }.into_any()
}

fn line(desk: Desk, one: Begun) -> AnyView {
    let Begun { name, title, changes } = one;
    let title = if title.is_empty() { "without a title".to_owned() } else { title };
    let words = if changes { "Changed and not saved: " } else { "Begun and not yet in: " };
    let of = [": ", &title].concat();
    let (to, gone) = (name.clone(), name);
    let forget = move |_| {
        desk.forget(&gone);
        focus("practices");
    };
    view! {
        <div class="note queue-after">
            <span>{words} <b>{title}</b></span>
            <button type="button" class="btn btn-sm" on:click=move |_| desk.go_on(to.clone())>
                "Go on with it" <span class="sr-only">{of.clone()}</span>
            </button>
            <button type="button" class="btn btn-ghost btn-sm" on:click=forget>
                "Throw it away" <span class="sr-only">{of.clone()}</span>
            </button>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_was_begun_is_of_one_person_and_one_design() {
        let names = [
            prefix(Some(PersonId(1)), RoundId(2), false),
            prefix(Some(PersonId(1)), RoundId(2), true),
            prefix(Some(PersonId(12)), RoundId(2), false),
            prefix(Some(PersonId(1)), RoundId(22), false),
        ];
        for one in &names {
            assert!(one.starts_with(draft::STUDIO));
            assert_eq!(names.iter().filter(|other| other.starts_with(one.as_str())).count(), 1, "{one}");
        }
    }

    #[test]
    fn what_is_kept_reads_as_what_would_be_sent() {
        let fields = json!({
            "title": "One face", "activity": "Visits", "accountable": "Sales", "involved": "", "hours": "", "proposals": ["3"],
            "stages": ["0"], "cultures": ["1"], "how": "So.", "lead.name": "", "lead.unit": "", "lead.target": "", "lag.name": "",
            "lag.unit": "", "lag.target": "", "details.documents": "", "seen": 4,
        });
        let Value::Object(mut fields) = fields else { unreachable!() };
        let text = reads(&fields, false).unwrap();
        assert_eq!(
            (text.how.as_ref().map(ToString::to_string).as_deref(), text.proposals.len()),
            (Some("So."), 1)
        );
        assert_eq!(proposals(&fields), Some(vec![ProposalId(3)]));
        fields.insert("stages".into(), json!([]));
        assert_eq!(reads(&fields, false), None, "something is missing yet");
    }
}
