//! The one queue: what people report goes into it, what many accounts report is out of sight until it is read, and whom moderators
//! trust is read no more.

use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use model::api::audit::ListAudit;
use model::api::comments::{AddComment, GetTalk, JudgeComment};
use model::api::intake::{ListBlockedWords, SetPace};
use model::api::notices::GetNews;
use model::api::people::{ListPeople, SetTrust};
use model::api::proposals::{ChangeProposal, GetProposal, Judge, Propose};
use model::api::queue::{GetQueue, ReportComment, ReportProposal};
use model::api::votes::CastVote;
use model::comment::{self, Comment, Kind};
use model::intake::{Held, MOST_PACE, PACE_WINDOW};
use model::person::Role;
use model::proposal::Status;
use model::queue::{Item, Key, Queue};
use model::round::Moderation;
use model::verdict::Decision;
use model::vote::Stance;
use model::{ProblemKind, ProposalId};

async fn say(here: &Here, who: &Caller, proposal: ProposalId, text: &str) -> Comment {
    let text = text.parse().unwrap();
    here.call(
        who,
        AddComment { follow: false, proposal, parent: None, kind: Kind::Comment, tone: None, text },
    )
    .await
    .unwrap()
}

fn against(proposal: ProposalId) -> ReportProposal {
    ReportProposal { proposal, reason: "It names a person.".parse().unwrap() }
}

fn judge(proposal: ProposalId, decision: Decision, trust: bool) -> Judge {
    let reason = (decision == Decision::Decline).then(|| "No names, please.".parse().unwrap());
    Judge { proposal, decision, reason, trust }
}

async fn queue(here: &Here, moderator: &Caller) -> Vec<Item> {
    here.call(moderator, GetQueue::default()).await.unwrap().items
}

