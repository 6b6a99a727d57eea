//! Words that wait for a moderator: until they are public nobody is asked about them and no vote counts on them; and no vote counts
//! on words that its voter has not read.

use crate::harness::{Caller, Here, proposal};
use crate::on_behalf::key;
use crate::on_both;
use model::api::merging::MergeProposal;
use model::api::notices::GetNews;
use model::api::on_behalf::{AnswerNoted, GetNoted, NoteVote};
use model::api::proposals::{ChangeProposal, GetProposal, Judge, Propose};
use model::api::queue::{ReportProposal, UndoVerdicts};
use model::api::votes::CastVote;
use model::api::writing::ListAskedAgain;
use model::notice::NoticeKind;
use model::on_behalf::{Answer, Source};
use model::person::Role;
use model::proposal::{Proposal, Status};
use model::queue::Key;
use model::round::Moderation;
use model::verdict::Decision;
use model::vote::{Stance, Vote};
use model::{Problem, ProblemKind, ProposalId, RoundId, Timestamp};

const AGREED: Option<Vote> = Some(Vote { stance: Stance::Agree, strength: None, red_line: false });

/// A round in which everything is read first, with a proposal that was published and that Bob agreed with.
struct Stage {
    here: Here,
    round: RoundId,
    ada: Caller,
    bob: Caller,
    mo: Caller,
    id: ProposalId,
}

impl Stage {
    async fn set(here: Here) -> Self {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let mo = here.staff("Mo", Role::Moderator).await;
        let id = here.call(&ada, Propose { round, text: proposal("Send one person") }).await.unwrap().id;
        let stage = Self { here, round, ada, bob, mo, id };
        stage.judge(Decision::Publish).await;
        stage.here.call(&stage.bob, CastVote::new(id, Stance::Agree)).await.unwrap();
        stage
    }

    async fn judge(&self, decision: Decision) {
        self.here.clock.advance(Timestamp::MINUTE);
        let reason = (decision == Decision::Decline).then(|| "Not so.".parse().unwrap());
        self.here.call(&self.mo, Judge { proposal: self.id, decision, reason, trust: false }).await.unwrap();
    }

    async fn change(&self, title: &str) -> Proposal {
        self.here.clock.advance(Timestamp::MINUTE);
        let text = proposal(title);
        self.here.call(&self.ada, ChangeProposal { proposal: self.id, seen: None, text }).await.unwrap()
    }

    async fn seen(&self, who: &Caller) -> Proposal {
        self.here.call(who, GetProposal { proposal: self.id }).await.unwrap()
    }

    async fn vote(&self, seen: Timestamp, stance: Stance) -> Result<(), Problem> {
        let vote = CastVote { seen: Some(seen.0), ..CastVote::new(self.id, stance) };
        self.here.call(&self.bob, vote).await.map(drop)
    }

    /// What was said on other words and is asked about.
    async fn asked(&self, who: &Caller) -> Vec<ProposalId> {
        let asked = self.here.call(who, ListAskedAgain {}).await.unwrap();
        asked.into_iter().map(|one| one.proposal).collect()
    }

    async fn news(&self, who: &Caller) -> usize {
        server::notices::catch_up(&self.here.site).await.unwrap();
        let news = self.here.call(who, GetNews {}).await.unwrap().notices;
        news.iter().filter(|one| one.kind == NoticeKind::Writing).count()
    }
}

fn earlier(proposal: &Proposal) -> Vec<&str> {
    proposal.before.iter().map(|one| one.text.title.as_str()).collect()
}

