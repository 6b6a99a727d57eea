//! Adopting the draft, and what stays as it was signed whatever happens after.

use crate::harness::{Caller, Here, body, proposal, signature};
use crate::on_both;
use crate::practices::{HOSTILE, full, practice, proposed, resource};
use crate::rounds::change;
use futures::FutureExt;
use futures::future::join_all;
use model::api::designs::{Adopt, GetDesign, GetDesignBallots, GetLatestDesign};
use model::api::practices::{AddPractice, ChangePractice, GetDraft, LeaveOut, RemovePractice};
use model::api::proposals::{GetProposal, Judge};
use model::api::rounds::{ChangeRound, ClosePhase, OpenPhase, RemoveSample};
use model::api::votes::CastVote;
use model::design::{AdoptedSelection, Design, Difference, LeftDecision, WITHDRAWN};
use model::person::Role;
use model::practice::{Cost, Practice, PracticeText};
use model::proposal::{Proposal, ProposalText, Status, Support};
use model::round::{Phase, Round};
use model::selection::{Ballots, Key, Rules};
use model::verdict::Decision;
use model::vote::Stance;
use model::{Problem, ProblemKind, ProposalId, RoundId, Timestamp, Version};
use server::db::events::What;
use server::db::{designs, on, rounds};
use server::design::About;

/// A company whose round is open for adoption, with those who make a design of it.
struct Scene {
    here: Here,
    round: RoundId,
    dee: Caller,
    sig: Caller,
    moderator: Caller,
}

impl Scene {
    async fn new(here: Here) -> Self {
        let round = here.company().await;
        let dee = here.staff("Dee", Role::Designer).await;
        let sig = here.staff("Sig", Role::Signatory).await;
        let moderator = here.staff("Mo", Role::Moderator).await;
        let scene = Self { here, round, dee, sig, moderator };
        scene.decide(true).await;
        scene
    }

    /// While a design is decided nothing is proposed, and nobody votes.
    async fn decide(&self, now: bool) {
        let (round, phase) = (self.round, Phase::Adopt);
        let done = match now {
            true => self.here.call(&self.moderator, OpenPhase { round, phase }).await,
            false => self.here.call(&self.moderator, ClosePhase { round, phase }).await,
        };
        done.unwrap();
    }

    async fn proposed(&self, title: &str) -> ProposalId {
        self.decide(false).await;
        let id = proposed(&self.here, self.round, proposal(title)).await;
        self.decide(true).await;
        id
    }

    async fn add(&self, text: PracticeText) -> Practice {
        self.here.call(&self.dee, AddPractice { round: self.round, text }).await.unwrap()
    }

    fn signature(&self) -> Adopt {
        signature(self.round)
    }

    async fn adopt(&self) -> Result<Design, Problem> {
        self.here.call(&self.sig, self.signature()).await
    }

    async fn design(&self, version: i64) -> Design {
        self.here.call(&Caller::stranger(), GetDesign { version: Version(version) }).await.unwrap()
    }

    async fn seen(&self, proposal: ProposalId) -> Proposal {
        self.here.call(&Caller::stranger(), GetProposal { proposal }).await.unwrap()
    }

    async fn agree(&self, proposal: ProposalId, names: &[&str]) -> Vec<Caller> {
        self.decide(false).await;
        let mut voters = Vec::new();
        for name in names {
            let voter = self.here.customer(name).await;
            let vote = CastVote::new(proposal, Stance::Agree);
            self.here.call(&voter, vote).await.unwrap();
            voters.push(voter);
        }
        self.decide(true).await;
        voters
    }

    async fn stored(&self, version: i64) -> (String, String) {
        let row = designs::load(&self.here.site.db, Version(version)).await.unwrap().unwrap();
        (row.content, row.digest)
    }
}

