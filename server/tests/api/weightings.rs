//! What if accounts weighed otherwise: what may be tried, by whom, and that it tells of no few.

use crate::exploration::sized;
use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use crate::practices::{practice, proposed, resource};
use crate::rounds::change;
use crate::selection::votes;
use engine::round::{Change, Inputs, Trials};
use futures::FutureExt;
use model::api::practices::AddPractice;
use model::api::rounds::ChangeRound;
use model::api::selection::{GetBallots, GetWeightings, WhatIf};
use model::person::Role;
use model::practice::{Cost, PracticeText};
use model::selection::{
    Ballots, Key, Outcome, Rules, TrialWeights, Weighting, WeightingOffer, WeightingStanding,
};
use model::vote::Stance;
use model::{ProblemKind, RoundId};
use server::db::events::What;
use server::db::on;

/// What small accounts ask for, and what large ones do; both together are beyond the capacity.
struct Asked {
    round: RoundId,
    designer: Caller,
    small: Vec<Caller>,
    large: Vec<Caller>,
    keys: [Key; 2],
    proposals: [model::ProposalId; 2],
}

impl Asked {
    async fn new(here: &Here) -> Self {
        let round = here.company().await;
        let designer = here.staff("Dee", Role::Designer).await;
        let hours = resource(here, round).await;
        let (small, large) = (sized(here, "small", 30).await, sized(here, "large", 30).await);
        let proposals =
            [proposed(here, round, proposal("One")).await, proposed(here, round, proposal("Two")).await];
        let mut keys = Vec::new();
        for (title, of, amount) in [("Visits", proposals[0], 190), ("Prices", proposals[1], 400)] {
            let text =
                PracticeText { costs: vec![Cost { resource: hours, amount }], ..practice(title, &[of]) };
            keys.push(Key::Practice(here.call(&designer, AddPractice { round, text }).await.unwrap().id));
        }
        Self { round, designer, small, large, keys: keys.try_into().unwrap(), proposals }
    }

    /// So many accounts of each size ask for what is theirs.
    async fn vote(&self, here: &Here, small: std::ops::Range<usize>, large: std::ops::Range<usize>) {
        votes(here, Stance::Agree, self.proposals[0], &self.small[small]).await;
        votes(here, Stance::Agree, self.proposals[1], &self.large[large]).await;
    }

    async fn offers(&self, here: &Here) -> Vec<WeightingOffer> {
        here.call(&self.designer, GetWeightings { round: self.round }).await.unwrap().offers
    }

    fn ask(&self, weighting: Weighting) -> WhatIf {
        WhatIf { round: self.round, rules: None, capacities: vec![], weighting: Some(weighting) }
    }

    fn chosen(&self, outcome: &Outcome) -> [bool; 2] {
        self.keys.map(|key| outcome.is_in(key))
    }
}

fn by_size() -> Weighting {
    Weighting::Attribute("Size".into())
}

fn offer(weighting: Weighting, standing: WeightingStanding) -> WeightingOffer {
    WeightingOffer { weighting, standing }
}

fn open(effective: u32, far: bool) -> WeightingStanding {
    WeightingStanding::Open { effective, empty: false, far, weights: None }
}

async fn heavy(here: &Here, people: &[Caller]) {
    for person in people {
        let person = person.id.0;
        here.write(What::new("account.changed", 0), move |tx| {
            async move {
                const HEAVIER: &str = "update account set tier = 2, tier_reason = 'Speaks for many.' \
                     where id = (select account from membership where person = $1)";
                on!(tx, c => sqlx::query(HEAVIER).bind(person).execute(c).await.map(drop))
            }
            .boxed()
        })
        .await;
    }
}

