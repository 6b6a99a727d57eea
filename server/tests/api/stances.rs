//! How an account stands on a proposal is told to staff where the round announced it before anybody voted, and where three of the
//! account's people have voted on it; elsewhere of those alone who let it be told (domain rule 7).

use crate::harness::{Caller, Here, proposal};
use crate::on_behalf::noted;
use crate::on_both;
use crate::rounds::change;
use model::api::card::{FindByProfile, GetCard};
use model::api::proposals::Propose;
use model::api::rounds::ChangeRound;
use model::api::telling::{GetTelling, SetTelling};
use model::api::votes::CastVote;
use model::card::{Stance as Told, Stands};
use model::person::Role;
use model::selection::{LEAST_STANCES, Rules};
use model::vote::Stance;
use model::{AccountId, ProposalId, RoundId};

struct Scene {
    round: RoundId,
    account: AccountId,
    people: Vec<Caller>,
    am: Caller,
    moderator: Caller,
    one: ProposalId,
    other: ProposalId,
}

async fn scene(here: &Here) -> Scene {
    let round = here.company().await;
    let account = here.account("Acme").await;
    let mut people = Vec::new();
    for n in 0..=LEAST_STANCES {
        people.push(here.member(&format!("Person {n}"), Some(account)).await);
    }
    let stranger = here.customer("Zoe").await;
    let (am, moderator) =
        (here.staff("Grace", Role::AccountManager).await, here.staff("Mo", Role::Moderator).await);
    let propose =
        async |title: &str| here.call(&stranger, Propose { round, text: proposal(title) }).await.unwrap().id;
    let (one, other) = (propose("Send one person").await, propose("Show the prices").await);
    Scene { round, account: AccountId(account), people, am, moderator, one, other }
}

impl Scene {
    async fn announce(&self, here: &Here) {
        let round = here.round(self.round).await;
        let rules = Rules { stances: true, ..round.rules };
        here.call(&self.moderator, ChangeRound { rules: Some(rules), ..change(&round) }).await.unwrap();
    }

    async fn votes(&self, here: &Here, proposal: ProposalId, stances: &[Stance]) {
        for (who, stance) in self.people.iter().zip(stances) {
            here.call(who, CastVote::new(proposal, *stance)).await.unwrap();
        }
    }

    async fn tells(&self, here: &Here, person: usize, told: bool) {
        here.call(&self.people[person], SetTelling { told }).await.unwrap();
    }

    async fn told(&self, here: &Here) -> Option<Vec<(ProposalId, Stands)>> {
        let card = here.call(&self.am, GetCard { account: self.account }).await.unwrap();
        let pair = |told: Told| (told.proposal, told.stands);
        card.stances.map(|stances| stances.into_iter().map(pair).collect())
    }
}

