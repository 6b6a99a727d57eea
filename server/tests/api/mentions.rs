//! Mentions: who may be named by whom, who reads which name, who is told and how often, and what numbers give away: nothing.

use crate::harness::{Caller, Here, comment, proposal};
use crate::on_both;
use model::api::access::{SetAccess, Wanted, Who};
use model::api::comments::{ChangeComment, FindComments, GetTalk, JudgeComment};
use model::api::finding::{GetFindable, SetFindable};
use model::api::mentions::FindMentionable;
use model::api::mine::{GetMyData, Leave};
use model::api::notices::{ChooseWay, GetNews};
use model::api::proposals::{ChangeProposal, GetProposal, ListProposals, Propose};
use model::api::rounds::DeclareCulture;
use model::mention::{MOST, OFFERED, typed};
use model::notice::{Notice, NoticeKind, NoticeWay};
use model::person::Role;
use model::proposal::ProposalText;
use model::round::Moderation;
use model::verdict::Decision;
use model::{PersonId, ProblemKind, ProposalId, RoundId, Timestamp};
use server::db::on;

/// Somebody who takes part in the round and wishes to be found.
async fn found(here: &Here, round: RoundId, name: &str) -> Caller {
    let who = here.customer(name).await;
    here.call(&who, DeclareCulture { round, culture: 1 }).await.unwrap();
    here.call(&who, SetFindable { found: true, line: None }).await.unwrap();
    who
}

fn with_why(title: &str, why: &str) -> ProposalText {
    ProposalText { why: why.parse().unwrap(), ..proposal(title) }
}

async fn offered(
    here: &Here,
    who: &Caller,
    round: RoundId,
    q: &str,
    proposal: Option<ProposalId>,
) -> Vec<String> {
    let found = here.call(who, FindMentionable { round, q: q.into(), proposal }).await.unwrap();
    found.into_iter().map(|one| one.name.into()).collect()
}

async fn news(here: &Here, who: &Caller) -> Vec<Notice> {
    server::notices::catch_up(&here.site).await.unwrap();
    let news = here.call(who, GetNews {}).await.unwrap().notices;
    news.into_iter().filter(|one| one.kind == NoticeKind::Mention).collect()
}

async fn kept(here: &Here) -> Vec<String> {
    const TEXTS: &str = "select text from comment order by id";
    on!(here.site.db, c => sqlx::query_scalar(TEXTS).fetch_all(c).await).unwrap()
}

/// The last comment as somebody reads it: its words and its markup.
async fn read(here: &Here, who: &Caller, proposal: ProposalId) -> (String, String) {
    let last = here.call(who, GetTalk { proposal }).await.unwrap().comments.pop().unwrap();
    (last.text.unwrap().into(), last.html.0)
}

