//! Merging proposals: wordings are kept, votes are united person by person, whoever voted is told and may step out, and taking
//! them apart leaves everything as it was.

use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use model::api::comments::{AddComment, GetTalk};
use model::api::merging::{MergeProposal, StepOut, UnmergeProposal};
use model::api::notices::{GetNews, SeeNews};
use model::api::practices::{AddPractice, GetDraft};
use model::api::proposals::{ChangeProposal, FindSimilar, GetProposal, Judge, ListProposals, Propose};
use model::api::queue::GetQueue;
use model::api::rounds::ClosePhase;
use model::api::votes::{CastVote, ListMyVotes};
use model::comment::Kind;
use model::notice::NoticeKind;
use model::person::Role;
use model::proposal::{Proposal, Status};
use model::round::{Moderation, Phase};
use model::verdict::Decision;
use model::vote::{Stance, Vote};
use model::{ProblemKind, ProposalId, RoundId};

struct Stage {
    here: Here,
    round: RoundId,
    moderator: Caller,
    one: ProposalId,
    other: ProposalId,
}

impl Stage {
    async fn set(here: Here) -> Self {
        let round = here.company().await;
        let (ada, bea) = (here.author("Ada").await, here.author("Bea").await);
        let moderator = here.staff("Mo", Role::Moderator).await;
        let one = here
            .call(&ada, Propose { round, text: proposal("Send one person who knows us") })
            .await
            .unwrap()
            .id;
        let other =
            here.call(&bea, Propose { round, text: proposal("One contact, please") }).await.unwrap().id;
        Self { here, round, moderator, one, other }
    }

    async fn vote(&self, who: &Caller, proposal: ProposalId, stance: Stance) {
        let vote = CastVote::new(proposal, stance);
        self.here.call(who, vote).await.unwrap();
    }

    async fn voters(&self, names: &str, proposal: ProposalId, stance: Stance) -> Vec<Caller> {
        let mut all = Vec::new();
        for name in names.split(' ') {
            let caller = self.here.customer(name).await;
            self.vote(&caller, proposal, stance).await;
            all.push(caller);
        }
        all
    }

    async fn merge(&self) {
        let merge = MergeProposal { proposal: self.other, into: self.one };
        self.here.call(&self.moderator, merge).await.unwrap();
    }

    async fn unmerge(&self) {
        self.here.call(&self.moderator, UnmergeProposal { proposal: self.other }).await.unwrap();
    }

    async fn seen(&self, who: &Caller, proposal: ProposalId) -> Proposal {
        self.here.call(who, GetProposal { proposal }).await.unwrap()
    }

    /// Hundredths of voices: for, against; and how many voices.
    async fn figures(&self, proposal: ProposalId) -> Option<(u32, u32, usize)> {
        let shown = self.seen(&self.moderator, proposal).await;
        shown.support.tally().map(|tally| (tally.agree, tally.disagree, tally.voices))
    }

    async fn listed(&self) -> Vec<ProposalId> {
        let list = ListProposals { round: self.round, ..Default::default() };
        self.here.call(&Caller::stranger(), list).await.unwrap().items.iter().map(|card| card.id).collect()
    }
}

