//! Other readings of an adopted version: journeys, the path, slides, files, and two versions side by side.

use crate::harness::{Caller, Here, body, proposal, signature};
use crate::on_both;
use crate::permissions::fixture::{open, set};
use crate::practices::{HOSTILE, practice, proposed};
use crate::purchases::text;
use http::StatusCode;
use model::api::access::{SetAccess, Who};
use model::api::comments::AddComment;
use model::api::designs::{CompareDesigns, CompareDraft, GetDesign, GetPace, GetReading};
use model::api::practices::{AddInsideOut, AddPractice, ChangePractice, GetDraft, RemovePractice};
use model::api::purchases::{AddPurchase, ChangePurchase};
use model::api::rounds::OpenPhase;
use model::api::sign_off::{SendToReview, SetSigner};
use model::cells::{CultureSet, StageSet};
use model::design::{DesignState, Difference, FirstPeriod};
use model::person::Role;
use model::practice::{Audience, Details, PracticeText, Setting};
use model::purchase::{CycleLength, PurchaseText, State};
use model::round::Phase;
use model::{AccountId, ProblemKind, RoundId, Timestamp, Version};

fn text_of(stage: &str, state: State) -> PurchaseText {
    PurchaseText { state, ..text("Pumps", stage, "") }
}

/// Two versions: Sales sees customers at the first stage and Service at the second; then Sales at both, and one practice more.
pub async fn two_versions(here: &Here) -> RoundId {
    let round = here.company().await;
    let dee = here.staff("Dee", Role::Designer).await;
    let sig = here.staff("Sig", Role::Signatory).await;
    let moderator = here.staff("Mo", Role::Moderator).await;
    let (one, two) =
        (proposed(here, round, proposal("One")).await, proposed(here, round, proposal(HOSTILE)).await);
    here.call(&moderator, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
    let at = |title: &str, function: &str, stage: usize, from| PracticeText {
        accountable: function.parse().unwrap(),
        stages: StageSet::of(&[stage]),
        cultures: CultureSet::of(&[1]),
        ..practice(title, &[from])
    };
    let add = async |text: PracticeText| here.call(&dee, AddPractice { round, text }).await.unwrap();
    let first = add(at("Meet <b>them</b>", "Sales", 0, one)).await;
    let second = add(at("Help them", "Service", 1, two)).await;
    let gone = add(at("Write to them", "Sales", 2, two)).await;
    here.call(&sig, signature(round)).await.unwrap();
    let text = PracticeText { accountable: "Sales".parse().unwrap(), ..second.text.clone() };
    here.call(&dee, ChangePractice { practice: second.id, seen: None, sitting: false, text }).await.unwrap();
    here.call(&dee, RemovePractice { practice: gone.id, seen: None }).await.unwrap();
    let text = PracticeText { cultures: CultureSet::of(&[0, 1]), ..first.text.clone() };
    here.call(&dee, ChangePractice { practice: first.id, seen: None, sitting: false, text }).await.unwrap();
    here.call(&sig, signature(round)).await.unwrap();
    round
}

on_both! {
    async fn the_path_tells_where_customers_are_met_and_staff_how_long_it_takes_in_all(here) {
        let round = two_versions(&here).await;
        let (am, dee) = (here.staff("Grace", Role::AccountManager).await, here.staff("Eva", Role::Designer).await);
        let details = Details {
            touchpoints: Some("A call <b>before</b> the visit".parse().unwrap()),
            setting: Some(Setting::InPerson),
            audience: Some(Audience::OneToOne),
            ..Details::default()
        };
        let draft = here.call(&dee, GetDraft { round }).await.unwrap().practices.remove(0);
        let text = PracticeText { details, ..draft.text };
        here.call(&dee, ChangePractice { practice: draft.id, seen: None, sitting: false, text }).await.unwrap();
        here.call(&here.staff("Sid", Role::Signatory).await, signature(round)).await.unwrap();
        let stranger = Caller::stranger();
        let page = here.text(&stranger, "/design/3/path").await;
        assert!(page.contains("Where: A call &lt;b&gt;before&lt;/b&gt; the visit") && page.contains("in person, one to one"), "{page}");

        let asked = GetPace { version: Version(3) };
        let buys = async |name: &str, (first, last): (&str, State), days: i64| {
            let account = AccountId(here.account(name).await);
            let add = AddPurchase { account, text: text_of(first, State::Open), since: None };
            let purchase = here.call(&am, add).await.unwrap().id;
            here.clock.advance(days * Timestamp::DAY);
            here.call(&am, ChangePurchase { purchase, text: text_of("Transaction", last), since: None }).await.unwrap();
        };
        for (name, days) in [("One", 30), ("Two", 90), ("Three", 9), ("Four", 400)] {
            buys(name, ("Idea", State::Won), days).await;
        }
        // One that began somewhere else, and one that bought elsewhere, tell nothing of the whole way.
        buys("Six", ("Case", State::Won), 1).await;
        buys("Seven", ("Idea", State::Lost), 1).await;
        assert_eq!(here.call(&dee, asked.clone()).await.unwrap().whole, None, "of four accounts nothing is told");
        assert!(here.text(&dee, "/design/3/path").await.contains("once five accounts have bought here"));
        buys("Five", ("Idea", State::Won), 60).await;
        let whole = CycleLength { days: 60, cases: 5, accounts: 5 };
        assert_eq!(here.call(&dee, asked).await.unwrap().whole, Some(whole));
        let page = here.text(&dee, "/design/3/path").await;
        assert!(page.contains("From Idea to the purchase: median 60 days, of 5 accounts."), "{page}");
        assert!(!here.text(&stranger, "/design/3/path").await.contains("to the purchase:"));
    }

    async fn a_cell_has_a_page_of_its_own(here) {
        two_versions(&here).await;
        let stranger = Caller::stranger();
        let page = here.text(&stranger, "/design/2/moments/1/1").await;
        assert!(page.contains("Help them") && !page.contains("Meet &lt;b>them&lt;/b>"), "{page}");
        assert!(page.contains("/design/2/moments/0/1") && !page.contains("changes hands"));
        assert!(here.text(&stranger, "/design/1/moments/1/1").await.contains("changes hands"));
        assert!(here.text(&stranger, "/design/2/moments/5/3").await.contains("Nothing has been adopted for this moment."));
        for gone in ["/design/2/moments/99/1", "/design/2/moments/1/99", "/design/2/moments/x/1", "/design/9/moments/1/1"] {
            assert_eq!(here.get(&stranger, gone).await.status(), StatusCode::NOT_FOUND, "{gone}");
        }
        // A story is told there once it is published.
        let ada = here.customer("Ada").await;
        let list = here.call(&ada, GetDesign { version: Version(2) }).await.unwrap();
        let proposal = list.practices.iter().find(|one| one.text.title.as_str() == "Help them").unwrap().from[0].proposal;
        let story = serde_json::json!({ "proposal": proposal, "kind": "story", "tone": "badly", "text": "Three **months** of silence." });
        here.call(&ada, serde_json::from_value::<AddComment>(story).unwrap()).await.unwrap();
        let page = here.text(&stranger, "/design/2/moments/1/1").await;
        assert!(page.contains("<strong>months</strong>") && page.contains("engaged badly"), "{page}");
        assert!(!here.text(&stranger, "/design/2/moments/0/1").await.contains("<strong>months</strong>"));
    }

    async fn a_version_says_how_much_of_it_its_first_period_changed(here) {
        let round = two_versions(&here).await;
        let stranger = Caller::stranger();
        let first = async |version| here.call(&stranger, GetDesign { version: Version(version) }).await.unwrap().first;
        let after = |changed, over| FirstPeriod { changed, over, first_day: false };
        let today = |changed| FirstPeriod { changed, over: false, first_day: true };
        assert_eq!((first(1).await, first(2).await), (today(3), today(0)));
        assert!(!here.text(&stranger, "/design/2").await.contains("first 91 days"), "it has just begun");
        here.clock.advance(Timestamp::DAY);
        assert_eq!((first(1).await, first(2).await), (after(3, false), after(0, false)));
        assert!(here.text(&stranger, "/design/2").await.contains("So far, in its first 91 days no practice was changed"));
        here.clock.advance((FirstPeriod::DAYS - 1) * Timestamp::DAY - 1);
        assert!(!first(1).await.over);
        assert!(here.text(&stranger, "/design/1").await.contains("So far, in its first 91 days 3 of 3 practices were changed"));
        here.clock.advance(1);
        assert_eq!(first(1).await, after(3, true));
        // What is changed later does not count.
        let dee = here.staff("Dan", Role::Designer).await;
        let left = here.call(&dee, GetDraft { round }).await.unwrap().practices.remove(0);
        here.call(&dee, RemovePractice { practice: left.id, seen: None }).await.unwrap();
        here.call(&here.staff("Sid", Role::Signatory).await, signature(round)).await.unwrap();
        assert_eq!((first(1).await, first(2).await), (after(3, true), after(0, true)));
        assert!(here.text(&stranger, "/design/2").await.contains("In its first 91 days no practice was changed or taken out."));
    }

    async fn two_versions_stand_side_by_side(here) {
        two_versions(&here).await;
        let stranger = Caller::stranger();
        let compared = CompareDesigns { from: Version(1), to: Version(2) };
        let one = here.call(&stranger, compared).await.unwrap();
        assert_eq!((one.counts.practices, one.beside.counts.practices), (2, 3));
        assert_eq!((one.counts.hand_overs, one.beside.counts.hand_overs), (0, 2));
        let changed = |title: &str, fields: &[&str]| Difference::Changed {
            title: title.parse().unwrap(),
            fields: fields.iter().map(|field| (*field).to_owned()).collect(),
        };
        let expected = [changed("Meet <b>them</b>", &["cultures"]), changed("Help them", &["accountable"]),
            Difference::Removed { title: "Write to them".parse().unwrap() }];
        assert_eq!(one.difference, expected);
        let cell = |stage: &str, culture: &str| {
            let cell = one.cells.iter().find(|cell| cell.stage.as_str() == stage && cell.culture.as_str() == culture);
            cell.map(|cell| (cell.came.len(), cell.stayed.len(), cell.went.len()))
        };
        assert_eq!(cell("Idea", "Value Offered"), Some((1, 0, 0)));
        assert_eq!(cell("Idea", "Value Added"), Some((0, 1, 0)));
        assert_eq!(cell("Position", "Value Added"), Some((0, 0, 1)));
        assert_eq!(cell("Case", "Value Added"), None);
        // The other way round, what came is what went.
        let back = here.call(&stranger, CompareDesigns { from: Version(2), to: Version(1) }).await.unwrap();
        assert!(back.difference.contains(&Difference::Added { title: "Write to them".parse().unwrap() }));
        let page = here.text(&stranger, "/design/compare?from=1&to=2").await;
        assert!(page.contains("1 practice fewer and 2 hand-overs fewer than version 1."), "{page}");
        let same = here.call(&stranger, CompareDesigns { from: Version(1), to: Version(1) }).await.unwrap();
        assert!(same.difference.is_empty() && same.cells.iter().all(|cell| cell.came.is_empty() && cell.went.is_empty()));
        let gone = here.call(&stranger, CompareDesigns { from: Version(1), to: Version(9) }).await.unwrap_err();
        assert_eq!(gone.kind, ProblemKind::NotFound);
    }

    async fn a_draft_and_how_it_is_today_stand_beside_versions(here) {
        two_versions(&here).await;
        let dee = here.staff("Dot", Role::Designer).await;
        let version = |number| here.call(&dee, GetDesign { version: Version(number) });
        let round = version(2).await.unwrap().round;
        let today = |from, to| CompareDesigns { from: Version(from), to: Version(to) };
        assert_eq!(here.call(&dee, today(0, 2)).await.unwrap_err().kind, ProblemKind::NotFound, "nobody has said how it is");
        let text = PracticeText { proposals: vec![], stages: StageSet::of(&[0]), cultures: CultureSet::of(&[1]), ..practice("Send brochures", &[]) };
        here.call(&dee, AddInsideOut { round, text }).await.unwrap();
        let one = here.call(&dee, today(0, 2)).await.unwrap();
        assert_eq!((one.from, one.to, one.draft, one.beside.version), (Version(0), Version(2), false, Version(0)));
        assert_eq!((one.counts.practices, one.beside.counts.practices), (2, 1));
        let idea = one.cells.iter().find(|cell| cell.stage.as_str() == "Idea" && cell.culture.as_str() == "Value Added").unwrap();
        assert_eq!((idea.came.len(), idea.stayed.len(), idea.went.len()), (1, 0, 1));
        assert!(one.difference.contains(&Difference::Removed { title: "Send brochures".parse().unwrap() }));

        let draft = here.call(&dee, GetDraft { round }).await.unwrap();
        let left = draft.practices[0].id;
        here.call(&dee, RemovePractice { practice: left, seen: None }).await.unwrap();
        let drafted = here.call(&dee, CompareDraft { round, from: Version(2) }).await.unwrap();
        assert_eq!((drafted.draft, drafted.to, drafted.counts.practices), (true, Version(3), 1));
        assert!(drafted.difference.iter().any(|one| matches!(one, Difference::Removed { .. })), "{drafted:?}");
        assert_eq!(here.call(&dee, CompareDraft { round, from: Version(0) }).await.unwrap().beside.counts.practices, 1);
        let page = here.text(&dee, &format!("/design/compare?to=draft&round={round}&from=0")).await;
        assert!(page.contains("Send brochures") && page.contains("nobody has adopted"), "{page}");
        let page = here.text(&dee, "/design/compare?from=0&to=2").await;
        assert!(page.contains("Send brochures") && page.contains("Before customers were asked"), "{page}");

        // Others know of neither.
        let stranger = Caller::stranger();
        assert_eq!(here.call(&stranger, today(0, 2)).await.unwrap_err().kind, ProblemKind::NotFound);
        assert_eq!(here.call(&stranger, CompareDraft { round, from: Version(2) }).await.unwrap_err().kind, ProblemKind::NotAllowed);
        let page = here.text(&stranger, "/design/compare?from=1&to=2").await;
        assert!(!page.contains("The draft") && !page.contains("Before customers were asked"), "{page}");
    }

    async fn a_draft_and_how_it_is_today_are_read_likewise_and_marked(here) {
        let round = two_versions(&here).await;
        let dee = here.staff("Dot", Role::Designer).await;
        let text = PracticeText { proposals: vec![], stages: StageSet::of(&[0]), cultures: CultureSet::of(&[1]), ..practice("Send brochures", &[]) };
        here.call(&dee, AddInsideOut { round, text }).await.unwrap();
        for (of, says, mark) in [("draft", "Help them", "A draft: nobody has adopted it"), ("today", "Send brochures", "Version 0: how we engage today")] {
            for page in ["journey?culture=1", "path", "slides", "moments/0/1"] {
                let text = here.text(&dee, &format!("/design/{of}-{round}/{page}")).await;
                assert!(text.contains(mark), "{of} {page}: {text}");
                assert!(page.starts_with("moments") || text.contains(says), "{of} {page}: {text}");
                assert!(!text.contains("nobody, nobody"), "nobody has signed it: {of} {page}");
                assert_eq!(here.get(&Caller::stranger(), &format!("/design/{of}-{round}/{page}")).await.status(), StatusCode::FORBIDDEN, "{of} {page}");
            }
        }
        // What is in review, the other staff read too; what is not, and how it is today, they do not.
        let mo = here.staff("May", Role::Moderator).await;
        let read = |who, today| here.call(who, GetReading { round, today });
        assert_eq!(read(&mo, false).await.unwrap_err().kind, ProblemKind::NotAllowed);
        assert_eq!(here.call(&mo, CompareDraft { round, from: Version(2) }).await.unwrap_err().kind, ProblemKind::NotAllowed);
        let boss = here.staff("Bo", Role::Admin).await;
        let (function, email) = ("Sales".parse().unwrap(), "may@example.com".parse().unwrap());
        let (stages, cultures) = (StageSet::default(), CultureSet::default());
        here.call(&boss, SetSigner { round, function, email, stages, cultures }).await.unwrap();
        here.call(&dee, SendToReview { round, words: None }).await.unwrap();
        let design = read(&mo, false).await.unwrap();
        assert_eq!((design.state, design.practices.len(), design.digest.as_str()), (DesignState::InReview, 2, ""));
        assert_eq!(read(&mo, true).await.unwrap_err().kind, ProblemKind::NotAllowed);
        // And beside what it would come after: who signs has to see what changes.
        let beside = |from| here.call(&mo, CompareDraft { round, from: Version(from) });
        let compared = beside(2).await.unwrap();
        assert_eq!((compared.draft, compared.today), (true, false));
        assert_eq!(beside(0).await.unwrap_err().kind, ProblemKind::NotAllowed);
        assert!(here.text(&mo, &format!("/design/draft-{round}/path")).await.contains("A draft in review"));
        assert_eq!(here.call(&mo, GetDesign { version: Version(2) }).await.unwrap().state, DesignState::Adopted);
    }

    async fn a_version_reads_as_a_journey_a_path_and_slides(here) {
        two_versions(&here).await;
        let stranger = Caller::stranger();
        let page = here.text(&stranger, "/design/1/journey?culture=1").await;
        assert!(page.contains("2 times the customer changes hands") && page.contains("hand-over") && page.contains("<svg"), "{page}");
        assert!(page.contains("Meet &lt;b&gt;them&lt;/b&gt;") && !page.contains("<b>them</b>"), "what people typed is text");
        assert!(!page.contains("journey-part") && !page.contains("has a part in it"), "nobody helps: {page}");
        let page = here.text(&stranger, "/design/2/journey?culture=1").await;
        assert!(page.contains("there is no hand-over"), "{page}");
        assert!(here.text(&stranger, "/design/1/journey?culture=3").await.contains("Nothing has been adopted for this culture."));
        for (path, status) in [("/design/1/journey?culture=4", 404), ("/design/9/journey", 404), ("/design/9/path", 404), ("/design/9/slides", 404), ("/design/1/path", 200), ("/design/1/slides", 200)] {
            assert_eq!(here.get(&stranger, path).await.status(), StatusCode::from_u16(status).unwrap(), "{path}");
        }
        let path = here.text(&stranger, "/design/1/path").await;
        assert!(path.contains("changes hands: from Sales to Service."), "{path}");
        let slides = here.text(&stranger, "/design/1/slides").await;
        assert!(slides.contains("How we have agreed to treat you"));
        // A slide for each stage, at which nothing is done too: that is a question.
        let stages = here.call(&stranger, GetDesign { version: Version(1) }).await.unwrap().stages.len();
        assert_eq!((0..stages).filter(|place| slides.contains(&format!("id=\"slide-{place}\""))).count(), stages);
        assert!(slides.contains("Nobody has told us yet."), "{slides}");
    }

    /// Whoever has a part in something has a lane, with a mark of its own.
    async fn the_map_shows_who_has_a_part_in_it(here) {
        let round = two_versions(&here).await;
        let (dee, sig) = (here.staff("Dot", Role::Designer).await, here.staff("Sid", Role::Signatory).await);
        let draft = here.call(&dee, GetDraft { round }).await.unwrap().practices.remove(0);
        let involved = vec!["Legal & law".parse().unwrap()];
        let text = PracticeText { involved, ..draft.text };
        here.call(&dee, ChangePractice { practice: draft.id, seen: None, sitting: false, text }).await.unwrap();
        here.call(&sig, signature(round)).await.unwrap();
        let page = here.text(&Caller::stranger(), "/design/3/journey?culture=1").await;
        assert_eq!(page.matches("class=\"journey-part\"").count(), 1, "{page}");
        assert!(page.contains("class=\"journey-function\"") && page.contains(">Legal &amp; law</text>"), "{page}");
        assert!(page.contains("+ Meet &lt;b&gt;them&lt;/b&gt;</text>") && page.contains("with Legal &amp; law"), "{page}");
        assert!(page.contains("in that of whoever has a part in it."), "{page}");
    }

    async fn a_version_is_a_file_at_an_address_that_stays(here) {
        two_versions(&here).await;
        let stranger = Caller::stranger();
        let file = async |path: &str| {
            let response = here.get(&stranger, path).await;
            let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
            (response.status(), kind, body(response).await)
        };
        let (status, kind, csv) = file("/api/v1/designs/1/design.csv").await;
        assert_eq!((status, kind.as_str()), (StatusCode::OK, "text/csv; charset=utf-8"));
        let mut lines = csv.lines();
        assert!(lines.next().unwrap().starts_with("practice,proposal,what,title,stages"), "{csv}");
        assert_eq!(csv.matches(",adopted,").count(), 3, "{csv}");
        let mut read = csv::Reader::from_reader(csv.as_bytes());
        let mut at = |name: &str| read.headers().unwrap().iter().position(|one| one == name).unwrap();
        let (what, voices, reason, digest) = (at("what"), at("voices"), at("reason"), at("sha256"));
        for row in csv::Reader::from_reader(csv.as_bytes()).records() {
            let row = row.unwrap();
            assert_eq!((row[digest].len(), row[voices].contains("voices")), (64, true), "{row:?}");
            assert_eq!(row[reason].is_empty(), &row[what] == "adopted", "{row:?}");
            let adopted = &row[what] == "adopted";
            assert_eq!((row[0].is_empty(), row[1].is_empty()), (!adopted, adopted), "each is numbered for itself: {row:?}");
        }
        let (_, kind, text) = file("/api/v1/designs/1/design.md").await;
        assert_eq!(kind, "text/markdown; charset=utf-8");
        assert!(text.contains(r"### Meet \<b\>them\</b\>") && text.contains("SHA-256") && text.contains("## How it was chosen"), "{text}");
        for path in ["/api/v1/designs/9/design.csv", "/api/v1/designs/one/design.md"] {
            assert_eq!(file(path).await.0, StatusCode::NOT_FOUND, "{path}");
        }
    }

    async fn for_whom_a_round_is_not_there_nothing_of_its_design_is(here) {
        let round = two_versions(&here).await;
        let admin = here.staff("Xena", Role::Admin).await;
        set(&here, &admin, SetAccess { see: Who::Confirmed.into(), ..open(round) }).await;
        let outside = [Caller::stranger(), here.member("Una", None).await];
        let sign_off = format!("/rounds/{round}/sign-off");
        let paths = [
            "/api/v1/designs/1/design.csv", "/api/v1/designs/1/design.md", "/api/v1/designs/compare?from=1&to=2",
            "/design/1/journey", "/design/1/path", "/design/1/slides", "/design/compare?from=1&to=2", sign_off.as_str(),
        ];
        for path in paths {
            for who in &outside {
                assert_eq!(here.get(who, path).await.status(), StatusCode::NOT_FOUND, "{path}");
            }
            assert_eq!(here.get(&admin, path).await.status(), StatusCode::OK, "{path}");
        }
    }
}
