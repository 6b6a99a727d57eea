//! Sign-off: functions that must sign, what they sign, and what is adopted then.

use crate::harness::{Caller, Here, body, proposal, signature};
use crate::on_both;
use crate::practices::{practice, proposed};
use model::api::audit::{CheckDesigns, ListAudit};
use model::api::designs::{Adopt, GetDesign};
use model::api::mine::{GetMyData, Leave};
use model::api::notices::GetNews;
use model::api::practices::{AddPractice, ChangePractice};
use model::api::rounds::{AddRound, ClosePhase, GetRound, OpenPhase};
use model::api::selection::GetSelection;
use model::api::sign_off::{
    DelegateSigning, EndDelegation, GetSignOff, RemoveSigner, SendToReview, SetSigner, SignReview,
    WithdrawReview,
};
use model::cells::{CultureSet, StageSet};
use model::design::Design;
use model::notice::NoticeKind;
use model::person::Role;
use model::practice::{Practice, PracticeText};
use model::round::Phase;
use model::selection::Key;
use model::sign_off::{LONGEST_DELEGATION, MOST_SIGNERS, SignOff, SignOffState, SignVerdict};
use model::time::Day;
use model::{Problem, ProblemKind, RoundId, SigningId, Timestamp, Version};
use server::db::events::What;
use server::db::on;

/// A company in whose round Sales and Legal must sign, with a draft of one practice.
struct Scene {
    here: Here,
    round: RoundId,
    boss: Caller,
    dee: Caller,
    sig: Caller,
    sal: Caller,
    /// A partner: nobody's customer, and not staff.
    lea: Caller,
    practice: Practice,
}