on_both! {
    async fn votes_are_united_and_go_back_when_it_is_undone(here) {
        let stage = Stage::set(here).await;
        let (one, other) = (stage.one, stage.other);
        let both = stage.voters("Al Bo", one, Stance::Agree).await;
        for caller in &both {
            stage.vote(caller, other, Stance::Agree).await;
        }
        let only = stage.voters("Cy Di Ed", other, Stance::Agree).await;
        let torn = stage.voters("Flo", one, Stance::Disagree).await;
        stage.vote(&torn[0], other, Stance::Agree).await;
        let away = stage.voters("Gus", other, Stance::Disagree).await;
        assert_eq!((stage.figures(one).await, stage.figures(other).await), (None, Some((600, 100, 7))));
        let before = stage.listed().await;

        stage.merge().await;
        // Five for it, one against; who said both is asked.
        assert_eq!(stage.figures(one).await, Some((500, 100, 6)));
        assert_eq!(stage.listed().await, [one]);
        let seen = stage.seen(&only[0], other).await;
        assert_eq!((seen.id, seen.mine, seen.asked), (one, Some(Vote::new(Stance::Agree)), false));
        let wording = &seen.wordings[0];
        assert_eq!((wording.proposal, wording.title.as_str(), wording.direct), (other, "One contact, please", true));
        assert_eq!((wording.mine, wording.out), (Some(Vote::new(Stance::Agree)), false));
        assert!(stage.seen(&torn[0], one).await.asked);
        assert_eq!(stage.seen(&Caller::stranger(), one).await.wordings[0].mine, None);
        // Whoever asks in its words again is led to what remains.
        let alike = FindSimilar { round: stage.round, title: "One contact, please".into(), ..Default::default() };
        let alike = stage.here.call(&Caller::stranger(), alike).await.unwrap();
        assert_eq!(alike.iter().map(|card| card.id).collect::<Vec<_>>(), [one]);
        let instance = stage.here.another().await;
        let there = instance.call(&only[0], GetProposal { proposal: one }).await.unwrap();
        assert_eq!((there.support, there.wordings.len()), (seen.support, 1));

        // Stepping out: it stays with the wording. And back in.
        let step = |out| StepOut { proposal: other, out };
        stage.here.call(&away[0], step(true)).await.unwrap();
        stage.here.call(&away[0], step(true)).await.unwrap();
        assert_eq!(stage.figures(one).await, Some((500, 0, 5)));
        let seen = stage.seen(&away[0], one).await;
        assert_eq!((seen.mine, seen.wordings[0].mine, seen.wordings[0].out), (None, Some(Vote::new(Stance::Disagree)), true));
        instance.site.memory.catch_up().await.unwrap();
        assert_eq!(instance.call(&away[0], GetProposal { proposal: one }).await.unwrap().mine, None);
        stage.here.call(&away[0], step(false)).await.unwrap();
        assert_eq!(stage.figures(one).await, Some((500, 100, 6)));

        // An answer decides; so does a vote of whoever said nothing before.
        stage.vote(&torn[0], one, Stance::Agree).await;
        assert_eq!(stage.figures(one).await, Some((600, 100, 7)));
        stage.voters("Hal", one, Stance::Agree).await;
        let refused = CastVote::new(other, Stance::Agree);
        assert_eq!(stage.here.call(&only[0], refused).await.unwrap_err().kind, ProblemKind::Conflict);

        // Apart again: all that was said on the other is there, and what came later stays where it was put.
        stage.unmerge().await;
        assert_eq!(stage.figures(other).await, Some((600, 100, 7)));
        assert_eq!(stage.seen(&torn[0], one).await.mine, Some(Vote::new(Stance::Agree)));
        assert_eq!(stage.seen(&torn[0], other).await.mine, Some(Vote::new(Stance::Agree)));
        let mut listed = stage.listed().await;
        listed.sort_unstable();
        assert_eq!(listed.len(), before.len());
        let mine = stage.here.call(&both[0], ListMyVotes { round: stage.round }).await.unwrap();
        assert_eq!(mine.len(), 2);
        let fresh = stage.here.another().await;
        let there = fresh.call(&only[0], GetProposal { proposal: other }).await.unwrap();
        assert_eq!((there.id, there.support), (other, stage.seen(&only[0], other).await.support));
    }

    async fn whoever_voted_and_who_wrote_it_are_told(here) {
        let stage = Stage::set(here).await;
        let voter = stage.voters("Al", stage.other, Stance::Agree).await.remove(0);
        let bystander = stage.voters("Bo", stage.one, Stance::Agree).await.remove(0);
        let told = async |who: &Caller| {
            server::notices::catch_up(&stage.here.site).await.unwrap();
            let news = stage.here.call(who, GetNews {}).await.unwrap().notices;
            news.into_iter().filter(|one| one.kind == NoticeKind::Merging).map(|one| (one.what, one.path)).collect::<Vec<_>>()
        };
        stage.merge().await;
        let news = told(&voter).await;
        assert_eq!(news[0].0, "“One contact, please” is merged with another that asks for the same.");
        assert!(told(&bystander).await.is_empty());
        // The link of the letter leads to what remains.
        let page = stage.here.get(&voter, news[0].1.split('#').next().unwrap()).await;
        assert_eq!(page.status(), 303);
        let page = stage.here.text(&voter, &format!("/proposals/{}/send-one-person-who-knows-us", stage.one)).await;
        for words in ["The wordings behind it", "One contact, please", "Step out", "You agreed with this wording."] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let page = stage.here.text(&stage.moderator, &format!("/proposals/{}/send-one-person-who-knows-us", stage.one)).await;
        assert!(page.contains("Take it apart again") && !page.contains("Step out"), "{page}");
        // Whoever has read of it reads that it is undone; of what nobody has read nothing is left.
        let last = stage.here.call(&voter, GetNews {}).await.unwrap().notices[0].id;
        stage.here.call(&voter, SeeNews { last }).await.unwrap();
        stage.unmerge().await;
        assert_eq!(told(&voter).await.iter().map(|one| one.0.as_str()).collect::<Vec<_>>(), ["“One contact, please” is a proposal of its own again."]);
    }

    async fn what_is_taken_apart_at_once_is_told_to_nobody(here) {
        let stage = Stage::set(here).await;
        let here = &stage.here;
        let [al, bo] = <[Caller; 2]>::try_from(stage.voters("Al Bo", stage.other, Stance::Agree).await).unwrap_or_else(|_| panic!());
        let merging = async |who: &Caller| {
            server::notices::catch_up(&here.site).await.unwrap();
            here.call(who, GetNews {}).await.unwrap().notices.into_iter().filter(|one| one.kind == NoticeKind::Merging).count()
        };
        // Before anybody could have heard of it, and before its letters are written.
        stage.merge().await;
        stage.unmerge().await;
        assert_eq!((merging(&al).await, merging(&bo).await), (0, 0));
        stage.merge().await;
        assert_eq!(merging(&al).await, 1);
        stage.unmerge().await;
        here.clock.advance(server::notices::herald::GATHER);
        assert_eq!((merging(&al).await, merging(&bo).await), (0, 0));
        let letters = "select count(*) from mail where subject like '%One contact%'";
        let count = async || server::db::on!(here.site.db, c => sqlx::query_scalar::<_, i64>(letters).fetch_one(c).await).unwrap();
        assert_eq!(count().await, 0);
        // Its letters are written and could not leave yet: they are taken out.
        for _ in 0..3 {
            here.mail.refuse_next(false);
        }
        stage.merge().await;
        merging(&al).await;
        here.clock.advance(server::notices::herald::GATHER);
        merging(&al).await;
        here.mail.refused().await;
        let kept = "select count(*) from mail where problem is not null";
        while server::db::on!(here.site.db, c => sqlx::query_scalar::<_, i64>(kept).fetch_one(c).await).unwrap() < 3 {
            tokio::task::yield_now().await;
        }
        assert_eq!(count().await, 3, "two who voted and who wrote it");
        stage.unmerge().await;
        assert_eq!((merging(&al).await, merging(&bo).await), (0, 0));
        assert_eq!(count().await, 0);
    }

    async fn what_was_said_beside_a_wording_stands_beside_what_remains(here) {
        let stage = Stage::set(here).await;
        let ada = stage.here.author("Ann").await;
        let say = |proposal, parent, text: &str| AddComment { follow: false, proposal, parent, kind: Kind::Comment, tone: None, text: text.parse().unwrap() };
        let said = stage.here.call(&ada, say(stage.other, None, "We had five of them.")).await.unwrap();
        stage.merge().await;
        let reply = stage.here.call(&ada, say(stage.one, Some(said.id), "So had we.")).await.unwrap();
        stage.here.call(&ada, say(stage.other, None, "By the old address.")).await.unwrap();
        let talk = stage.here.call(&Caller::stranger(), GetTalk { proposal: stage.one }).await.unwrap().comments;
        assert_eq!(talk.len(), 3);
        stage.unmerge().await;
        let talk = stage.here.call(&Caller::stranger(), GetTalk { proposal: stage.other }).await.unwrap().comments;
        assert_eq!(talk.iter().map(|one| one.id).collect::<Vec<_>>(), [said.id, reply.id]);
    }

    async fn practices_follow_and_come_back(here) {
        let stage = Stage::set(here).await;
        let designer = stage.here.staff("Des", Role::Designer).await;
        let practice = serde_json::json!({
            "round": stage.round, "title": "One contact", "activity": "Visits", "accountable": "Sales", "stages": [0],
            "cultures": [0], "proposals": [stage.other],
        });
        stage.here.call(&designer, serde_json::from_value::<AddPractice>(practice).unwrap()).await.unwrap();
        let from = async || {
            let draft = stage.here.call(&designer, GetDraft { round: stage.round }).await.unwrap();
            draft.practices[0].text.proposals.clone()
        };
        stage.merge().await;
        assert_eq!(from().await, [stage.one]);
        stage.unmerge().await;
        assert_eq!(from().await, [stage.other]);
    }

    async fn what_cannot_be_merged_is_refused(here) {
        let stage = Stage::set(here).await;
        let (one, other, here) = (stage.one, stage.other, &stage.here);
        let ada = here.author("Ann").await;
        let merge = |proposal, into| MergeProposal { proposal, into };
        for caller in [&ada, &here.staff("Des", Role::Designer).await, &here.staff("Acc", Role::AccountManager).await] {
            assert_eq!(here.call(caller, merge(other, one)).await.unwrap_err().kind, ProblemKind::NotAllowed);
            assert_eq!(here.call(caller, UnmergeProposal { proposal: other }).await.unwrap_err().kind, ProblemKind::NotAllowed);
        }
        let field = async |request| here.call(&stage.moderator, request).await.unwrap_err().fields.first().map(|one| one.field.clone());
        assert_eq!(field(merge(one, one)).await.as_deref(), Some("into"));
        assert_eq!(field(merge(one, ProposalId(99))).await.as_deref(), Some("into"));
        assert_eq!(here.call(&stage.moderator, merge(ProposalId(99), one)).await.unwrap_err().kind, ProblemKind::NotFound);
        assert_eq!(here.call(&stage.moderator, UnmergeProposal { proposal: other }).await.unwrap_err().kind, ProblemKind::Conflict);
        assert_eq!(here.call(&ada, StepOut { proposal: other, out: true }).await.unwrap_err().kind, ProblemKind::Conflict);
        assert_eq!(here.call(&Caller::stranger(), StepOut { proposal: other, out: true }).await.unwrap_err().kind, ProblemKind::SignInNeeded);
        let third = here.call(&ada, Propose { round: stage.round, text: proposal("A third") }).await.unwrap().id;
        stage.merge().await;
        assert_eq!(here.call(&stage.moderator, merge(other, third)).await.unwrap_err().kind, ProblemKind::Conflict);
        assert_eq!(field(merge(third, other)).await.as_deref(), Some("into"), "what is merged itself takes up nothing");
        let decline = Judge { proposal: other, decision: Decision::Decline, reason: Some("No.".parse().unwrap()), trust: false };
        assert_eq!(here.call(&stage.moderator, decline).await.unwrap_err().kind, ProblemKind::Conflict);
        let decline = Judge { proposal: one, decision: Decision::Decline, reason: Some("No.".parse().unwrap()), trust: false };
        assert_eq!(here.call(&stage.moderator, decline).await.unwrap_err().kind, ProblemKind::Conflict, "others are in it");
        // What remains may be taken up in turn.
        here.call(&stage.moderator, merge(one, third)).await.unwrap();
        let seen = stage.seen(&ada, other).await;
        assert_eq!((seen.id, seen.wordings.iter().map(|one| (one.proposal, one.direct)).collect::<Vec<_>>()), (third, vec![(one, true), (other, false)]));
        stage.unmerge().await;
        assert_eq!(stage.seen(&ada, other).await.id, other);
        // Not once voting has closed.
        for phase in [Phase::Propose, Phase::Refine, Phase::Vote] {
            drop(here.call(&stage.moderator, ClosePhase { round: stage.round, phase }).await);
        }
        for refused in [here.call(&stage.moderator, merge(other, third)).await, here.call(&stage.moderator, UnmergeProposal { proposal: one }).await, here.call(&ada, StepOut { proposal: one, out: true }).await] {
            assert_eq!(refused.unwrap_err().kind, ProblemKind::Conflict);
        }
    }

    async fn two_at_once_do_not_lead_in_a_circle(here) {
        let stage = Stage::set(here).await;
        let there = stage.here.another().await;
        let merge = |proposal, into| MergeProposal { proposal, into };
        let (first, second) = tokio::join!(
            stage.here.call(&stage.moderator, merge(stage.one, stage.other)),
            there.call(&stage.moderator, merge(stage.other, stage.one)),
        );
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        stage.here.site.memory.catch_up().await.unwrap();
        assert_eq!(stage.listed().await.len(), 1);
    }

    async fn what_waits_is_merged_from_the_queue_and_keeps_its_wording(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let moderator = here.staff("Mo", Role::Moderator).await;
        let (ada, bea) = (here.author("Ada").await, here.customer("Bea").await);
        let one = here.call(&ada, Propose { round, text: proposal("Send one person") }).await.unwrap().id;
        let waits = here.call(&bea, Propose { round, text: proposal("One contact, please") }).await.unwrap();
        assert_eq!(waits.status, Status::Waiting);
        let into_waiting = MergeProposal { proposal: one, into: waits.id };
        assert_eq!(here.call(&moderator, into_waiting).await.unwrap_err().fields[0].field, "into");
        here.call(&moderator, MergeProposal { proposal: waits.id, into: one }).await.unwrap();
        assert!(here.call(&moderator, GetQueue::default()).await.unwrap().items.is_empty());
        assert_eq!(here.call(&Caller::stranger(), GetProposal { proposal: one }).await.unwrap().wordings.len(), 1);
        // Its author no longer changes what others read as it was.
        let anew = ChangeProposal { seen: None, proposal: waits.id, text: proposal("Something else") };
        assert_eq!(here.call(&bea, anew).await.unwrap_err().kind, ProblemKind::Conflict);
        // Taken back, it waits as before: nobody has published it.
        for _ in 0..2 {
            here.call(&moderator, UnmergeProposal { proposal: waits.id }).await.unwrap();
            assert_eq!(here.call(&Caller::stranger(), GetProposal { proposal: waits.id }).await.unwrap_err().kind, ProblemKind::NotFound);
            assert_eq!(here.call(&moderator, GetQueue::default()).await.unwrap().items.len(), 1);
            here.call(&moderator, MergeProposal { proposal: waits.id, into: one }).await.unwrap();
        }
    }
}
