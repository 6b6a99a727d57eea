//! Stories beside a practice: chosen from those told beside its proposals, read with the adopted design, gone when they are taken back.

use crate::harness::Caller;
use crate::on_both;
use crate::practices::{HOSTILE, practice};
use crate::promises::Scene;
use model::api::comments::{AddComment, WithdrawComment};
use model::api::designs::{GetLatestDesign, GetReading};
use model::api::practices::{AddPractice, ListStories, SetStory};
use model::comment::{Found, Kind, Tone};
use model::person::Role;
use model::practice::MOST_STORIES;
use model::{CommentId, PracticeId, ProposalId};

async fn tell(scene: &Scene, who: &Caller, beside: ProposalId, kind: Kind, words: &str) -> CommentId {
    let tone = (kind == Kind::Story).then_some(Tone::Badly);
    let add = AddComment {
        proposal: beside,
        parent: None,
        kind,
        tone,
        text: words.parse().unwrap(),
        follow: false,
    };
    scene.here.call(who, add).await.unwrap().id
}

async fn beside(scene: &Scene, practice: PracticeId) -> Vec<Found> {
    let design = scene.here.call(&Caller::stranger(), GetLatestDesign {}).await.unwrap();
    design.practices.into_iter().find(|one| one.id == practice).unwrap().stories
}

on_both! {
    async fn a_story_stands_beside_the_practice_as_long_as_it_is_told(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let from = here.call(&scene.dee, GetLatestDesign {}).await.unwrap().practices[0].from[0].proposal;
        let other = scene.proposed("Two faces").await;
        let (ada, stranger) = (here.author("Ada").await, Caller::stranger());
        let five = tell(&scene, &ada, from, Kind::Story, "Five engineers came.").await;
        let hostile = tell(&scene, &ada, from, Kind::Story, HOSTILE).await;
        let comment = tell(&scene, &ada, from, Kind::Comment, "Yes.").await;
        let elsewhere = tell(&scene, &ada, other, Kind::Story, "Nobody came.").await;
        let list = async || here.call(&scene.dee, ListStories { practice: scene.practice }).await.unwrap();
        let told = list().await;
        assert_eq!(told.iter().map(|one| (one.story.id, one.chosen)).collect::<Vec<_>>(), [(hostile, false), (five, false)]);
        let set = |story: CommentId, stands: bool| SetStory { practice: scene.practice, story, stands };
        for who in [&ada, &scene.sig, &stranger] {
            assert!(here.call(who, set(five, true)).await.is_err());
            assert!(here.call(who, ListStories { practice: scene.practice }).await.is_err());
        }
        for wrong in [comment, elsewhere, CommentId(999)] {
            assert!(here.call(&scene.dee, set(wrong, true)).await.unwrap_err().about("story").is_some(), "{wrong:?}");
        }
        assert_eq!(beside(&scene, scene.practice).await, []);
        // Two designers, each of whom ticks one that the other has not seen ticked; twice is once.
        let kay = here.staff("Kay", Role::Designer).await;
        here.call(&scene.dee, set(five, true)).await.unwrap();
        here.call(&scene.dee, set(five, true)).await.unwrap();
        let told = here.call(&kay, set(hostile, true)).await.unwrap();
        assert!(told.iter().all(|one| one.chosen));
        // Read with the adopted design, in all its readings that show the practice, and over the API; its digest is as it was.
        let stories = beside(&scene, scene.practice).await;
        assert_eq!(stories.iter().map(|one| one.id).collect::<Vec<_>>(), [hostile, five]);
        for at in ["/design", "/design/1/moments/3/1"] {
            let page = here.text(&stranger, at).await;
            assert!(page.contains("As it was lived") && page.contains("Five engineers came.") && !page.contains("<script>alert"), "{at}");
        }
        // In the draft's readings too, and in the files.
        let draft = here.call(&scene.dee, GetReading { round: scene.round, today: false }).await.unwrap();
        let draft = draft.practices.into_iter().find(|one| one.id == scene.practice).unwrap().stories;
        assert_eq!(draft.iter().map(|one| one.id).collect::<Vec<_>>(), [hostile, five]);
        let page = here.text(&scene.dee, &format!("/design/draft-{}/moments/3/1", scene.round)).await;
        assert!(page.contains("As it was lived") && page.contains("Five engineers came."), "{page}");
        let files = async || {
            [
                here.text(&stranger, "/api/v1/designs/1/design.md").await,
                here.text(&stranger, "/api/v1/designs/1/design.csv").await,
            ]
        };
        let [markdown, csv] = files().await;
        assert!(markdown.contains("- As it was lived:\n") && markdown.contains("  - Five engineers came. (beside"), "{markdown}");
        assert!(!markdown.contains("<script>alert"), "{markdown}");
        assert!(csv.lines().next().unwrap().contains(",sha256,stories,") && csv.contains("Five engineers came. (beside: "), "{csv}");
        here.call(&scene.dee, set(hostile, false)).await.unwrap();
        assert_eq!(beside(&scene, scene.practice).await.iter().map(|one| one.id).collect::<Vec<_>>(), [five]);
        // So many, and no more.
        let mut more = Vec::new();
        for place in 1..=MOST_STORIES {
            more.push(tell(&scene, &ada, from, Kind::Story, &format!("It was the {place}. time.")).await);
        }
        let (last, most) = more.split_last().unwrap();
        for story in most {
            here.call(&kay, set(*story, true)).await.unwrap();
        }
        assert!(here.call(&kay, set(*last, true)).await.unwrap_err().about("story").is_some());
        for story in most {
            here.call(&scene.dee, set(*story, false)).await.unwrap();
            here.call(&ada, WithdrawComment { comment: *story }).await.unwrap();
        }
        here.call(&ada, WithdrawComment { comment: *last }).await.unwrap();
        // Whoever told it takes it back, from here too.
        here.call(&ada, WithdrawComment { comment: five }).await.unwrap();
        assert_eq!(beside(&scene, scene.practice).await, []);
        assert!(!here.text(&stranger, "/design").await.contains("Five engineers came."));
        assert!(files().await.iter().all(|file| !file.contains("Five engineers came.")));
        assert_eq!(list().await.iter().map(|one| one.story.id).collect::<Vec<_>>(), [hostile]);
        // One without stories says nothing of them.
        let add = AddPractice { round: scene.round, text: practice("Two faces", &[other]) };
        let id = here.call(&scene.dee, add).await.unwrap().id;
        scene.adopt().await;
        assert_eq!(beside(&scene, id).await, []);
    }
}
