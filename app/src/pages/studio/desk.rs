//! What is on the designer's desk: the draft as it stands, which proposals are ticked, and which practice is open.

use super::begun::{self, Begun, Opened};
use super::moving::Move;
use super::placing::{Dragged, Placed};
use super::stories::{self, Told};
use crate::api::call;
use crate::form::refused;
use crate::outcome::Page;
use crate::parts::glyph::Axes;
use crate::parts::staff::touch::{Standing, focus};
use crate::parts::toast::toast;
use crate::reread::Reread;
use crate::viewer::viewer_now;
use futures::lock::{Mutex, OwnedMutexGuard};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::api::integrity::GetIntegrity;
use model::api::practices::{GetDraft, GetInsideOut, PutBackPractice, RemovePractice, UndoPractice};
use model::api::rounds::GetRound;
use model::api::selection::{GetSelection, GetWeightings, GetWorkingList};
use model::api::sign_off::GetSignOff;
use model::cells::Cell;
use model::design::Draft;
use model::integrity::Integrity;
use model::person::Role;
use model::practice::Practice;
use model::proposal::Card;
use model::round::Round;
use model::selection::{Selection, Weightings, WorkingList};
use model::sign_off::SignOff;
use model::{PracticeId, ProposalId, RoundId};
use std::sync::Arc;

/// No practice has this number: the form is for a new one.
pub(super) const NEW: PracticeId = PracticeId(0);

#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub draft: RwSignal<Draft>,
    pub round: RwSignal<Round>,
    /// What the votes choose; nothing where capacities cannot be compared.
    pub selection: RwSignal<Option<Selection>>,
    /// What is to be looked at; counted anew with the draft.
    pub integrity: RwSignal<Option<Integrity>>,
    /// How far the draft is on its way to the signature.
    pub sign_off: RwSignal<Option<SignOff>>,
    pub axes: StoredValue<Axes>,
    /// In the order in which they were ticked.
    pub ticked: RwSignal<Vec<ProposalId>>,
    /// The form that is open.
    pub sheet: RwSignal<Option<Opened>>,
    /// What was typed and is not saved, in this browser.
    pub begun: RwSignal<Vec<Begun>>,
    /// How the names begin under which that is kept.
    pub prefix: StoredValue<String>,
    /// The practice that was taken out last, to be put back.
    pub removed: RwSignal<Option<PracticeId>>,
    /// A practice that was to be taken out, as it was read: another has changed it since.
    pub contested: RwSignal<Option<Practice>>,
    /// The proposal that a reason is being written for.
    pub leaving: RwSignal<Option<ProposalId>>,
    /// The practice that is being placed, and the cell in which it was taken up.
    pub placing: RwSignal<Option<Placed>>,
    /// The practice that was moved last, to be moved back.
    pub moved: RwSignal<Option<Move>>,
    /// The proposal of the working list that is being put somewhere.
    pub putting: RwSignal<Option<ProposalId>>,
    /// The cell in which a new practice begins, if somebody has said so.
    pub begins: StoredValue<Option<Cell>>,
    /// What is known of the proposals of the working list.
    pub working: RwSignal<Option<WorkingList>>,
    /// How else accounts could weigh.
    pub weightings: RwSignal<Weightings>,
    pub dragged: StoredValue<Option<Dragged>>,
    pub all: RwSignal<bool>,
    /// The stories that lie open.
    pub stories: RwSignal<Told>,
    rereading: Reread,
    turn: StoredValue<Arc<Mutex<()>>>,
    /// How many practices were changed from here: a reading that began before a change does not know it.
    changes: StoredValue<usize>,
    /// Where to move the focus once what is new is there, and where it stood when that was asked for.
    /// Nothing on the server, which renders on many threads and must not keep what belongs to one of them.
    news: Option<StoredValue<Option<(String, Standing)>, LocalStorage>>,
    /// Signatories look, designers make.
    pub makes: bool,
    /// Version 0 lies on it, and not the draft.
    pub today: bool,
}

/// How else accounts could weigh; nothing for whoever does not try it.
pub(super) async fn weightings(round: RoundId, makes: bool) -> Weightings {
    match makes {
        true => call(GetWeightings { round }).await.unwrap_or_default(),
        false => Weightings::default(),
    }
}