on_both! {
    async fn from_proposals_to_version_one(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        assert_eq!(here.call(&Caller::stranger(), GetLatestDesign {}).await.unwrap_err().kind, ProblemKind::NotFound);
        let (one, two, three) = (scene.proposed("One").await, scene.proposed("Two").await, scene.proposed("Three").await);
        scene.agree(one, &["Ada", "Bob", "Cem", "Dia", "Eva"]).await;
        let hours = resource(here, scene.round).await;
        let text = PracticeText { costs: vec![Cost { resource: hours, amount: 40 }], ..practice("One face", &[one]) };
        let made = scene.add(text.clone()).await;
        let reason = "We have nobody who could.".parse().unwrap();
        here.call(&scene.dee, LeaveOut { proposal: three, decision: LeftDecision::NotNow, reason, seen: None }).await.unwrap();
        here.clock.advance(Timestamp::DAY);

        let design = scene.adopt().await.unwrap();
        assert_eq!((design.version, design.round, design.adopted), (Version(1), scene.round, here.clock.now()));
        assert_eq!((design.signed_by.as_str(), design.capacity.as_str()), ("Sigrid Sander", "Managing director"));
        assert!(!design.superseded && !design.sample && design.difference.is_empty());
        assert_eq!((design.stages.len(), design.cultures.len(), design.resources.len()), (8, 4, 1));
        assert_eq!((design.totals.voices, design.totals.votes, design.totals.proposals), (5, 5, 3));
        assert_eq!((design.practices.len(), design.practices[0].id, &design.practices[0].text), (1, made.id, &text));
        let evidence = &design.practices[0].from[0];
        assert_eq!((evidence.proposal, evidence.title.as_str()), (one, "One"));
        assert!(matches!(evidence.support, Support::Counted { tally } if tally.agree == 500));
        let left: Vec<_> = design.left_out.iter().map(|left| (left.proposal, left.title.as_str(), left.reason.as_str())).collect();
        assert!(left.contains(&(two, "Two", "Not in this version.")) && left.len() == 2);
        assert!(left.contains(&(three, "Three", "We have nobody who could.")));
        assert_eq!(here.call(&Caller::stranger(), GetLatestDesign {}).await.unwrap(), design);
        assert_eq!(scene.design(1).await, design);

        // What became of each proposal is on its page, for everybody.
        let (adopted, left) = (scene.seen(one).await, scene.seen(three).await);
        assert_eq!((adopted.status, adopted.left_out), (Status::Adopted, None));
        assert_eq!(adopted.practices.iter().map(|title| title.as_str()).collect::<Vec<_>>(), ["One face"]);
        assert_eq!((left.status, left.practices.len()), (Status::Published, 0));
        assert_eq!(left.left_out.as_deref(), Some("We have nobody who could."));
        assert_eq!(scene.seen(two).await.left_out.as_deref(), Some("Not in this version."));
        let draft = model::api::practices::GetDraft { round: scene.round };
        let draft = here.call(&Caller::stranger(), draft).await.unwrap();
        assert!(draft.left.iter().all(|left| left.reason.is_some()));
    }

    async fn a_design_carries_what_the_votes_chose_and_can_be_computed_again(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let round = here.round(scene.round).await;
        let rules = Rules { ballots: Ballots::Participants, ..round.rules };
        here.call(&scene.moderator, ChangeRound { rules: Some(rules), ..change(&round) }).await.unwrap();
        let (one, two) = (scene.proposed("One").await, scene.proposed("Two").await);
        let voters = scene.agree(one, &["Ada", "Bob", "Cem", "Dia", "Eva", "Flo"]).await;
        let chosen = scene.add(practice("Chosen", &[one])).await.id;
        let unchosen = scene.add(practice("Unchosen", &[two])).await.id;
        let silent = Adopt { against: None, ..scene.signature() };
        let refused = here.call(&scene.sig, silent).await.unwrap_err();
        assert!(refused.about("against").is_some_and(|message| message.contains("“Unchosen”")), "{refused:?}");
        // What the votes choose is not left out without a word either.
        let three = scene.proposed("Three").await;
        scene.decide(false).await;
        for voter in &voters {
            here.call(voter, CastVote::new(three, Stance::Agree)).await.unwrap();
        }
        scene.decide(true).await;
        here.call(&scene.dee, RemovePractice { practice: unchosen, seen: None }).await.unwrap();
        let silent = Adopt { against: None, ..scene.signature() };
        let refused = here.call(&scene.sig, silent.clone()).await.unwrap_err();
        assert!(refused.about("against").is_some_and(|message| message.contains("“Three”")), "{refused:?}");
        let left = LeaveOut { proposal: three, decision: LeftDecision::No, reason: "We cannot.".parse().unwrap(), seen: None };
        here.call(&scene.dee, left).await.unwrap();
        let unchosen = scene.add(practice("Unchosen", &[two])).await.id;
        let design = scene.adopt().await.unwrap();
        let selection = design.selection.clone().unwrap();
        assert!(selection.outcome.is_in(Key::Practice(chosen)) && !selection.outcome.is_in(Key::Practice(unchosen)));
        assert_eq!(selection.against.as_ref().map(|reason| reason.as_str()), Some("It has to be done."));
        assert!(selection.outcome.certificate.price_system && selection.rules == rules);
        let firmness = selection.firmness.clone().unwrap();
        assert_eq!((firmness.voices, firmness.left_out), (6, 6));
        assert!(firmness.of(Key::Practice(chosen)).is_some_and(|firm| firm.times <= firmness.draws));
        // What was frozen before that was counted is read as it is.
        let mut before = serde_json::to_value(&selection).unwrap();
        before.as_object_mut().unwrap().remove("firmness").unwrap();
        let before: AdoptedSelection = serde_json::from_value(before).unwrap();
        assert_eq!(before, AdoptedSelection { firmness: None, ..selection.clone() });

        let ask = GetDesignBallots { version: design.version };
        let refused = here.call(&Caller::stranger(), ask.clone()).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::NotAllowed);
        let file = here.call(&scene.dee, ask).await.unwrap();
        assert_eq!(file["sha256"], selection.ballots);
        assert_eq!(file["inputs"]["votes"][0]["agree"].as_array().unwrap().len(), 6);
        let folder = tempfile::tempdir().unwrap();
        let verify = |file: &serde_json::Value| {
            let path = folder.path().join("ballots.json");
            std::fs::write(&path, file.to_string()).unwrap();
            let output = std::process::Command::new(env!("CARGO_BIN_EXE_accord")).arg("verify").arg(&path).output().unwrap();
            let said = [output.stdout, output.stderr].concat();
            (output.status.code(), String::from_utf8(said).unwrap())
        };
        let (code, said) = verify(&file);
        assert!(code == Some(0) && said.contains("Equal:") && said.contains(&selection.ballots), "{said}");
        // Who paid what goes with the ballots, and proves it by itself.
        assert!(said.contains("Proved:"), "{said}");
        let paid = &file["payments"]["paid"][0]["by"];
        assert_eq!(paid.as_array().unwrap().len(), 6, "six asked for it, and each paid for it");
        let mut other = file.clone();
        other["payments"]["paid"][0]["by"].as_array_mut().unwrap().pop();
        let (code, said) = verify(&other);
        assert!(code == Some(1) && said.contains("payments: they prove nothing: [NotThePrice"), "{said}");
        let mut before = file.clone();
        before.as_object_mut().unwrap().remove("payments");
        let (code, said) = verify(&before);
        assert!(code == Some(0) && said.contains("Equal:") && !said.contains("Proved:"), "{said}");
        // A vote moved, a result changed, or something that is no file of ballots.
        let mut other = file.clone();
        other["inputs"]["votes"][0]["agree"].as_array_mut().unwrap().truncate(4);
        let (code, said) = verify(&other);
        assert!(code == Some(1) && said.contains("sha256: the file says") && said.contains("outcome.chosen: 2 are claimed, 1 computed"), "{said}");
        let mut other = file.clone();
        other["outcome"]["chosen"][0]["votes"] = 7.0.into();
        let (code, said) = verify(&other);
        assert!(code == Some(1) && said.contains("outcome.chosen[0].votes: 7.0 is claimed, 6.0 computed"), "{said}");
        let (code, said) = verify(&serde_json::json!({ "inputs": {}, "sha256": "", "outcome": {} }));
        assert!(code == Some(2) && said.contains("missing field"), "{said}");
        let (code, said) = verify(&file["inputs"]);
        assert!(code == Some(0) && said.contains("Nothing is claimed"), "{said}");
        assert_eq!(verify(&serde_json::json!([1])).0, Some(2));
    }

    async fn an_adopted_version_never_changes(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let (one, two) = (scene.proposed("One").await, scene.proposed("Two").await);
        let ada = here.customer("Ada").await;
        let own = model::api::proposals::Propose { round: scene.round, text: proposal("Three") };
        scene.decide(false).await;
        let three = here.call(&ada, own).await.unwrap().id;
        scene.decide(true).await;
        let first = scene.add(full("Whole", &[one], vec![])).await;
        let second = scene.add(practice("Half", &[two])).await;
        scene.adopt().await.unwrap();
        // What it says of what is left is a decision for this version alone.
        let left = here.call(&scene.dee, GetDraft { round: scene.round }).await.unwrap().left;
        assert!(left[0].card.id == three && left[0].version == Some(Version(1)) && left[0].reason.is_some(), "{left:?}");
        assert!(!left[0].is_decided());
        let studio = here.text(&scene.dee, &format!("/studio?round={}", scene.round)).await;
        assert!(studio.contains("As version 1 said, “Not now”: ") && studio.contains("1 of 1 are still undecided."), "{studio}");
        // How long it has held is said beside it, and is no part of it.
        let page = async || {
            let page = body(here.get(&Caller::stranger(), "/api/v1/designs/1").await).await;
            page.replace("\"first_day\":true", "\"first_day\":false")
        };
        let (before, stored) = (page().await, scene.stored(1).await);

        let text = PracticeText { title: "Other".parse().unwrap(), ..first.text };
        here.call(&scene.dee, ChangePractice { practice: first.id, seen: None, sitting: false, text }).await.unwrap();
        here.call(&scene.dee, RemovePractice { practice: second.id, seen: None }).await.unwrap();
        here.call(&scene.dee, LeaveOut { proposal: three, decision: LeftDecision::NotNow, reason: "Anew.".parse().unwrap(), seen: None }).await.unwrap();
        let text = ProposalText { why: "Otherwise.".parse().unwrap(), ..proposal("Otherwise") };
        scene.decide(false).await;
        here.call(&ada, model::api::proposals::ChangeProposal { seen: None, proposal: three, text }).await.unwrap();
        scene.decide(true).await;
        scene.proposed("Four").await;
        scene.agree(two, &["Bob", "Cem", "Dia", "Eva", "Fay"]).await;
        let round = here.round(scene.round).await;
        let mut new = change(&round);
        new.question = "Another question?".parse().unwrap();
        new.introduction = "Another introduction.".parse().unwrap();
        new.stages.iter_mut().for_each(|stage| stage.name = "Stage".parse().unwrap());
        here.call(&scene.moderator, new).await.unwrap();
        here.clock.advance(Timestamp::DAY);
        assert_eq!((page().await, scene.stored(1).await), (before, stored.clone()));
        assert_eq!(scene.seen(three).await.left_out.as_deref(), Some("Not in this version."), "as it was published");

        // Once there is a second, the first says so, and is otherwise the same.
        let first = scene.design(1).await;
        scene.adopt().await.unwrap();
        let now = scene.design(1).await;
        assert!(now.superseded && now.versions == [Version(1), Version(2)]);
        assert_eq!((now.first.changed, first.first.changed), (2, 0));
        assert_eq!(Design { superseded: false, versions: vec![Version(1)], first: first.first, ..now }, first);
        assert_eq!(scene.stored(1).await, stored);
        assert_eq!(server::clock::digest(&stored.0), stored.1);
    }

    async fn a_second_version_shows_what_changed(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let (one, two, three) = (scene.proposed("One").await, scene.proposed("Two").await, scene.proposed("Three").await);
        let hours = resource(here, scene.round).await;
        let cost = |amount| vec![Cost { resource: hours, amount }];
        let kept = scene.add(practice("Kept", &[one])).await;
        let changed = scene.add(PracticeText { costs: cost(10), ..practice("Changed", &[one]) }).await;
        let gone = scene.add(practice("Gone", &[two])).await;
        let anew = scene.add(practice("Made anew", &[one])).await;
        scene.adopt().await.unwrap();

        let text = PracticeText { tool: Some("CRM".parse().unwrap()), costs: cost(20), ..changed.text };
        here.call(&scene.dee, ChangePractice { practice: changed.id, seen: None, sitting: false, text }).await.unwrap();
        here.call(&scene.dee, RemovePractice { practice: gone.id, seen: None }).await.unwrap();
        here.call(&scene.dee, RemovePractice { practice: anew.id, seen: None }).await.unwrap();
        scene.add(practice("made  ANEW", &[one])).await;
        scene.add(practice("Added", &[three])).await;
        let second = scene.adopt().await.unwrap();
        assert_eq!((second.version, second.practices[0].id), (Version(2), kept.id));
        let title = |title: &str| title.parse().unwrap();
        let fields = |fields: &[&str]| fields.iter().map(|field| (*field).to_owned()).collect();
        assert_eq!(second.difference, [
            Difference::Changed { title: title("Changed"), fields: fields(&["tool", "costs"]) },
            Difference::Changed { title: title("made  ANEW"), fields: fields(&["title"]) },
            Difference::Added { title: title("Added") },
            Difference::Removed { title: title("Gone") },
        ]);
        assert!(scene.design(1).await.difference.is_empty());
        // What the second has dropped is adopted no longer, and has its reason.
        let dropped = scene.seen(two).await;
        assert_eq!((dropped.status, dropped.practices.len()), (Status::Published, 0));
        assert_eq!(dropped.left_out.as_deref(), Some("Not in this version."));
        assert_eq!(scene.seen(three).await.status, Status::Adopted);
    }

    async fn a_draft_needs_no_more_than_there_is(here) {
        let scene = Scene::new(here).await;
        let one = scene.proposed("One").await;
        let resource = scene.here.round(scene.round).await.resources[0].clone();
        let costs = |amount| vec![Cost { resource: resource.id, amount }];
        scene.add(PracticeText { costs: costs(-1_000), ..practice("Saves", &[one]) }).await;
        let made = scene.add(PracticeText { costs: costs(resource.capacity + 1), ..practice("Costs", &[one]) }).await;
        let refused = scene.adopt().await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::Conflict);
        assert!(refused.message.contains(resource.name.as_str()) && refused.message.contains("401"), "{refused}");
        let text = PracticeText { costs: costs(resource.capacity), ..made.text };
        scene.here.call(&scene.dee, ChangePractice { practice: made.id, seen: None, sitting: false, text }).await.unwrap();
        scene.adopt().await.unwrap();
    }

    async fn what_cannot_be_adopted_is_refused(here) {
        let round = here.company().await;
        let sig = here.staff("Sig", Role::Signatory).await;
        let shut = Adopt {
            round,
            signed_by: "Sig".parse().unwrap(),
            capacity: "Director".parse().unwrap(),
            statement: "Yes.".parse().unwrap(),
            reason_for_the_rest: "No.".parse().unwrap(),
            against: None, overrule: None };
        assert_eq!(here.call(&sig, shut.clone()).await.unwrap_err().kind, ProblemKind::Conflict, "adoption is not open");
        let nowhere = Adopt { round: RoundId(99), ..shut };
        assert_eq!(here.call(&sig, nowhere).await.unwrap_err().kind, ProblemKind::NotFound);
    }

    async fn an_empty_draft_and_one_with_a_declined_proposal_are_refused(here) {
        let scene = Scene::new(here).await;
        assert!(scene.adopt().await.unwrap_err().message.contains("no practice"));
        let (one, two) = (scene.proposed("One").await, scene.proposed("Two").await);
        let made = scene.add(practice("One face", &[one, two])).await;
        let reason = Some("It is somebody's name.".parse().unwrap());
        scene.here.call(&scene.moderator, Judge { proposal: two, decision: Decision::Decline, reason, trust: false }).await.unwrap();
        let refused = scene.adopt().await.unwrap_err();
        assert!(refused.kind == ProblemKind::Conflict && refused.message.contains("One face"), "{refused}");
        scene.here.call(&scene.dee, ChangePractice { practice: made.id, seen: None, sitting: false, text: practice("One face", &[one]) }).await.unwrap();
        let design = scene.adopt().await.unwrap();
        assert!(design.left_out.is_empty(), "nobody reads of what was declined");
    }

    async fn only_signatories_adopt(here) {
        let scene = Scene::new(here).await;
        let one = scene.proposed("One").await;
        scene.add(practice("One face", &[one])).await;
        let ada = scene.here.customer("Ada").await;
        for (who, kind) in [
            (&ada, ProblemKind::NotAllowed),
            (&scene.dee, ProblemKind::NotAllowed),
            (&scene.moderator, ProblemKind::NotAllowed),
            (&Caller::stranger(), ProblemKind::SignInNeeded),
        ] {
            assert_eq!(scene.here.call(who, scene.signature()).await.unwrap_err().kind, kind);
        }
        let missing = scene.here.call(&ada, GetDesign { version: Version(1) }).await.unwrap_err();
        assert_eq!(missing.kind, ProblemKind::NotFound);
    }

    async fn of_signatures_at_once_one_makes_the_version(here) {
        let scene = Scene::new(here).await;
        let one = scene.proposed("One").await;
        scene.add(practice("One face", &[one])).await;
        let other = scene.here.another().await;
        let rest = |turn: i32| format!("Not now, says {turn}.").parse().unwrap();
        let signing = (0..6).map(|turn| {
            let instance = if turn % 2 == 0 { &scene.here } else { &other };
            instance.call(&scene.sig, Adopt { reason_for_the_rest: rest(turn), ..scene.signature() })
        });
        let (done, refused): (Vec<_>, Vec<_>) = join_all(signing).await.into_iter().partition(Result::is_ok);
        assert_eq!((done.len(), refused.len()), (1, 5));
        assert!(refused.into_iter().all(|refused| refused.unwrap_err().kind == ProblemKind::Conflict));
        assert_eq!(scene.design(1).await.versions, [Version(1)]);
    }

    async fn what_is_signed_is_what_was_there(here) {
        let scene = Scene::new(here).await;
        let one = scene.proposed("One").await;
        let made = scene.add(practice("Turn 0", &[one])).await;
        let changing = async {
            for turn in 1..=12 {
                let text = PracticeText { how: Some(format!("{turn}").parse().unwrap()), ..practice(&format!("Turn {turn}"), &[one]) };
                scene.here.call(&scene.dee, ChangePractice { practice: made.id, seen: None, sitting: false, text }).await.unwrap();
            }
        };
        let ((), signed) = tokio::join!(changing, scene.adopt());
        // Either it was signed in between, whole, or the draft never stood still.
        match signed {
            Ok(design) => {
                let text = &design.practices[0].text;
                let turn = text.how.as_ref().map_or("0", |how| how.as_str());
                assert_eq!(text.title.as_str(), format!("Turn {turn}"));
            }
            Err(refused) => assert_eq!(refused.kind, ProblemKind::Conflict),
        }
    }

    async fn the_same_draft_is_not_adopted_twice_in_a_row(here) {
        let scene = Scene::new(here).await;
        let (one, two) = (scene.proposed("One").await, scene.proposed("Two").await);
        scene.add(practice("One face", &[one])).await;
        scene.adopt().await.unwrap();
        scene.agree(two, &["Ada"]).await;
        let again = Adopt { statement: "Once more.".parse().unwrap(), ..scene.signature() };
        let refused = scene.here.call(&scene.sig, again).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::Conflict);
        // A better reason is worth a version.
        scene.here.call(&scene.dee, LeaveOut { proposal: two, decision: LeftDecision::NotNow, reason: "It is too dear.".parse().unwrap(), seen: None }).await.unwrap();
        let second = scene.adopt().await.unwrap();
        assert_eq!((second.version, second.left_out[0].reason.as_str()), (Version(2), "It is too dear."));
        assert!(second.difference.is_empty());
    }

    async fn words_and_names_can_be_taken_back_and_the_digest_still_verifies(here) {
        let scene = Scene::new(here).await;
        let (one, two) = (scene.proposed("Call my brother Ben").await, scene.proposed("Two").await);
        scene.add(practice("One face", &[one])).await;
        let before = scene.adopt().await.unwrap();
        let (content, digest) = scene.stored(1).await;
        for words in ["brother", "Two", "Sigrid"] {
            assert!(!content.contains(words), "{content}");
        }
        for about in [About::Proposal(one), About::Person(scene.sig.id)] {
            scene.here.write(What::new("words.withdrawn", 0), move |tx| designs::withdraw(tx, about).boxed()).await;
        }
        let after = scene.design(1).await;
        assert_eq!((after.practices[0].from[0].title.as_str(), after.signed_by.as_str()), (WITHDRAWN, WITHDRAWN));
        assert_eq!((after.left_out[0].proposal, after.left_out[0].title.as_str()), (two, "Two"));
        assert_eq!((&after.digest, &before.digest), (&digest, &digest));
        assert_eq!(server::clock::digest(&content), digest);
        let db = &scene.here.site.db;
        let salts: i64 = on!(db, c => sqlx::query_scalar("select count(*) from words where salt is not null").fetch_one(c).await).unwrap();
        assert_eq!(salts, 1, "nobody can guess the words from their digest any more");
    }

    async fn what_does_not_verify_is_refused(here) {
        let scene = Scene::new(here).await;
        let one = scene.proposed("One").await;
        scene.add(practice("One face", &[one])).await;
        scene.adopt().await.unwrap();
        let forge = async |sql: &'static str| {
            scene.here.write(What::new("words.forged", 0), move |tx| {
                async move { on!(tx, c => sqlx::query(sql).execute(c).await.map(drop)) }.boxed()
            }).await;
            scene.here.call(&Caller::stranger(), GetLatestDesign {}).await
        };
        forge("update words set text = 'Won' where text = 'One'").await.unwrap_err();
        forge("update words set text = 'One' where text = 'Won'").await.unwrap();
        let refused = forge("update design set content = replace(content, 'One face', 'Two-faced')").await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::Internal);
    }

    async fn no_figure_rests_on_fewer_than_five_accounts(here) {
        let scene = Scene::new(here).await;
        let (four, five) = (scene.proposed("Four voices").await, scene.proposed("Five voices").await);
        scene.agree(four, &["Ada", "Bob", "Cem", "Dia"]).await;
        scene.agree(five, &["Eva", "Fay", "Gus", "Hal", "Ida"]).await;
        scene.add(practice("One face", &[four, five])).await;
        let design = scene.adopt().await.unwrap();
        let support: Vec<_> = design.practices[0].from.iter().map(|one| one.support).collect();
        assert!(matches!(support[..], [Support::Few, Support::Counted { .. }]), "{support:?}");
        let content: serde_json::Value = serde_json::from_str(&scene.stored(1).await.0).unwrap();
        assert_eq!(content["practices"][0]["from"][0]["support"], serde_json::json!({ "standing": "few" }));
        // More votes come in, and what was signed keeps its figures.
        scene.agree(four, &["Jan", "Kim"]).await;
        assert_eq!(scene.design(1).await, design);
    }

    async fn hostile_text_is_frozen_as_it_was_typed(here) {
        let scene = Scene::new(here).await;
        let one = scene.proposed(HOSTILE).await;
        let two = scene.proposed(&format!("2 {HOSTILE}")).await;
        let made = scene.add(full(HOSTILE, &[one], vec![])).await;
        let signature = Adopt {
            round: scene.round,
            signed_by: HOSTILE.parse().unwrap(),
            capacity: HOSTILE.parse().unwrap(),
            statement: HOSTILE.parse().unwrap(),
            reason_for_the_rest: HOSTILE.parse().unwrap(),
            against: Some(HOSTILE.parse().unwrap()), overrule: None };
        let design = scene.here.call(&scene.sig, signature).await.unwrap();
        assert_eq!((design.signed_by.as_str(), design.capacity.as_str(), design.statement.as_str()), (HOSTILE, HOSTILE, HOSTILE));
        assert_eq!((&design.practices[0].text, design.practices[0].from[0].title.as_str()), (&made.text, HOSTILE));
        assert_eq!((design.left_out[0].proposal, design.left_out[0].reason.as_str()), (two, HOSTILE));
        let page = scene.here.text(&Caller::stranger(), "/design").await;
        assert!(!page.contains("<script>alert"), "{page}");
    }

    async fn a_sample_s_versions_stand_apart_and_go_with_it(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let now = here.clock.now();
        let ready = server::round::ready_made("Sample?".parse().unwrap(), Default::default(), now).unwrap();
        let sample = Round { sample: true, moderation: model::round::Moderation::Open, ..ready };
        let sample = here.write(What::new("round.imported", 2), move |tx| {
            async move { rounds::add(tx, &sample, now, None).await }.boxed()
        }).await;
        let one = proposed(here, sample, proposal("Sample one")).await;
        here.call(&scene.moderator, OpenPhase { round: sample, phase: Phase::Adopt }).await.unwrap();
        for (title, version) in [("First", -1), ("Second", -2)] {
            here.call(&scene.dee, AddPractice { round: sample, text: practice(title, &[one]) }).await.unwrap();
            let design = here.call(&scene.sig, Adopt { round: sample, ..scene.signature() }).await.unwrap();
            assert!(design.sample && design.version == Version(version), "{design:?}");
        }
        let latest = async || here.call(&Caller::stranger(), GetLatestDesign {}).await.map(|design| design.version);
        assert_eq!(latest().await, Ok(Version(-2)));
        let second = scene.design(-2).await;
        assert_eq!(second.versions, [Version(-1), Version(-2)]);
        assert_eq!(second.difference, [Difference::Added { title: "Second".parse().unwrap() }]);
        assert!(scene.design(-1).await.superseded);

        let two = scene.proposed("Two").await;
        scene.add(practice("Ours", &[two])).await;
        let ours = scene.adopt().await.unwrap();
        assert_eq!((ours.version, ours.versions, ours.difference.len()), (Version(1), vec![Version(1)], 0));
        assert_eq!(latest().await, Ok(Version(1)));
        let admin = here.staff("Al", Role::Admin).await;
        here.call(&admin, RemoveSample { round: sample }).await.unwrap();
        assert_eq!(here.call(&admin, GetDesign { version: Version(-1) }).await.unwrap_err().kind, ProblemKind::NotFound);
        assert_eq!(scene.design(1).await.practices.len(), 1);
    }
}
