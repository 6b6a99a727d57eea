//! Writing a proposal together: who comes to write and how, what is kept of each wording, who is asked again, and what a stale write
//! meets.

use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use model::api::comments::AddComment;
use model::api::finding::SetFindable;
use model::api::merging::MergeProposal;
use model::api::mine::{GetMyData, Leave};
use model::api::notices::GetNews;
use model::api::proposals::{ChangeProposal, GetProposal, Judge, Propose};
use model::api::rounds::{ClosePhase, DeclareCulture};
use model::api::votes::CastVote;
use model::api::writing::{ActOnWriting, GetWriting};
use model::notice::NoticeKind;
use model::person::Role;
use model::proposal::{Proposal, Status};
use model::round::Phase;
use model::verdict::Decision;
use model::vote::{Stance, Strength, Vote};
use model::writing::{Act, Hand, MOST_WRITERS, State};
use model::{PersonId, Problem, ProblemKind, ProposalId, RoundId, Timestamp};

struct Stage {
    here: Here,
    round: RoundId,
    ada: Caller,
    mo: Caller,
    id: ProposalId,
}

impl Stage {
    async fn set(here: Here) -> Self {
        let round = here.company().await;
        let (ada, mo) = (here.customer("Ada").await, here.staff("Mo", Role::Moderator).await);
        let id = here.call(&ada, Propose { round, text: proposal("One face") }).await.unwrap().id;
        Self { here, round, ada, mo, id }
    }

    /// Somebody who takes part and wishes to be found.
    async fn found(&self, name: &str) -> Caller {
        let who = self.here.customer(name).await;
        self.here.call(&who, DeclareCulture { round: self.round, culture: 1 }).await.unwrap();
        self.here.call(&who, SetFindable { found: true, line: None }).await.unwrap();
        who
    }

    async fn act(&self, who: &Caller, act: Act, person: Option<PersonId>) -> Result<(), Problem> {
        self.here.call(who, ActOnWriting { proposal: self.id, act, person }).await.map(drop)
    }

    /// Invited, and has accepted.
    async fn writer(&self, name: &str) -> Caller {
        let who = self.found(name).await;
        self.act(&self.ada, Act::Invite, Some(who.id)).await.unwrap();
        self.act(&who, Act::Accept, None).await.unwrap();
        who
    }

    async fn change(&self, who: &Caller, title: &str, seen: Option<Timestamp>) -> Result<Proposal, Problem> {
        self.here.clock.advance(Timestamp::MINUTE);
        let text = proposal(title);
        self.here.call(who, ChangeProposal { proposal: self.id, seen: seen.map(|at| at.0), text }).await
    }

    async fn vote(&self, who: &Caller, stance: Stance, strength: Option<Strength>) {
        let vote = CastVote { strength, ..CastVote::new(self.id, stance) };
        self.here.call(who, vote).await.unwrap();
    }

    async fn seen(&self, who: &Caller) -> Proposal {
        self.here.call(who, GetProposal { proposal: self.id }).await.unwrap()
    }

    async fn told(&self, who: &Caller) -> Vec<String> {
        server::notices::catch_up(&self.here.site).await.unwrap();
        let news = self.here.call(who, GetNews {}).await.unwrap().notices;
        news.into_iter().filter(|one| one.kind == NoticeKind::Writing).map(|one| one.what).collect()
    }

    async fn page(&self, who: &Caller) -> String {
        let path = self.seen(&Caller::stranger()).await.path();
        self.here.text(who, &path).await
    }
}

fn kind<T: std::fmt::Debug>(refused: Result<T, Problem>) -> ProblemKind {
    refused.unwrap_err().kind
}