impl Desk {
    pub fn new(
        draft: Draft,
        round: Round,
        selection: Option<Selection>,
        integrity: Option<Integrity>,
        sign_off: Option<SignOff>,
        all: bool,
        today: bool,
    ) -> Self {
        let viewer = viewer_now();
        let prefix = begun::prefix(viewer.person.as_ref().map(|person| person.id), round.id, today);
        Self {
            begun: RwSignal::new(Vec::new()),
            prefix: StoredValue::new(prefix),
            contested: RwSignal::new(None),
            draft: RwSignal::new(draft),
            axes: StoredValue::new(Axes::new(&round.stages, &round.cultures)),
            round: RwSignal::new(round),
            selection: RwSignal::new(selection),
            integrity: RwSignal::new(integrity),
            sign_off: RwSignal::new(sign_off),
            ticked: RwSignal::new(Vec::new()),
            sheet: RwSignal::new(None),
            removed: RwSignal::new(None),
            leaving: RwSignal::new(None),
            placing: RwSignal::new(None),
            moved: RwSignal::new(None),
            putting: RwSignal::new(None),
            begins: StoredValue::new(None),
            working: RwSignal::new(None),
            weightings: RwSignal::new(Weightings::default()),
            dragged: StoredValue::new(None),
            all: RwSignal::new(all),
            stories: RwSignal::new(Told::new()),
            rereading: Reread::new(),
            turn: StoredValue::default(),
            changes: StoredValue::new(0),
            news: (!cfg!(feature = "ssr")).then(|| StoredValue::new_local(None)),
            makes: viewer.may(Role::Designer),
            today,
        }
    }

    /// Reads the draft and the round again; what is being typed stays.
    pub fn again(self) {
        self.rereading.ask(move || self.read());
    }

    /// The same, and then moves the focus to where the news is, unless it has left where it stood when the act began.
    pub fn again_at(self, place: String, standing: Standing) {
        if let Some(news) = self.news {
            news.set_value(Some((place, standing)));
        }
        self.again();
    }

    /// One's own acts go one after another: the next begins with what the one before it has left, and is not refused as
    /// overtaken by it. Nothing once the page is left.
    pub async fn turn(self) -> Option<OwnedMutexGuard<()>> {
        let turn = self.turn.try_get_value()?.lock_owned().await;
        // It may have been left while this waited.
        self.turn.try_get_value().map(|_| turn)
    }

    /// The draft as one's own act has left it that changed more than it was answered.
    pub async fn changed_more(self) {
        let Some(id) = self.round.try_with_untracked(|round| round.id) else { return };
        let page = Page::now();
        let draft = match self.today {
            true => call(GetInsideOut { round: id }).await.map(|found| found.draft),
            false => call(GetDraft { round: id }).await,
        };
        let Some(draft) = draft.ok().filter(|_| !page.is_left()) else { return };
        self.changes.update_value(|changes| *changes += 1);
        match self.dragged.with_value(Option::is_some) {
            // Not drawn under the hand; the end of the dragging reads again.
            true => {
                self.draft.try_update_untracked(|known| *known = draft);
            }
            false => self.draft.set(draft),
        }
    }

    /// A practice as one's own act has left it.
    pub fn changed(self, practice: Practice) {
        self.changes.update_value(|changes| *changes += 1);
        self.draft.update(|draft| {
            if let Some(known) = draft.practices.iter_mut().find(|known| known.id == practice.id) {
                *known = practice;
            }
        });
    }

