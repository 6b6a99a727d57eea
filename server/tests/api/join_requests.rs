//! Who asks to speak for an account, among what else waits in the moderators' queue: confirmed, declined, handed on, many at once, and
//! taken back.

use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use model::account::AccountText;
use model::api::accounts::AddAccount;
use model::api::audit::ListAudit;
use model::api::joining::{DeclineMember, PartMember, SetCoordinator};
use model::api::mine::Leave;
use model::api::notices::{GetNews, SeeNotice};
use model::api::people::{ConfirmMember, ListPeople};
use model::api::proposals::{GetProposal, Propose};
use model::api::queue::{
    AskAuthor, GetQueue, GetQueuedJoinRequest, HandOver, JudgeMany, Part, ReplyToQuestion, UndoVerdicts,
};
use model::api::session::{DeclareAccount, GetViewer};
use model::api::votes::CastVote;
use model::joining::JoinRequest;
use model::person::{Membership, Role};
use model::proposal::{Status, Support};
use model::queue::{Item, Key, What};
use model::round::Moderation;
use model::verdict::Decision;
use model::vote::Stance;
use model::{AccountId, JoinRequestId, ProblemKind, Timestamp};

async fn asks(here: &Here, who: &Caller, account: &str) {
    here.clock.advance(1);
    here.call(who, DeclareAccount { account: account.parse().unwrap() }).await.unwrap();
}

async fn queue(here: &Here, who: &Caller, part: Option<Part>) -> Vec<Item> {
    let queue = here.call(who, GetQueue { after: None, part }).await.unwrap();
    assert_eq!(queue.waiting, queue.items.len());
    queue.items
}

fn request(item: &Item) -> &JoinRequest {
    match &item.what {
        What::JoinRequest(asks) => asks,
        other => panic!("{other:?}"),
    }
}

async fn membership(here: &Here, who: &Caller) -> Membership {
    here.call(who, GetViewer {}).await.unwrap().person.unwrap().membership
}

async fn news(here: &Here, who: &Caller) -> Vec<(String, Option<String>)> {
    server::notices::catch_up(&here.site).await.unwrap();
    let news = here.call(who, GetNews {}).await.unwrap().notices;
    news.into_iter().map(|one| (one.what, one.words.map(|words| words.to_string()))).collect()
}

async fn kinds(here: &Here, admin: &Caller) -> Vec<String> {
    let log = here.call(admin, ListAudit { noun: "person".into(), ..ListAudit::default() }).await.unwrap();
    log.items.into_iter().filter(|line| line.by.is_some()).map(|line| line.kind).take(4).collect()
}

fn confirm(items: Vec<Key>) -> JudgeMany {
    JudgeMany {
        items,
        decision: Decision::Publish,
        reason: None,
        trust: false,
        block: false,
        waits: true,
        account: None,
    }
}

fn decline(items: Vec<Key>) -> JudgeMany {
    let reason = Some("We know no Ada there.".parse().unwrap());
    JudgeMany { decision: Decision::Decline, reason, ..confirm(items) }
}