on_both! {
    async fn nothing_is_told_where_the_round_did_not_announce_it(here) {
        let scene = scene(&here).await;
        scene.votes(&here, scene.one, &[Stance::Agree; 4]).await;
        assert_eq!(scene.told(&here).await, None);
        let wanted = FindByProfile { q: "one person".into(), supported: true, ..FindByProfile::default() };
        let found = here.call(&scene.am, wanted).await.unwrap();
        assert!(found.iter().all(|one| one.supports.is_empty() && one.account.id != scene.account));
        // Nor can it be announced afterwards.
        let round = here.round(scene.round).await;
        let rules = Rules { stances: true, ..round.rules };
        let refused = here.call(&scene.moderator, ChangeRound { rules: Some(rules), ..change(&round) }).await;
        assert_eq!(refused.unwrap_err().fields[0].field, "rules");
    }

    async fn three_people_of_it_make_a_stance(here) {
        use Stance::{Agree, Disagree, Pass};
        let scene = scene(&here).await;
        scene.announce(&here).await;
        assert_eq!(scene.told(&here).await, Some(vec![]));
        scene.votes(&here, scene.one, &[Agree, Agree]).await;
        scene.votes(&here, scene.other, &[Disagree, Pass]).await;
        // What was noted for the third is not theirs until they say so.
        here.call(&scene.am, noted(scene.one, "person.2@example.com")).await.unwrap();
        assert_eq!(scene.told(&here).await, Some(vec![]), "two of it, and a note");

        scene.votes(&here, scene.one, &[Agree, Agree, Disagree]).await;
        scene.votes(&here, scene.other, &[Disagree, Pass, Pass]).await;
        assert_eq!(scene.told(&here).await, Some(vec![(scene.one, Stands::For), (scene.other, Stands::Against)]));
        scene.votes(&here, scene.one, &[Agree, Agree, Disagree, Disagree]).await;
        assert_eq!(scene.told(&here).await.unwrap()[1], (scene.one, Stands::Between));
        scene.votes(&here, scene.one, &[Agree, Stance::TakenBack, Stance::TakenBack]).await;
        assert_eq!(scene.told(&here).await, Some(vec![(scene.other, Stands::Against)]), "two of it again");
    }

    async fn whoever_wishes_it_lets_it_be_told(here) {
        use Stance::{Agree, Disagree};
        let scene = scene(&here).await;
        scene.votes(&here, scene.one, &[Agree, Disagree, Disagree, Disagree]).await;
        scene.votes(&here, scene.other, &[Disagree]).await;
        scene.tells(&here, 0, true).await;
        assert!(here.call(&scene.people[0], GetTelling {}).await.unwrap().told);
        let theirs = Some(vec![(scene.one, Stands::For), (scene.other, Stands::Against)]);
        assert_eq!(scene.told(&here).await, theirs, "of whoever has chosen so");
        let card = here.text(&scene.am, &format!("/accounts/{}/card", scene.account)).await;
        assert!(card.contains("those who let it be told"), "{card}");
        let wanted = FindByProfile { q: "one person".into(), supported: true, ..FindByProfile::default() };
        let found = here.call(&scene.am, wanted).await.unwrap();
        assert_eq!(found.iter().filter(|one| !one.supports.is_empty()).map(|one| one.account.id).collect::<Vec<_>>(), [scene.account]);
        let data = here.text(&scene.people[0], "/api/v1/me/data").await;
        assert!(data.contains("lets_votes_be_told_since\": \"") || data.contains("lets_votes_be_told_since\":\""), "{data}");

        scene.tells(&here, 1, true).await;
        assert_eq!(scene.told(&here).await.unwrap()[1], (scene.one, Stands::Between));
        scene.tells(&here, 1, false).await;
        scene.tells(&here, 0, false).await;
        assert_eq!(scene.told(&here).await, None);
    }

    async fn nothing_follows_of_one_from_those_who_tell(here) {
        use Stance::{Agree, Disagree, TakenBack};
        let scene = scene(&here).await;
        scene.tells(&here, 0, true).await;
        scene.votes(&here, scene.one, &[Agree]).await;
        let theirs = Some(vec![(scene.one, Stands::For)]);
        assert_eq!(scene.told(&here).await, theirs);
        // Whatever the others do, when they do it shows in nothing.
        for others in [[Disagree, Disagree, Disagree], [Agree, Agree, Disagree], [TakenBack; 3]] {
            for votes in 1..=others.len() {
                let all = [&[Agree], &others[..votes]].concat();
                scene.votes(&here, scene.one, &all).await;
                assert_eq!(scene.told(&here).await, theirs, "{all:?}");
            }
        }
    }

    async fn where_it_was_announced_three_others_make_a_stance_beside_those_who_tell(here) {
        use Stance::{Agree, Disagree};
        let scene = scene(&here).await;
        scene.announce(&here).await;
        scene.tells(&here, 0, true).await;
        scene.votes(&here, scene.one, &[Agree]).await;
        assert_eq!(scene.told(&here).await, Some(vec![(scene.one, Stands::For)]));
        // Three have voted: told that they are against, everybody would know of the two others what each said.
        scene.votes(&here, scene.one, &[Agree, Disagree, Disagree]).await;
        assert_eq!(scene.told(&here).await, Some(vec![(scene.one, Stands::For)]));
        scene.votes(&here, scene.one, &[Agree, Disagree, Disagree, Agree]).await;
        assert_eq!(scene.told(&here).await, Some(vec![(scene.one, Stands::Between)]));
    }

    async fn accounts_are_found_by_what_they_are_for(here) {
        let scene = scene(&here).await;
        scene.announce(&here).await;
        scene.votes(&here, scene.one, &[Stance::Agree; 3]).await;
        scene.votes(&here, scene.other, &[Stance::Disagree; 3]).await;
        let find = async |q: &str, supported: bool| {
            let found = here.call(&scene.am, FindByProfile { q: q.into(), supported, ..FindByProfile::default() }).await;
            let ours = found.unwrap().into_iter().find(|one| one.account.id == scene.account);
            ours.map(|one| one.supports.iter().map(ToString::to_string).collect::<Vec<_>>())
        };
        assert_eq!(find("one person", false).await, None);
        assert_eq!(find("one person", true).await, Some(vec!["Send one person".to_owned()]));
        assert_eq!(find("show the prices", true).await, None);
        let page = here.text(&scene.am, "/accounts/profile?q=one+person&supported=true").await;
        assert!(page.contains("is for Send one person"), "{page}");
        // Customers read beforehand that it is so, and staff are not their own customers.
        let voting = here.text(&scene.people[3], "/vote").await;
        assert!(voting.contains("of you have voted on it"), "{voting}");
        assert!(!here.text(&scene.am, "/vote").await.contains("of you have voted on it"));
    }
}