impl Scene {
    async fn new(here: Here) -> Self {
        let round = here.company().await;
        let boss = here.staff("Bo", Role::Admin).await;
        let dee = here.staff("Dee", Role::Designer).await;
        let sig = here.staff("Sig", Role::Signatory).await;
        let sal = here.staff("Sal", Role::AccountManager).await;
        let lea = here.member("Lea", None).await;
        let one = proposed(&here, round, proposal("One")).await;
        let practice = AddPractice { round, text: practice("One face", &[one]) };
        let practice = here.call(&dee, practice).await.unwrap();
        let scene = Self { here, round, boss, dee, sig, sal, lea, practice };
        scene.must_sign("Sales", "sal@example.com").await.unwrap();
        scene.must_sign("Legal", "lea@example.com").await.unwrap();
        scene.here.call(&scene.boss, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
        scene
    }

    fn rule(&self, function: &str, email: &str) -> SetSigner {
        SetSigner {
            round: self.round,
            function: function.parse().unwrap(),
            email: email.parse().unwrap(),
            stages: StageSet::default(),
            cultures: CultureSet::default(),
        }
    }

    async fn must_sign(&self, function: &str, email: &str) -> Result<(), Problem> {
        self.here.call(&self.boss, self.rule(function, email)).await.map(drop)
    }

    async fn send(&self) -> Result<(), Problem> {
        let words = Some("Please look at the costs.".parse().unwrap());
        self.here.call(&self.dee, SendToReview { round: self.round, words }).await.map(drop)
    }

    async fn seen(&self, by: &Caller) -> SignOff {
        self.here.call(by, GetSignOff { round: self.round }).await.unwrap()
    }

    async fn signing(&self, function: &str) -> SigningId {
        let inside = self.seen(&self.dee).await.inside.unwrap();
        inside.signers.iter().find(|signer| signer.function.as_str() == function).unwrap().id
    }

    async fn say(
        &self,
        by: &Caller,
        function: &str,
        verdict: SignVerdict,
        words: &str,
    ) -> Result<(), Problem> {
        let digest = self.seen(&self.dee).await.inside.unwrap().digest;
        let words = Some(words).filter(|words| !words.is_empty()).map(|words| words.parse().unwrap());
        let sign = SignReview { signing: self.signing(function).await, digest, verdict, words };
        self.here.call(by, sign).await.map(drop)
    }

    async fn sign(&self, by: &Caller, function: &str) -> Result<(), Problem> {
        self.say(by, function, SignVerdict::Signed, "").await
    }

    async fn adopt(&self, overrule: Option<&str>) -> Result<Design, Problem> {
        let overrule = overrule.map(|reason| reason.parse().unwrap());
        self.here.call(&self.sig, Adopt { overrule, ..signature(self.round) }).await
    }

    async fn change(&self, title: &str) {
        let text = PracticeText { title: title.parse().unwrap(), ..self.practice.text.clone() };
        let change = ChangePractice { practice: self.practice.id, seen: None, sitting: false, text };
        self.here.call(&self.dee, change).await.unwrap();
    }

    async fn news(&self, of: &Caller) -> Vec<(String, Option<String>)> {
        server::notices::catch_up(&self.here.site).await.unwrap();
        let news = self.here.call(of, GetNews {}).await.unwrap().notices;
        let news = news.into_iter().filter(|one| one.kind == NoticeKind::Review);
        news.map(|one| (one.what, one.words.map(|words| words.to_string()))).collect()
    }
}

on_both! {
    async fn what_all_have_signed_is_adopted_with_their_signatures(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let refused = scene.adopt(None).await.unwrap_err();
        assert!(refused.about("overrule").is_some_and(|said| said.starts_with("Sales, Legal have not signed this draft.")), "{refused:?}");
        assert_eq!(here.call(&scene.sal, SendToReview { round: scene.round, words: None }).await.unwrap_err().kind, ProblemKind::NotAllowed);
        scene.send().await.unwrap();
        assert_eq!(scene.news(&scene.lea).await, [("The draft of “How would you like us to sell to you?” waits for your signature.".to_owned(), Some("Please look at the costs.".to_owned()))]);

        // Everybody sees how far it is; who said what is for staff and for those who sign.
        let ada = here.customer("Ada").await;
        for stranger in [&Caller::stranger(), &ada] {
            let seen = scene.seen(stranger).await;
            assert_eq!((seen.state, seen.signed, seen.of, seen.stale, &seen.inside), (SignOffState::InReview, 0, 2, false, &None));
            let page = here.text(stranger, &format!("/rounds/{}/sign-off", scene.round)).await;
            assert!(page.contains("In review: 0 of 2 functions have signed.") && !page.contains("Lea") && !page.contains("Legal"), "{page}");
        }
        let inside = scene.seen(&scene.lea).await.inside.unwrap();
        assert_eq!((inside.practices.len(), inside.practices[0].text.title.as_str()), (1, "One face"));
        assert_eq!(inside.signers.iter().map(|one| (one.function.as_str(), one.mine)).collect::<Vec<_>>(), [("Sales", false), ("Legal", true)]);
        assert!(inside.signers.iter().all(|one| one.email.is_none()), "addresses are for admins");

        // Each for their own function, and nobody else.
        assert_eq!(scene.sign(&scene.lea, "Sales").await.unwrap_err().kind, ProblemKind::NotFound);
        assert_eq!(scene.sign(&ada, "Sales").await.unwrap_err().kind, ProblemKind::NotFound);
        scene.sign(&scene.lea, "Legal").await.unwrap();
        assert!(scene.news(&scene.sig).await.is_empty());
        let refused = scene.adopt(None).await.unwrap_err();
        assert!(refused.about("overrule").is_some_and(|said| said.starts_with("Sales has not signed this draft.")), "{refused:?}");
        scene.say(&scene.sal, "Sales", SignVerdict::Signed, "It fits us.").await.unwrap();
        assert_eq!(scene.seen(&ada).await.state, SignOffState::Signed);
        let told = "The draft of “How would you like us to sell to you?” is signed by every function that must sign it.";
        assert_eq!(scene.news(&scene.sig).await, [(told.to_owned(), None)]);
        assert_eq!(scene.news(&scene.dee).await, [(told.to_owned(), None)]);

        scene.adopt(None).await.unwrap();
        assert_eq!(scene.seen(&ada).await.state, SignOffState::Draft);
        // Whoever signs it in the same moment is told why that cannot be any more.
        let refused = scene.adopt(None).await.unwrap_err();
        assert!(refused.kind == ProblemKind::Conflict && refused.message.contains("adopted already, as version 1"), "{refused:?}");
        assert_eq!((refused.about("version"), refused.about("overrule")), (Some(refused.message.as_str()), None));
        let get = GetDesign { version: Version(1) };
        let public = here.call(&ada, get.clone()).await.unwrap().sign_off.unwrap();
        assert_eq!(public.signatures.iter().map(|one| (one.function.as_str(), &one.by, &one.words)).collect::<Vec<_>>(), [("Sales", &None, &None), ("Legal", &None, &None)]);
        assert!(public.unsigned.is_empty() && public.overruled.is_none());
        let staff = here.call(&scene.dee, get).await.unwrap().sign_off.unwrap();
        assert_eq!((staff.signatures[0].by.as_deref(), staff.signatures[0].words.as_deref()), (Some("Sal"), Some("It fits us.")));
        let page = here.text(&Caller::stranger(), "/design/1").await;
        assert!(page.contains("Which functions have signed") && page.contains("Legal") && !page.contains("It fits us."));
        let kinds: Vec<String> = here.call(&scene.boss, ListAudit { noun: "review".into(), ..ListAudit::default() }).await.unwrap()
            .items.into_iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, ["review.signed", "review.signed", "review.sent"]);
    }