on_both! {
    async fn nobody_is_asked_before_the_words_are_public(here) {
        let stage = Stage::set(here).await;
        let first = stage.seen(&stage.bob).await;
        let changed = stage.change("Send two people").await;
        assert_eq!((changed.status, changed.asked_since), (Status::Waiting, None));
        let again = stage.change("Send three people").await;
        assert_eq!(earlier(&again), ["Send one person"], "what was never public is not kept");
        assert_eq!((stage.asked(&stage.bob).await, stage.news(&stage.bob).await), (vec![], 0));
        assert_eq!(stage.here.round(stage.round).await.totals.votes, 1);
        stage.judge(Decision::Publish).await;
        let asked = stage.seen(&stage.bob).await;
        assert_eq!((asked.mine, asked.said_before), (None, AGREED));
        assert_eq!(earlier(&asked), ["Send one person"]);
        assert!(asked.worded > first.worded);
        assert_eq!((stage.asked(&stage.bob).await, stage.news(&stage.bob).await), (vec![stage.id], 1));
        assert_eq!(stage.seen(&stage.ada).await.asked_since, Some(asked.worded), "her page says since when");
        assert_eq!(stage.here.round(stage.round).await.totals.votes, 1, "whoever was asked counts until they answer");
        // Another instance has it from the database.
        let fresh = stage.here.another().await;
        assert_eq!(fresh.call(&stage.bob, GetProposal { proposal: stage.id }).await.unwrap(), asked);
        // A verdict taken back and given again asks nobody a second time.
        stage.vote(asked.worded, Stance::Agree).await.unwrap();
        let at = stage.here.clock.now().0;
        stage.here.call(&stage.mo, UndoVerdicts { items: vec![Key::Proposal(stage.id)], at }).await.unwrap();
        stage.judge(Decision::Publish).await;
        assert_eq!(stage.seen(&stage.bob).await.mine, AGREED);
    }

    async fn the_old_words_again_ask_nobody(here) {
        let stage = Stage::set(here).await;
        let first = stage.seen(&stage.bob).await;
        stage.change("Send two people").await;
        stage.change("Send one person!").await;
        stage.judge(Decision::Publish).await;
        let seen = stage.seen(&stage.bob).await;
        assert_eq!((seen.mine, seen.said_before, seen.worded), (AGREED, None, first.worded));
        assert_eq!((stage.asked(&stage.bob).await, stage.news(&stage.bob).await), (vec![], 0));
        assert_eq!(stage.seen(&stage.ada).await.asked_since, None);
    }

    async fn what_was_declined_and_written_anew_asks_too(here) {
        let stage = Stage::set(here).await;
        let grace = stage.here.staff("Grace", Role::AccountManager).await;
        let cem = stage.here.customer("Cem").await;
        let note = NoteVote {
            proposal: stage.id,
            email: "cem@example.com".parse().unwrap(),
            stance: Stance::Agree,
            name: None,
            account: None,
            strength: None,
            red_line: false,
            source: Source::Call,
            said: "2026-01-02".parse().unwrap(),
        };
        stage.here.call(&grace, note).await.unwrap();
        let key = key(&stage.here, "cem@example.com").await;
        stage.judge(Decision::Decline).await;
        stage.change("Send two people").await;
        assert_eq!(stage.asked(&stage.bob).await, [], "it may never be public");
        stage.judge(Decision::Publish).await;
        let seen = stage.seen(&stage.bob).await;
        assert_eq!((seen.mine, seen.said_before, earlier(&seen)), (None, AGREED, vec![]), "nobody reads what was declined");
        assert!(stage.here.call(&cem, GetNoted { key: key.clone() }).await.unwrap().reworded);
        let refused = stage.here.call(&cem, AnswerNoted { key, answer: Answer::Confirm }).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::Conflict);
        assert_eq!(stage.seen(&cem).await.noted, None);
    }

    async fn what_was_taken_out_of_sight_is_no_earlier_wording(here) {
        let stage = Stage::set(here).await;
        for n in 0..20 {
            let who = stage.here.customer(&format!("Zoe {n}")).await;
            let reason = "It names a person.".parse().unwrap();
            let _ = stage.here.call(&who, ReportProposal { proposal: stage.id, reason }).await;
        }
        assert_eq!(stage.seen(&stage.ada).await.status, Status::Waiting);
        stage.change("Send two people").await;
        stage.judge(Decision::Publish).await;
        let seen = stage.seen(&stage.bob).await;
        assert_eq!((seen.said_before, earlier(&seen)), (AGREED, vec![]));
    }

    async fn merged_with_new_words_it_is_asked_about_where_it_went(here) {
        let stage = Stage::set(here).await;
        let cem = stage.here.customer("Cem").await;
        let other = stage.here.call(&cem, Propose { round: stage.round, text: proposal("One contact") }).await.unwrap().id;
        stage.here.call(&stage.mo, Judge { proposal: other, decision: Decision::Publish, reason: None, trust: false }).await.unwrap();
        stage.change("Send two people").await;
        stage.here.clock.advance(Timestamp::MINUTE);
        stage.here.call(&stage.mo, MergeProposal { proposal: stage.id, into: other }).await.unwrap();
        let seen = stage.here.call(&stage.bob, GetProposal { proposal: other }).await.unwrap();
        assert_eq!(seen.mine, None, "he said nothing of two people");
        assert_eq!((stage.asked(&stage.bob).await, stage.news(&stage.bob).await), (vec![other], 1));
        stage.here.call(&stage.bob, CastVote::new(other, Stance::Agree)).await.unwrap();
        assert_eq!(stage.asked(&stage.bob).await, []);
    }

    async fn a_vote_is_refused_where_its_words_are_no_longer_there(here) {
        let stage = Stage::set(here).await;
        let before = stage.seen(&stage.bob).await.worded;
        stage.vote(before, Stance::Disagree).await.unwrap();
        // A comma is nothing that one would have to read.
        stage.change("Send one person.").await;
        stage.judge(Decision::Publish).await;
        stage.vote(before, Stance::Agree).await.unwrap();
        stage.change("Send nobody").await;
        stage.judge(Decision::Publish).await;
        let refused = stage.vote(before, Stance::Agree).await.unwrap_err();
        assert_eq!((refused.kind, stage.seen(&stage.bob).await.mine), (ProblemKind::Conflict, None));
        assert!(refused.message.contains("other words"), "{}", refused.message);
        let after = stage.seen(&stage.bob).await;
        stage.vote(Timestamp(after.worded.0 - 1), Stance::Agree).await.unwrap_err();
        stage.vote(after.worded, Stance::Agree).await.unwrap();
        // What one said can always be taken back.
        stage.vote(before, Stance::TakenBack).await.unwrap();
        // A plain form says which words it is for, and is answered in words.
        let (path, page) = (after.path(), stage.here.text(&stage.bob, &after.path()).await);
        assert!(page.contains(&format!("name=\"seen\" value=\"{}\"", after.worded.0)), "{page}");
        let old = before.0.to_string();
        let fields = [("stance", "agree"), ("seen", old.as_str()), ("next", &path)];
        stage.here.form_from(&stage.bob, &format!("/api/v1/proposals/{}/vote", stage.id), &path, &fields).await;
        assert!(stage.here.text(&stage.bob, &path).await.contains("This has other words since you loaded the page."));
        assert_eq!(stage.seen(&stage.bob).await.mine, None);
    }
}