on_both! {
    async fn what_is_reported_is_read_by_a_moderator_and_nobody_learns_by_whom(here) {
        let round = here.company().await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob Reporter").await);
        let (moderator, admin) = (here.staff("Mo", Role::Moderator).await, here.staff("Al", Role::Admin).await);
        let id = here.call(&ada, Propose { round, text: proposal("Do not send Mr Miller") }).await.unwrap().id;
        assert_eq!(here.call(&Caller::stranger(), against(id)).await.unwrap_err().kind, ProblemKind::SignInNeeded);
        assert_eq!(here.call(&ada, against(id)).await.unwrap_err().kind, ProblemKind::NotAllowed, "one's own");
        assert_eq!(here.call(&bob, against(ProposalId(99))).await.unwrap_err().kind, ProblemKind::NotFound);
        here.call(&bob, against(id)).await.unwrap();
        assert_eq!(here.call(&bob, against(id)).await.unwrap_err().kind, ProblemKind::Conflict, "once");

        // It stays in sight, and stands in the queue.
        assert_eq!(here.call(&Caller::stranger(), GetProposal { proposal: id }).await.unwrap().status, Status::Published);
        let waiting = queue(&here, &moderator).await;
        assert_eq!((waiting.len(), waiting[0].key(), waiting[0].complaints.len()), (1, Key::Proposal(id), 1));
        assert_eq!(waiting[0].complaints[0].reason.as_str(), "It names a person.");
        let told = serde_json::to_string(&waiting).unwrap();
        assert!(!told.contains("Bob"), "{told}");
        assert!(!here.text(&moderator, "/queue").await.contains("Bob"));
        let log = here.call(&admin, ListAudit { q: "bob".into(), ..ListAudit::default() }).await.unwrap();
        assert_eq!(log.items.iter().filter(|event| event.kind.starts_with("complaint")).count(), 0);

        // To keep it is a verdict, and settles what was said.
        here.call(&moderator, judge(id, Decision::Publish, false)).await.unwrap();
        assert!(queue(&here, &moderator).await.is_empty());
        assert_eq!(here.call(&moderator, judge(id, Decision::Publish, false)).await.unwrap_err().kind, ProblemKind::Conflict);
        assert_eq!(here.call(&bob, against(id)).await.unwrap_err().kind, ProblemKind::Conflict, "nor again afterwards");
    }

    async fn what_three_accounts_report_is_out_of_sight_until_it_is_read(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let moderator = here.staff("Mo", Role::Moderator).await;
        let id = here.call(&ada, Propose { round, text: proposal("Do not send Mr Miller") }).await.unwrap().id;
        let said = say(&here, &ada, id, "Nor Mrs Smith").await;
        let report = ReportComment { comment: said.id, reason: "It names a person.".parse().unwrap() };
        // Colleagues are one account, and who speaks for none that is confirmed counts for none.
        let account = here.account("Many").await;
        for name in ["One", "Two", "Three", "Four"] {
            let colleague = here.member(name, Some(account)).await;
            here.call(&colleague, report.clone()).await.unwrap();
        }
        for name in ["Five", "Six"] {
            here.call(&here.member(name, None).await, report.clone()).await.unwrap();
        }
        here.call(&here.customer("Seven").await, report.clone()).await.unwrap();
        let stranger = Caller::stranger();
        assert_eq!(here.call(&stranger, GetTalk { proposal: id }).await.unwrap().comments.len(), 1);
        here.call(&here.customer("Eight").await, report.clone()).await.unwrap();
        assert!(here.call(&stranger, GetTalk { proposal: id }).await.unwrap().comments.is_empty());
        let mine = here.call(&ada, GetTalk { proposal: id }).await.unwrap().comments.remove(0);
        assert_eq!((mine.status, mine.held), (comment::Status::Waiting, Some(Held::Complaints)), "its author is told");
        assert!(here.text(&ada, &format!("/proposals/{id}/do-not-send-mr-miller")).await.contains("Several customers have reported it."));
        server::notices::catch_up(&here.site).await.unwrap();
        let news = here.call(&ada, GetNews {}).await.unwrap().notices;
        assert!(news[0].what.starts_with("Your comment beside “Do not send Mr Miller” is out of sight"), "{news:?}");
        let told = serde_json::to_string(&news).unwrap();
        assert!(!["names a person", "Seven", "Eight", "One"].iter().any(|secret| told.contains(secret)), "{told}");
        let late = here.call(&here.customer("Nine").await, report).await.unwrap_err();
        assert_eq!(late.kind, ProblemKind::NotFound);
        let waiting = queue(&here, &moderator).await;
        assert_eq!((waiting[0].key(), waiting[0].complaints.len()), (Key::Comment(said.id), 8));

        let keep = JudgeComment { comment: said.id, decision: Decision::Publish, reason: None, trust: false };
        here.call(&moderator, keep).await.unwrap();
        assert_eq!(here.call(&stranger, GetTalk { proposal: id }).await.unwrap().comments.len(), 1);
        assert!(queue(&here, &moderator).await.is_empty());
    }

    async fn a_supported_proposal_takes_more_accounts(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let id = here.call(&ada, Propose { round, text: proposal("Do not send Mr Miller") }).await.unwrap().id;
        for name in ["A", "B", "C", "D", "E"] {
            let vote = CastVote::new(id, Stance::Agree);
            here.call(&here.customer(name).await, vote).await.unwrap();
        }
        let status = async || here.call(&ada, GetProposal { proposal: id }).await.unwrap();
        for name in ["F", "G", "H"] {
            here.call(&here.customer(name).await, against(id)).await.unwrap();
        }
        assert_eq!(status().await.status, Status::Published, "three would do without its five voices");
        here.call(&here.customer("I").await, against(id)).await.unwrap();
        let held = status().await;
        assert_eq!((held.status, held.held), (Status::Waiting, Some(Held::Complaints)));
        server::notices::catch_up(&here.site).await.unwrap();
        let news = here.call(&ada, GetNews {}).await.unwrap().notices;
        assert!(news.iter().any(|one| one.what.starts_with("Your proposal “Do not send Mr Miller” is out of sight")), "{news:?}");
        assert_eq!(here.call(&Caller::stranger(), GetProposal { proposal: id }).await.unwrap_err().kind, ProblemKind::NotFound);
        // Written anew, it waits still, and whoever voted on it is asked again.
        let anew = ChangeProposal { seen: None, proposal: id, text: proposal("Mr Miller, please") };
        assert_eq!(here.call(&ada, anew).await.unwrap().status, Status::Waiting);
    }

    async fn a_long_queue_comes_in_parts_oldest_first(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let moderator = here.staff("Mo", Role::Moderator).await;
        let most = Queue::MOST;
        let mut all = Vec::new();
        for n in 0..=most {
            let author = here.member(&format!("Author {n}"), None).await;
            let text = proposal(&format!("Number {n}"));
            all.push(Key::Proposal(here.call(&author, Propose { round, text }).await.unwrap().id));
            here.clock.advance(1);
            if n + 1 == most {
                let Queue { items, waiting, .. } = here.call(&moderator, GetQueue::default()).await.unwrap();
                assert_eq!((items.len(), waiting), (most, most));
                let rest = here.call(&moderator, GetQueue { after: Some(all[n]), part: None }).await.unwrap();
                assert_eq!((rest.items.len(), rest.waiting), (0, most));
            }
        }
        let keys = |queue: &Queue| queue.items.iter().map(Item::key).collect::<Vec<_>>();
        let first = here.call(&moderator, GetQueue::default()).await.unwrap();
        assert_eq!((keys(&first), first.waiting), (all[..most].to_vec(), most + 1));
        let rest = here.call(&moderator, GetQueue { after: Some(all[most - 1]), part: None }).await.unwrap();
        assert_eq!(keys(&rest), [all[most]]);
        // Where one stood is gone meanwhile: then from the front.
        let Key::Proposal(decided) = all[most - 1] else { unreachable!() };
        here.call(&moderator, judge(decided, Decision::Publish, false)).await.unwrap();
        let anew = here.call(&moderator, GetQueue { after: Some(all[most - 1]), part: None }).await.unwrap();
        assert_eq!(keys(&anew)[0], all[0]);
        let refused = here.get(&moderator, "/api/v1/queue?after=nothing").await;
        assert_eq!(refused.status(), 422);
    }

    async fn whom_a_moderator_trusts_is_read_no_more(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let ada = here.customer("Ada").await;
        let moderator = here.staff("Mo", Role::Moderator).await;
        let propose = async |title: &str| here.call(&ada, Propose { round, text: proposal(title) }).await.unwrap();
        let first = propose("Send one person").await;
        assert_eq!(first.status, Status::Waiting);
        here.call(&moderator, judge(first.id, Decision::Publish, true)).await.unwrap();
        assert_eq!(propose("Show the prices").await.status, Status::Published);
        assert_eq!(say(&here, &ada, first.id, "I mean it").await.status, comment::Status::Published);
        assert_eq!(here.another().await.call(&ada, Propose { round, text: proposal("Elsewhere too") }).await.unwrap().status, Status::Published);
        assert_eq!(say(&here, &moderator, first.id, "We hear you").await.status, comment::Status::Published, "staff are");

        // What was given can be taken back, by those who give it.
        let of_ada = async || here.call(&moderator, ListPeople::default()).await.unwrap().items.into_iter().find(|one| one.id == ada.id).unwrap();
        assert!(of_ada().await.trusted && here.text(&moderator, "/people").await.contains("Trust no longer"));
        let back = SetTrust { person: ada.id, trusted: false };
        for other in [&ada, &here.staff("Acc", Role::AccountManager).await] {
            assert_eq!(here.call(other, back.clone()).await.unwrap_err().kind, ProblemKind::NotAllowed);
        }
        here.call(&moderator, back.clone()).await.unwrap();
        here.call(&moderator, back).await.unwrap();
        assert!(!of_ada().await.trusted);
        assert_eq!(propose("Read again").await.status, Status::Waiting);
        let admin = here.staff("Boss", Role::Admin).await;
        let log = here.call(&admin, ListAudit { noun: "trust".into(), ..ListAudit::default() }).await.unwrap();
        let kinds: Vec<&str> = log.items.iter().map(|entry| entry.kind.as_str()).collect();
        assert_eq!(kinds, ["trust.taken_back", "trust.given"]);
    }

    async fn who_writes_very_much_is_read_first(here) {
        let round = here.company().await;
        let (admin, ada) = (here.staff("Boss", Role::Admin).await, here.customer("Ada").await);
        let id = here.call(&ada, Propose { round, text: proposal("Send one person") }).await.unwrap().id;
        for (pace, fits) in [(0, false), (MOST_PACE + 1, false), (1, true), (MOST_PACE, true), (3, true)] {
            assert_eq!(here.call(&admin, SetPace { pace }).await.is_ok(), fits, "{pace}");
        }
        assert_eq!(here.call(&ada, SetPace { pace: 9 }).await.unwrap_err().kind, ProblemKind::NotAllowed);
        assert_eq!(here.call(&admin, ListBlockedWords {}).await.unwrap().pace, 3);
        let other = here.another().await;
        assert_eq!(other.call(&admin, ListBlockedWords {}).await.unwrap().pace, 3, "it is kept");
        // Trusted or not: three are shown, with the proposal, and the fourth waits.
        let judge = Judge { proposal: id, decision: Decision::Publish, reason: None, trust: true };
        here.call(&admin, judge).await.ok();
        for number in 0..2 {
            assert_eq!(say(&here, &ada, id, &format!("Number {number}.")).await.held, None);
        }
        let held = say(&here, &ada, id, "And one more.").await;
        assert_eq!((held.status, held.held), (comment::Status::Waiting, Some(Held::Pace)));
        let page = here.text(&ada, &format!("/proposals/{id}/send-one-person")).await;
        assert!(page.contains("has written very much within ten minutes"), "she is told: {page}");
        assert_eq!(queue(&here, &admin).await[0].held(), Some(Held::Pace));
        // Others are not held for it, nor staff; and it passes.
        assert_eq!(say(&here, &here.customer("Bob").await, id, "Me too.").await.held, None);
        for number in 0..5 {
            assert_eq!(say(&here, &admin, id, &format!("We {number}.")).await.held, None);
        }
        here.clock.advance(PACE_WINDOW - 1);
        assert_eq!(say(&here, &ada, id, "Still soon.").await.held, Some(Held::Pace));
        here.clock.advance(1 + PACE_WINDOW);
        assert_eq!(say(&here, &ada, id, "Later.").await.held, None);
    }

    async fn what_a_rule_of_intake_holds_waits_in_an_open_round_too(here) {
        let round = here.company().await;
        let (ada, new) = (here.customer("Ada").await, here.member("New", None).await);
        let moderator = here.staff("Mo", Role::Moderator).await;
        let links = "Buy at https://a.example https://b.example https://c.example";
        let mut text = proposal("Look at this");
        text.why = links.parse().unwrap();
        let held = here.call(&ada, Propose { round, text }).await.unwrap();
        assert_eq!((held.status, held.held), (Status::Waiting, Some(Held::Links)));
        assert!(here.text(&ada, &held.path()).await.contains("It has more than two links."));
        assert_eq!(queue(&here, &moderator).await[0].held(), Some(Held::Links));
        let id = here.call(&ada, Propose { round, text: proposal("Send one person") }).await.unwrap().id;
        let first = say(&here, &new, id, "Hello from nowhere").await;
        assert_eq!((first.status, first.held), (comment::Status::Waiting, Some(Held::Newcomer)));
        let publish = JudgeComment { comment: first.id, decision: Decision::Publish, reason: None, trust: false };
        here.call(&moderator, publish).await.unwrap();
        assert_eq!(say(&here, &new, id, "Hello again").await.status, comment::Status::Published, "known by now");
        assert_eq!(say(&here, &ada, id, "We had five people here last week").await.held, None);
        let same = say(&here, &ada, id, "We had five people here, last week!").await;
        assert_eq!((same.status, same.held), (comment::Status::Waiting, Some(Held::Repeated)));
    }
}
