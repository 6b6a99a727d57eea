//! Comments, replies and stories: who sees what, what a moderator decides, what stays of an earlier wording.

use crate::harness::{Caller, Here, comment, proposal};
use crate::on_both;
use model::api::comments::{AddComment, ChangeComment, GetTalk, JudgeComment, WithdrawComment};
use model::api::mine::GetMyData;
use model::api::proposals::{Judge, Propose};
use model::api::queue::{GetQueue, ReportProposal};
use model::api::rounds::ClosePhase;
use model::comment::{By, Comment, Kind, Status, Tone};
use model::person::Role;
use model::queue::Key;
use model::round::{Moderation, Phase};
use model::verdict::Decision;
use model::{CommentId, Problem, ProblemKind, ProposalId, Remark, RoundId, Timestamp};

fn story(proposal: ProposalId, tone: Tone, text: &str) -> AddComment {
    AddComment { kind: Kind::Story, tone: Some(tone), ..comment(proposal, text) }
}

fn reply(to: &Comment, text: &str) -> AddComment {
    AddComment { parent: Some(to.id), ..comment(to.proposal, text) }
}

fn judged(comment: CommentId, decision: Decision, reason: Option<&str>) -> JudgeComment {
    JudgeComment { comment, decision, reason: reason.map(|reason| reason.parse().unwrap()), trust: false }
}

async fn published(here: &Here, who: &Caller, round: RoundId) -> ProposalId {
    here.call(who, Propose { round, text: proposal("Send one person, not five") }).await.unwrap().id
}

async fn seen(here: &Here, who: &Caller, proposal: ProposalId) -> Vec<Comment> {
    here.call(who, GetTalk { proposal }).await.unwrap().comments
}

async fn texts(here: &Here, who: &Caller, proposal: ProposalId) -> Vec<String> {
    let text = |one: Comment| one.text.map_or_else(|| "(withdrawn)".to_owned(), String::from);
    seen(here, who, proposal).await.into_iter().map(text).collect()
}

fn kind<T: std::fmt::Debug>(refused: Result<T, Problem>) -> ProblemKind {
    refused.unwrap_err().kind
}