    async fn what_was_signed_is_what_is_adopted(here) {
        let scene = Scene::new(here).await;
        scene.send().await.unwrap();
        scene.sign(&scene.sal, "Sales").await.unwrap();
        scene.change("Another face").await;
        // The working copy may go on; what is in review stands as it was sent, and nobody signs or adopts it any more.
        let seen = scene.seen(&scene.lea).await;
        assert!(seen.stale && seen.inside.unwrap().practices[0].text.title.as_str() == "One face");
        assert!(scene.sign(&scene.lea, "Legal").await.unwrap_err().message.contains("has changed"));
        let refused = scene.adopt(None).await.unwrap_err();
        assert!(refused.about("overrule").is_some_and(|said| said.contains("Sales, Legal have not signed this draft. The draft has changed")), "{refused:?}");
        // Put back as it was, it is what was signed.
        scene.change("One face").await;
        assert!(!scene.seen(&scene.lea).await.stale);
        scene.sign(&scene.lea, "Legal").await.unwrap();
        // Sent anew, all of them sign anew.
        scene.send().await.unwrap();
        assert_eq!((scene.seen(&scene.dee).await.signed, scene.seen(&scene.dee).await.state), (0, SignOffState::InReview));
        // What somebody read must be what they sign.
        let signing = scene.signing("Legal").await;
        let other = SignReview { signing, digest: "another".into(), verdict: SignVerdict::Signed, words: None };
        let refused = scene.here.call(&scene.lea, other).await.unwrap_err();
        assert!(refused.kind == ProblemKind::Conflict && refused.message.contains("sent to review again after"), "{refused:?}");
    }

    async fn who_signs_reads_what_is_left_undecided_and_what_it_takes(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let (round, phase) = (scene.round, Phase::Adopt);
        here.call(&scene.boss, ClosePhase { round, phase }).await.unwrap();
        let wanted = proposed(here, round, proposal("Answer within a day")).await;
        here.call(&scene.boss, OpenPhase { round, phase }).await.unwrap();
        assert!(scene.seen(&scene.lea).await.inside.unwrap().undecided.is_empty(), "nothing is in review yet");
        scene.send().await.unwrap();
        let inside = scene.seen(&scene.lea).await.inside.unwrap();
        let undecided: Vec<_> = inside.undecided.iter().map(|one| (one.proposal, one.title.as_str())).collect();
        assert_eq!(undecided, [(wanted, "Answer within a day")]);
        let resources = here.call(&scene.dee, GetRound { round: scene.round }).await.unwrap().resources;
        assert_eq!(inside.needs.iter().map(|need| &need.resource).collect::<Vec<_>>(), resources.iter().collect::<Vec<_>>());
        let selection = here.call(&scene.lea, GetSelection { round: scene.round }).await.unwrap();
        assert_eq!(inside.practices[0].chosen, selection.outcome.is_in(Key::Practice(scene.practice.id)));
        assert_eq!(inside.undecided[0].chosen, selection.outcome.is_in(Key::Proposal(wanted)));
        let page = here.text(&scene.lea, &format!("/rounds/{}/sign-off", scene.round)).await;
        assert!(page.contains("not decided one by one") && page.contains("Answer within a day"), "{page}");
    }

