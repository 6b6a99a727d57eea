//! News: who is told of what and when it leaves by mail, what is not told, and how letters are stopped.

use crate::harness::{Caller, Here, body, proposal, signature};
use crate::on_both;
use crate::practices::{practice, proposed};
use axum::body::Body;
use futures::FutureExt;
use http::{Request, StatusCode, header};
use model::api::comments::{AddComment, JudgeComment};
use model::api::notices::{
    ChooseWay, Follow, FollowVotes, GetFollowed, GetLetterStop, GetNews, ListFollowed, ResumeLetters,
    SeeNews, SeeNotice, StopLetters,
};
use model::api::practices::AddPractice;
use model::api::promises::SetPromise;
use model::api::proposals::{AnswerProposal, Judge, Propose};
use model::api::rounds::{ClosePhase, OpenPhase};
use model::api::session::GetViewer;
use model::api::votes::CastVote;
use model::comment::Kind;
use model::notice::{ChosenWay, Notice, NoticeKind, NoticeWay};
use model::person::Role;
use model::promise::Progress;
use model::round::{Moderation, Phase};
use model::verdict::Decision;
use model::vote::Stance;
use model::{CommentId, ProblemKind, ProposalId, RoundId, Timestamp};
use server::db::events::What;
use server::db::on;
use server::notices::herald::GATHER;
use server::notices::phases::PATIENCE;

fn chosen(kind: NoticeKind, way: NoticeWay) -> ChosenWay {
    ChosenWay { kind, way }
}

async fn told(here: &Here) {
    server::notices::catch_up(&here.site).await.unwrap();
}

async fn news(here: &Here, who: &Caller) -> Vec<Notice> {
    told(here).await;
    let news = here.call(who, GetNews {}).await.unwrap().notices;
    news.into_iter().filter(|notice| notice.kind != NoticeKind::Phase).collect()
}

async fn sentences(here: &Here, who: &Caller) -> Vec<String> {
    news(here, who).await.into_iter().map(|notice| notice.what).collect()
}

fn judged(proposal: ProposalId, reason: Option<&str>) -> Judge {
    let decision = if reason.is_some() { Decision::Decline } else { Decision::Publish };
    Judge { proposal, decision, reason: reason.map(|reason| reason.parse().unwrap()), trust: false }
}

fn comment(proposal: ProposalId, parent: Option<CommentId>, text: &str) -> AddComment {
    AddComment {
        follow: false,
        proposal,
        parent,
        kind: Kind::Comment,
        tone: None,
        text: text.parse().unwrap(),
    }
}

fn vote(proposal: ProposalId, stance: Stance) -> CastVote {
    CastVote::new(proposal, stance)
}

async fn letters(here: &Here) -> i64 {
    const COUNT: &str = "select count(*) from mail";
    on!(here.site.db, c => sqlx::query_scalar(COUNT).fetch_one(c).await).unwrap()
}

/// A round in which moderators read first, Ada's proposal in it, and who may publish it.
async fn waiting(here: &Here) -> (RoundId, Caller, ProposalId, Caller) {
    let round = here.company_with(Moderation::ReviewFirst).await;
    let ada = here.customer("Ada").await;
    let moderator = here.staff("Mo", Role::Moderator).await;
    let id = here.call(&ada, Propose { round, text: proposal("One face") }).await.unwrap().id;
    (round, ada, id, moderator)
}