on_both! {
    async fn whoever_is_invited_accepts_and_writes_by_name(here) {
        let stage = Stage::set(here).await;
        let (bob, shy) = (stage.found("Bob").await, stage.here.customer("Shy").await);
        for person in [shy.id, PersonId(99_999), stage.mo.id, stage.ada.id] {
            let refused = stage.act(&stage.ada, Act::Invite, Some(person)).await.unwrap_err();
            assert_eq!(refused.about("person"), Some("There is no such customer, or they do not wish to be found."));
        }
        assert_eq!(kind(stage.act(&bob, Act::Invite, Some(bob.id)).await), ProblemKind::NotAllowed);
        assert_eq!(kind(stage.act(&bob, Act::Accept, None).await), ProblemKind::Conflict, "nobody invited him");
        assert_eq!(kind(stage.change(&bob, "Mine now", None).await), ProblemKind::NotAllowed);
        stage.act(&stage.ada, Act::Invite, Some(bob.id)).await.unwrap();
        assert_eq!(stage.told(&bob).await, ["You are invited to write the proposal “One face” with its author."]);
        assert_eq!(kind(stage.change(&bob, "Mine now", None).await), ProblemKind::NotAllowed, "he has not accepted");
        let writing = async |who: &Caller| stage.here.call(who, GetWriting { proposal: stage.id }).await.unwrap();
        assert!(writing(&shy).await.writers.is_empty(), "others know of no invitation");
        assert_eq!(writing(&stage.mo).await.writers[0].state, State::Invited, "moderators do");
        stage.act(&bob, Act::Accept, None).await.unwrap();
        assert_eq!(stage.told(&stage.ada).await, ["Somebody whom you invited writes “One face” with you now."]);
        let by = &writing(&Caller::stranger()).await.writers[0];
        assert_eq!((by.name.as_str(), by.account.as_ref().unwrap().as_str()), ("Bob", "Bob's company"));
        let page = stage.page(&Caller::stranger()).await;
        assert!(page.contains("written together with") && page.contains("Bob, Bob"), "{page}");

        let new = stage.change(&bob, "One face for all", None).await.unwrap();
        assert!(new.writes && !new.own && new.by == Hand::Writer("Bob".parse().unwrap()));
        assert_eq!(stage.told(&stage.ada).await[0], "“One face for all” has new words by somebody who writes it with you. If you had voted on it, say whether your vote stands.");
        let seen = stage.seen(&Caller::stranger()).await;
        assert_eq!(seen.before.iter().map(|one| (one.text.title.as_str(), &one.by)).collect::<Vec<_>>(), [("One face", &Hand::Author)]);
        let page = stage.page(&shy).await;
        assert!(page.contains("earlier wording") && page.contains("its author") && !page.contains("Ada"), "{page}");

        // He steps out, and is named no more.
        stage.act(&bob, Act::Leave, None).await.unwrap();
        assert_eq!(stage.seen(&Caller::stranger()).await.by, Hand::Former);
        assert_eq!(kind(stage.change(&bob, "Mine after all", None).await), ProblemKind::NotAllowed);
        stage.act(&stage.ada, Act::Invite, Some(bob.id)).await.unwrap();
        stage.act(&bob, Act::Decline, None).await.unwrap();
        let refused = stage.act(&stage.ada, Act::Invite, Some(bob.id)).await.unwrap_err();
        assert_eq!(refused.message, "They would rather not.");
    }

    async fn whoever_supports_it_offers_and_the_author_decides(here) {
        let stage = Stage::set(here).await;
        let (bob, una) = (stage.here.customer("Bob").await, stage.here.author("Una").await);
        assert_eq!(kind(stage.act(&bob, Act::Offer, None).await), ProblemKind::Conflict, "he does not support it");
        for who in [&bob, &una] {
            stage.vote(who, Stance::Agree, None).await;
        }
        assert_eq!(kind(stage.act(&una, Act::Offer, None).await), ProblemKind::Conflict, "she could call herself anything");
        assert!(stage.here.call(&bob, GetWriting { proposal: stage.id }).await.unwrap().may_offer);
        assert!(stage.page(&bob).await.contains("Offer to write it too"));
        stage.act(&bob, Act::Offer, None).await.unwrap();
        assert_eq!(stage.told(&stage.ada).await, ["Somebody who supports “One face” offers to write it with you."]);
        assert!(stage.page(&stage.ada).await.contains("supports it and offers to write it too"));
        stage.act(&stage.ada, Act::Refuse, Some(bob.id)).await.unwrap();
        assert_eq!(stage.act(&bob, Act::Offer, None).await.unwrap_err().message, "The author would rather write this without you.");
        // As many as there is room for.
        let mut writers = Vec::new();
        for n in 0..MOST_WRITERS {
            writers.push(stage.writer(&format!("Zoe {n}")).await);
        }
        let more = stage.found("One more").await;
        assert_eq!(kind(stage.act(&stage.ada, Act::Invite, Some(more.id)).await), ProblemKind::Conflict);
        stage.act(&stage.ada, Act::End, Some(writers[0].id)).await.unwrap();
        assert!(stage.told(&writers[0]).await[0].contains("any more"));
        assert_eq!(kind(stage.change(&writers[0], "Too late", None).await), ProblemKind::NotAllowed);
        stage.act(&stage.ada, Act::Invite, Some(more.id)).await.unwrap();
        stage.here.call(&stage.mo, ClosePhase { round: stage.round, phase: Phase::Propose }).await.unwrap();
        stage.here.call(&stage.mo, ClosePhase { round: stage.round, phase: Phase::Refine }).await.unwrap();
        assert_eq!(kind(stage.act(&more, Act::Accept, None).await), ProblemKind::Conflict, "texts are frozen");
        assert_eq!(kind(stage.change(&writers[1], "Too late", None).await), ProblemKind::Conflict);
    }

    async fn whoever_voted_is_asked_again_and_counts_once_they_answer(here) {
        let stage = Stage::set(here).await;
        let (bob, cem) = (stage.writer("Bob").await, stage.here.customer("Cem").await);
        stage.vote(&cem, Stance::Disagree, Some(Strength::Essential)).await;
        stage.vote(&stage.ada, Stance::Agree, None).await;
        stage.vote(&bob, Stance::Agree, None).await;
        stage.change(&bob, "One face for all", None).await.unwrap();
        assert_eq!(stage.told(&cem).await, ["“One face for all” has new words since you voted, so your vote counts no more: read them, and say whether it stands."]);
        let asked = stage.seen(&cem).await;
        let said = Vote { stance: Stance::Disagree, strength: Some(Strength::Essential), red_line: false };
        assert_eq!((asked.mine, asked.said_before), (None, Some(said)));
        assert!(stage.page(&cem).await.contains("Still disagree"));
        assert!(stage.seen(&bob).await.mine.is_some(), "whoever wrote the words knows them");
        assert!(stage.seen(&stage.ada).await.said_before.is_some());
        // Asked once, however often it is changed before they answer.
        stage.change(&bob, "One face for us all", None).await.unwrap();
        assert_eq!(stage.told(&cem).await.len(), 1);
        assert_eq!(stage.seen(&cem).await.said_before, Some(said));
        stage.vote(&cem, Stance::Disagree, Some(Strength::Essential)).await;
        let answered = stage.seen(&cem).await;
        assert_eq!((answered.mine, answered.said_before), (Some(said), None));
        // The same words ask nobody.
        stage.change(&bob, "One face for us all", None).await.unwrap();
        assert!(stage.seen(&cem).await.mine.is_some());
        assert_eq!(stage.seen(&cem).await.before.len(), 2);
    }

    async fn a_stale_write_is_refused_with_both_texts(here) {
        let stage = Stage::set(here).await;
        let bob = stage.writer("Bob").await;
        let begun = stage.seen(&bob).await.changed;
        stage.change(&stage.ada, "One face for all", Some(begun)).await.unwrap();
        let refused = stage.change(&bob, "Two faces", Some(begun)).await.unwrap_err();
        assert_eq!((refused.kind, refused.about("title")), (ProblemKind::Conflict, Some("Now it says: “One face for all”")));
        assert!(refused.about("why").is_none(), "the same in both");
        let seen = Timestamp(refused.about("seen").unwrap().parse().unwrap());
        assert_eq!(stage.seen(&bob).await.text.title.as_str(), "One face for all");
        stage.change(&bob, "Two faces for all", Some(seen)).await.unwrap();
        // Without scripts: both are on the page.
        let path = format!("/proposals/{}/two-faces-for-all", stage.id);
        let (at, old) = (format!("/api/v1/proposals/{}", stage.id), begun.0.to_string());
        let fields = [("seen", old.as_str()), ("kind", "start"), ("title", "Three faces"), ("why", "Because."), ("stages", "0"), ("cultures", "0"), ("next", &path)];
        stage.here.form_from(&stage.ada, &at, &path, &fields).await;
        let page = stage.here.text(&stage.ada, &path).await;
        assert!(page.contains("Three faces") && page.contains("Now it says: “Two faces for all”"), "{page}");
    }

    async fn merging_moderation_and_leaving_keep_it_in_order(here) {
        let stage = Stage::set(here).await;
        let (bob, cem) = (stage.writer("Bob").await, stage.here.customer("Cem").await);
        stage.change(&bob, "One face for all", None).await.unwrap();
        // What a moderator declined is not read as an earlier wording.
        let decline = Judge { proposal: stage.id, decision: Decision::Decline, reason: Some("Not so.".parse().unwrap()), trust: false };
        stage.here.call(&stage.mo, decline).await.unwrap();
        assert_eq!(stage.seen(&bob).await.status, Status::Declined, "who writes it sees how it stands");
        let path = stage.seen(&bob).await.path();
        assert!(stage.here.text(&bob, &path).await.contains("One face for all"), "and its page");
        assert!(stage.here.call(&cem, GetProposal { proposal: stage.id }).await.is_err());
        stage.change(&bob, "One kind face", None).await.unwrap();
        stage.here.call(&stage.mo, Judge { proposal: stage.id, decision: Decision::Publish, reason: None, trust: false }).await.unwrap();
        assert!(stage.seen(&cem).await.before.is_empty());
        // What is said on a wording that was merged into it is asked about too.
        let twin = stage.here.call(&cem, Propose { round: stage.round, text: proposal("One contact") }).await.unwrap().id;
        let eve = stage.here.customer("Eve").await;
        stage.here.call(&eve, CastVote::new(twin, Stance::Agree)).await.unwrap();
        stage.here.call(&stage.mo, MergeProposal { proposal: twin, into: stage.id }).await.unwrap();
        assert!(stage.seen(&eve).await.mine.is_some());
        stage.change(&stage.ada, "One kind face, please", None).await.unwrap();
        let asked = stage.seen(&eve).await;
        assert_eq!((asked.mine.is_none(), asked.said_before.map(|vote| vote.stance)), (true, Some(Stance::Agree)));
        assert_eq!(asked.before[0].by, Hand::Writer("Bob".parse().unwrap()));
        let frozen = ChangeProposal { proposal: twin, seen: None, text: proposal("Mine") };
        assert_eq!(kind(stage.here.call(&cem, frozen).await), ProblemKind::Conflict);
        let data = stage.here.call(&bob, GetMyData {}).await.unwrap();
        assert_eq!(data["writes_with_others"][0]["standing"], "writes");
        let own = data["earlier_wordings"].as_array().unwrap().iter().map(|one| &one["title"]).collect::<Vec<_>>();
        assert_eq!(own, ["One face for all", "One kind face"], "what was declined is his as well");
        assert_eq!(stage.here.call(&eve, GetMyData {}).await.unwrap()["asked_again"][0], stage.id.0);
        // Whoever leaves is named no more; with their words, the wordings that they gave go.
        stage.here.call(&bob, Leave { sure: true, words: true }).await.unwrap();
        assert!(stage.seen(&eve).await.before.iter().all(|one| one.text.title.as_str() != "One kind face"));
        assert!(stage.here.call(&eve, GetWriting { proposal: stage.id }).await.unwrap().writers.is_empty());
        stage.here.call(&stage.ada, Leave { sure: true, words: false }).await.unwrap();
        assert_eq!(stage.seen(&eve).await.text.title.as_str(), "One kind face, please");
        let text = "So it is.".parse().unwrap();
        stage.here.call(&eve, AddComment { follow: false, proposal: stage.id, parent: None, kind: model::comment::Kind::Comment, tone: None, text }).await.unwrap();
    }
}