    async fn it_is_sent_back_withdrawn_and_overruled_with_words(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        scene.send().await.unwrap();
        let refused = scene.say(&scene.sal, "Sales", SignVerdict::SentBack, "").await.unwrap_err();
        assert!(refused.about("words").is_some());
        scene.say(&scene.sal, "Sales", SignVerdict::SentBack, "We cannot carry this.").await.unwrap();
        assert_eq!(scene.seen(&scene.dee).await.state, SignOffState::SentBack);
        assert_eq!(scene.news(&scene.dee).await[0].1.as_deref(), Some("Sales: We cannot carry this."));
        scene.sign(&scene.lea, "Legal").await.unwrap();
        assert!(scene.adopt(None).await.unwrap_err().about("overrule").is_some());
        here.call(&scene.dee, WithdrawReview { round: scene.round }).await.unwrap();
        assert_eq!(scene.seen(&scene.dee).await.state, SignOffState::Draft);
        assert_eq!(here.call(&scene.dee, WithdrawReview { round: scene.round }).await.unwrap_err().kind, ProblemKind::Conflict);
        scene.send().await.unwrap();
        scene.sign(&scene.lea, "Legal").await.unwrap();
        let design = scene.adopt(Some("Sales is away until June.")).await.unwrap();
        let sign_off = design.sign_off.unwrap();
        assert_eq!(sign_off.unsigned, ["Sales".parse().unwrap()]);
        assert_eq!(sign_off.overruled.as_ref().map(|reason| reason.as_str()), Some("Sales is away until June."));
        assert_eq!(sign_off.signatures.len(), 1);
        let page = here.text(&Caller::stranger(), "/design/1").await;
        assert!(page.contains("Adopted without the signature of Sales") && page.contains("Sales is away until June."), "{page}");
    }

    async fn where_no_function_must_sign_all_stays_as_it_was(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        // Legal must sign only where nothing stands.
        let elsewhere = SetSigner { stages: StageSet::of(&[7]), ..scene.rule("legal ", "lea@example.com") };
        here.call(&scene.boss, elsewhere).await.unwrap();
        assert_eq!(scene.seen(&scene.dee).await.of, 1);
        assert!(scene.adopt(None).await.unwrap_err().about("overrule").is_some());
        here.call(&scene.boss, RemoveSigner { signing: scene.signing("Sales").await }).await.unwrap();
        let refused = scene.send().await.unwrap_err();
        assert!(refused.message.contains("No function has to sign"), "{refused:?}");
        assert_eq!(scene.adopt(Some("Needless.")).await.unwrap().sign_off, None);
        // Where it must: in a cell, and not in its row and its column alone.
        let both = SetSigner { stages: StageSet::of(&[3]), cultures: CultureSet::of(&[0]), ..scene.rule("Legal", "lea@example.com") };
        here.call(&scene.boss, both.clone()).await.unwrap();
        assert_eq!(scene.seen(&scene.dee).await.of, 0);
        here.call(&scene.boss, SetSigner { cultures: CultureSet::of(&[1]), ..both }).await.unwrap();
        assert_eq!(scene.seen(&scene.dee).await.of, 1);
    }

    async fn somebody_else_signs_for_a_while(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        scene.send().await.unwrap();
        let (signing, today) = (scene.signing("Legal").await, Day::of(here.clock.now()));
        let to = |from: i64, until: i64| DelegateSigning { signing, email: "dee@example.com".parse().unwrap(), from: Some(Day(today.0 + from)), until: Day(today.0 + until) };
        assert_eq!(here.call(&scene.sal, to(0, 1)).await.unwrap_err().kind, ProblemKind::NotFound);
        assert!(here.call(&scene.lea, to(2, 1)).await.unwrap_err().about("until").is_some());
        assert!(here.call(&scene.lea, to(0, LONGEST_DELEGATION)).await.unwrap_err().about("until").is_some());
        let own = DelegateSigning { email: "lea@example.com".parse().unwrap(), ..to(0, 1) };
        assert!(here.call(&scene.lea, own).await.unwrap_err().about("email").is_some());
        here.call(&scene.lea, to(0, LONGEST_DELEGATION - 1)).await.unwrap();
        here.call(&scene.lea, to(1, 2)).await.unwrap();
        assert_eq!(scene.sign(&scene.dee, "Legal").await.unwrap_err().kind, ProblemKind::NotFound, "not before the first day");
        here.clock.advance(Timestamp::DAY);
        scene.sign(&scene.dee, "Legal").await.unwrap();
        let mark = scene.seen(&scene.dee).await.inside.unwrap().signers[1].mark.clone().unwrap();
        assert!(mark.delegated && mark.by.as_str() == "Dee");
        here.clock.advance(2 * Timestamp::DAY);
        assert!(scene.sign(&scene.dee, "Legal").await.is_err(), "not after the last");
        here.call(&scene.lea, to(0, 9)).await.unwrap();
        here.call(&scene.lea, EndDelegation { signing }).await.unwrap();
        assert!(scene.sign(&scene.dee, "Legal").await.is_err());
        assert_eq!(here.call(&scene.lea, EndDelegation { signing }).await.unwrap_err().kind, ProblemKind::Conflict);
        // Another holder: nobody signs in their place any more.
        here.call(&scene.lea, to(0, 9)).await.unwrap();
        scene.must_sign("Legal", "sal@example.com").await.unwrap();
        assert!(scene.sign(&scene.dee, "Legal").await.is_err() && scene.sign(&scene.lea, "Legal").await.is_err());
        scene.sign(&scene.sal, "Legal").await.unwrap();
    }

