//! A practice that another takes out while its form is open: who did, and the way to put it back, so that what is typed is not lost.

use super::keeping::{Keeping, SAVE};
use crate::api::call;
use crate::form::refused;
use crate::outcome::Page;
use crate::parts::staff::touch::Standing;
use crate::parts::time::time;
use crate::parts::toast::toast;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::api::practices::PutBackPractice;
use model::{Problem, ProblemKind};

impl Keeping {
    /// What cannot be found has been taken out: by whom is in the draft.
    pub fn look_when_gone(self) {
        Effect::new(move || {
            let gone = |problem: &Option<Problem>| {
                problem.as_ref().is_some_and(|problem| problem.kind == ProblemKind::NotFound)
            };
            if self.form.problem.with(gone) {
                self.desk.again();
            }
        });
    }

    /// What is wrong with the form as a whole: where another has taken the practice out, who did, and the way to put it back. What
    /// is typed stays.
    pub fn trouble(self) -> AnyView {
        let removed = Memo::new(move |_| {
            self.desk.draft.with(|draft| draft.removed.iter().find(|one| one.practice == self.id).cloned())
        });
        let shown = move || match removed.get() {
            None => self.form.trouble(),
            Some(removed) => {
                let by = removed.by.map_or_else(|| "Somebody".to_owned(), |by| by.to_string());
                view! {
                    <div class="note queue-after sheet-wide" role="alert">
                        <span><b>{by}</b> " took this practice out, " {time(removed.at)} ". What you typed is still here."</span>
                        <button type="button" class="btn btn-sm" on:click=move |_| self.put_back()>"Put it back"</button>
                    </div>
                }
                .into_any()
            }
        };
        view! { {shown} }.into_any()
    }

    /// It is there again, and what is typed can be saved.
    fn put_back(self) {
        let (page, standing) = (Page::now(), Standing::now());
        spawn_local(async move {
            let answer = call(PutBackPractice { practice: self.id }).await;
            if page.is_left() {
                return;
            }
            match answer {
                Ok(_) => {
                    self.form.problem.try_set(None);
                    self.desk.removed.set(None);
                    self.desk.again_at(SAVE.into(), standing);
                    toast("It is back: save what you typed.".into());
                }
                Err(problem) => {
                    refused(&problem);
                    self.desk.again();
                }
            }
        });
    }
}