on_both! {
    async fn accounts_are_weighed_up_to_those_that_there_are_once_five_of_each_size_have_voted(here) {
        let asked = Asked::new(&here).await;
        assert_eq!(asked.offers(&here).await, []);
        asked.vote(&here, 0..4, 0..30).await;
        assert_eq!(asked.offers(&here).await, [offer(by_size(), WeightingStanding::Few)]);
        let few = here.call(&asked.designer, asked.ask(by_size())).await.unwrap_err();
        assert!(few.about("weighting").is_some_and(|why| why.contains("fewer than five")), "{few:?}");
        // The fifth: of 35 voices each small one counts for 3.5, and each large one for 7/12.
        asked.vote(&here, 4..5, 0..0).await;
        assert_eq!(asked.offers(&here).await, [offer(by_size(), open(15, true))]);
        let told = here.call(&asked.designer, asked.ask(by_size())).await.unwrap();
        assert_eq!((asked.chosen(&told.now), asked.chosen(&told.then)), ([false, true], [true, false]));
        // Beside those that the round counts, the voices would be equations for how each size voted.
        assert!(told.now.chosen.iter().all(|one| one.votes.is_some()));
        assert!(told.then.chosen.iter().all(|one| one.votes.is_none() && one.effective_votes.is_none()));
        assert!(told.then.left.iter().all(|one| one.votes.is_none()));
        let everybody = &told.then.everybody;
        assert_eq!((everybody.accounts, everybody.covered_accounts, everybody.covered), (Some(35), Some(5), None));
        // With the round's own capacity and rules alone: step by step, sliders would tell how few of a size ask for something.
        let own = here.round(asked.round).await;
        let capacities: Vec<i64> = own.resources.iter().map(|resource| resource.capacity).collect();
        let same = WhatIf { capacities: capacities.clone(), rules: Some(own.rules), ..asked.ask(by_size()) };
        assert_eq!(asked.chosen(&here.call(&asked.designer, same).await.unwrap().then), [true, false]);
        let more = WhatIf { capacities: vec![capacities[0] + 1], ..asked.ask(by_size()) };
        let strict = Rules { least_accounts: 6, ..own.rules };
        let strict = WhatIf { rules: Some(strict), ..asked.ask(by_size()) };
        for other in [more, strict] {
            let refused = here.call(&asked.designer, other).await.unwrap_err();
            assert!(refused.about("weighting").is_some(), "{refused:?}");
        }
        // What would be no other than the round's own is not offered, and neither is what is not there.
        for none in [Weighting::Even, Weighting::Attribute("Region".into())] {
            let refused = here.call(&asked.designer, asked.ask(none)).await.unwrap_err();
            assert!(refused.about("weighting").is_some(), "{refused:?}");
        }
        let customer = &asked.small[0];
        let refused = here.call(customer, GetWeightings { round: asked.round }).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::NotAllowed);
        let page = here.text(&asked.designer, "/studio").await;
        assert!(page.contains("Up to all our accounts, by Size") && page.contains("those of 15 accounts"), "{page}");
        // What is offered is renewed like breakdowns: one more account changes nothing.
        asked.vote(&here, 5..6, 0..0).await;
        assert_eq!(asked.offers(&here).await, [offer(by_size(), open(15, true))]);
    }

    async fn accounts_that_the_rules_give_more_weight_weigh_the_same_in_a_trial(here) {
        let asked = Asked::new(&here).await;
        heavy(&here, &asked.small[..5]).await;
        // Of the heavy ones four have voted.
        asked.vote(&here, 0..4, 0..0).await;
        asked.vote(&here, 5..15, 0..15).await;
        let few = asked.offers(&here).await;
        assert_eq!(few[0], offer(Weighting::Even, WeightingStanding::Few));
        let refused = here.call(&asked.designer, asked.ask(Weighting::Even)).await.unwrap_err();
        assert!(refused.about("weighting").is_some());
        asked.vote(&here, 4..5, 0..0).await;
        let offers = asked.offers(&here).await;
        // Fifteen of each size of thirty of each: by size nothing would differ.
        assert_eq!(offers, [offer(Weighting::Even, open(30, false))]);
        let told = here.call(&asked.designer, asked.ask(Weighting::Even)).await.unwrap();
        assert!(told.then.chosen.iter().all(|one| one.votes.is_none()));
        // Of 400 hours twenty of thirty-five voices have 229, and fifteen of thirty 200: either way enough for the visits.
        assert_eq!((asked.chosen(&told.now), asked.chosen(&told.then)), ([true, false], [true, false]));
    }

    async fn whoever_has_the_ballots_computes_the_same_alone(here) {
        let asked = Asked::new(&here).await;
        let moderator = here.staff("Mo", Role::Moderator).await;
        let as_it_is = here.round(asked.round).await;
        let rules = Some(Rules { ballots: Ballots::Designers, ..as_it_is.rules });
        here.call(&moderator, ChangeRound { rules, ..change(&as_it_is) }).await.unwrap();
        asked.vote(&here, 0..10, 0..30).await;
        let offers = asked.offers(&here).await;
        let [WeightingOffer { standing: WeightingStanding::Open { weights: Some(weights), .. }, .. }] = offers.as_slice()
        else {
            panic!("{offers:?}")
        };
        let by = TrialWeights::By { segments: vec![(0, 667), (1, 2_000)], others: 1_000 };
        assert_eq!(*weights, by, "by segment, large before small");
        // Whatever numbers the accounts have in this file.
        let file = here.call(&asked.designer, GetBallots { round: asked.round }).await.unwrap();
        let trials = Trials::new(serde_json::from_value::<Inputs>(file).unwrap()).unwrap();
        let change = serde_json::json!({ "weights": weights, "capacities": [500] });
        let alone = trials.select(&serde_json::from_value::<Change>(change).unwrap()).unwrap();
        let ask = WhatIf { capacities: vec![500], ..asked.ask(by_size()) };
        let told = here.call(&asked.designer, ask).await.unwrap();
        let alone: Outcome = serde_json::from_value(serde_json::to_value(alone).unwrap()).unwrap();
        assert_eq!(alone, told.then);
    }
}
