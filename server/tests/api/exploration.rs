//! What is found out of a selection aside: how firm it is, opinion groups, and the result in proportion to the account base.

use crate::harness::{Caller, Here, proposal, signature};
use crate::on_both;
use crate::practices::{practice, proposed, resource};
use crate::selection::{SEVEN, people, votes};
use futures::FutureExt;
use model::api::designs::Adopt;
use model::api::practices::AddPractice;
use model::api::rounds::{ClosePhase, OpenPhase};
use model::api::selection::{ExplainPractice, Explore, GetCommonGround, GetFirmness};
use model::person::Role;
use model::practice::{Cost, PracticeText};
use model::round::Phase;
use model::selection::{Explored, Firmness, Firmnesses, Key, OpinionGroups, PaidBy, Side, Weighted};
use model::vote::Stance;
use model::{ProblemKind, RoundId};
use server::db::events::What;
use server::db::on;

/// What is counted aside, once it is there.
async fn counted(here: &Here, round: RoundId) -> Firmness {
    for _ in 0..600 {
        let told = here.call(&Caller::stranger(), GetFirmness { round }).await.unwrap();
        if let (Some(found), false) = (told.found, told.counting) {
            return found;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("it is never counted");
}

async fn explored(here: &Here, round: RoundId) -> Explored {
    for _ in 0..600 {
        let told = here.call(&Caller::stranger(), Explore { round }).await.unwrap();
        if let (Some(found), false) = (told.found, told.counting) {
            return found;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("it is never found");
}

/// People of accounts of one size, an account each.
pub async fn sized(here: &Here, size: &'static str, count: usize) -> Vec<Caller> {
    let mut people = Vec::new();
    for number in 0..count {
        let account = here.account(&format!("{size} {number}")).await;
        here.write(What::new("account.changed", account), move |tx| {
            async move {
                const SEGMENT: &str =
                    "insert into segment (name) select 'Size' where not exists (select 1 from segment)";
                const SIZE: &str =
                    "insert into account_attribute (account, segment, value) select $1, id, $2 from segment";
                on!(tx, c => sqlx::query(SEGMENT).execute(c).await.map(drop))?;
                on!(tx, c => sqlx::query(SIZE).bind(account).bind(size).execute(c).await.map(drop))
            }
            .boxed()
        })
        .await;
        people.push(here.member(&format!("Person {size} {number}"), Some(account)).await);
    }
    people
}

fn parts(by: &[PaidBy]) -> Vec<(&str, &str, u32)> {
    by.iter()
        .flat_map(|by| by.parts.iter().map(|part| (by.attribute.as_str(), part.value.as_str(), part.percent)))
        .collect()
}

on_both! {
    async fn how_firm_it_is_is_counted_aside_and_moves_like_breakdowns(here) {
        let round = here.company().await;
        let one = proposed(&here, round, proposal("One")).await;
        let two = proposed(&here, round, proposal("Two")).await;
        let stranger = Caller::stranger();
        let names: Vec<String> = (0..30).map(|number| format!("Voter {number}")).collect();
        let voters = people(&here, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
        votes(&here, Stance::Agree, one, &voters[..4]).await;
        let early = here.call(&stranger, GetFirmness { round }).await.unwrap_err();
        assert_eq!(early.kind, ProblemKind::Conflict);
        votes(&here, Stance::Agree, one, &voters[4..20]).await;
        votes(&here, Stance::Agree, two, &voters[..4]).await;
        // Nobody waits for it; then it is there, and pages that are open hear of it.
        let first = here.call(&stranger, GetFirmness { round }).await.unwrap();
        assert_eq!(first, Firmnesses { found: None, counting: true });
        let counted = counted(&here, round).await;
        assert_eq!((counted.voices, counted.left_out, counted.most_change), (20, 20, 0));
        let [firm] = counted.chosen.as_slice() else { panic!("only what five accounts ask for: {counted:?}") };
        assert_eq!((firm.key, firm.times, firm.fragile), (Key::Proposal(one), counted.draws, false));
        // Four more accounts change nothing; the fifth does.
        votes(&here, Stance::Agree, two, &voters[20..24]).await;
        let same = here.call(&stranger, GetFirmness { round }).await.unwrap();
        assert_eq!(same, Firmnesses { found: Some(counted), counting: false });
        votes(&here, Stance::Agree, two, &voters[24..25]).await;
        let page = here.text(&stranger, &format!("/rounds/{round}/draft")).await;
        assert!(page.contains("How firm is it?"), "{page}");

        here.call(&here.staff("Mo", Role::Moderator).await, ClosePhase { round, phase: Phase::Propose }).await.unwrap();
        here.call(&here.staff("Mia", Role::Moderator).await, ClosePhase { round, phase: Phase::Vote }).await.unwrap();
        assert_eq!(here.call(&stranger, GetFirmness { round }).await.unwrap_err().kind, ProblemKind::NotAllowed);
    }

    async fn what_is_explored_says_why_it_shows_nothing(here) {
        let round = here.company().await;
        let one = proposed(&here, round, proposal("One")).await;
        let stranger = Caller::stranger();
        let voters = people(&here, &SEVEN).await;
        votes(&here, Stance::Agree, one, &voters[..4]).await;
        assert_eq!(here.call(&stranger, Explore { round }).await.unwrap_err().kind, ProblemKind::Conflict);
        votes(&here, Stance::Agree, one, &voters[4..]).await;
        let found = explored(&here, round).await;
        assert_eq!((found.voices, found.groups), (7, OpinionGroups::TooFew));
        assert_eq!(found.weighted, Weighted::NoSegments);
        let page = here.text(&stranger, &format!("/rounds/{round}/common-ground")).await;
        assert!(page.contains("fewer than a hundred people") && !page.contains("in proportion"), "{page}");
    }

    async fn a_segment_that_stayed_away_is_weighed_beside_the_result(here) {
        let round = here.company().await;
        let ids = [proposed(&here, round, proposal("One")).await, proposed(&here, round, proposal("Two")).await];
        let moderator = here.staff("Mo", Role::Moderator).await;
        // Of thirty small and thirty large accounts, six small and all large ones vote, on opposite sides.
        let (small, large) = (sized(&here, "small", 30).await, sized(&here, "large", 30).await);
        votes(&here, Stance::Agree, ids[0], &small[..10]).await;
        votes(&here, Stance::Disagree, ids[0], &large[..15]).await;
        votes(&here, Stance::Agree, ids[1], &large).await;
        here.call(&moderator, ClosePhase { round, phase: Phase::Vote }).await.unwrap();
        here.call(&moderator, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
        let found = explored(&here, round).await;
        let Weighted::Found { effective, empty, moved, .. } = found.weighted else { panic!("{found:?}") };
        // Weights of 2 and 2/3: Kish's number is (10 · 2 + 30 · 2/3)² / (10 · 4 + 30 · 4/9) = 30.
        assert_eq!((found.voices, effective, empty), (40, 30, false));
        let moved: Vec<_> = moved.into_iter().map(|moved| (moved.card.id, moved.now, moved.then)).collect();
        assert_eq!(moved, [(ids[0], Side::Against, Side::For)]);
        let page = here.text(&Caller::stranger(), &format!("/rounds/{round}/common-ground")).await;
        // What an adopted design says of who took part is what is told here.
        let ground = here.call(&Caller::stranger(), GetCommonGround { round }).await.unwrap();
        let designer = here.staff("Dee", Role::Designer).await;
        let costs = vec![Cost { resource: resource(&here, round).await, amount: 40 }];
        let text = PracticeText { costs, ..practice("Made of it", &ids[1..]) };
        let made = here.call(&designer, AddPractice { round, text }).await.unwrap();
        // All large accounts paid, and none of the small ones.
        let why = here.call(&designer, ExplainPractice { practice: made.id }).await.unwrap();
        assert_eq!(parts(&why.paid), [("Size", "large", 100), ("Size", "small", 0)]);
        let told = here.text(&designer, &Key::Practice(made.id).why_path()).await;
        assert!(told.contains("Who paid for it"), "{told}");
        let adopt = Adopt { against: None, ..signature(round) };
        let design = here.call(&here.staff("Sig", Role::Signatory).await, adopt).await.unwrap();
        let selection = design.selection.unwrap();
        let paid: Vec<_> = selection.paid.iter().map(|paid| (paid.key, parts(&paid.attributes))).collect();
        assert_eq!(paid, [(Key::Practice(made.id), vec![("Size", "large", 100), ("Size", "small", 0)])]);
        let told = selection.took_part;
        assert!(!told.is_empty() && told == ground.took_part, "{told:?} {:?}", ground.took_part);
        let adopted = here.text(&Caller::stranger(), "/design").await;
        assert!(adopted.contains("Who took part, and who is served") && adopted.contains("Who paid for it"), "{adopted}");
        assert!(page.contains("Would stand otherwise") && page.contains("about as much as those of 30"), "{page}");
    }
}
