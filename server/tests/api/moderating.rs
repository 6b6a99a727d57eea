//! What moderators do besides publishing and declining one thing: block and let write again, ask the author, hand over, move, decide
//! on many at once, and take it back.

use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use model::api::audit::ListAudit;
use model::api::comments::{AddComment, GetTalk};
use model::api::mine::{GetMyData, Leave};
use model::api::moderation::ListVerdicts;
use model::api::notices::GetNews;
use model::api::people::{BlockPerson, ConfirmMember, ListPeople, SetTrust, UnblockPerson};
use model::api::proposals::{ChangeProposal, GetProposal, ListProposals, MoveProposal, Propose};
use model::api::queue::{
    AskAuthor, GetQueue, HandOver, JudgeMany, ListColleagues, Part, ReplyToQuestion, ReportProposal,
    TakeQuestionBack, UndoVerdicts,
};
use model::api::rounds::{AddRound, ClosePhase, OpenPhase};
use model::api::session::{DeclareAccount, GetViewer};
use model::api::votes::CastVote;
use model::comment::Kind;
use model::intake::Held;
use model::person::Role;
use model::proposal::Status;
use model::queue::{Key, Queue};
use model::round::{Moderation, Phase, Scheme};
use model::verdict::{Act, Decision};
use model::vote::Stance;
use model::{AccountId, ProblemKind, ProposalId, Reason, RoundId, Timestamp};

fn reason(text: &str) -> Reason {
    text.parse().unwrap()
}

async fn asks(here: &Here, who: &Caller, round: RoundId, title: &str) -> ProposalId {
    here.clock.advance(1);
    here.call(who, Propose { round, text: proposal(title) }).await.unwrap().id
}

async fn part(here: &Here, who: &Caller, part: Option<Part>) -> Vec<Key> {
    let queue = here.call(who, GetQueue { after: None, part }).await.unwrap();
    assert_eq!(queue.waiting, queue.items.len());
    queue.items.iter().map(model::queue::Item::key).collect()
}

async fn sentences(here: &Here, who: &Caller) -> Vec<(String, Option<String>, String)> {
    server::notices::catch_up(&here.site).await.unwrap();
    let news = here.call(who, GetNews {}).await.unwrap().notices;
    news.into_iter().map(|one| (one.what, one.words.map(|words| words.to_string()), one.path)).collect()
}

fn decide(items: &[ProposalId], decision: Decision, said: Option<&str>) -> JudgeMany {
    let items = items.iter().copied().map(Key::Proposal).collect();
    JudgeMany {
        items,
        decision,
        reason: said.map(reason),
        trust: false,
        block: false,
        waits: false,
        account: None,
    }
}

