//! "You said, we did": from what happened to an entry, public once it is published, on the page and in the feed.

use crate::harness::{Caller, Here, body};
use crate::on_both;
use crate::practices::{HOSTILE, practice};
use crate::promises::Scene;
use model::api::practices::{AddPractice, ChangePractice, RemovePractice};
use model::api::said::{AddSaid, ChangeSaid, GetDesk, ListSaid, PublishSaid, RemoveSaid};
use model::person::Role;
use model::practice::PracticeText;
use model::promise::Progress;
use model::said::{Did, Said, SaidText};
use model::{PracticeId, ProblemKind, Timestamp};

fn text(title: &str, words: &str) -> SaidText {
    SaidText { did: Did::Started, title: title.parse().unwrap(), words: words.parse().unwrap() }
}

async fn told(here: &Here, who: &Caller) -> Vec<Said> {
    here.call(who, ListSaid::default()).await.unwrap().items
}

async fn feed(here: &Here) -> String {
    let answer = here.get(&Caller::stranger(), "/you-said-we-did.atom").await;
    assert_eq!(answer.headers()["content-type"], "application/atom+xml; charset=utf-8");
    body(answer).await
}

on_both! {
    async fn what_happened_is_suggested_written_and_told_once_published(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        here.call(&scene.dee, scene.stated(Progress::InPlace)).await.unwrap();
        let desk = here.call(&scene.dee, GetDesk {}).await.unwrap();
        let dids: Vec<Did> = desk.suggested.iter().map(|one| one.did).collect();
        assert_eq!(dids, [Did::Started, Did::Adopted]);
        let (stranger, ada) = (Caller::stranger(), here.customer("Ada").await);
        for who in [&stranger, &ada, &scene.sig, &here.staff("Grace", Role::AccountManager).await] {
            assert!(here.call(who, GetDesk {}).await.is_err());
            let add = AddSaid { practice: scene.practice, event: None, text: text("One face", "It is so.") };
            assert!(here.call(who, add).await.is_err());
        }
        let add = |words: &str| AddSaid { practice: scene.practice, event: desk.suggested[0].event, text: text("Kim comes", words) };
        let entry = here.call(&scene.dee, add(HOSTILE)).await.unwrap();
        assert_eq!((entry.at, entry.published, entry.asked.len()), (desk.suggested[0].at, None, 1));
        assert_eq!(here.call(&scene.dee, add("Again.")).await.unwrap_err().kind, ProblemKind::Conflict);
        let left = here.call(&scene.dee, GetDesk {}).await.unwrap();
        assert_eq!((left.suggested.len(), left.drafts.len()), (1, 1));
        // A draft is nobody else's to see, on the page, over the API and in the feed.
        assert_eq!(told(here, &ada).await, []);
        assert!(!feed(here).await.contains("Kim comes"));
        assert!(!here.text(&stranger, "/you-said-we-did").await.contains("Kim comes"));
        assert!(here.text(&scene.dee, "/you-said-we-did").await.contains("Kim comes"));

        let publish = |published| PublishSaid { said: entry.id, published, seen: None };
        here.call(&scene.dee, publish(true)).await.unwrap();
        assert_eq!(here.call(&scene.dee, publish(true)).await.unwrap_err().kind, ProblemKind::NotFound);
        let page = here.text(&stranger, "/you-said-we-did").await;
        assert!(page.contains("Kim comes") && page.contains("One face") && !page.contains("<script>alert") && !page.contains("To be told"), "{page}");
        let atom = feed(here).await;
        assert!(atom.contains("<title>Started: Kim comes</title>") && atom.contains("You said: One face") && !atom.contains("<script>"), "{atom}");
        assert!(atom.contains(&format!("http://localhost:3000/you-said-we-did#entry-{}", entry.id)), "{atom}");
        // What a moderator hides of those who asked is not told either.
        let hide = "update proposal set status = 'declined'";
        here.write(server::db::events::What::of_round("round.imported", scene.round, scene.round.0), move |tx| Box::pin(async move {
            server::db::on!(tx, c => sqlx::query(hide).execute(c).await.map(drop))
        })).await;
        assert_eq!(told(here, &ada).await[0].asked, []);
        assert!(!feed(here).await.contains("You said:"));
        let change = ChangeSaid { seen: Some(entry.changed.0), said: entry.id, text: text("Kim comes, and stays", "Since May.") };
        here.clock.advance(1_000_000);
        assert!(here.call(&ada, change.clone()).await.is_err());
        here.call(&scene.dee, change.clone()).await.unwrap();
        // A tab that was opened before writes over nothing, and takes nothing out of sight; both texts are named.
        let late = ChangeSaid { text: text("Kim came once", "Since May."), ..change };
        let refused = here.call(&scene.dee, late.clone()).await.unwrap_err();
        assert_eq!((refused.kind, refused.about("title"), refused.about("words")), (ProblemKind::Conflict, Some("Now it says: “Kim comes, and stays”"), None));
        assert_eq!(refused.overtaken(), Some(here.clock.now().0));
        let hide = PublishSaid { said: entry.id, published: false, seen: late.seen };
        assert!(here.call(&scene.dee, hide).await.unwrap_err().about("words").unwrap().contains("Kim comes, and stays"));
        let change = ChangeSaid { seen: refused.overtaken(), ..late };
        here.call(&scene.dee, ChangeSaid { text: text("Kim comes, and stays", "Since May."), ..change }).await.unwrap();
        let entry = told(here, &ada).await.remove(0);
        assert!(entry.changed > entry.published.unwrap() && entry.text.title.as_str().contains("stays"));
        // Taken out of sight it is a draft again, which can go.
        let remove = || RemoveSaid { said: entry.id };
        assert_eq!(here.call(&scene.dee, remove()).await.unwrap_err().kind, ProblemKind::NotFound);
        here.call(&scene.dee, publish(false)).await.unwrap();
        assert_eq!(told(here, &ada).await, []);
        here.call(&scene.dee, remove()).await.unwrap();
        assert_eq!(here.call(&scene.dee, GetDesk {}).await.unwrap().drafts, []);
        let none = AddSaid { practice: PracticeId(999), event: None, text: text("One face", "It is so.") };
        assert!(here.call(&scene.dee, none).await.unwrap_err().about("practice").is_some());
    }

    async fn what_a_version_changes_and_drops_is_suggested_and_what_was_told_keeps_its_proposals(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let (dee, stranger) = (&scene.dee, Caller::stranger());
        let suggested = async || here.call(dee, GetDesk {}).await.unwrap().suggested;
        let say = async |practice: PracticeId, did: Did| {
            let text = SaidText { did, ..text("One face", "As you asked.") };
            let said = here.call(dee, AddSaid { practice, event: None, text }).await.unwrap();
            here.call(dee, PublishSaid { said: said.id, published: true, seen: None }).await.unwrap();
        };
        let other = scene.proposed("Two faces").await;
        let add = AddPractice { round: scene.round, text: practice("Two faces", &[other]) };
        let stays = here.call(dee, add).await.unwrap().id;
        here.clock.advance(Timestamp::DAY);
        scene.adopt().await;
        say(scene.practice, Did::Adopted).await;
        assert_eq!(suggested().await.iter().map(|one| (one.did, one.practice)).collect::<Vec<_>>(), [(Did::Adopted, stays)]);
        say(stays, Did::Adopted).await;
        let before = told(here, &stranger).await;
        assert!(before.iter().all(|entry| entry.asked.len() == 1), "{before:?}");

        // The next version has the one no more, and does the other in another way, from nobody's proposal.
        here.clock.advance(Timestamp::DAY);
        here.call(dee, RemovePractice { practice: scene.practice, seen: None }).await.unwrap();
        let third = scene.proposed("Three faces").await;
        let text = PracticeText { how: Some("By telephone".parse().unwrap()), ..practice("Two faces", &[third]) };
        here.call(dee, ChangePractice { practice: stays, seen: None, sitting: false, text }).await.unwrap();
        scene.adopt().await;
        let came = suggested().await;
        let shown: Vec<_> = came.iter().map(|one| (one.did, one.practice, one.words.as_str())).collect();
        let reason = came.iter().find(|one| one.did == Did::Dropped).map(|one| one.words.clone()).unwrap();
        assert!(!reason.is_empty());
        let changed = "We have changed how we do it.";
        assert_eq!(shown, [(Did::Changed, stays, changed), (Did::Dropped, scene.practice, reason.as_str())]);
        assert_eq!(told(here, &stranger).await, before, "with what was asked for then");
        let page = here.text(&stranger, "/you-said-we-did").await;
        assert_eq!(page.matches("You said:").count(), 2, "{page}");
        say(scene.practice, Did::Dropped).await;
        let dropped = told(here, &stranger).await.remove(0);
        assert_eq!((dropped.text.did, dropped.asked[0].title.as_str()), (Did::Dropped, "One face"));
        say(stays, Did::Changed).await;
        let changed = told(here, &stranger).await.remove(0);
        assert_eq!(changed.asked.iter().map(|asked| asked.proposal).collect::<Vec<_>>(), [third]);
        assert_eq!(suggested().await, []);
    }

    async fn before_anything_is_told_the_page_says_so(here) {
        here.company().await;
        assert!(here.text(&Caller::stranger(), "/you-said-we-did").await.contains("Nothing has been told yet."));
        assert!(feed(&here).await.contains("</feed>"));
    }
}