on_both! {
    async fn authors_are_told_what_was_decided_and_one_letter_says_all(here) {
        let (round, ada, first, moderator) = waiting(&here).await;
        let second = here.call(&ada, Propose { round, text: proposal("<Two> & more") }).await.unwrap().id;
        here.call(&moderator, judged(first, None)).await.unwrap();
        here.call(&moderator, judged(second, Some("Names a person: “Eve”."))).await.unwrap();
        let news = news(&here, &ada).await;
        let what: Vec<&str> = news.iter().map(|notice| notice.what.as_str()).collect();
        assert_eq!(what, ["Your proposal “<Two> & more” was not published.", "Your proposal “One face” is published."]);
        assert_eq!(news[0].words.as_ref().unwrap().to_string(), "Names a person: “Eve”.");
        assert!(news.iter().all(|notice| !notice.seen && notice.path.starts_with("/proposals/")));
        assert_eq!(here.call(&ada, GetViewer {}).await.unwrap().news, 2);
        assert!(sentences(&here, &moderator).await.is_empty(), "who decided knows");

        here.clock.advance(GATHER - 1);
        told(&here).await;
        assert_eq!(letters(&here).await, 0, "it waits for more");
        here.clock.advance(1);
        told(&here).await;
        let letter = here.mail.to("ada@example.com").await;
        assert_eq!(letter.subject, "2 pieces of news from Accord at Acme");
        let html = letter.html.unwrap();
        assert!(letter.text.contains("Your proposal “<Two> & more” was not published.\n  Names a person: “Eve”.\n"), "{}", letter.text);
        assert!(html.contains("“&lt;Two&gt; &amp; more”") && !html.contains("<Two>"), "{html}");
        told(&here).await;
        assert_eq!(letters(&here).await, 1);
    }

    async fn what_has_been_seen_is_not_mailed(here) {
        let (_, ada, id, moderator) = waiting(&here).await;
        here.call(&moderator, judged(id, None)).await.unwrap();
        let notice = news(&here, &ada).await.remove(0);
        let eve = here.customer("Eve").await;
        let refused = here.call(&eve, SeeNotice { notice: notice.id }).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::NotFound, "news is its reader's alone");
        here.call(&eve, SeeNews { last: notice.id }).await.unwrap();
        assert!(!news(&here, &ada).await[0].seen);
        let leads = here.call(&ada, SeeNotice { notice: notice.id }).await.unwrap().path;
        assert_eq!(leads, format!("/proposals/{id}/one-face"));
        assert!(news(&here, &ada).await[0].seen);
        assert_eq!(here.call(&ada, GetViewer {}).await.unwrap().news, 0);
        here.clock.advance(GATHER);
        told(&here).await;
        assert_eq!(letters(&here).await, 0);
        // As a plain form it leads to the page.
        let path = format!("/api/v1/me/notices/{}/seen", notice.id);
        let response = here.form(&ada, &path, &[]).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert_eq!(response.headers()[header::LOCATION], leads.as_str());
    }

    async fn replies_and_what_one_follows(here) {
        let round = here.company().await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let (cem, dia) = (here.customer("Cem").await, here.customer("Dia").await);
        let id = here.call(&ada, Propose { round, text: proposal("One face") }).await.unwrap().id;
        assert!(here.call(&ada, GetFollowed { proposal: id }).await.unwrap().wanted, "whose it is");
        assert!(!here.call(&cem, GetFollowed { proposal: id }).await.unwrap().wanted);
        assert!(here.call(&cem, Follow { proposal: id, wanted: true, voting: false }).await.unwrap().wanted);
        let first = here.call(&bob, comment(id, None, "We have five.")).await.unwrap();
        for who in [&ada, &cem] {
            assert_eq!(sentences(&here, who).await, ["A comment beside “One face”."]);
        }
        assert!(sentences(&here, &bob).await.is_empty() && sentences(&here, &dia).await.is_empty());
        here.call(&cem, Follow { proposal: id, wanted: false, voting: false }).await.unwrap();
        here.call(&ada, Follow { proposal: id, wanted: false, voting: false }).await.unwrap();
        here.call(&dia, comment(id, Some(first.id), "So do we.")).await.unwrap();
        assert_eq!(sentences(&here, &bob).await, ["A reply to what you wrote beside “One face”."]);
        assert_eq!(sentences(&here, &cem).await.len(), 1);
        assert_eq!(sentences(&here, &ada).await.len(), 1);

        // What is hidden since is not told any more, nor counted.
        let moderator = here.staff("Mo", Role::Moderator).await;
        let decline = JudgeComment { comment: first.id, decision: Decision::Decline, reason: Some("Rude to us.".parse().unwrap()), trust: false };
        here.call(&moderator, decline).await.unwrap();
        assert!(sentences(&here, &cem).await.is_empty());
        assert_eq!(sentences(&here, &bob).await[0], "Your comment beside “One face” was not published.");
        here.call(&moderator, judged(id, Some("Names a person."))).await.unwrap();
        assert!(sentences(&here, &dia).await.is_empty());
        let refused = here.call(&dia, Follow { proposal: id, wanted: true, voting: false }).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::NotFound, "what one cannot see, one cannot follow");
    }

    async fn the_companys_answer_reaches_who_follows(here) {
        let (_, ada, id, moderator) = waiting(&here).await;
        let dee = here.staff("Dee", Role::Designer).await;
        let answer = |text: &str| AnswerProposal { proposal: id, text: text.parse().unwrap() };
        assert_eq!(here.call(&moderator, answer("We hear you.")).await.unwrap_err().kind, ProblemKind::Conflict, "nobody could read it");
        here.call(&moderator, judged(id, None)).await.unwrap();
        let cem = here.customer("Cem").await;
        assert_eq!(here.call(&cem, answer("Mine.")).await.unwrap_err().kind, ProblemKind::NotAllowed);
        assert_eq!(here.call(&here.staff("Sig", Role::Signatory).await, answer("Mine.")).await.unwrap_err().kind, ProblemKind::NotAllowed);
        here.call(&cem, Follow { proposal: id, wanted: true, voting: false }).await.unwrap();
        here.call(&moderator, answer("We hear you.")).await.unwrap();
        here.call(&dee, answer("We **start** in May. <script>")).await.unwrap();
        for who in [&ada, &cem] {
            let news = news(&here, who).await;
            assert_eq!(news[0].what, "The company has answered “One face”.");
            assert_eq!(news[0].words.as_ref().unwrap().to_string(), "We start in May. <script>");
            assert!(news[0].path.ends_with("#answer"));
        }
        let page = here.text(&Caller::stranger(), &format!("/proposals/{id}/one-face")).await;
        assert!(page.contains("What Acme says") && page.contains("<strong>start</strong>") && page.contains("&lt;script&gt;"), "{page}");
        assert!(!page.contains("We hear you.") && !page.contains("Answer in the company"), "the last counts");
        assert!(here.text(&dee, &format!("/proposals/{id}/one-face")).await.contains("Answer in the company"));
    }

    async fn what_waits_is_told_once_it_can_be_read(here) {
        let (_, ada, id, moderator) = waiting(&here).await;
        here.call(&moderator, judged(id, None)).await.unwrap();
        let bob = here.customer("Bob").await;
        let one = here.call(&bob, comment(id, None, "We have five.")).await.unwrap();
        assert_eq!(sentences(&here, &ada).await.len(), 1);
        let publish = JudgeComment { comment: one.id, decision: Decision::Publish, reason: None, trust: false };
        here.call(&moderator, publish).await.unwrap();
        assert_eq!(sentences(&here, &ada).await[0], "A comment beside “One face”.");
        assert_eq!(sentences(&here, &bob).await, ["Your comment beside “One face” is published."]);
    }

    async fn an_adopted_design_says_what_came_of_what_one_asked_and_agreed_with(here) {
        let round = here.company().await;
        let (ada, bob, cem) = (here.customer("Ada").await, here.customer("Bob").await, here.customer("Cem").await);
        let one = here.call(&ada, Propose { round, text: proposal("One face") }).await.unwrap().id;
        let golf = here.call(&ada, Propose { round, text: proposal("Golf") }).await.unwrap().id;
        here.call(&bob, vote(one, Stance::Agree)).await.unwrap();
        here.call(&bob, vote(golf, Stance::Disagree)).await.unwrap();
        let (eve, fay) = (here.customer("Eve").await, here.customer("Fay").await);
        for (who, id) in [(&eve, golf), (&fay, golf), (&fay, one), (&ada, one)] {
            here.call(who, comment(id, None, "We have five.")).await.unwrap();
        }
        let dee = here.staff("Dee", Role::Designer).await;
        let sig = here.staff("Sig", Role::Signatory).await;
        let text = practice("One engineer for all", &[one]);
        let practice = here.call(&dee, AddPractice { round, text }).await.unwrap().id;
        here.call(&here.staff("Mo", Role::Moderator).await, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
        here.call(&sig, signature(round)).await.unwrap();
        let words = |notice: &Notice| notice.words.as_ref().map(ToString::to_string).unwrap_or_default();
        let of_ada = news(&here, &ada).await.remove(0);
        assert_eq!(of_ada.what, "Version 1 of the engagement design is adopted.");
        assert_eq!(words(&of_ada), "Adopted of what you asked for: “One face”.\nNot in this version of what you asked for: “Golf”.");
        let of_bob = "Adopted of what you agreed with: “One face”.\nNot in this version of what you were against: “Golf”.";
        assert_eq!(words(&news(&here, &bob).await[0]), of_bob);
        assert!(news(&here, &cem).await.is_empty(), "who took no part is left alone");
        let of_fay = "Adopted of what you commented on: “One face”.\nNot in this version of what you commented on: “Golf”.";
        assert_eq!(words(&news(&here, &fay).await[0]), of_fay);
        let of_eve = news(&here, &eve).await.remove(0);
        assert_eq!(of_eve.what, of_ada.what);
        assert_eq!(words(&of_eve), "Not in this version of what you commented on: “Golf”.");

        here.call(&cem, Follow { proposal: one, wanted: true, voting: false }).await.unwrap();
        let stated = SetPromise { practice, progress: Progress::InPlace, reason: None, owner: None, starts: None, review: None, seen: None };
        here.call(&dee, stated).await.unwrap();
        for who in [&ada, &cem] {
            assert_eq!(sentences(&here, who).await[0], "“One engineer for all” is in place now.");
        }
        assert_eq!(news(&here, &bob).await.len(), 1);
    }

    async fn phases_are_told_to_customers_once_they_are_sure(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let moderator = here.staff("Mo", Role::Moderator).await;
        told(&here).await;
        here.clock.advance(2 * PATIENCE);
        told(&here).await;
        let phases = async |who: &Caller| -> Vec<String> {
            told(&here).await;
            let news = here.call(who, GetNews {}).await.unwrap().notices;
            news.into_iter().filter(|one| one.kind == NoticeKind::Phase).map(|one| one.what).collect()
        };
        let before = phases(&ada).await.len();
        here.call(&moderator, ClosePhase { round, phase: Phase::Propose }).await.unwrap();
        here.call(&moderator, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
        assert_eq!(phases(&ada).await.len(), before, "a slip can be set right");
        here.clock.advance(PATIENCE);
        let told = phases(&ada).await;
        assert_eq!(told[0], "“How would you like us to sell to you?”: adopt is open now; propose, refine and vote are closed.");
        assert_eq!(told.len(), before + 1);
        assert!(phases(&moderator).await.is_empty());
        here.call(&moderator, OpenPhase { round, phase: Phase::Measure }).await.unwrap();
        here.call(&moderator, ClosePhase { round, phase: Phase::Measure }).await.unwrap();
        here.clock.advance(Timestamp::HOUR);
        let after = phases(&ada).await;
        assert!(!after[0].contains("measure is open"), "{after:?}");
    }

    async fn everybody_chooses_what_reaches_them_by_mail(here) {
        let (_, ada, id, moderator) = waiting(&here).await;
        here.call(&ada, ChooseWay { kind: NoticeKind::Verdict, way: NoticeWay::Weekly }).await.unwrap();
        let ways = here.call(&ada, GetNews {}).await.unwrap().ways;
        assert!(ways.contains(&chosen(NoticeKind::Verdict, NoticeWay::Weekly)) && ways.contains(&chosen(NoticeKind::Reply, NoticeWay::Now)));
        here.call(&moderator, judged(id, None)).await.unwrap();
        told(&here).await;
        here.clock.advance(GATHER);
        told(&here).await;
        assert_eq!(letters(&here).await, 0);
        // The third of May was a Sunday.
        here.clock.advance(Timestamp::DAY);
        told(&here).await;
        let letter = here.mail.to("ada@example.com").await;
        assert!(letter.text.contains("Your proposal “One face” is published."));
        // Whoever wants no mail gets none, not even what was waiting.
        here.call(&moderator, judged(id, Some("Names a person."))).await.unwrap();
        told(&here).await;
        here.call(&ada, ChooseWay { kind: NoticeKind::Verdict, way: NoticeWay::Here }).await.unwrap();
        here.clock.advance(8 * Timestamp::DAY);
        told(&here).await;
        let verdicts = "select count(*) from notice where kind = 'verdict' and due is not null";
        assert_eq!(on!(here.site.db, c => sqlx::query_scalar::<_, i64>(verdicts).fetch_one(c).await).unwrap(), 0);
        assert_eq!(news(&here, &ada).await.len(), 2, "it stands here all the same");
    }

    async fn one_click_in_a_mail_program_stops_letters(here) {
        let (_, ada, id, moderator) = waiting(&here).await;
        here.call(&moderator, judged(id, None)).await.unwrap();
        told(&here).await;
        here.clock.advance(GATHER);
        told(&here).await;
        let letter = here.mail.to("ada@example.com").await;
        assert_eq!(letter.subject, "Your proposal “One face” is published.");
        let link = letter.unsubscribe.unwrap();
        assert!(letter.text.contains(&link));
        assert!(link.ends_with(&format!("/proposal-{id}")), "a letter about one proposal stops that: {link}");
        let base = here.site.config.public_url.trim_end_matches('/');
        let path = link.strip_prefix(base).unwrap().replace(&format!("proposal-{id}"), "verdict");
        assert!(letter.text.contains(&path), "its kind can be stopped too");
        // To open it changes nothing: programs do that by themselves.
        let page = here.text(&Caller::stranger(), &path).await;
        assert!(page.contains("No more letters about this") && !page.contains("Ada") && !page.contains("One face"));
        let key = path.split('/').nth(2).unwrap().to_owned();
        let get = GetLetterStop { key: key.clone(), what: "verdict".into() };
        assert!(!here.call(&Caller::stranger(), get.clone()).await.unwrap().stopped);
        // As RFC 8058 has it: no cookie, no origin, one field.
        let click = Request::post(&path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("List-Unsubscribe=One-Click"))
            .unwrap();
        let answer = here.raw(click).await;
        let status = answer.status();
        assert!(status.is_success(), "{status}: {}", body(answer).await);
        assert!(here.call(&Caller::stranger(), get).await.unwrap().stopped);
        let ways = here.call(&ada, GetNews {}).await.unwrap().ways;
        assert!(ways.contains(&chosen(NoticeKind::Verdict, NoticeWay::Here)) && ways.contains(&chosen(NoticeKind::Reply, NoticeWay::Now)));
        here.call(&Caller::stranger(), StopLetters { key: key.clone(), what: "all".into() }).await.unwrap();
        assert!(here.call(&ada, GetNews {}).await.unwrap().ways.iter().all(|one| one.way == NoticeWay::Here));
        for (key, what) in [("guess", "all"), (key.as_str(), "sign_in")] {
            let refused = here.call(&Caller::stranger(), StopLetters { key: key.into(), what: what.into() }).await;
            assert_eq!(refused.unwrap_err().kind, ProblemKind::NotFound);
        }
    }

    async fn a_letter_about_one_proposal_stops_that_proposal(here) {
        let round = here.company().await;
        let (ada, bob, cem) = (here.customer("Ada").await, here.customer("Bob").await, here.customer("Cem").await);
        let one = here.call(&ada, Propose { round, text: proposal("One face") }).await.unwrap().id;
        let two = here.call(&ada, Propose { round, text: proposal("Fewer calls") }).await.unwrap().id;
        here.call(&cem, ChooseWay { kind: NoticeKind::Comment, way: NoticeWay::Now }).await.unwrap();
        for id in [one, two] {
            here.call(&cem, Follow { proposal: id, wanted: true, voting: false }).await.unwrap();
        }
        here.call(&bob, comment(one, None, "We have five.")).await.unwrap();
        here.call(&bob, comment(one, None, "And a sixth.")).await.unwrap();
        told(&here).await;
        here.clock.advance(GATHER);
        told(&here).await;
        let letter = here.mail.to("cem@example.com").await;
        let link = letter.unsubscribe.clone().unwrap();
        assert!(link.ends_with(&format!("/proposal-{one}")), "{link}");
        assert!(letter.text.contains(&format!("No more about this proposal: {link}\n")), "{}", letter.text);
        assert!(letter.text.contains("/comment\n"), "its kind can be stopped too: {}", letter.text);
        let path = link.strip_prefix(here.site.config.public_url.trim_end_matches('/')).unwrap().to_owned();
        let page = here.text(&Caller::stranger(), &path).await;
        assert!(page.contains("No more about this") && !page.contains("Cem") && !page.contains("One face"), "{page}");
        let followed = async || here.call(&cem, ListFollowed { round }).await.unwrap().proposals;
        assert_eq!(followed().await, [one, two], "to open it changes nothing");
        let click = Request::post(&path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("List-Unsubscribe=One-Click"))
            .unwrap();
        assert!(here.raw(click).await.status().is_success());
        assert_eq!(followed().await, [two]);
        let key = path.split('/').nth(2).unwrap().to_owned();
        let stopped = GetLetterStop { key: key.clone(), what: format!("proposal-{one}") };
        assert!(here.call(&Caller::stranger(), stopped).await.unwrap().stopped);
        let ways = here.call(&cem, GetNews {}).await.unwrap().ways;
        assert!(ways.contains(&chosen(NoticeKind::Comment, NoticeWay::Now)), "the kind comes as before");

        // What comes for another reason is no reason for a letter either.
        let own = here.call(&cem, comment(one, None, "Mine has four.")).await.unwrap().id;
        here.call(&bob, comment(one, Some(own), "Ours too.")).await.unwrap();
        told(&here).await;
        here.clock.advance(GATHER);
        told(&here).await;
        let letters = "select count(*) from mail where recipient = 'cem@example.com'";
        let count = async || on!(here.site.db, c => sqlx::query_scalar::<_, i64>(letters).fetch_one(c).await).unwrap();
        assert_eq!(count().await, 1);
        assert_eq!(sentences(&here, &cem).await[0], "A reply to what you wrote beside “One face”.");
        let again = ResumeLetters { key: key.clone(), what: format!("proposal-{one}") };
        assert!(!here.call(&Caller::stranger(), again).await.unwrap().stopped);
        here.call(&bob, comment(one, Some(own), "All of us.")).await.unwrap();
        told(&here).await;
        here.clock.advance(GATHER);
        told(&here).await;
        assert_eq!(count().await, 2, "letters about it come again");
        let kinds = ResumeLetters { key: key.clone(), what: "all".into() };
        assert_eq!(here.call(&Caller::stranger(), kinds).await.unwrap_err().kind, ProblemKind::NotFound);

        // Several in one letter are stopped by kind; and it is followed again.
        here.call(&bob, comment(one, None, "A seventh.")).await.unwrap();
        here.call(&bob, comment(two, None, "Yes.")).await.unwrap();
        assert!(sentences(&here, &cem).await[0].contains("Fewer calls"));
        assert_eq!(sentences(&here, &cem).await.len(), 6);
        // Nobody learns from a letter's link what there is.
        let none = GetLetterStop { key, what: "proposal-999999".into() };
        assert!(here.call(&Caller::stranger(), none).await.unwrap().stopped);
    }

    async fn whoever_writes_can_follow_with_it(here) {
        let round = here.company().await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let one = here.call(&ada, Propose { round, text: proposal("One face") }).await.unwrap().id;
        here.call(&bob, comment(one, None, "We have five.")).await.unwrap();
        assert!(here.call(&bob, ListFollowed { round }).await.unwrap().proposals.is_empty(), "nobody said so");
        let page = here.text(&bob, &format!("/proposals/{one}/one-face")).await;
        assert!(page.contains("name=\"follow\""), "it is asked where one writes");
        here.call(&bob, AddComment { follow: true, ..comment(one, None, "Or six.") }).await.unwrap();
        assert_eq!(here.call(&bob, ListFollowed { round }).await.unwrap().proposals, [one]);
        let page = here.text(&bob, &format!("/proposals/{one}/one-face")).await;
        assert!(!page.contains("name=\"follow\""), "and not again");
        assert_eq!(here.call(&ada, ListFollowed { round }).await.unwrap().proposals, [one], "whose it is");
        here.call(&ada, Follow { proposal: one, wanted: false, voting: false }).await.unwrap();
        assert!(here.call(&ada, ListFollowed { round }).await.unwrap().proposals.is_empty());
    }

    async fn what_is_said_of_one_vote_holds_for_the_next(here) {
        let round = here.company().await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let mut asked = Vec::new();
        for title in ["One face", "Fewer calls", "Plain prices", "Short letters"] {
            asked.push(here.call(&ada, Propose { round, text: proposal(title) }).await.unwrap().id);
        }
        let vote = async |place: usize, stance| here.call(&bob, CastVote::new(asked[place], stance)).await.unwrap().followed;
        let followed = async || here.call(&bob, ListFollowed { round }).await.unwrap().proposals;
        assert!(!vote(0, Stance::Agree).await, "nobody has said so");
        here.call(&bob, Follow { proposal: asked[0], wanted: true, voting: true }).await.unwrap();
        assert!(vote(1, Stance::Disagree).await && !vote(2, Stance::Pass).await);
        assert_eq!(followed().await, asked[..2]);
        let data = here.call(&bob, model::api::mine::GetMyData {}).await.unwrap();
        assert_eq!(data["follow_what_i_vote_on"], true);
        // What one said of a proposal itself stays, and so does what was followed when one says otherwise.
        here.call(&bob, Follow { proposal: asked[1], wanted: false, voting: false }).await.unwrap();
        assert!(!vote(1, Stance::Agree).await);
        assert!(here.text(&bob, "/me").await.contains("Tell me what comes of what I vote on"));
        here.call(&bob, FollowVotes { wanted: false }).await.unwrap();
        assert!(!vote(3, Stance::Agree).await);
        assert_eq!(followed().await, asked[..1]);
        // The rest of the server's instances know it as well.
        let other = here.another().await;
        here.call(&bob, FollowVotes { wanted: true }).await.unwrap();
        other.site.memory.catch_up().await.unwrap();
        assert!(other.call(&bob, CastVote::new(asked[2], Stance::Agree)).await.unwrap().followed);
    }

    async fn whoever_votes_in_a_list_is_asked_there(here) {
        let round = here.company().await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let one = here.call(&ada, Propose { round, text: proposal("One face") }).await.unwrap().id;
        let follow = format!("formaction=\"/api/v1/proposals/{one}/follow\"");
        assert!(!here.text(&bob, &format!("/rounds/{round}")).await.contains(&follow), "not before");
        here.call(&bob, vote(one, Stance::Agree)).await.unwrap();
        let page = here.text(&bob, &format!("/rounds/{round}")).await;
        assert!(page.contains(&follow), "{page}");
        // Pressed without scripts, with whatever else its form carries.
        let path = format!("/api/v1/proposals/{one}/follow");
        let pressed = [("stance", "agree"), ("seen", "0"), ("wanted", "true"), ("next", "/rounds/1")];
        assert_eq!(here.form(&bob, &path, &pressed).await.status(), StatusCode::SEE_OTHER);
        assert_eq!(here.call(&bob, ListFollowed { round }).await.unwrap().proposals, [one]);
        let page = here.text(&bob, &format!("/rounds/{round}")).await;
        assert!(page.contains("following"), "it says so: {page}");
    }

    async fn instances_that_tell_at_once_tell_once(here) {
        let (round, ada, _, moderator) = waiting(&here).await;
        let other = here.another().await;
        let mut ids = Vec::new();
        for number in 0..10 {
            let text = proposal(&format!("Number {number}"));
            ids.push(here.call(&ada, Propose { round, text }).await.unwrap().id);
        }
        for id in ids {
            here.call(&moderator, judged(id, None)).await.unwrap();
            let (one, two) = tokio::join!(server::notices::catch_up(&here.site), server::notices::catch_up(&other.site));
            one.unwrap();
            two.unwrap();
        }
        assert_eq!(news(&here, &ada).await.len(), 10);
        here.clock.advance(GATHER);
        other.clock.advance(GATHER);
        let (one, two) = tokio::join!(server::notices::catch_up(&here.site), server::notices::catch_up(&other.site));
        one.unwrap();
        two.unwrap();
        assert_eq!(letters(&here).await, 1);
    }

    async fn a_proposal_of_nobody_and_news_without_an_address_trouble_nobody(here) {
        let round = here.company().await;
        let id = proposed(&here, round, proposal("One face")).await;
        const NO_MAIL: &str = "update person set email = null";
        let other = here.another().await;
        let eve = other.customer("Eve").await;
        other
            .write(What::new("person.changed", 0), |tx| {
                async move { on!(tx, c => sqlx::query(NO_MAIL).execute(c).await.map(drop)) }.boxed()
            })
            .await;
        let other = here.another().await;
        other.call(&eve, comment(id, None, "We have five.")).await.unwrap();
        told(&other).await;
        other.clock.advance(8 * Timestamp::DAY);
        told(&other).await;
        const DUE: &str = "select count(*) from notice where due is not null and kind <> 'phase'";
        assert_eq!(on!(other.site.db, c => sqlx::query_scalar::<_, i64>(DUE).fetch_one(c).await).unwrap(), 0);
    }
}