on_both! {
    async fn what_is_written_is_shown_at_once_in_an_open_round_and_names_nobody(here) {
        let round = here.company().await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let moderator = here.staff("Mo", Role::Moderator).await;
        let id = published(&here, &ada, round).await;
        let first = here.call(&bob, comment(id, "We have **five**.")).await.unwrap();
        assert!(first.own && first.status == Status::Published && first.html.0.contains("<strong>five</strong>"));
        here.clock.advance(Timestamp::MINUTE);
        here.call(&ada, reply(&first, "So do we.")).await.unwrap();
        here.call(&moderator, reply(&first, "We hear you.")).await.unwrap();
        here.call(&bob, story(id, Tone::Badly, "They came with five people.")).await.unwrap();

        let talk = seen(&here, &Caller::stranger(), id).await;
        assert_eq!(talk.iter().map(|one| one.by).collect::<Vec<_>>(), [By::Customer, By::Proposer, By::Company, By::Customer]);
        assert_eq!(talk.iter().map(|one| one.parent).collect::<Vec<_>>(), [None, Some(first.id), Some(first.id), None]);
        assert_eq!(talk[3].tone, Some(Tone::Badly));
        assert!(talk.iter().all(|one| one.author.is_none() && !one.own && one.verdicts.is_empty()));
        let page = here.text(&Caller::stranger(), &format!("/proposals/{id}/send-one-person-not-five")).await;
        for words in ["<strong>five</strong>", "So do we.", "engaged badly", "who proposed this", "Acme"] {
            assert!(page.contains(words), "{words}");
        }
        assert!(!page.contains("Bob") && !page.contains("Ada"));
        let told = seen(&here, &moderator, id).await;
        assert_eq!(told[0].author.as_ref().unwrap().as_str(), "Bob");
    }

    async fn in_a_review_first_round_it_waits_and_is_decided_in_the_one_queue(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let moderator = here.staff("Mo", Role::Moderator).await;
        let id = published(&here, &ada, round).await;
        assert_eq!(kind(here.call(&bob, comment(id, "Too early")).await), ProblemKind::NotFound);
        assert_eq!(kind(here.call(&ada, comment(id, "Too early")).await), ProblemKind::Conflict);
        here.call(&moderator, Judge { proposal: id, decision: Decision::Publish, reason: None, trust: false }).await.unwrap();

        let said = here.call(&bob, comment(id, "Rude words")).await.unwrap();
        assert_eq!(said.status, Status::Waiting);
        assert_eq!(texts(&here, &bob, id).await, ["Rude words"]);
        for other in [&ada, &moderator, &Caller::stranger()] {
            assert_eq!(texts(&here, other, id).await, [""; 0]);
        }
        let queue = here.call(&moderator, GetQueue::default()).await.unwrap().items;
        assert_eq!((queue.len(), queue[0].key()), (1, Key::Comment(said.id)));
        assert_eq!((queue[0].author().unwrap().as_str(), queue[0].noun()), ("Bob", "comment"));
        assert!(here.text(&moderator, "/queue").await.contains("Rude words"));

        let decline = judged(said.id, Decision::Decline, None);
        assert!(here.call(&moderator, decline).await.unwrap_err().about("reason").is_some());
        assert_eq!(kind(here.call(&bob, judged(said.id, Decision::Publish, None)).await), ProblemKind::NotAllowed);
        let decline = judged(said.id, Decision::Decline, Some("Please say it kindly."));
        here.call(&moderator, decline.clone()).await.unwrap();
        assert_eq!(kind(here.call(&moderator, decline).await), ProblemKind::Conflict);
        let mine = seen(&here, &bob, id).await.remove(0);
        assert_eq!((mine.status, mine.verdicts.len()), (Status::Declined, 1));
        assert_eq!(mine.verdicts[0].reason.as_ref().unwrap().as_str(), "Please say it kindly.");
        assert!(mine.verdicts[0].by.is_none(), "the moderator's name is for staff");

        let again = ChangeComment { comment: said.id, text: "Kind words".parse().unwrap() };
        assert_eq!(here.call(&bob, again).await.unwrap().status, Status::Waiting);
        here.call(&moderator, judged(said.id, Decision::Publish, None)).await.unwrap();
        assert!(here.call(&moderator, GetQueue::default()).await.unwrap().items.is_empty());
        let shown = seen(&here, &ada, id).await.remove(0);
        assert!(shown.before.is_empty() && shown.verdicts.is_empty(), "what was declined is not shown as an earlier wording");
        // The other verdict after all: it is gone for others, and its replies with it.
        here.call(&moderator, reply(&shown, "Thank you.")).await.unwrap();
        assert_eq!(texts(&here, &ada, id).await, ["Kind words", "Thank you."]);
        here.call(&moderator, judged(said.id, Decision::Decline, Some("After all, no."))).await.unwrap();
        assert_eq!(texts(&here, &ada, id).await, [""; 0]);
    }

    async fn earlier_wordings_stay_to_be_read_but_for_those_that_were_declined(here) {
        let round = here.company().await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let moderator = here.staff("Mo", Role::Moderator).await;
        let id = published(&here, &ada, round).await;
        let said = here.call(&bob, comment(id, "First wording")).await.unwrap();
        let change = |text: &str| ChangeComment { comment: said.id, text: text.parse().unwrap() };
        assert_eq!(kind(here.call(&ada, change("Mine now")).await), ProblemKind::NotAllowed);
        here.clock.advance(Timestamp::HOUR);
        here.call(&bob, change("First wording")).await.unwrap();
        assert!(seen(&here, &ada, id).await[0].edited.is_none(), "the same words are no change");
        here.call(&bob, change("Second wording")).await.unwrap();
        let shown = seen(&here, &ada, id).await.remove(0);
        assert_eq!((shown.text.unwrap().as_str(), shown.before.len()), ("Second wording", 1));
        assert!(shown.before[0].html.0.contains("First wording") && shown.edited == Some(here.clock.now()));
        here.clock.advance(Timestamp::HOUR);
        here.call(&moderator, judged(said.id, Decision::Decline, Some("Not like this."))).await.unwrap();
        here.clock.advance(Timestamp::HOUR);
        assert_eq!(here.call(&bob, change("Third wording")).await.unwrap().status, Status::Waiting);
        here.call(&moderator, judged(said.id, Decision::Publish, None)).await.unwrap();
        here.clock.advance(Timestamp::HOUR);
        here.call(&bob, change("Fourth wording")).await.unwrap();
        let shown = seen(&here, &ada, id).await.remove(0);
        let before: Vec<_> = shown.before.iter().map(|wording| wording.html.0.trim()).collect();
        assert_eq!(before, ["<p>Third wording</p>"]);
    }

    async fn who_withdraws_takes_every_word_along(here) {
        let round = here.company().await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let id = published(&here, &ada, round).await;
        let said = here.call(&bob, comment(id, "First wording")).await.unwrap();
        here.call(&bob, ChangeComment { comment: said.id, text: "Second wording".parse().unwrap() }).await.unwrap();
        let other = here.call(&ada, comment(id, "Mine")).await.unwrap();
        let answer = here.call(&ada, reply(&said, "I answer")).await.unwrap();
        assert_eq!(kind(here.call(&ada, WithdrawComment { comment: said.id }).await), ProblemKind::NotAllowed);
        here.call(&bob, WithdrawComment { comment: said.id }).await.unwrap();
        assert_eq!(kind(here.call(&bob, WithdrawComment { comment: said.id }).await), ProblemKind::NotFound);
        for who in [&ada, &bob, &Caller::stranger()] {
            assert_eq!(texts(&here, who, id).await, ["(withdrawn)", "Mine", "I answer"]);
        }
        assert!(seen(&here, &bob, id).await[0].before.is_empty());
        let page = here.text(&bob, &format!("/proposals/{id}/send-one-person-not-five")).await;
        assert!(page.contains("Withdrawn by its author.") && !page.contains("wording"));
        for comment in [answer.id, other.id] {
            here.call(&ada, WithdrawComment { comment }).await.unwrap();
        }
        assert_eq!(texts(&here, &bob, id).await, [""; 0], "a place without words stays for replies alone");
    }

    async fn one_s_own_words_can_be_taken_along(here) {
        let round = here.company().await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let id = published(&here, &ada, round).await;
        let said = here.call(&bob, comment(id, "First wording")).await.unwrap();
        here.call(&bob, ChangeComment { comment: said.id, text: "Second wording".parse().unwrap() }).await.unwrap();
        let report = ReportProposal { proposal: id, reason: "It names a person.".parse().unwrap() };
        here.call(&bob, report).await.unwrap();
        let mine = here.call(&bob, GetMyData {}).await.unwrap();
        let texts: Vec<_> = mine["comments"].as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap()).collect();
        assert_eq!(texts, ["First wording", "Second wording"]);
        assert_eq!(mine["complaints"][0]["reason"], "It names a person.");
        let others = here.call(&ada, GetMyData {}).await.unwrap().to_string();
        assert!(["First wording", "Second wording", "It names"].iter().all(|words| !others.contains(words)), "{others}");
    }

    async fn what_does_not_fit_is_refused(here) {
        let round = here.company().await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let id = published(&here, &ada, round).await;
        let other = published(&here, &ada, round).await;
        let said = here.call(&bob, comment(id, "Said")).await.unwrap();
        let answer = here.call(&ada, reply(&said, "Answered")).await.unwrap();
        let field = async |request: AddComment, field: &str| {
            assert!(here.call(&bob, request).await.unwrap_err().about(field).is_some(), "{field}");
        };
        field(reply(&answer, "Deeper"), "parent").await;
        field(AddComment { tone: None, ..story(id, Tone::Well, "How?") }, "tone").await;
        field(AddComment { tone: Some(Tone::Well), ..comment(id, "Well?") }, "tone").await;
        field(AddComment { parent: Some(said.id), ..story(id, Tone::Well, "In reply") }, "parent").await;
        let elsewhere = AddComment { proposal: other, ..reply(&said, "Elsewhere") };
        assert_eq!(kind(here.call(&bob, elsewhere).await), ProblemKind::NotFound);
        assert_eq!(kind(here.call(&Caller::stranger(), comment(id, "Who am I?")).await), ProblemKind::SignInNeeded);
        let path = format!("/api/v1/proposals/{id}/comments");
        for (text, status) in [("a".repeat(Remark::MAX), 303), ("a".repeat(Remark::MAX + 1), 303), (String::new(), 303)] {
            assert_eq!(here.form(&bob, &path, &[("text", &text)]).await.status(), status);
        }
        assert_eq!(seen(&here, &bob, id).await.len(), 3, "the longest that fits and nothing longer");
        let moderator = here.staff("Mo", Role::Moderator).await;
        for phase in [Phase::Propose, Phase::Refine, Phase::Vote] {
            here.call(&moderator, ClosePhase { round, phase }).await.unwrap();
        }
        assert_eq!(kind(here.call(&bob, comment(id, "Too late")).await), ProblemKind::Conflict);
        let late = ChangeComment { comment: said.id, text: "Too late".parse().unwrap() };
        assert_eq!(kind(here.call(&bob, late).await), ProblemKind::Conflict);
        assert!(here.call(&bob, GetTalk { proposal: id }).await.unwrap().shut.is_some());
        here.call(&bob, WithdrawComment { comment: said.id }).await.unwrap();
    }

    async fn hostile_words_stay_words(here) {
        const HOSTILE: &str = "</textarea><script>alert(1)</script><img src=x onerror=alert(2)> [x](javascript:alert(3)) ![y](https://evil.example/p.png)";
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let id = published(&here, &ada, round).await;
        let said = here.call(&ada, story(id, Tone::Well, HOSTILE)).await.unwrap();
        assert_eq!(said.text.unwrap().as_str(), HOSTILE, "kept as typed");
        let html = here.text(&ada, &format!("/proposals/{id}/send-one-person-not-five")).await;
        for wrong in ["<script>alert", "<img src=x", "href=\"javascript", "src=\"https://evil"] {
            assert!(!html.contains(wrong), "{wrong}");
        }
        assert!(html.contains("</html>") && html.contains("rel=\"nofollow noopener\""));
    }

    async fn other_instances_and_later_starts_know_it(here) {
        let round = here.company().await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let other = here.another().await;
        let id = published(&here, &ada, round).await;
        let said = here.call(&bob, comment(id, "Said here")).await.unwrap();
        other.site.memory.catch_up().await.unwrap();
        assert_eq!(texts(&other, &ada, id).await, ["Said here"]);
        other.call(&ada, reply(&said, "Answered there")).await.unwrap();
        assert_eq!(texts(&here.another().await, &bob, id).await, ["Said here", "Answered there"]);
    }
}
