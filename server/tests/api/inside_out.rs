//! Version 0: how the company engages today, entered or imported, and what designs are compared with.

use crate::harness::{Caller, proposal, signature};
use crate::on_both;
use crate::practices::{HOSTILE, full, practice, proposed, resource};
use model::api::designs::{CompareDesigns, CompareDraft, GetDesign};
use model::api::integrity::GetIntegrity;
use model::api::practices::{
    AddInsideOut, AddPractice, ChangePractice, GetDraft, GetInsideOut, ImportInsideOut, RemovePractice,
};
use model::api::rounds::{AddRound, OpenPhase};
use model::api::selection::GetSelection;
use model::integrity::Finding;
use model::person::Role;
use model::practice::{Cost, Load, PracticeText};
use model::round::{Phase, Scheme};
use model::{ProblemKind, ProposalId, Version};
use server::transfer::export::Export;

on_both! {
    async fn it_is_entered_as_practices_are_and_is_no_draft(here) {
        let round = here.company().await;
        let dee = here.staff("Dee", Role::Designer).await;
        let one = proposed(&here, round, proposal("One")).await;
        let cost = Cost { resource: resource(&here, round).await, amount: 70 };
        let text = PracticeText { proposals: vec![], ..full(HOSTILE, &[], vec![cost]) };
        let made = here.call(&dee, AddInsideOut { round, text: text.clone() }).await.unwrap();
        assert_eq!((&made.text, made.from.len()), (&text, 0));
        let found = here.call(&dee, GetInsideOut { round }).await.unwrap();
        assert_eq!((found.draft.practices.len(), found.draft.left.len(), found.draft.needs[0].spent), (1, 0, 70));
        assert!(found.draft.cells.iter().all(|cell| cell.leading.is_empty() && cell.proposals == 0));
        assert_eq!((found.integrity.counts.practices, found.integrity.counts.costs[0].amount), (1, 70));

        // In the draft and in what is chosen from there is nothing of it.
        let draft = here.call(&dee, GetDraft { round }).await.unwrap();
        assert_eq!((draft.practices.len(), draft.left.len(), draft.needs[0].spent), (0, 1, 0));
        let selection = here.call(&dee, GetSelection { round }).await.unwrap();
        assert_eq!(selection.candidates.len(), 1);
        let drafted = here.call(&dee, AddPractice { round, text: practice("New", &[one]) }).await.unwrap();
        let named = PracticeText { opposites: vec![made.id], ..practice("New", &[one]) };
        let refused = here.call(&dee, ChangePractice { practice: drafted.id, seen: None, sitting: false, text: named }).await.unwrap_err();
        assert!(refused.about("opposites").is_some());

        // It comes from no proposal and is not chosen from.
        for (field, wrong) in [
            ("proposals", PracticeText { proposals: vec![one], ..text.clone() }),
            ("opposites", PracticeText { opposites: vec![drafted.id], ..text.clone() }),
            ("needs", PracticeText { needs: vec![drafted.id], ..text.clone() }),
        ] {
            let add = here.call(&dee, AddInsideOut { round, text: wrong.clone() }).await.unwrap_err();
            let change = here.call(&dee, ChangePractice { practice: made.id, seen: None, sitting: false, text: wrong }).await.unwrap_err();
            assert!(add.about(field).is_some() && change.about(field).is_some(), "{field}");
        }
        let nothing = PracticeText { proposals: vec![], ..practice("New", &[]) };
        let refused = here.call(&dee, ChangePractice { practice: drafted.id, seen: None, sitting: false, text: nothing }).await.unwrap_err();
        assert!(refused.about("proposals").is_some());

        // For those who make and sign designs.
        for who in [Caller::stranger(), here.customer("Ada").await, here.staff("Mo", Role::Moderator).await] {
            assert_eq!(here.call(&who, GetInsideOut { round }).await.unwrap_err().kind, ProblemKind::NotAllowed);
            assert!(here.call(&who, AddInsideOut { round, text: text.clone() }).await.is_err());
        }
        let page = here.text(&dee, &format!("/studio?today=true&round={round}")).await;
        assert!(page.contains("How we engage today") && !page.contains("<script>alert"), "{page}");
        here.call(&dee, RemovePractice { practice: made.id, seen: None }).await.unwrap();
        assert_eq!(here.call(&dee, GetInsideOut { round }).await.unwrap().draft.practices.len(), 0);
    }

    async fn a_design_is_compared_with_it_as_it_was_when_it_was_signed(here) {
        let round = here.company().await;
        let dee = here.staff("Dee", Role::Designer).await;
        let one = proposed(&here, round, proposal("One")).await;
        let hours = resource(&here, round).await;
        for title in ["Old", "Older", "Oldest"] {
            let text = PracticeText { costs: vec![Cost { resource: hours, amount: 30 }], ..practice(title, &[]) };
            here.call(&dee, AddInsideOut { round, text }).await.unwrap();
        }
        let text = PracticeText { costs: vec![Cost { resource: hours, amount: 40 }], ..practice("New", &[one]) };
        here.call(&dee, AddPractice { round, text }).await.unwrap();
        let beside = here.call(&dee, GetIntegrity { round }).await.unwrap().beside;
        assert_eq!(beside.iter().map(|one| (one.version, one.counts.practices)).collect::<Vec<_>>(), [(Version(0), 3)]);
        here.call(&here.staff("Mo", Role::Moderator).await, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
        let design = here.call(&here.staff("Sig", Role::Signatory).await, signature(round)).await.unwrap();
        assert_eq!(design.counts.less(&design.beside[0].counts), (-2, 0, 0, vec![Some(-50)]));
        here.call(&dee, AddInsideOut { round, text: practice("One more", &[]) }).await.unwrap();
        let again = here.call(&Caller::stranger(), GetDesign { version: Version(1) }).await.unwrap();
        assert_eq!(again, design);
        let page = here.text(&Caller::stranger(), "/design/1").await;
        assert!(page.contains("2 practices fewer and 50 hours a month (People's time) less than before customers were asked."), "{page}");
        // The next draft stands beside both.
        let beside = here.call(&dee, GetIntegrity { round }).await.unwrap().beside;
        let beside: Vec<_> = beside.iter().map(|one| (one.version, one.counts.practices)).collect();
        assert_eq!(beside, [(Version(1), 1), (Version(0), 4)]);
    }

    async fn every_round_is_compared_with_it_that_has_none_of_its_own(here) {
        let round = here.company().await;
        let (dee, sig) = (here.staff("Dee", Role::Designer).await, here.staff("Sig", Role::Signatory).await);
        let (ann, mo) = (here.staff("Ann", Role::Admin).await, here.staff("Mo", Role::Moderator).await);
        let cost = Cost { resource: resource(&here, round).await, amount: 30 };
        for title in ["Old", "Older"] {
            let text = PracticeText { costs: vec![cost], ..practice(title, &[]) };
            here.call(&dee, AddInsideOut { round, text }).await.unwrap();
        }
        let begin = async |question: &str, scheme| {
            here.call(&ann, AddRound { question: question.parse().unwrap(), scheme }).await.unwrap().id
        };
        let (next, other) = (begin("And now?", Default::default()).await, begin("And elsewhere?", Scheme::Funnel).await);
        let beside = async |round| here.call(&dee, GetIntegrity { round }).await.unwrap().beside;
        let today = beside(next).await;
        assert_eq!(today.iter().map(|one| (one.version, one.counts.practices)).collect::<Vec<_>>(), [(Version(0), 2)]);
        // Its costs are those of the round where it was entered.
        assert_eq!(today[0].counts.costs[0].amount, 60);
        assert_eq!(beside(other).await, [], "other stages are no older form of these");
        let draft = here.call(&dee, CompareDraft { round: next, from: Version(0) }).await.unwrap();
        assert!(draft.today && draft.beside == today[0], "{draft:?}");
        assert!(here.call(&dee, CompareDraft { round: other, from: Version(0) }).await.is_err());
        assert!(here.text(&dee, &format!("/studio?round={next}")).await.contains("Before customers were asked"));

        // What is adopted there says the same as its draft, and is compared with the same.
        let one = proposed(&here, next, proposal("One")).await;
        here.call(&dee, AddPractice { round: next, text: practice("New", &[one]) }).await.unwrap();
        here.call(&mo, OpenPhase { round: next, phase: Phase::Adopt }).await.unwrap();
        let design = here.call(&sig, signature(next)).await.unwrap();
        assert_eq!(design.beside, today);
        let compared = here.call(&dee, CompareDesigns { from: Version(0), to: design.version }).await.unwrap();
        assert!(compared.today && compared.beside == today[0], "{compared:?}");
        let page = here.text(&dee, &format!("/design/compare?from=0&to={}", design.version)).await;
        assert!(page.contains("Before customers were asked"), "{page}");
        // Others read its totals beside the design, and what it was is not for them.
        let stranger = Caller::stranger();
        let (version, from) = (design.version, Version(0));
        assert_eq!(here.call(&stranger, CompareDesigns { from, to: version }).await.unwrap_err().kind, ProblemKind::NotFound);
        assert!(!here.call(&stranger, CompareDesigns { from: version, to: version }).await.unwrap().today);

        // Its own goes before, and of several the latest.
        here.call(&dee, AddInsideOut { round: next, text: practice("Own", &[]) }).await.unwrap();
        let own = beside(next).await;
        assert_eq!(own.last().map(|one| (one.version, one.counts.practices)), Some((Version(0), 1)));
        let third = begin("And then?", Default::default()).await;
        assert_eq!(beside(third).await.last().map(|one| one.counts.practices), Some(1), "the latest");
    }

    async fn that_nobody_answers_can_be_said_of_today_and_is_found(here) {
        let round = here.company().await;
        let dee = here.staff("Dee", Role::Designer).await;
        let one = proposed(&here, round, proposal("One")).await;
        let unanswered = |proposals: &[ProposalId]| {
            let json = serde_json::json!({ "title": "Letters", "activity": "Writing", "stages": [1], "cultures": [2], "proposals": proposals });
            serde_json::from_value::<PracticeText>(json).unwrap()
        };
        let made = here.call(&dee, AddInsideOut { round, text: unanswered(&[]) }).await.unwrap();
        assert!(made.text.accountable.is_nobody());
        let found = here.call(&dee, GetInsideOut { round }).await.unwrap();
        let fog: Vec<&Finding> = found.integrity.findings.iter().filter(|one| matches!(one, Finding::Fog { .. })).collect();
        assert_eq!(fog, [&Finding::Fog { stage: 1, culture: 2, functions: vec![], practices: vec![made.id] }]);
        assert!(found.draft.entries.iter().all(|entry| !entry.name.is_nobody()), "it is no function");
        let page = here.text(&dee, &format!("/studio?today=true&round={round}")).await;
        assert!(page.contains("fog: nobody answers"), "{page}");
        // Of what is promised somebody answers, whatever it is called.
        let refused = here.call(&dee, AddPractice { round, text: unanswered(&[one]) }).await.unwrap_err();
        assert!(refused.about("accountable").is_some(), "{refused:?}");
        let hours = Load { function: "Nobody".parse().unwrap(), hours: 3 };
        let refused = here.call(&dee, AddInsideOut { round, text: PracticeText { loads: vec![hours], ..unanswered(&[]) } }).await.unwrap_err();
        assert!(refused.about("loads.0.function").is_some(), "{refused:?}");
    }

    async fn it_comes_and_goes_as_a_list(here) {
        let round = here.company().await;
        let dee = here.staff("Dee", Role::Designer).await;
        let list = async || {
            let export = Export { db: &here.site.db, home: "", round: Some(round), named: false };
            String::from_utf8(export.practices(true).await.unwrap().csv().unwrap()).unwrap()
        };
        let cost = Cost { resource: resource(&here, round).await, amount: -7 };
        let whole = PracticeText { opposites: vec![], needs: vec![], proposals: vec![], ..full("=1+1 \"quoted\", \u{e9}", &[], vec![cost]) };
        here.call(&dee, AddInsideOut { round, text: whole.clone() }).await.unwrap();
        let out = list().await;
        let import = async |csv: &str| here.call(&dee, ImportInsideOut { round, csv: csv.into() }).await;
        let same = import(&out).await.unwrap();
        assert_eq!((same.added, same.changed, same.unchanged, same.faults.len()), (0, 0, 1, 0), "{out} {:?}", same.faults);

        let csv = "title;activity;accountable;involved;hours;stages;cultures;people's time\n\
                   Call everybody;Calling;Sales;Marketing: 12;40;Idea;;25\n\
                   call EVERYBODY;Calling;Sales;;;;;\n\
                   No function;Calling;;;;;;\n\
                   Nowhere;Calling;Sales;;;Moon;;\n\
                   Much;Calling;Sales;;;;;many\n\
                   Letter;Writing;Marketing;Marketing;;;;\n";
        let done = import(csv).await.unwrap();
        assert_eq!((done.added, done.changed, done.unchanged), (2, 0, 0));
        let faults: Vec<(u64, &str)> = done.faults.iter().map(|fault| (fault.line, fault.message.as_str())).collect();
        assert_eq!(faults.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 5, 6, 7]);
        assert!(faults[1].1.starts_with("stages:"), "{faults:?}");
        assert!(faults[2].1.contains("\"many\"") && faults[3].1.starts_with("involved.0:"), "{faults:?}");
        let found = here.call(&dee, GetInsideOut { round }).await.unwrap().draft;
        let call = found.practices.iter().find(|one| one.text.title.as_str() == "Call everybody").unwrap();
        assert_eq!((call.text.loads.iter().map(|load| load.hours).collect::<Vec<_>>(), call.text.costs[0].amount), (vec![40, 12], 25));
        assert_eq!((call.text.stages.iter().count(), call.text.cultures.iter().count()), (1, 4));
        let changed = import(&csv.replace("12;40", "13;40")).await.unwrap();
        assert_eq!((changed.added, changed.changed), (0, 1));
        for (csv, says) in [("", "empty"), ("title,accountable\n", "activity"), ("title,activity,accountable,Moon\n", "Moon")] {
            let refused = import(csv).await.unwrap_err();
            assert!(refused.about("csv").is_some_and(|message| message.contains(says)), "{csv}: {refused:?}");
        }
        // Into another round, from the command line.
        let out = list().await;
        let admin = here.staff("Ada", Role::Admin).await;
        let question = "How else?".parse().unwrap();
        let other = here.call(&admin, AddRound { question, scheme: Default::default() }).await.unwrap().id;
        let done = server::transfer::practices::import(&here.site.db, &out, other, here.clock.now()).await.unwrap();
        assert_eq!((done.added, done.faults.len()), (3, 0), "{:?}", done.faults);
        let export = Export { db: &here.site.db, home: "", round: Some(other), named: false };
        assert_eq!(String::from_utf8(export.practices(true).await.unwrap().csv().unwrap()).unwrap(), out);
    }
}