on_both! {
    async fn who_is_blocked_is_told_why_and_reads_and_votes_as_before(here) {
        let round = here.company().await;
        let (ada, rude) = (here.customer("Ada").await, here.customer("Rude").await);
        let moderator = here.staff("Mo", Role::Moderator).await;
        let fine = asks(&here, &ada, round, "One face").await;
        let poor = asks(&here, &rude, round, "Fire Mr Miller").await;
        here.call(&ada, ReportProposal { proposal: poor, reason: reason("It names a person.") }).await.unwrap();
        let why = "This names a person, and not for the first time.";
        let act = JudgeMany { block: true, ..decide(&[poor], Decision::Decline, Some(why)) };
        let customer = here.call(&ada, act.clone()).await.unwrap_err();
        assert_eq!(customer.kind, ProblemKind::NotAllowed);
        let kept = JudgeMany { decision: Decision::Publish, ..act.clone() };
        assert_eq!(here.call(&moderator, kept).await.unwrap_err().kind, ProblemKind::Conflict, "not for what is published");
        here.call(&moderator, act).await.unwrap();

        // Told here and by letter, with the reason; and on the pages where they would write.
        let told = sentences(&here, &rude).await;
        assert!(told.iter().any(|(what, words, _)| what.starts_with("A moderator has blocked you") && words.as_deref() == Some(why)), "{told:?}");
        here.clock.advance(server::notices::herald::GATHER);
        server::notices::catch_up(&here.site).await.unwrap();
        let blocked = here.call(&rude, GetViewer {}).await.unwrap().blocked;
        assert_eq!(blocked, Some(reason(why)));
        assert!(here.call(&ada, GetViewer {}).await.unwrap().blocked.is_none());
        for page in ["/propose".to_owned(), format!("/proposals/{fine}/one-face")] {
            let page = here.text(&rude, &page).await;
            assert!(page.contains("A moderator has blocked you") && page.contains(why), "{page}");
        }

        // They write nothing …
        let text = || "Again.".parse().unwrap();
        let say = AddComment { follow: false, proposal: fine, parent: None, kind: Kind::Comment, tone: None, text: text() };
        let refusals = [
            here.call(&rude, Propose { round, text: proposal("More") }).await.unwrap_err(),
            here.call(&rude, ChangeProposal { seen: None, proposal: poor, text: proposal("More") }).await.unwrap_err(),
            here.call(&rude, say.clone()).await.unwrap_err(),
            here.call(&rude, ReportProposal { proposal: fine, reason: reason("Because.") }).await.unwrap_err(),
        ];
        for refusal in refusals {
            assert_eq!(refusal.kind, ProblemKind::NotAllowed);
            assert!(refusal.message.contains(why), "{}", refusal.message);
        }
        // … and read and vote.
        let vote = CastVote::new(fine, Stance::Agree);
        here.call(&rude, vote).await.unwrap();
        assert!(here.call(&rude, GetProposal { proposal: fine }).await.unwrap().mine.is_some());
        let shut = here.call(&rude, GetTalk { proposal: fine }).await.unwrap().shut.unwrap();
        assert!(shut.contains(why), "{shut}");

        // The published log tells it without a name, and the log of staff with it.
        let log = here.call(&ada, ListVerdicts::default()).await.unwrap();
        let line = log.items.iter().find(|line| line.decision == Act::Block).unwrap();
        assert_eq!((line.what.as_str(), line.reason.as_ref().map(Reason::as_str), &line.title), ("person", Some(why), &None));
        assert!(!serde_json::to_string(&log).unwrap().contains("Rude"));
        let people = here.call(&moderator, ListPeople::default()).await.unwrap().items;
        assert!(people.iter().any(|one| one.id == rude.id && one.blocked.is_some()));

        // Until it is lifted, which is told as well.
        here.call(&moderator, UnblockPerson { person: rude.id }).await.unwrap();
        assert_eq!(here.call(&moderator, UnblockPerson { person: rude.id }).await.unwrap_err().kind, ProblemKind::Conflict);
        here.call(&rude, say).await.unwrap();
        assert_eq!(sentences(&here, &rude).await[0].0, "You can write here again.");
        let log = here.call(&ada, ListVerdicts::default()).await.unwrap();
        assert_eq!((log.items[0].decision, log.total), (Act::Unblock, 3));
        let mine = here.call(&rude, GetMyData {}).await.unwrap();
        assert_eq!(mine["blocked"][0]["reason"], why);
    }

    async fn a_block_is_by_hand_too_and_never_of_staff(here) {
        let round = here.company().await;
        let (ada, moderator) = (here.customer("Ada").await, here.staff("Mo", Role::Moderator).await);
        let admin = here.staff("Al", Role::Admin).await;
        let block = |person| BlockPerson { person, reason: reason("Rude by telephone.") };
        assert_eq!(here.call(&moderator, block(admin.id)).await.unwrap_err().kind, ProblemKind::Conflict);
        here.call(&moderator, block(ada.id)).await.unwrap();
        assert_eq!(here.call(&moderator, block(ada.id)).await.unwrap_err().kind, ProblemKind::Conflict);
        let other = here.another().await;
        assert_eq!(other.call(&ada, Propose { round, text: proposal("More") }).await.unwrap_err().kind, ProblemKind::NotAllowed);
        let log = here.call(&admin, ListAudit { q: "block.set".into(), ..ListAudit::default() }).await.unwrap();
        assert_eq!(log.items[0].detail.as_deref(), Some("Rude by telephone."));
        // Nobody's, once they have left; what was decided stays to be read.
        here.call(&ada, Leave { sure: true, words: false }).await.unwrap();
        let log = here.call(&moderator, ListVerdicts::default()).await.unwrap();
        assert_eq!(log.items[0].decision, Act::Block);
        let log = here.call(&admin, ListAudit { q: "block.set".into(), ..ListAudit::default() }).await.unwrap();
        assert!(log.items.iter().all(|line| line.detail.is_none()));
        assert!(here.call(&moderator, ListPeople::default()).await.unwrap().items.iter().all(|one| one.blocked.is_none()));
    }

    async fn an_author_who_is_asked_answers_or_writes_it_anew(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let (ada, moderator) = (here.customer("Ada").await, here.staff("Quilla", Role::Moderator).await);
        let other = here.staff("Ann", Role::Moderator).await;
        let one = asks(&here, &ada, round, "Be there").await;
        let two = asks(&here, &ada, round, "Be good").await;
        let ask = |id| AskAuthor { item: Key::Proposal(id), question: reason("When, for example?") };
        here.call(&moderator, ask(one)).await.unwrap();
        assert_eq!(here.call(&other, ask(one)).await.unwrap_err().kind, ProblemKind::Conflict, "asked already");
        assert_eq!(part(&here, &moderator, None).await, [Key::Proposal(two)], "it waits for its author");
        assert_eq!(part(&here, &moderator, Some(Part::Asked)).await, [Key::Proposal(one)]);
        assert_eq!(here.call(&moderator, GetViewer {}).await.unwrap().queue, 1);

        let told = sentences(&here, &ada).await;
        assert_eq!(told[0].0, "A moderator asks you about your proposal “Be there”.");
        assert_eq!(told[0].1.as_deref(), Some("When, for example?"));
        let page = here.text(&ada, &format!("/proposals/{one}/be-there")).await;
        assert!(page.contains("A moderator asks you before deciding") && page.contains("When, for example?"));
        assert!(!page.contains("Quilla"), "not who asks");
        let question = here.call(&ada, GetProposal { proposal: one }).await.unwrap().question.unwrap();
        assert_eq!((question.by, question.open), (None, true));

        // By a plain form, which others cannot send for her.
        let fields = [("item", format!("proposals/{one}")), ("reply", "Before we sign.".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let stranger = here.customer("Bob").await;
        let reply = ReplyToQuestion { item: Key::Proposal(one), reply: reason("I know.") };
        assert_eq!(here.call(&stranger, reply).await.unwrap_err().kind, ProblemKind::NotFound);
        let answer = here.form(&ada, "/api/v1/questions/reply", &fields).await;
        assert_eq!(answer.status(), 303);
        assert_eq!(part(&here, &moderator, None).await, [Key::Proposal(one), Key::Proposal(two)]);
        let back = here.call(&moderator, GetQueue::default()).await.unwrap().items.remove(0);
        let question = back.question().unwrap();
        assert_eq!(question.answer, Some(reason("Before we sign.")));
        assert_eq!(question.by.as_ref().unwrap().as_str(), "Quilla");
        let told = sentences(&here, &moderator).await;
        assert_eq!(told[0].0, "The author of “Be there” has answered what you asked.");
        assert_eq!(told[0].2, format!("/queue?at=proposals/{one}"));
        assert!(sentences(&here, &other).await.is_empty());

        // Writing it anew is an answer as well; and whoever asked may think better of it.
        here.call(&moderator, ask(two)).await.unwrap();
        here.call(&ada, ChangeProposal { seen: None, proposal: two, text: proposal("Be there on Monday") }).await.unwrap();
        assert_eq!(part(&here, &moderator, None).await.len(), 2);
        here.call(&moderator, ask(two)).await.unwrap();
        here.call(&other, TakeQuestionBack { item: Key::Proposal(two) }).await.unwrap();
        assert_eq!(part(&here, &moderator, None).await.len(), 2);
        here.call(&moderator, ask(two)).await.unwrap();
        here.call(&moderator, decide(&[two], Decision::Publish, None)).await.unwrap();
        assert!(part(&here, &moderator, Some(Part::Asked)).await.is_empty(), "decided, it is asked no longer");
        let gone = ReplyToQuestion { item: Key::Proposal(two), reply: reason("Too late.") };
        assert_eq!(here.call(&ada, gone).await.unwrap_err().kind, ProblemKind::Conflict);
        assert!(here.call(&stranger, GetProposal { proposal: two }).await.unwrap().question.is_none());
    }

    async fn a_colleague_who_is_handed_something_is_told_and_finds_it(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let (ada, moderator) = (here.customer("Ada").await, here.staff("Mo", Role::Moderator).await);
        let (ann, designer) = (here.staff("Ann", Role::Moderator).await, here.staff("Di", Role::Designer).await);
        let one = asks(&here, &ada, round, "Be there").await;
        let item = Key::Proposal(one);
        let hand = |to: &Caller| HandOver { item, to: Some(to.id) };
        assert_eq!(here.call(&moderator, hand(&designer)).await.unwrap_err().fields[0].field, "to");
        here.call(&moderator, hand(&ann)).await.unwrap();
        assert_eq!(part(&here, &ann, Some(Part::Mine)).await, [item]);
        assert!(part(&here, &moderator, Some(Part::Mine)).await.is_empty());
        let waiting = here.call(&moderator, GetQueue::default()).await.unwrap();
        assert_eq!(waiting.items[0].handed.as_ref().unwrap().name.as_str(), "Ann", "all see it, and for whom it is");
        let told = sentences(&here, &ann).await;
        assert_eq!(told[0].0, "A colleague has handed you “Be there” to decide.");
        let colleagues = here.call(&moderator, ListColleagues {}).await.unwrap();
        let has = |name: &str| colleagues.iter().find(|one| one.name.as_str() == name).map(|one| one.has);
        assert_eq!((has("Ann"), has("Mo"), has("Di")), (Some(1), Some(0), None));
        here.call(&ann, HandOver { item, to: None }).await.unwrap();
        assert!(part(&here, &ann, Some(Part::Mine)).await.is_empty());
        here.call(&moderator, hand(&ann)).await.unwrap();
        here.call(&moderator, decide(&[one], Decision::Publish, None)).await.unwrap();
        assert!(part(&here, &ann, Some(Part::Mine)).await.is_empty());
        assert!(sentences(&here, &ann).await.is_empty(), "what is decided is no news");
    }

    async fn a_proposal_without_votes_is_moved_and_its_author_told(here) {
        let round = here.company().await;
        let (ada, moderator) = (here.customer("Ada").await, here.staff("Mo", Role::Moderator).await);
        let question = "How should we look after you?".parse().unwrap();
        let admin = here.staff("Al", Role::Admin).await;
        let to = here.call(&admin, AddRound { question, scheme: Scheme::default() }).await.unwrap().id;
        let (one, two) = (asks(&here, &ada, round, "Be there").await, asks(&here, &ada, round, "Be good").await);
        let go = |proposal| MoveProposal { proposal, to };
        here.call(&moderator, ClosePhase { round: to, phase: Phase::Propose }).await.unwrap();
        let shut = here.call(&moderator, go(one)).await.unwrap_err();
        assert_eq!(shut.fields[0].field, "to", "it takes no proposals");
        here.call(&moderator, OpenPhase { round: to, phase: Phase::Propose }).await.unwrap();
        here.call(&moderator, go(one)).await.unwrap();
        let titles = async |round| {
            let list = here.call(&ada, ListProposals { round, ..ListProposals::default() }).await.unwrap();
            list.items.into_iter().map(|card| card.title.to_string()).collect::<Vec<_>>()
        };
        assert_eq!((titles(round).await, titles(to).await), (vec!["Be good".to_owned()], vec!["Be there".to_owned()]));
        assert_eq!(here.call(&ada, GetProposal { proposal: one }).await.unwrap().round, to);
        let told = sentences(&here, &ada).await;
        assert_eq!(told[0].0, "Your proposal “Be there” was moved to the round “How should we look after you?”.");
        // And back; but not from under those who voted.
        here.call(&moderator, MoveProposal { proposal: one, to: round }).await.unwrap();
        assert_eq!(titles(to).await, Vec::<String>::new());
        let vote = CastVote::new(two, Stance::Agree);
        here.call(&here.customer("Bob").await, vote).await.unwrap();
        assert_eq!(here.call(&moderator, go(two)).await.unwrap_err().kind, ProblemKind::Conflict);
        // Another instance has it in the same place.
        assert_eq!(here.another().await.call(&ada, GetProposal { proposal: one }).await.unwrap().round, round);
    }

    async fn many_are_decided_at_once_each_for_itself_and_taken_back_at_once(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let (ada, moderator) = (here.customer("Ada").await, here.staff("Mo", Role::Moderator).await);
        let other = here.staff("Ann", Role::Moderator).await;
        let mut all = Vec::new();
        for title in ["One", "Two", "Three"] {
            all.push(asks(&here, &ada, round, title).await);
        }
        here.call(&other, decide(&all[..1], Decision::Publish, None)).await.unwrap();
        here.clock.advance(1);
        let strange = [all.clone(), vec![ProposalId(999)]].concat();
        let batch = here.call(&moderator, decide(&strange, Decision::Publish, None)).await.unwrap();
        assert_eq!(batch.done, [Key::Proposal(all[1]), Key::Proposal(all[2])]);
        let refused: Vec<Key> = batch.refused.iter().map(|one| one.item).collect();
        assert_eq!(refused, [Key::Proposal(ProposalId(999)), Key::Proposal(all[0])]);
        assert!(part(&here, &moderator, None).await.is_empty());

        // Only what the caller did then, and only as long as nothing came after.
        let undo = UndoVerdicts { items: batch.done.clone(), at: batch.at.0 };
        let theirs = here.call(&other, undo.clone()).await.unwrap();
        assert!(theirs.done.is_empty());
        here.clock.advance(1);
        here.call(&other, decide(&all[2..], Decision::Decline, Some("It is the same as Two."))).await.unwrap();
        let undone = here.call(&moderator, undo).await.unwrap();
        assert_eq!(undone.done, [Key::Proposal(all[1])]);
        assert_eq!(undone.refused[0].item, Key::Proposal(all[2]));
        assert_eq!(part(&here, &moderator, None).await, [Key::Proposal(all[1])]);
        let back = here.call(&ada, GetProposal { proposal: all[1] }).await.unwrap();
        assert_eq!((back.status, back.verdicts[0].undone.is_some()), (Status::Waiting, true), "its author sees both");
        let log = here.call(&ada, ListVerdicts::default()).await.unwrap();
        assert_eq!(log.items.iter().filter(|line| line.undone).count(), 1);
        let told = sentences(&here, &ada).await;
        assert!(told.iter().any(|(what, ..)| what == "A moderator reads your proposal “Two” again."), "{told:?}");

        // What a colleague decided on meanwhile is not decided otherwise by whoever still sees it wait.
        let other = here.staff("Zelda", Role::Moderator).await;
        here.call(&other, decide(&all[1..2], Decision::Decline, Some("No."))).await.unwrap();
        let waits = JudgeMany { waits: true, ..decide(&all[1..2], Decision::Publish, None) };
        assert_eq!(here.call(&moderator, waits).await.unwrap_err().kind, ProblemKind::Conflict);
        assert_eq!(here.call(&ada, GetProposal { proposal: all[1] }).await.unwrap().status, Status::Declined);

        let none = here.call(&moderator, decide(&all, Decision::Decline, None)).await.unwrap_err();
        assert_eq!(none.fields[0].field, "reason");
        assert_eq!(here.call(&moderator, decide(&[], Decision::Publish, None)).await.unwrap_err().fields[0].field, "items");
        let most = vec![ProposalId(1); Queue::MOST];
        assert_eq!(here.call(&moderator, decide(&most, Decision::Publish, None)).await.unwrap_err().kind, ProblemKind::Conflict);
        let more = vec![ProposalId(1); Queue::MOST + 1];
        assert_eq!(here.call(&moderator, decide(&more, Decision::Publish, None)).await.unwrap_err().fields[0].field, "items");
    }

    async fn what_was_reported_and_trusted_and_blocked_is_as_it_was_when_taken_back(here) {
        let round = here.company().await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let moderator = here.staff("Mo", Role::Moderator).await;
        let one = asks(&here, &ada, round, "Fire Mr Miller").await;
        here.call(&bob, ReportProposal { proposal: one, reason: reason("It names a person.") }).await.unwrap();
        let block = JudgeMany { block: true, ..decide(&[one], Decision::Decline, Some("No names, please.")) };
        let batch = here.call(&moderator, block).await.unwrap();
        assert!(here.call(&ada, GetViewer {}).await.unwrap().blocked.is_some());
        here.clock.advance(1);
        here.call(&moderator, UndoVerdicts { items: batch.done, at: batch.at.0 }).await.unwrap();
        assert!(here.call(&ada, GetViewer {}).await.unwrap().blocked.is_none());
        let item = here.call(&moderator, GetQueue::default()).await.unwrap().items.remove(0);
        assert_eq!((item.key(), item.complaints.len(), item.decision()), (Key::Proposal(one), 1, Some(Decision::Publish)));

        // What a rule held is held again, and trust given with it is gone.
        let held = asks(&here, &ada, round, "See https://a.example https://b.example https://c.example").await;
        let before = here.call(&ada, GetProposal { proposal: held }).await.unwrap();
        assert_eq!((before.status, before.held), (Status::Waiting, Some(Held::Links)));
        let trust = JudgeMany { trust: true, ..decide(&[held], Decision::Publish, None) };
        let batch = here.call(&moderator, trust).await.unwrap();
        here.clock.advance(1);
        here.call(&moderator, UndoVerdicts { items: batch.done, at: batch.at.0 }).await.unwrap();
        let after = here.call(&ada, GetProposal { proposal: held }).await.unwrap();
        assert_eq!((after.status, after.held), (before.status, before.held));
        let people = here.call(&moderator, ListPeople::default()).await.unwrap().items;
        assert!(people.iter().all(|one| !one.trusted));
    }

    async fn the_other_verdict_after_all_takes_back_what_came_with_the_first(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let ada = here.customer("Ada").await;
        let (moderator, other) = (here.staff("Mo", Role::Moderator).await, here.staff("Ola", Role::Moderator).await);
        let trusted = async || here.call(&moderator, ListPeople::default()).await.unwrap().items.into_iter().find(|one| one.id == ada.id).unwrap().trusted;
        let blocked = async || here.call(&ada, GetViewer {}).await.unwrap().blocked.is_some();
        let one = asks(&here, &ada, round, "One face").await;
        here.call(&moderator, JudgeMany { trust: true, ..decide(&[one], Decision::Publish, None) }).await.unwrap();
        assert!(trusted().await);
        here.clock.advance(1);
        let act = JudgeMany { block: true, ..decide(&[one], Decision::Decline, Some("It names a person.")) };
        here.call(&moderator, act.clone()).await.unwrap();
        assert!(!trusted().await && blocked().await, "the trust went with the verdict it came with");
        here.clock.advance(1);
        // Whoever decides otherwise need not be who decided first.
        here.call(&other, decide(&[one], Decision::Publish, None)).await.unwrap();
        assert!(!blocked().await && !trusted().await);
        let admin = here.staff("Root", Role::Admin).await;
        let log = here.call(&admin, ListAudit::default()).await.unwrap().items;
        let kinds: Vec<_> = log.iter().filter(|entry| entry.kind.starts_with("trust.") || entry.kind.starts_with("block."))
            .map(|entry| (entry.kind.as_str(), entry.by.as_ref().unwrap().as_str())).collect();
        assert_eq!(kinds, [("block.lifted", "Ola"), ("block.set", "Mo"), ("trust.taken_back", "Mo"), ("trust.given", "Mo")]);

        // What was given by hand, or with something else, stays.
        here.call(&moderator, SetTrust { person: ada.id, trusted: true }).await.unwrap();
        here.clock.advance(1);
        here.call(&moderator, decide(&[one], Decision::Decline, Some("It names a person."))).await.unwrap();
        assert!(trusted().await);
        here.clock.advance(1);
        here.call(&moderator, BlockPerson { person: ada.id, reason: reason("Names again.") }).await.unwrap();
        here.clock.advance(1);
        here.call(&moderator, decide(&[one], Decision::Publish, None)).await.unwrap();
        assert!(blocked().await);
    }

    async fn moderators_are_told_once_a_day_of_what_waits_too_long(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let (ada, moderator) = (here.customer("Ada").await, here.staff("Mo", Role::Moderator).await);
        let designer = here.staff("Di", Role::Designer).await;
        let one = asks(&here, &ada, round, "Be there").await;
        let hours = i64::from(here.site.config.queue_hours) * Timestamp::HOUR;
        let oldest = here.call(&moderator, GetQueue::default()).await.unwrap().oldest;
        assert_eq!((oldest, here.call(&moderator, GetViewer {}).await.unwrap().queue_since), (Some(here.clock.now()), oldest));
        let other = here.another().await;
        let told = async || {
            let (one, two) = tokio::join!(server::notices::catch_up(&here.site), server::notices::catch_up(&other.site));
            one.and(two).unwrap();
            sentences(&here, &moderator).await.len()
        };
        here.clock.advance(hours - 1);
        assert_eq!(told().await, 0);
        here.clock.advance(1);
        assert_eq!(told().await, 1, "once, by whichever instance");
        let (what, _, path) = sentences(&here, &moderator).await.remove(0);
        assert_eq!((what.as_str(), path.as_str()), ("Something waits in the queue since 3 May 2026.", "/queue"));
        assert!(sentences(&here, &designer).await.is_empty());
        here.clock.advance(server::notices::overdue::AGAIN - 1);
        assert_eq!(told().await, 1, "not twice a day");
        here.clock.advance(1);
        assert_eq!(told().await, 2);
        // What waits for its author does not wait for a moderator; and what is decided is no news any more.
        here.call(&moderator, AskAuthor { item: Key::Proposal(one), question: reason("When?") }).await.unwrap();
        assert_eq!(sentences(&here, &moderator).await.len(), 0);
        here.clock.advance(server::notices::overdue::AGAIN);
        assert_eq!(told().await, 0);
        assert_eq!(here.call(&moderator, GetViewer {}).await.unwrap().queue_since, None);
    }

    async fn who_asks_to_speak_for_an_account_waits_in_the_queue_too(here) {
        here.company().await;
        let (ada, moderator) = (here.member("Ada", None).await, here.staff("Mo", Role::Moderator).await);
        here.clock.advance(Timestamp::DAY);
        here.call(&ada, DeclareAccount { account: "Acme Steel".parse().unwrap() }).await.unwrap();
        let page = here.text(&moderator, "/queue").await;
        assert!(page.contains("Ada, for Acme Steel") && page.contains("1 waits.") && page.contains(">1<"), "{page}");
        // Nothing there says that nobody waits.
        for untrue in ["All caught up", "Nothing waits.", "Nobody waits"] {
            assert!(!page.contains(untrue), "{untrue}: {page}");
        }
        let asks = ListPeople { waits: true, ..ListPeople::default() };
        let asks = here.call(&moderator, asks).await.unwrap().items.remove(0);
        assert_eq!((asks.id, asks.asks_since), (ada.id, Some(here.clock.now())));
        let hours = i64::from(here.site.config.queue_hours) * Timestamp::HOUR;
        here.clock.advance(hours - 1);
        assert_eq!(sentences(&here, &moderator).await.len(), 0, "since they asked, not since they came");
        here.clock.advance(1);
        let (what, _, path) = sentences(&here, &moderator).await.remove(0);
        let day = here.clock.now().plus(-hours).day();
        assert_eq!((what, path.as_str()), (format!("Something waits in the queue since {day}."), "/queue"));
        // The Monday letter too, and whoever may answer reads it.
        let manager = here.staff("Max", Role::AccountManager).await;
        while server::notices::herald::monday(here.clock.now()) != here.clock.now() {
            here.clock.advance(Timestamp::HOUR - here.clock.now().0 % Timestamp::HOUR);
        }
        server::notices::digest::step(&here.site).await.unwrap();
        for who in [&moderator, &manager] {
            let news = here.call(who, GetNews {}).await.unwrap().notices;
            let words: Vec<_> = news.iter().filter_map(|one| one.words.as_ref()).map(ToString::to_string).collect();
            assert!(words.iter().any(|words| words.contains("1 to be told whom they speak for")), "{words:?}");
        }
        let account = here.account("Acme Steel").await;
        here.call(&moderator, ConfirmMember { person: ada.id, account: AccountId(account).into() }).await.unwrap();
        let page = here.text(&moderator, "/queue").await;
        assert!(!page.contains("Acme Steel") && page.contains("All caught up"), "{page}");
        assert_eq!(server::notices::overdue::waiting(&here.site.memory.read()), None);
    }

    async fn what_is_reported_late_has_not_waited_since_it_was_written(here) {
        let round = here.company().await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let moderator = here.staff("Mo", Role::Moderator).await;
        let one = asks(&here, &ada, round, "Be there").await;
        here.clock.advance(30 * Timestamp::DAY);
        here.call(&bob, ReportProposal { proposal: one, reason: reason("It names a person.") }).await.unwrap();
        let queue = here.call(&moderator, GetQueue::default()).await.unwrap();
        assert_eq!((queue.oldest, queue.items[0].since), (Some(here.clock.now()), here.clock.now()));
        assert!(sentences(&here, &moderator).await.is_empty());
    }
}
