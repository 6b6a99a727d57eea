//! The follow-up queue: whose turn it is, who waits longest, and one answer for many.

use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use crate::practices::practice;
use crate::promises::Scene;
use model::api::comments::AddComment;
use model::api::follow_up::{AnswerMany, GetFollowUp};
use model::api::practices::AddPractice;
use model::api::proposals::{AnswerProposal, GetProposal, Propose};
use model::comment::Kind;
use model::follow_up::{FollowUp, Turn};
use model::person::Role;
use model::round::Moderation;
use model::{ProblemKind, ProposalId, RoundId, Timestamp};

async fn ask(here: &Here, who: &Caller, round: RoundId, title: &str) -> ProposalId {
    here.clock.advance(Timestamp::DAY);
    here.call(who, Propose { round, text: proposal(title) }).await.unwrap().id
}

async fn say(here: &Here, who: &Caller, proposal: ProposalId) {
    here.clock.advance(Timestamp::DAY);
    let text = "And when?".parse().unwrap();
    here.call(
        who,
        AddComment { follow: false, proposal, parent: None, kind: Kind::Comment, tone: None, text },
    )
    .await
    .unwrap();
}

async fn owed(here: &Here, who: &Caller) -> Vec<(ProposalId, Turn, usize)> {
    let queue = here.call(who, GetFollowUp {}).await.unwrap();
    assert_eq!(queue.waiting, queue.items.len());
    queue.items.iter().map(|one| (one.proposal, one.turn, one.words)).collect()
}

on_both! {
    async fn it_is_the_companys_turn_until_it_speaks_and_again_when_customers_do(here) {
        let round = here.company().await;
        let (ada, mo) = (here.author("Ada").await, here.staff("Mo", Role::Moderator).await);
        let des = here.staff("Des", Role::Designer).await;
        let one = ask(&here, &ada, round, "Send one person").await;
        let other = ask(&here, &ada, round, "Show the price").await;
        say(&here, &ada, one).await;
        assert_eq!(owed(&here, &mo).await, [(one, Turn::Unanswered, 1), (other, Turn::Unanswered, 0)]);
        let queue = here.call(&mo, GetFollowUp {}).await.unwrap();
        assert_eq!(queue.items[0].author.as_ref().unwrap().as_str(), "Ada");
        assert_eq!(here.call(&des, GetFollowUp {}).await.unwrap().items[0].author, None, "moderators alone see who asked");
        // Staff's own word beside it is a word too.
        say(&here, &mo, one).await;
        assert_eq!(owed(&here, &mo).await, [(other, Turn::Unanswered, 0)]);
        say(&here, &ada, one).await;
        say(&here, &ada, one).await;
        assert_eq!(owed(&here, &mo).await, [(other, Turn::Unanswered, 0), (one, Turn::WrittenSince, 2)]);
        let answer = AnswerProposal { proposal: other, text: "Soon.".parse().unwrap() };
        here.call(&des, answer).await.unwrap();
        assert_eq!(owed(&here, &mo).await, [(one, Turn::WrittenSince, 2)]);
        // What the company asks itself, it owes a word to only once customers write beside it.
        let own = ask(&here, &des, round, "Shall we keep it?").await;
        assert_eq!(owed(&here, &mo).await, [(one, Turn::WrittenSince, 2)]);
        say(&here, &ada, own).await;
        assert_eq!(owed(&here, &mo).await, [(one, Turn::WrittenSince, 2), (own, Turn::Unanswered, 1)]);
        say(&here, &des, own).await;
        let page = here.text(&mo, "/follow-up").await;
        assert!(page.contains("2 comments since our last word") && !page.contains("Show the price"), "{page}");
        for caller in [&ada, &here.staff("Acc", Role::AccountManager).await] {
            assert_eq!(here.call(caller, GetFollowUp {}).await.unwrap_err().kind, ProblemKind::NotAllowed);
        }
    }

    async fn what_a_design_leaves_out_has_its_word(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let rest = scene.proposed("Show the price").await;
        assert_eq!(owed(here, &scene.mo).await, [(rest, Turn::Unanswered, 0)]);
        // With the reason that holds for all that nobody decided on.
        let text = practice("Two faces", &[scene.proposed("Two faces").await]);
        here.call(&scene.dee, AddPractice { round: scene.round, text }).await.unwrap();
        scene.adopt().await;
        assert_eq!(owed(here, &scene.mo).await, []);
        // Whoever writes beside it after that waits for a word again.
        say(here, &here.author("Ada").await, rest).await;
        assert_eq!(owed(here, &scene.mo).await, [(rest, Turn::WrittenSince, 1)]);
    }

    async fn many_are_answered_at_once_or_none(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let (ada, eve) = (here.author("Ada").await, here.customer("Eve").await);
        let mo = here.staff("Mo", Role::Moderator).await;
        let one = ask(&here, &ada, round, "Send one person").await;
        let other = ask(&here, &ada, round, "Show the price").await;
        let waits = ask(&here, &eve, round, "Still to be read").await;
        let answer = |proposals: Vec<ProposalId>| AnswerMany { proposals, text: "From **May** on.".parse().unwrap() };
        let refused = here.call(&mo, answer(Vec::new())).await.unwrap_err();
        assert_eq!(refused.fields[0].field, "proposals");
        let refused = here.call(&mo, answer(vec![one; FollowUp::MOST + 1])).await.unwrap_err();
        assert_eq!(refused.fields[0].field, "proposals");
        assert_eq!(here.call(&mo, answer(vec![one, waits])).await.unwrap_err().kind, ProblemKind::Conflict);
        assert_eq!(here.call(&mo, answer(vec![one, ProposalId(99)])).await.unwrap_err().kind, ProblemKind::NotFound);
        assert_eq!(owed(&here, &mo).await.len(), 2, "none was answered");
        assert_eq!(here.call(&ada, answer(vec![one])).await.unwrap_err().kind, ProblemKind::NotAllowed);
        // As a form sends it: ticked boxes.
        let fields = [("proposals", one.to_string()), ("proposals", other.to_string()), ("text", "From **May** on.".into())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(here.form(&mo, "/api/v1/follow-up/answers", &fields).await.status(), 303);
        assert!(owed(&here, &mo).await.is_empty());
        for id in [one, other] {
            let said = here.call(&Caller::stranger(), GetProposal { proposal: id }).await.unwrap().answer.unwrap();
            assert!(said.html.0.contains("<strong>May</strong>"));
        }
        here.call(&mo, answer(vec![one; FollowUp::MOST])).await.unwrap();
    }
}
