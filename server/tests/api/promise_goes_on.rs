//! A promise outlives the draft it was made in: taken out and put back, or made anew in a later round, it is the same one.

use crate::harness::{Caller, proposal, signature};
use crate::on_both;
use crate::practices::{practice, proposed};
use crate::promises::Scene;
use model::api::practices::{AddPractice, ChangePractice, GetDraft, PutBackPractice, RemovePractice};
use model::api::promises::GetScorecard;
use model::api::rounds::{AddRound, OpenPhase};
use model::api::scorecard::{GetPastPromise, GetPromise};
use model::person::Role;
use model::practice::PracticeText;
use model::promise::{Progress, Told};
use model::round::{Phase, Scheme};
use model::scorecard::Reworded;
use model::{PracticeId, ProblemKind, Timestamp, Version};
use server::db::on;
use server::promises::gaps;

on_both! {
    async fn what_is_put_back_is_the_very_same_practice(here) {
        let (scene, _) = Scene::not_kept(here).await;
        let here = &scene.here;
        gaps::step(&here.site).await.unwrap();
        let draft = async || here.call(&scene.dee, GetDraft { round: scene.round }).await.unwrap();
        let before = draft().await;
        let back = || PutBackPractice { practice: scene.practice };
        assert_eq!(here.call(&scene.dee, back()).await.unwrap_err().kind, ProblemKind::NotFound, "it is there");
        here.call(&scene.dee, RemovePractice { practice: scene.practice, seen: None }).await.unwrap();
        // Whoever opens the studio later sees it, and customers do not.
        let removed = draft().await.removed;
        assert_eq!((removed.len(), removed[0].practice, removed[0].title.as_str()), (1, scene.practice, "One face"));
        assert_eq!(here.call(&Caller::stranger(), GetDraft { round: scene.round }).await.unwrap().removed, []);
        let desi = here.staff("Desi", Role::Designer).await;
        let put = here.call(&desi, back()).await.unwrap();
        assert_eq!(put.id, scene.practice);
        assert_eq!(draft().await, before);
        const LOG: &str = "select kind, person from event where kind in ('practice.removed', 'practice.put_back') order by seq";
        let log: Vec<(String, i64)> = on!(here.site.db, c => sqlx::query_as(LOG).fetch_all(c).await).unwrap();
        assert_eq!(log, [("practice.removed".to_owned(), scene.dee.id.0), ("practice.put_back".to_owned(), desi.id.0)]);
        let promise = scene.promise(&Caller::stranger()).await;
        assert!(promise.gap.is_some_and(|gap| gap.is_open()) && promise.kept.len() == 1);
    }

    async fn what_would_make_a_circle_by_now_is_not_put_back(here) {
        let (round, dee) = (here.company().await, here.staff("Dee", Role::Designer).await);
        let here = &here;
        let from = proposed(here, round, proposal("One face")).await;
        let add = async |title: &str, needs: &[PracticeId]| {
            let text = PracticeText { needs: needs.to_vec(), ..practice(title, &[from]) };
            here.call(&dee, AddPractice { round, text }).await.unwrap().id
        };
        let take_out = async |practice| here.call(&dee, RemovePractice { practice, seen: None }).await.unwrap();
        let put_back = async |practice| here.call(&dee, PutBackPractice { practice }).await;
        let last = add("Last", &[]).await;
        let between = add("Between", &[last]).await;
        let first = add("First", &[between]).await;
        take_out(first).await;
        take_out(between).await;
        // What it needs is not there any more, and comes back with what it needs.
        assert_eq!(put_back(first).await.unwrap().text.needs, []);
        let text = PracticeText { needs: vec![first], ..practice("Last", &[from]) };
        let change = |text| ChangePractice { practice: last, seen: None, sitting: false, text };
        here.call(&dee, change(text)).await.unwrap();
        let refused = put_back(between).await.unwrap_err();
        assert!(refused.about("needs").is_some(), "{refused:?}");
        let draft = here.call(&dee, GetDraft { round }).await.unwrap();
        assert_eq!((draft.practices.len(), draft.removed.len(), draft.removed[0].practice), (2, 1, between));
        here.call(&dee, change(practice("Last", &[from]))).await.unwrap();
        assert_eq!(put_back(between).await.unwrap().text.needs, [last]);
        let draft = here.call(&dee, GetDraft { round }).await.unwrap();
        let again = draft.practices.iter().find(|one| one.id == first).map(|one| one.text.needs.clone());
        assert_eq!(again, Some(vec![between]));
    }

    async fn a_promise_says_since_when_it_is_worded_so(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let stranger = Caller::stranger();
        let reworded = async || here.call(&stranger, GetPromise { practice: scene.practice }).await.unwrap().reworded;
        let change = async |text| {
            let change = ChangePractice { practice: scene.practice, seen: None, sitting: false, text };
            here.call(&scene.dee, change).await.unwrap();
            here.clock.advance(Timestamp::DAY);
            scene.adopt().await;
        };
        assert_eq!(reworded().await, None);
        let draft = here.call(&scene.dee, GetDraft { round: scene.round }).await.unwrap();
        let text = draft.practices[0].text.clone();
        // Who answers for it is not its wording.
        change(PracticeText { accountable: "Service".parse().unwrap(), ..text.clone() }).await;
        assert_eq!(reworded().await, None);
        let other = PracticeText { how: Some("By telephone alone.".parse().unwrap()), ..text };
        change(other.clone()).await;
        let day = here.clock.now();
        let now = Some(Reworded { version: Version(3), since: day, before: Version(2) });
        assert_eq!(reworded().await, now);
        let page = here.text(&stranger, &format!("/promises/{}", scene.practice)).await;
        assert!(page.contains("/design/compare?from=2&amp;to=3") && page.contains("its former wording"), "{page}");
        // It is so since then, whatever else changes.
        change(PracticeText { accountable: "Legal".parse().unwrap(), ..other }).await;
        assert_eq!(reworded().await, now);
    }

    async fn the_same_practice_of_a_later_round_is_the_same_promise(here) {
        let (scene, voters) = Scene::not_kept(here).await;
        let (here, stranger) = (&scene.here, Caller::stranger());
        gaps::step(&here.site).await.unwrap();
        let before = scene.promise(&voters[0]).await;
        let other = here.another().await;
        other.call(&stranger, GetScorecard::default()).await.unwrap();
        let admin = here.staff("Ann", Role::Admin).await;
        let mo = here.staff("Max", Role::Moderator).await;
        let add = AddRound { question: "And now?".parse().unwrap(), scheme: Scheme::default() };
        let round = here.call(&admin, add).await.unwrap().id;
        here.call(&mo, OpenPhase { round, phase: Phase::Propose }).await.unwrap();
        let from = proposed(here, round, proposal("One face for us")).await;
        let text = practice("one  FACE", &[from]);
        let again = here.call(&scene.dee, AddPractice { round, text }).await.unwrap().id;
        here.call(&mo, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
        here.call(&scene.sig, signature(round)).await.unwrap();

        // Status, review, reports and gap are those that it had.
        let promise = scene.promise(&voters[0]).await;
        assert_eq!((promise.practice, promise.progress), (again, Progress::InPlace));
        assert!(matches!(promise.kept[0].told, Told::Measured { voices: 10, kept: 0, .. }));
        assert_eq!((&promise.kept, promise.review, &promise.gap), (&before.kept, before.review, &before.gap));
        assert_eq!(promise.mine, before.mine);
        other.site.memory.catch_up().await.unwrap();
        let said = here.call(&stranger, GetScorecard::default()).await.unwrap();
        assert_eq!(other.call(&stranger, GetScorecard::default()).await.unwrap(), said);
        // The page of the earlier one leads there.
        let past = async |practice| here.call(&stranger, GetPastPromise { practice }).await;
        let one = past(scene.practice).await.unwrap();
        assert_eq!((one.goes_on, one.version, one.ended), (Some(again), Version(1), Version(2)));
        let page = here.text(&stranger, &format!("/promises/{}", scene.practice)).await;
        assert!(page.contains(&format!("href=\"/promises/{again}\"")), "{page}");
        assert_eq!(past(again).await.unwrap_err().kind, ProblemKind::NotFound);

        // What a version does not have ended with it, and says why.
        let from = scene.proposed("Another").await;
        here.call(&scene.dee, RemovePractice { practice: scene.practice, seen: None }).await.unwrap();
        here.call(&scene.dee, AddPractice { round: scene.round, text: practice("Another", &[from]) }).await.unwrap();
        scene.adopt().await;
        for practice in [scene.practice, again] {
            let past = past(practice).await.unwrap();
            assert_eq!((past.goes_on, past.version, past.ended), (None, Version(2), Version(3)));
            let page = here.text(&stranger, &format!("/promises/{practice}")).await;
            assert!(page.contains("and ended with ") && page.contains("/design/3"), "{page}");
        }
        assert_eq!(here.get(&stranger, "/promises/999").await.status().as_u16(), 404);

        // Adopted again under its own number, it has what was reported of the other as which it went on.
        here.call(&scene.dee, PutBackPractice { practice: scene.practice }).await.unwrap();
        scene.adopt().await;
        let said = here.call(&voters[0], GetScorecard::default()).await.unwrap();
        let promise = said.promises.iter().find(|one| one.practice == scene.practice).unwrap();
        assert_eq!((&promise.kept, &promise.mine), (&before.kept, &before.mine));
        let past = past(again).await.unwrap();
        assert_eq!((past.goes_on, past.version, past.ended), (Some(scene.practice), Version(2), Version(3)));
    }
}