on_both! {
    async fn who_asks_stands_among_what_waits_with_what_it_takes_to_decide(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let (mo, ada, bob) = (here.staff("Mo", Role::Moderator).await, here.member("Ada", None).await, here.member("Bob", None).await);
        let text = |name: &str, domains: &[&str]| AccountText {
            name: name.parse().unwrap(),
            domains: domains.iter().map(|domain| (*domain).to_owned()).collect(),
            ..serde_json::from_str(r#"{"name":"X"}"#).unwrap()
        };
        let steel = here.call(&mo, AddAccount { text: text("Acme Steel", &[]), part_of: None }).await.unwrap().id;
        let first = here.call(&bob, Propose { round, text: proposal("Be there") }).await.unwrap().id;
        asks(&here, &ada, "acme STEEL").await;
        let asked = here.clock.now();
        here.clock.advance(1);
        let last = here.call(&bob, Propose { round, text: proposal("Be good") }).await.unwrap().id;

        // Oldest first, each once, in the figure beside "Queue" too.
        let items = queue(&here, &mo, None).await;
        let keys: Vec<Key> = items.iter().map(Item::key).collect();
        assert_eq!((keys[0], keys[2], keys.len()), (Key::Proposal(first), Key::Proposal(last), 3));
        assert_eq!((items[1].since, items[1].noun(), items[1].title().as_str()), (asked, "request to join", "Ada, for acme STEEL"));
        let viewer = here.call(&mo, GetViewer {}).await.unwrap();
        assert_eq!((viewer.queue, viewer.joining, viewer.waits()), (3, 1, 3));
        let asks_for = request(&items[1]);
        assert_eq!((asks_for.person, asks_for.email.as_str(), asks_for.account.as_str()), (ada.id, "ada@example.com", "acme STEEL"));
        assert_eq!(asks_for.known.as_ref().map(|one| (one.id, one.name.as_str())), Some((steel, "Acme Steel")));
        assert!(asks_for.domain_of.is_none() && !asks_for.domain_fits() && asks_for.answered.is_none());
        let after = GetQueue { after: Some(keys[1]), part: None };
        assert_eq!(here.call(&mo, after).await.unwrap().items[0].key(), Key::Proposal(last));

        let page = here.text(&mo, &format!("/queue?at={}", keys[1])).await;
        for words in ["3 wait.", "Ada, for acme STEEL", "ada@example.com", "is a mail domain of no account", "Speaks for", "Confirm"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("Publish and trust") && !page.contains("Block its author"), "{page}");

        // An account that there is not can be added from there; and whose domain it is.
        asks(&here, &ada, "Nowhere & Sons").await;
        let other = here.call(&mo, AddAccount { text: text("Other", &["elsewhere.example"]), part_of: None }).await.unwrap().id;
        let eve = crate::browser::Browser::new(&here);
        eve.sign_in("eve@elsewhere.example").await;
        assert!(matches!(eve.call(GetViewer {}).await.unwrap().person.unwrap().membership, Membership::Confirmed { account, .. } if account == other));
        let items = queue(&here, &mo, None).await;
        assert!(request(&items[2]).known.is_none());
        let page = here.text(&mo, &format!("/queue?at={}", items[2].key())).await;
        assert!(page.contains("/accounts?add=Nowhere%20%26%20Sons"), "{page}");
        // Moderators alone; whoever else answers does so at `/people`, where it is the same person.
        let manager = here.staff("Max", Role::AccountManager).await;
        let one = GetQueuedJoinRequest { request: request(&items[2]).id };
        for who in [&manager, &ada] {
            assert_eq!(here.call(who, one.clone()).await.unwrap_err().kind, ProblemKind::NotAllowed);
        }
        assert_eq!(here.call(&mo, one).await.unwrap().key(), items[2].key());
        let viewer = here.call(&manager, GetViewer {}).await.unwrap();
        assert_eq!((viewer.queue, viewer.joining, viewer.waits()), (0, 1, 1));
        here.call(&manager, ConfirmMember { person: ada.id, account: steel.into() }).await.unwrap();
        assert_eq!(queue(&here, &mo, None).await.len(), 2);
        assert_eq!(here.call(&mo, confirm(vec![items[2].key()])).await.unwrap_err().kind, ProblemKind::Conflict);
        // Whoever was taken out of an account does not come in by its domain, and asks.
        let person = eve.call(GetViewer {}).await.unwrap().person.unwrap().id;
        here.call(&mo, PartMember { person }).await.unwrap();
        for (account, fits) in [("Acme Steel", false), ("other", true)] {
            eve.call(DeclareAccount { account: account.parse().unwrap() }).await.unwrap();
            let items = queue(&here, &mo, None).await;
            let asks_for = request(items.iter().find(|one| one.round().is_none()).unwrap());
            assert_eq!((asks_for.domain_of.as_ref().map(|one| one.id), asks_for.domain_fits()), (Some(other), fits));
        }
    }

    async fn who_is_confirmed_speaks_for_the_account_until_it_is_taken_back(here) {
        let round = here.company().await;
        let (mo, admin, ada) = (here.staff("Mo", Role::Moderator).await, here.staff("Al", Role::Admin).await, here.member("Ada", None).await);
        let steel = here.account("Acme Steel").await;
        let author = here.customer("Bob").await;
        let id = here.call(&author, Propose { round, text: proposal("Be there") }).await.unwrap().id;
        for name in ["One", "Two", "Three", "Four"] {
            here.call(&here.customer(name).await, CastVote::new(id, Stance::Agree)).await.unwrap();
        }
        asks(&here, &ada, "Acme Steel").await;
        let key = queue(&here, &mo, None).await[0].key();
        here.call(&mo, HandOver { item: key, to: Some(admin.id) }).await.unwrap();
        let batch = here.call(&mo, confirm(vec![key])).await.unwrap();
        assert_eq!((batch.done.as_slice(), batch.refused.len()), (&[key][..], 0));
        assert!(matches!(membership(&here, &ada).await, Membership::Confirmed { account, .. } if account == AccountId(steel)));
        assert!(queue(&here, &mo, None).await.is_empty() && queue(&here, &admin, Some(Part::Mine)).await.is_empty());
        assert_eq!(here.call(&mo, GetViewer {}).await.unwrap().queue, 0);
        here.call(&ada, CastVote::new(id, Stance::Agree)).await.unwrap();
        let support = async || here.call(&author, GetProposal { proposal: id }).await.unwrap().support;
        assert!(matches!(support().await, Support::Counted { tally } if tally.agree == 500), "{:?}", support().await);

        // Taken back, she waits since she asked, and her vote is counted apart, as of whoever is taken out of an account.
        here.clock.advance(1);
        let undo = UndoVerdicts { items: vec![key], at: batch.at.0 };
        assert_eq!(here.call(&admin, undo.clone()).await.unwrap_err().kind, ProblemKind::Conflict, "whose it is");
        assert_eq!(here.call(&mo, undo.clone()).await.unwrap().done, [key]);
        assert_eq!(membership(&here, &ada).await, Membership::Declared { name: "Acme Steel".parse().unwrap() });
        let items = queue(&here, &mo, None).await;
        assert_eq!((items.len(), items[0].key(), items[0].handed.is_none(), request(&items[0]).verdicts.len()), (1, key, true, 0));
        assert!(matches!(support().await, Support::Few), "{:?}", support().await);
        let other = here.another().await;
        assert!(matches!(other.call(&author, GetProposal { proposal: id }).await.unwrap().support, Support::Few));
        assert_eq!(here.call(&mo, undo).await.unwrap_err().kind, ProblemKind::Conflict, "once");
        assert_eq!(kinds(&here, &admin).await, ["person.unconfirmed", "person.confirmed", "person.handed", "person.declared"]);
        assert!(news(&here, &ada).await.is_empty(), "she had not read of it, and need not hear of this either");

        // Once she has read it, she is told; and it can be confirmed anew, her vote with it.
        here.call(&mo, confirm(vec![key])).await.unwrap();
        let at = here.clock.now();
        assert_eq!(news(&here, &ada).await[0].0, "You speak for Acme Steel now: your votes count with its voice.");
        let notice = here.call(&ada, GetNews {}).await.unwrap().notices.remove(0).id;
        here.call(&ada, SeeNotice { notice }).await.unwrap();
        here.clock.advance(1);
        here.call(&mo, UndoVerdicts { items: vec![key], at: at.0 }).await.unwrap();
        let told = news(&here, &ada).await;
        assert_eq!(told[0].0, "Whether you speak for Acme Steel is looked at again.", "{told:?}");
        here.call(&mo, confirm(vec![key])).await.unwrap();
        assert!(matches!(support().await, Support::Counted { tally } if tally.agree == 500));
        // By plain form, for an account that she did not name.
        let bob = here.member("Ben", None).await;
        asks(&here, &bob, "Acme, Leeds").await;
        let key = queue(&here, &mo, None).await[0].key().to_string();
        let fields = [("items", key.as_str()), ("decision", "publish"), ("account", "acme steel"), ("next", "/queue")];
        assert_eq!(here.form(&mo, "/api/v1/queue/verdicts", &fields).await.status(), 303);
        assert!(membership(&here, &bob).await.is_confirmed());
        assert!(here.text(&mo, &format!("/queue?done={key}")).await.contains("Confirmed: "));
    }

    async fn who_is_declined_is_told_why_and_waits_again_when_it_is_taken_back(here) {
        here.company().await;
        let (mo, admin, ada) = (here.staff("Mo", Role::Moderator).await, here.staff("Al", Role::Admin).await, here.member("Ada", None).await);
        asks(&here, &ada, "Acme Steel").await;
        let key = queue(&here, &mo, None).await[0].key();
        let silent = JudgeMany { reason: None, ..decline(vec![key]) };
        assert!(here.call(&mo, silent).await.unwrap_err().about("reason").is_some());
        let batch = here.call(&mo, decline(vec![key])).await.unwrap();
        assert_eq!(membership(&here, &ada).await, Membership::None);
        assert!(queue(&here, &mo, None).await.is_empty());
        let told = news(&here, &ada).await;
        assert_eq!(told[0], ("We could not confirm whom you said you speak for.".to_owned(), Some("We know no Ada there.".to_owned())));
        here.call(&mo, UndoVerdicts { items: batch.done, at: batch.at.0 }).await.unwrap();
        assert_eq!(membership(&here, &ada).await, Membership::Declared { name: "Acme Steel".parse().unwrap() });
        assert_eq!(queue(&here, &mo, None).await[0].key(), key);
        assert_eq!(kinds(&here, &admin).await[..2], ["person.undeclined", "person.declined"]);

        // Declined once more, she asks again: what was answered stands beside it, and is not taken back any more.
        let batch = here.call(&mo, decline(vec![key])).await.unwrap();
        asks(&here, &ada, "Acme Steel, Leeds").await;
        let items = queue(&here, &mo, None).await;
        let asks_for = request(&items[0]);
        assert_eq!((asks_for.verdicts.len(), asks_for.verdicts[0].decision), (1, Decision::Decline));
        let undo = UndoVerdicts { items: batch.done, at: batch.at.0 };
        assert_eq!(here.call(&mo, undo).await.unwrap_err().message, "Something has been done with it since.");
        // Nor can one answer what she does not ask for any more.
        let before = items[0].key();
        asks(&here, &ada, "The Bank of England").await;
        assert_eq!(here.call(&mo, confirm(vec![before])).await.unwrap_err().kind, ProblemKind::Conflict);
        assert_eq!(membership(&here, &ada).await, Membership::Declared { name: "The Bank of England".parse().unwrap() });
        // Who leaves asks for nothing.
        let key = queue(&here, &mo, None).await[0].key();
        here.call(&mo, HandOver { item: key, to: Some(admin.id) }).await.unwrap();
        here.call(&ada, Leave { sure: true, words: false }).await.unwrap();
        assert!(queue(&here, &mo, None).await.is_empty());
        for decision in [confirm(vec![key]), decline(vec![key])] {
            assert_eq!(here.call(&mo, decision).await.unwrap_err().kind, ProblemKind::Conflict);
        }
    }

    async fn of_two_moderators_at_once_one_answers(here) {
        here.company().await;
        let (mo, ann) = (here.staff("Mo", Role::Moderator).await, here.staff("Ann", Role::Moderator).await);
        here.account("Acme Steel").await;
        for turn in 0..4 {
            let ada = here.member(&format!("Ada {turn}"), None).await;
            asks(&here, &ada, "Acme Steel").await;
            let key = queue(&here, &mo, None).await[0].key();
            let (one, two) = tokio::join!(here.call(&mo, confirm(vec![key])), here.call(&ann, decline(vec![key])));
            let late = match (&one, &two) {
                (Ok(_), Err(late)) | (Err(late), Ok(_)) => late,
                both => panic!("{both:?}"),
            };
            assert_eq!(late.kind, ProblemKind::Conflict);
            assert_eq!(membership(&here, &ada).await.is_confirmed(), one.is_ok());
            assert!(queue(&here, &mo, None).await.is_empty());
        }
    }

    async fn many_of_all_kinds_are_decided_at_once_and_what_does_not_fit_is_said(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let mo = here.staff("Mo", Role::Moderator).await;
        here.account("Acme Steel").await;
        let (ada, bob, cem) = (here.member("Ada", None).await, here.member("Bob", None).await, here.customer("Cem").await);
        let id = here.call(&cem, Propose { round, text: proposal("Be there") }).await.unwrap().id;
        asks(&here, &ada, "Acme Steel").await;
        asks(&here, &bob, "Nowhere").await;
        let keys: Vec<Key> = queue(&here, &mo, None).await.iter().map(Item::key).collect();
        // Trust fits what is written alone.
        let trust = here.call(&mo, JudgeMany { trust: true, ..confirm(keys[1..2].to_vec()) }).await.unwrap_err();
        assert!(trust.message.starts_with("Trusted or blocked is who wrote something"), "{trust:?}");
        let both = JudgeMany { account: Some(AccountId(1).into()), ..confirm(keys.clone()) };
        assert!(here.call(&mo, both).await.unwrap_err().about("account").is_some());
        let batch = here.call(&mo, confirm(keys.clone())).await.unwrap();
        assert_eq!(batch.done, keys[..2]);
        assert_eq!((batch.refused.len(), batch.refused[0].item), (1, keys[2]));
        assert!(batch.refused[0].why.contains("There is no account called “Nowhere”"), "{batch:?}");
        assert_eq!(here.call(&cem, GetProposal { proposal: id }).await.unwrap().status, Status::Published);
        assert!(membership(&here, &ada).await.is_confirmed() && !membership(&here, &bob).await.is_confirmed());
        // All of it is taken back at once, and declined at once.
        here.call(&mo, UndoVerdicts { items: batch.done, at: batch.at.0 }).await.unwrap();
        assert_eq!(queue(&here, &mo, None).await.iter().map(Item::key).collect::<Vec<_>>(), keys);
        let block = here.call(&mo, JudgeMany { block: true, ..decline(keys.clone()) }).await.unwrap();
        assert_eq!((block.done.as_slice(), block.refused.len()), (&keys[..1], 2));
        let rest = here.call(&mo, decline(keys[1..].to_vec())).await.unwrap();
        assert_eq!(rest.done, keys[1..]);
        assert!(queue(&here, &mo, None).await.is_empty());
    }

    async fn it_is_handed_on_and_nobody_is_asked_about_it(here) {
        here.company().await;
        let (mo, ann, ada) = (here.staff("Mo", Role::Moderator).await, here.staff("Ann", Role::Moderator).await, here.member("Ada", None).await);
        asks(&here, &ada, "Acme Steel").await;
        let item = queue(&here, &mo, None).await[0].key();
        here.call(&mo, HandOver { item, to: Some(ann.id) }).await.unwrap();
        let mine = queue(&here, &ann, Some(Part::Mine)).await;
        assert_eq!((mine[0].key(), mine[0].handed.as_ref().unwrap().to), (item, ann.id));
        assert_eq!(news(&here, &ann).await[0].0, "A colleague has handed you the request of Ada to speak for Acme Steel to decide.");
        assert!(news(&here, &ada).await.is_empty());
        let ask = AskAuthor { item, question: "Who are you?".parse().unwrap() };
        assert_eq!(here.call(&mo, ask).await.unwrap_err().kind, ProblemKind::Conflict);
        let reply = ReplyToQuestion { item, reply: "Ada.".parse().unwrap() };
        assert_eq!(here.call(&ada, reply).await.unwrap_err().kind, ProblemKind::NotFound);
        let nothing = Key::JoinRequest(JoinRequestId(999));
        for decision in [confirm(vec![nothing]), decline(vec![nothing])] {
            assert_eq!(here.call(&mo, decision).await.unwrap_err().kind, ProblemKind::Conflict);
        }
        assert_eq!(here.call(&mo, HandOver { item: nothing, to: None }).await.unwrap_err().kind, ProblemKind::Conflict);
        // Answered where people are, it is nobody's any more.
        here.call(&mo, DeclineMember { person: ada.id, reason: "No.".parse().unwrap() }).await.unwrap();
        assert!(queue(&here, &ann, Some(Part::Mine)).await.is_empty() && news(&here, &ann).await.is_empty());
    }

    async fn what_came_between_is_not_undone(here) {
        here.company().await;
        let (mo, host) = (here.staff("Mo", Role::Moderator).await, here.staff("Max", Role::AccountManager).await);
        let (steel, other) = (here.account("Acme Steel").await, here.account("Other").await);
        here.member("Boss", Some(steel)).await;
        let confirmed = async |name: &str| {
            let who = here.member(name, None).await;
            asks(&here, &who, "Acme Steel").await;
            let key = queue(&here, &mo, None).await[0].key();
            let batch = here.call(&mo, confirm(vec![key])).await.unwrap();
            here.clock.advance(Timestamp::MINUTE);
            (who, UndoVerdicts { items: vec![key], at: batch.at.0 })
        };
        let (moved, undo) = confirmed("Ada").await;
        here.call(&host, ConfirmMember { person: moved.id, account: AccountId(other).into() }).await.unwrap();
        assert_eq!(here.call(&mo, undo).await.unwrap_err().kind, ProblemKind::Conflict);
        assert!(matches!(membership(&here, &moved).await, Membership::Confirmed { account, .. } if account.0 == other));
        let (named, undo) = confirmed("Bea").await;
        here.call(&host, SetCoordinator { account: AccountId(steel), person: named.id, coordinator: true }).await.unwrap();
        assert_eq!(here.call(&mo, undo).await.unwrap_err().kind, ProblemKind::Conflict);
        let (parted, undo) = confirmed("Cleo").await;
        here.call(&host, PartMember { person: parted.id }).await.unwrap();
        assert_eq!(here.call(&mo, undo).await.unwrap_err().kind, ProblemKind::Conflict);
        assert_eq!(membership(&here, &parted).await, Membership::None);
        let waits = ListPeople { waits: true, ..ListPeople::default() };
        assert_eq!(here.call(&host, waits).await.unwrap().total, 0);
    }
}