    async fn who_must_sign_is_for_admins_to_say_and_goes_on_to_the_next_round(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        assert_eq!(here.call(&scene.dee, scene.rule("Service", "sal@example.com")).await.unwrap_err().kind, ProblemKind::NotAllowed);
        here.customer("Ada").await;
        for wrong in ["ada@example.com", "nobody@example.com"] {
            assert!(scene.must_sign("Service", wrong).await.unwrap_err().about("email").is_some());
        }
        let nowhere = SetSigner { stages: StageSet::of(&[9]), ..scene.rule("Service", "sal@example.com") };
        assert!(here.call(&scene.boss, nowhere).await.unwrap_err().about("stages").is_some());
        let narrow = SetSigner { stages: StageSet::of(&[3]), ..scene.rule("Service", "sal@example.com") };
        here.call(&scene.boss, narrow).await.unwrap();
        for number in 3..MOST_SIGNERS {
            scene.must_sign(&format!("Function {number}"), "sal@example.com").await.unwrap();
        }
        assert!(scene.must_sign("One more", "sal@example.com").await.unwrap_err().about("function").is_some());
        scene.must_sign("SALES", "dee@example.com").await.unwrap();
        let next = AddRound { question: "And now?".parse().unwrap(), scheme: model::round::Scheme::default() };
        let next = here.call(&scene.boss, next).await.unwrap().id;
        let signers = here.call(&scene.dee, GetSignOff { round: next }).await.unwrap().inside.unwrap().signers;
        assert_eq!(signers.len(), MOST_SIGNERS);
        assert_eq!((signers[0].holder.as_str(), signers[2].stages), ("Dee", StageSet::of(&[3])));
    }

    async fn who_holds_a_function_does_not_leave_with_it_and_leaves_no_words(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        scene.send().await.unwrap();
        scene.say(&scene.lea, "Legal", SignVerdict::Signed, "It is lawful.").await.unwrap();
        scene.sign(&scene.sal, "Sales").await.unwrap();
        scene.adopt(None).await.unwrap();
        let data = here.call(&scene.lea, GetMyData {}).await.unwrap();
        let held: Vec<_> = data["signing_off"].as_array().unwrap().iter().map(|one| one["what"].as_str().unwrap()).collect();
        assert_eq!(held, ["holds", "signed"]);
        let leave = Leave { sure: true, words: true };
        assert_eq!(here.call(&scene.lea, leave.clone()).await.unwrap_err().kind, ProblemKind::Conflict);
        scene.must_sign("Legal", "sal@example.com").await.unwrap();
        here.call(&scene.lea, leave).await.unwrap();
        let signatures = here.call(&scene.dee, GetDesign { version: Version(1) }).await.unwrap().sign_off.unwrap().signatures;
        assert_eq!((signatures[1].by.as_deref(), signatures[1].words.as_deref()), (Some("withdrawn"), Some("withdrawn")));
        assert!(here.call(&scene.boss, CheckDesigns {}).await.unwrap().altered.is_empty());
    }

    async fn an_altered_version_is_noticed_at_the_start(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        scene.adopt(Some("Nobody is here.")).await.unwrap();
        let ready = async |here: &Here| body(here.get(&Caller::stranger(), "/readyz").await).await;
        assert_eq!(ready(&here.another().await).await, "ready");
        assert!(here.text(&scene.boss, "/audit").await.contains("The adopted version is what was signed"));
        here.write(What::new("export.altered", 0), move |tx| Box::pin(async move {
            const ALTER: &str = "update design set content = replace(content, 'One face', 'Two faces')";
            on!(tx, c => sqlx::query(ALTER).execute(c).await.map(drop))
        })).await;
        let there = here.another().await;
        assert_eq!(ready(&there).await, "ready; not what was signed: design 1");
        let check = there.call(&scene.boss, CheckDesigns {}).await.unwrap();
        assert_eq!((check.versions, check.altered[0].version), (1, Version(1)));
        assert!(there.text(&scene.boss, "/audit").await.contains("Design 1 is not what was signed"));
        assert!(there.call(&Caller::stranger(), GetDesign { version: Version(1) }).await.is_err(), "it is not shown");
        assert_eq!(there.call(&scene.dee, CheckDesigns {}).await.unwrap_err().kind, ProblemKind::NotAllowed);
    }
}