on_both! {
    async fn whom_one_may_name_depends_on_who_one_is(here) {
        let round = here.company().await;
        let (ada, bob) = (found(&here, round, "Ada Lovelace").await, here.customer("Bob").await);
        let (una, mo, di) = (here.author("Una").await, here.staff("Mo", Role::Moderator).await, here.staff("Di", Role::Designer).await);
        let shy = here.customer("Adam").await;
        let id = here.call(&shy, Propose { round, text: proposal("One face") }).await.unwrap().id;
        assert_eq!(offered(&here, &bob, round, "ad", None).await, ["Ada Lovelace"]);
        assert_eq!(offered(&here, &bob, round, "LOVE", Some(id)).await, ["Ada Lovelace"], "every word of a name counts");
        assert_eq!(offered(&here, &bob, round, "ove", None).await, [""; 0]);
        assert_eq!(offered(&here, &ada, round, "a", None).await, [""; 0], "not oneself");
        assert_eq!(offered(&here, &una, round, "", Some(id)).await, [""; 0], "she could call herself anything");
        assert_eq!(offered(&here, &mo, round, "ad", None).await, ["Ada Lovelace"]);
        assert_eq!(offered(&here, &mo, round, "ad", Some(id)).await, ["Ada Lovelace", "Adam"], "moderators know who wrote it");
        assert_eq!(offered(&here, &di, round, "", Some(id)).await, ["Ada Lovelace", "Mo", "The boss"]);
        // Staff are named by customers once they say so.
        assert!(!here.call(&mo, GetFindable {}).await.unwrap().found);
        here.call(&mo, SetFindable { found: true, line: None }).await.unwrap();
        let mentionable = here.call(&una, FindMentionable { round, q: "m".into(), proposal: None }).await.unwrap();
        assert_eq!((mentionable[0].name.as_str(), mentionable[0].of.as_ref().unwrap().as_str()), ("Mo", "Acme"));
        assert!(here.text(&mo, "/me").await.contains("Customers may name me"));
        assert!(!here.text(&bob, "/me").await.contains("Customers may name me"));
        assert_eq!(here.call(&bob, FindMentionable { round: RoundId(99), q: String::new(), proposal: None }).await.unwrap_err().kind, ProblemKind::NotFound);
        for n in 0..=OFFERED {
            found(&here, round, &format!("Zoe {n}")).await;
        }
        assert_eq!(offered(&here, &bob, round, "zoe", None).await.len(), OFFERED);
    }

    async fn the_number_is_kept_and_every_reader_sees_the_name_that_they_may(here) {
        let round = here.company().await;
        let (ada, bob) = (found(&here, round, "Ada").await, here.customer("Bob").await);
        let (una, mo) = (here.author("Una").await, here.staff("Mo", Role::Moderator).await);
        let id = here.call(&bob, Propose { round, text: proposal("One face") }).await.unwrap().id;
        let said = format!("Ask {}, she knows.", typed("Ada", ada.id));
        let mine = here.call(&bob, comment(id, &said)).await.unwrap();
        assert_eq!(mine.text.unwrap().as_str(), said, "who wrote it can write on");
        assert_eq!(kept(&here).await, [format!("Ask @[](person:{}), she knows.", ada.id)], "no name is kept");
        let named = |name: &str| (format!("Ask @{name}, she knows."), format!("<p>Ask @<span class=\"mention\">{name}</span>, she knows.</p>\n"));
        for who in [&ada, &mo] {
            assert_eq!(read(&here, who, id).await, named("Ada"));
        }
        for who in [&una, &Caller::stranger()] {
            assert_eq!(read(&here, who, id).await, named("somebody"), "they do not find her either");
            assert!(!here.text(who, &format!("/proposals/{id}/one-face")).await.contains("Ada"));
        }
        let begins = here.call(&ada, FindComments { round, q: "knows".into() }).await.unwrap().remove(0).begins;
        assert_eq!(begins, "Ask @somebody, she knows.");
        // Her present name, as long as she wishes.
        here.call(&ada, model::api::session::SetMyName { name: "Ada <b>".parse().unwrap() }).await.unwrap();
        assert!(read(&here, &mo, id).await.1.contains("Ada &lt;b&gt;"));
        here.call(&ada, SetFindable { found: false, line: None }).await.unwrap();
        assert_eq!(read(&here, &here.customer("Cem").await, id).await, named("somebody"));
        assert_eq!(here.call(&ada, GetMyData {}).await.unwrap()["named_in"].as_array().unwrap().len(), 0, "nobody told her yet");
        server::notices::catch_up(&here.site).await.unwrap();
        assert_eq!(here.call(&ada, GetMyData {}).await.unwrap()["named_in"][0]["comment"], mine.id.0);
        here.call(&ada, Leave { sure: true, words: false }).await.unwrap();
        assert_eq!(read(&here, &Caller::stranger(), id).await, named("withdrawn"));
    }

    async fn whoever_is_named_is_told_once_and_when_others_can_read_it(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let (ada, eve, mo) = (found(&here, round, "Ada").await, found(&here, round, "Eve").await, here.staff("Mo", Role::Moderator).await);
        let bob = here.customer("Bob").await;
        let id = here.call(&mo, Propose { round, text: proposal("One face") }).await.unwrap().id;
        let text = format!("Ask {} and {}.", typed("Ada", ada.id), typed("me", bob.id));
        let said = here.call(&bob, comment(id, &text)).await.unwrap();
        assert!(news(&here, &ada).await.is_empty(), "a moderator reads it first");
        here.call(&mo, JudgeComment { comment: said.id, decision: Decision::Publish, reason: None, trust: true }).await.unwrap();
        let told = news(&here, &ada).await;
        assert_eq!((told.len(), told[0].what.as_str()), (1, "You are named in a comment beside “One face”."));
        assert!(told[0].path.ends_with(&format!("#comment-{}", said.id)) && news(&here, &bob).await.is_empty());
        let change = |text: String| ChangeComment { comment: said.id, text: text.parse().unwrap() };
        for again in [format!("{text} Really."), "Nobody now.".into(), text.clone()] {
            here.clock.advance(Timestamp::MINUTE);
            here.call(&bob, change(again)).await.unwrap();
            assert_eq!(news(&here, &ada).await.len(), 1, "she knows");
        }
        here.call(&bob, change(format!("{text} And {}.", typed("Eve", eve.id)))).await.unwrap();
        assert_eq!((news(&here, &eve).await.len(), news(&here, &ada).await.len()), (1, 1));

        // By the way that she chose.
        const DUE: &str = "select count(*) from notice where kind = 'mention' and due is not null";
        let due = async || -> i64 { on!(here.site.db, c => sqlx::query_scalar(DUE).fetch_one(c).await).unwrap() };
        let before = due().await;
        here.call(&ada, ChooseWay { kind: NoticeKind::Mention, way: NoticeWay::Here }).await.unwrap();
        let why = format!("As {} says.", typed("Ada", ada.id));
        let own = here.call(&bob, Propose { round, text: with_why("Two faces", &why) }).await.unwrap();
        let told = news(&here, &ada).await;
        assert_eq!((told.len(), told[0].what.as_str()), (2, "You are named in the proposal “Two faces”."));
        assert_eq!(due().await, before - 1, "what waited does not leave either");
        assert_eq!(own.text.why.as_str(), why);
        let seen = here.call(&Caller::stranger(), GetProposal { proposal: own.id }).await.unwrap();
        assert_eq!(seen.text.why.as_str(), "As @somebody says.");
        let cards = here.call(&Caller::stranger(), ListProposals { round, ..Default::default() }).await.unwrap();
        assert!(cards.items.iter().any(|card| card.why == "As @somebody says."), "{cards:?}");
        here.call(&bob, ChangeProposal { seen: None, proposal: own.id, text: with_why("Two faces", &format!("{why} Yes.")) }).await.unwrap();
        assert_eq!(news(&here, &ada).await.len(), 2);
    }

    async fn numbers_give_nothing_away(here) {
        let round = here.company().await;
        let (ada, shy, bob) = (found(&here, round, "Ada").await, here.customer("Shy").await, here.customer("Bob").await);
        let id = here.call(&shy, Propose { round, text: proposal("One face") }).await.unwrap().id;
        for number in [shy.id, bob.id, PersonId(99_999)] {
            here.call(&bob, comment(id, &format!("Ask {} now.", typed("Xy", number)))).await.unwrap();
        }
        assert_eq!(kept(&here).await, ["Ask @Xy now."; 3], "all of them alike");
        // However it is dressed up.
        let n = shy.id;
        for (typed, left) in [
            (format!("[@[a](person:{n})](person:{n})"), "@a".to_owned()),
            (format!("[a](person:{n})"), "a".to_owned()),
            (format!("@[[a](person:99)](person:{n}) b"), "@a b".to_owned()),
            (format!("@[a](<person:{n}>)"), "@a".to_owned()),
            (format!("@[a](person&#58;{n})"), "@a".to_owned()),
            (format!("@[a](person:{n} \"t\")"), "@a".to_owned()),
        ] {
            here.call(&bob, comment(id, &format!("{typed} …"))).await.unwrap();
            assert_eq!(kept(&here).await.pop().unwrap(), format!("{left} …"), "{typed}");
        }
        assert!(news(&here, &shy).await.is_empty());
        let deep = (0..25).fold("a".to_owned(), |inner, _| format!("[{inner}](person:{n})"));
        assert_eq!(here.call(&bob, comment(id, &deep)).await.unwrap_err().fields[0].field, "text");
        let many = |count: usize| (0..count).map(|n| typed("x", PersonId(1_000 + n as i64))).collect::<Vec<_>>().join(" ");
        here.call(&bob, comment(id, &many(MOST))).await.unwrap();
        let refused = here.call(&bob, comment(id, &many(MOST + 1))).await.unwrap_err();
        assert_eq!(refused.about("text"), Some("Please name at most 10 people."));
        let text = with_why("Two faces", &many(MOST + 1));
        assert!(here.call(&bob, Propose { round, text }).await.unwrap_err().about("why").is_some());

        // Whoever may not see the round any more is neither offered nor told.
        let admin = here.staff("Xena", Role::Admin).await;
        let asked = here.call(&admin, comment(id, &format!("Ask {}.", typed("Ada", ada.id)))).await.unwrap();
        let staff = || Wanted::from(Who::Staff);
        let shut = SetAccess { round, see: staff(), propose: staff(), vote: staff(), comment: staff() };
        here.call(&admin, shut).await.unwrap();
        assert!(news(&here, &ada).await.is_empty());
        assert!(!offered(&here, &admin, round, "ada", Some(asked.proposal)).await.contains(&"Ada".to_owned()));
    }
}
