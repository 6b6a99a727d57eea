//! Stage gates, and discontinuing a round.

use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use crate::practices::{practice, proposed};
use model::api::audit::ListAudit;
use model::api::comments::AddComment;
use model::api::gates::{Discontinue, GetGates, PassGate, SetGate, TakeUpAgain};
use model::api::notices::GetNews;
use model::api::practices::AddPractice;
use model::api::proposals::Propose;
use model::api::rounds::{ClosePhase, OpenPhase, SetWindow};
use model::api::votes::CastVote;
use model::cells::CriterionSet;
use model::comment::Kind;
use model::gate::{Gate, MOST_CRITERIA};
use model::person::Role;
use model::round::Phase;
use model::vote::Stance;
use model::{Problem, ProblemKind, RoundId, Timestamp};

fn criteria(round: RoundId, lines: &str) -> SetGate {
    SetGate { round, phase: Phase::Adopt, criteria: lines.parse().unwrap() }
}

async fn gate(here: &Here, by: &Caller, round: RoundId) -> Gate {
    here.call(by, GetGates { round })
        .await
        .unwrap()
        .into_iter()
        .find(|gate| gate.phase == Phase::Adopt)
        .unwrap()
}

on_both! {
    async fn a_gate_is_passed_with_every_criterion_met_or_a_reason(here) {
        let round = here.company().await;
        let mo = here.staff("Mo", Role::Moderator).await;
        let dee = here.staff("Dee", Role::Designer).await;
        let lines = "Every segment has voted.\n\n  Costs are known.  ";
        assert_eq!(here.call(&dee, criteria(round, lines)).await.unwrap_err().kind, ProblemKind::NotAllowed);
        here.call(&mo, criteria(round, lines)).await.unwrap();
        let set = gate(&here, &mo, round).await;
        assert_eq!(set.criteria.iter().map(|text| text.as_str()).collect::<Vec<_>>(), ["Every segment has voted.", "Costs are known."]);
        assert_eq!(set.passed, None);
        let open = OpenPhase { round, phase: Phase::Adopt };
        assert!(here.call(&mo, open.clone()).await.unwrap_err().about("phase").is_some_and(|said| said.contains("gate")));
        // Neither by date, whether it is to come or was.
        for opens in [here.clock.now().plus(Timestamp::DAY), here.clock.now().plus(-Timestamp::DAY)] {
            let dated = SetWindow { round, phase: Phase::Adopt, opens: Some(opens), closes: None };
            assert!(here.call(&mo, dated).await.unwrap_err().about("opens").is_some());
        }
        let pass = |met: &[usize], overrule: Option<&str>| PassGate {
            round, phase: Phase::Adopt, met: CriterionSet::of(met), overrule: overrule.map(|reason| reason.parse().unwrap()),
        };
        let refused: Problem = here.call(&mo, pass(&[0], None)).await.unwrap_err();
        assert!(refused.about("overrule").is_some_and(|said| said.starts_with("1 of 2 are not met.")), "{refused:?}");
        assert!(here.call(&mo, pass(&[0, 1, 2], None)).await.unwrap_err().about("met").is_some());
        here.call(&mo, pass(&[0], Some("They come next week."))).await.unwrap();
        assert!(here.round(round).await.is_open(Phase::Adopt));
        let passed = gate(&here, &mo, round).await.passed.unwrap();
        assert_eq!((passed.by.as_str(), passed.reason.as_ref().map(|reason| reason.as_str())), ("Mo", Some("They come next week.")));
        assert_eq!(passed.criteria.iter().map(|one| one.met).collect::<Vec<_>>(), [true, false]);
        // While it is open its dates can be set; once it is shut the gate is there again.
        let closes = Some(here.clock.now().plus(Timestamp::DAY));
        let dated = SetWindow { round, phase: Phase::Adopt, opens: Some(here.clock.now()), closes };
        here.call(&mo, dated).await.unwrap();
        here.call(&mo, ClosePhase { round, phase: Phase::Adopt }).await.unwrap();
        assert!(here.call(&mo, open.clone()).await.is_err());
        here.call(&mo, pass(&[0, 1], Some("Needless."))).await.unwrap();
        assert_eq!(gate(&here, &mo, round).await.passed.unwrap().reason, None);
        // Without criteria there is no gate.
        here.call(&mo, ClosePhase { round, phase: Phase::Adopt }).await.unwrap();
        here.call(&mo, criteria(round, "")).await.unwrap();
        here.call(&mo, open).await.unwrap();
        let admin = here.staff("Ada", Role::Admin).await;
        let log = here.call(&admin, ListAudit { noun: "round".into(), ..ListAudit::default() }).await.unwrap().items;
        assert!(log.iter().any(|entry| entry.kind == "round.gate_passed" && entry.detail.as_deref() == Some("adopt: They come next week.")));
    }

    async fn a_gate_has_its_limits(here) {
        let round = here.company().await;
        let mo = here.staff("Mo", Role::Moderator).await;
        let lines = |count: usize| (0..count).map(|number| format!("Criterion {number}.\n")).collect::<String>();
        assert!(here.call(&mo, criteria(round, &lines(MOST_CRITERIA + 1))).await.unwrap_err().about("criteria").is_some());
        here.call(&mo, criteria(round, &lines(MOST_CRITERIA))).await.unwrap();
        assert_eq!(gate(&here, &mo, round).await.criteria.len(), MOST_CRITERIA);
        let opens = Some(here.clock.now().plus(Timestamp::DAY));
        here.call(&mo, SetWindow { round, phase: Phase::Measure, opens, closes: None }).await.unwrap();
        let gate = SetGate { phase: Phase::Measure, ..criteria(round, "It is in place.") };
        assert!(here.call(&mo, gate).await.unwrap_err().about("criteria").is_some(), "it would open by date");
    }

    async fn a_discontinued_round_is_there_to_read_and_can_be_taken_up_again(here) {
        let round = here.company().await;
        let mo = here.staff("Mo", Role::Moderator).await;
        let dee = here.staff("Dee", Role::Designer).await;
        let ada = here.customer("Ada").await;
        let one = proposed(&here, round, proposal("One")).await;
        let vote = CastVote::new(one, Stance::Agree);
        here.call(&ada, vote.clone()).await.unwrap();
        let opens = Some(here.clock.now().plus(Timestamp::DAY));
        here.call(&mo, SetWindow { round, phase: Phase::Adopt, opens, closes: None }).await.unwrap();
        let before = here.round(round).await.windows;
        here.clock.advance(Timestamp::HOUR);
        let reason = "Our new owner decides first.";
        let end = Discontinue { round, reason: reason.parse().unwrap() };
        assert_eq!(here.call(&dee, end.clone()).await.unwrap_err().kind, ProblemKind::NotAllowed);
        here.call(&mo, end.clone()).await.unwrap();
        assert_eq!(here.call(&mo, end).await.unwrap_err().kind, ProblemKind::Conflict);

        let page = here.text(&Caller::stranger(), &format!("/rounds/{round}")).await;
        assert!(page.contains("This round was discontinued on 3 May 2026.") && page.contains(reason) && page.contains("One"), "{page}");
        here.clock.advance(2 * Timestamp::DAY);
        assert!(here.round(round).await.open.is_empty(), "what was to open does not");
        assert!(here.call(&ada, vote.clone()).await.is_err());
        assert!(here.call(&ada, Propose { round, text: proposal("Two") }).await.is_err());
        let text = "But why?".parse().unwrap();
        assert!(here.call(&ada, AddComment { follow: false, proposal: one, parent: None, kind: Kind::Comment, tone: None, text }).await.is_err());
        assert!(here.call(&dee, AddPractice { round, text: practice("One face", &[one]) }).await.is_err());
        assert_eq!(here.call(&mo, OpenPhase { round, phase: Phase::Vote }).await.unwrap_err().kind, ProblemKind::Conflict);
        server::notices::catch_up(&here.site).await.unwrap();
        let news = here.call(&ada, GetNews {}).await.unwrap().notices;
        let told = news.iter().find(|one| one.what.ends_with("is discontinued.")).unwrap();
        assert_eq!(told.words.as_ref().map(|words| words.as_str()), Some(reason));

        here.call(&mo, TakeUpAgain { round }).await.unwrap();
        assert_eq!(here.round(round).await.windows, before);
        assert!(here.call(&ada, vote.clone()).await.is_err(), "adopt has opened meanwhile");
        here.call(&mo, ClosePhase { round, phase: Phase::Adopt }).await.unwrap();
        here.call(&ada, vote).await.unwrap();
        assert_eq!(here.call(&mo, TakeUpAgain { round }).await.unwrap_err().kind, ProblemKind::Conflict);
        assert!(!here.text(&Caller::stranger(), &format!("/rounds/{round}")).await.contains("discontinued"));
    }
}