    async fn read(self) {
        let page = Page::now();
        let (Some(id), Some(place)) = (
            self.round.try_with_untracked(|round| round.id),
            self.news.and_then(|news| news.try_update_value(std::mem::take)),
        ) else {
            return;
        };
        let changes = self.changes.get_value();
        let (draft, integrity, selection) = match self.today {
            true => match call(GetInsideOut { round: id }).await {
                Ok(found) => (Ok(found.draft), Some(found.integrity), None),
                Err(problem) => (Err(problem), None, None),
            },
            false => (
                call(GetDraft { round: id }).await,
                call(GetIntegrity { round: id }).await.ok(),
                call(GetSelection { round: id }).await.ok(),
            ),
        };
        let round = call(GetRound { round: id }).await;
        let all = self.all.try_get_untracked().unwrap_or_default();
        let working = match self.today {
            true => None,
            false => call(GetWorkingList { round: id, all }).await.ok(),
        };
        let weightings = weightings(id, self.makes && !self.today).await;
        let sign_off = call(GetSignOff { round: id }).await;
        if page.is_left() {
            return;
        }
        // It would be drawn anew under the hand, or without one's own last change. The end of the dragging reads again, and so does
        // whatever was changed.
        if self.dragged.with_value(Option::is_some) || self.changes.get_value() != changes {
            if let Some(news) = self.news {
                news.update_value(|news| *news = news.take().or(place));
            }
            return;
        }
        match draft {
            Ok(draft) => self.draft.set(draft),
            Err(problem) => refused(&problem),
        }
        if let Ok(round) = round {
            self.round.set(round);
        }
        if let Ok(sign_off) = sign_off {
            self.sign_off.set(Some(sign_off));
        }
        self.selection.set(selection);
        self.working.set(working);
        self.weightings.set(weightings);
        self.integrity.set(integrity);
        stories::again(self);
        if let Some((place, standing)) = place {
            standing.on_to(place);
        }
    }

    pub fn is_ticked(self, id: ProposalId) -> bool {
        self.ticked.with(|ticked| ticked.contains(&id))
    }

    pub fn toggle(self, id: ProposalId) {
        self.ticked.update(|ticked| match ticked.iter().position(|other| *other == id) {
            Some(place) => drop(ticked.remove(place)),
            None => ticked.push(id),
        });
    }

    /// The ticked proposals, the best supported first.
    pub fn ticked_cards(self) -> Vec<Card> {
        let ticked = self.ticked.get();
        self.draft.with(|draft| {
            let left = draft.left.iter().map(|left| &left.card);
            let leading = draft.cells.iter().flat_map(|cell| &cell.leading);
            let used = draft.practices.iter().flat_map(|practice| &practice.from);
            let mut cards: Vec<Card> = Vec::new();
            for card in left.chain(leading).chain(used) {
                if ticked.contains(&card.id) && cards.iter().all(|other| other.id != card.id) {
                    cards.push(card.clone());
                }
            }
            cards
        })
    }

    pub fn practice(self, id: PracticeId) -> Option<Practice> {
        self.draft
            .try_with_untracked(|draft| draft.practices.iter().find(|practice| practice.id == id).cloned())?
    }

    /// As it is read here: what another has changed meanwhile is shown, and not taken out.
    pub fn remove(self, id: PracticeId) {
        self.contested.set(None);
        let (page, standing) = (Page::now(), Standing::now());
        spawn_local(async move {
            let Some((_turn, practice)) = self.turn().await.zip(self.practice(id)) else { return };
            match call(RemovePractice { practice: id, seen: Some(practice.revision) }).await {
                _ if page.is_left() => {}
                Ok(_) => {
                    self.removed.set(Some(id));
                    self.again_at("put-back".to_owned(), standing);
                }
                Err(problem) if problem.overtaken().is_some() => {
                    self.contested.set(Some(practice));
                    self.again_at("contested".into(), standing);
                }
                Err(problem) => refused(&problem),
            }
        });
    }

    /// Takes back one's own last change of a practice.
    pub fn undo(self, id: PracticeId, revision: i64) {
        let (page, standing) = (Page::now(), Standing::now());
        spawn_local(async move {
            let Some(_turn) = self.turn().await else { return };
            match call(UndoPractice { practice: id, seen: revision }).await {
                _ if page.is_left() => {}
                Ok(practice) => {
                    self.changed(practice);
                    self.again_at(super::practices::button_id(id), standing);
                    toast("Your change is taken back.".into());
                }
                Err(problem) => refused(&problem),
            }
        });
    }

    /// The very practice that was taken out.
    pub fn put_back(self, id: PracticeId) {
        let page = Page::now();
        spawn_local(async move {
            match call(PutBackPractice { practice: id }).await {
                _ if page.is_left() => {}
                Ok(_) => {
                    self.removed.set(None);
                    self.again();
                    toast("It is back.".into());
                    focus("practices");
                }
                Err(problem) => refused(&problem),
            }
        });
    }
}
