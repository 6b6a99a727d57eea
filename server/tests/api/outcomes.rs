//! What came out of activities: noted for those who were present, theirs once they say so, and presented back.

use crate::activities::{invite, key, key_in, planned, sheet, text};
use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use model::activity::outcome::{Reply, Said, What};
use model::activity::presence;
use model::activity::{Coming, Due, State};
use model::api::activities::{
    AddActivityNote, AnswerInvitation, AnswerMyOutcome, AnswerOutcome, ConfirmMyProposal, ConfirmProposal,
    ConfirmStory, GetInvitation, GetMyActivity, GetMyOutcome, GetOutcome, HoldActivity, ListMyOutcomes,
    NoteProposal, NoteStory, PresentActivity,
};
use model::api::comments::GetTalk;
use model::api::mine::{GetMyData, Leave};
use model::api::notices::{GetNews, StopLetters};
use model::api::proposals::{GetProposal, Propose};
use model::api::rounds::ClosePhase;
use model::comment::Tone;
use model::person::Role;
use model::proposal::{ProposalText, Status};
use model::round::{Moderation, Phase};
use model::{ActivityId, ProblemKind, ProposalId, RoundId, Timestamp};
use server::db::on;

/// Two days later it is over, and these were there.
async fn held(here: &Here, who: &Caller, activity: ActivityId, people: &[&Caller]) {
    here.clock.advance(2 * Timestamp::DAY);
    let people = people.iter().map(|one| one.id).collect();
    here.call(who, HoldActivity { activity, seen: None, people, emails: vec![] }).await.unwrap();
}

/// A workshop that Ada was at and Bob was not.
async fn workshop(here: &Here, round: RoundId, grace: &Caller) -> (ActivityId, Caller, Caller) {
    let (ada, bob) = (here.author("Ada").await, here.author("Bob").await);
    let id = planned(here, grace, round, text()).await;
    for email in ["ada@example.com", "bob@example.com"] {
        invite(here, grace, id, email).await;
        here.mail.to(email).await;
    }
    held(here, grace, id, &[&ada]).await;
    (id, ada, bob)
}

fn asks(activity: ActivityId, who: &Caller, title: &str) -> NoteProposal {
    NoteProposal { activity, person: who.id, text: proposal(title) }
}

fn tells(activity: ActivityId, who: &Caller, beside: ProposalId) -> NoteStory {
    NoteStory {
        activity,
        person: who.id,
        beside,
        tone: Tone::Badly,
        text: "Five **engineers** came.".parse().unwrap(),
    }
}

on_both! {
    async fn who_was_there_is_not_overwritten_by_whoever_has_not_read_it(here) {
        let round = here.company().await;
        let grace = here.staff("Grace", Role::Designer).await;
        // Nobody was noted when both opened it; then somebody noted Ada.
        let (activity, ada, bob) = workshop(&here, round, &grace).await;
        let hold = |seen, people: &[&Caller]| {
            HoldActivity { activity, seen: Some(seen), people: people.iter().map(|one| one.id).collect(), emails: vec![] }
        };
        let refused = here.call(&grace, hold(presence([]), &[&bob])).await.unwrap_err();
        assert_eq!((refused.kind, refused.about("people")), (ProblemKind::Conflict, Some("Now it says: “Ada”")));
        let there = refused.overtaken().unwrap();
        assert_eq!(there, presence([ada.id]));
        let html = here.text(&grace, &format!("/activities/{activity}")).await;
        assert!(html.contains(&format!("name=\"seen\" value=\"{there}\"")), "{html}");
        // Read, it is replaced.
        here.call(&grace, hold(there, &[&bob, &ada])).await.unwrap();
        assert_eq!(presence([ada.id, bob.id]), presence([bob.id, ada.id]));
        here.call(&grace, hold(presence([bob.id, ada.id]), &[&bob])).await.unwrap();
    }

    async fn what_was_proposed_there_is_nobodys_until_whoever_said_it_confirms_it(here) {
        let round = here.company().await;
        let grace = here.staff("Grace", Role::AccountManager).await;
        let (id, ada, bob) = workshop(&here, round, &grace).await;
        // Nobody proposed anything who was not there.
        let absent = here.call(&grace, asks(id, &bob, "Send one person")).await.unwrap_err();
        assert_eq!(absent.fields[0].field, "person");
        here.call(&grace, asks(id, &ada, "Send one person")).await.unwrap();
        let seen = sheet(&here, &grace, id).await;
        assert_eq!((seen.pending.len(), seen.came.len(), seen.unread), (1, 0, 0));
        assert_eq!((seen.pending[0].name.as_str(), seen.pending[0].title.as_str()), ("Ada", "Send one person"));
        assert!(!here.text(&Caller::stranger(), "/").await.contains("Send one person"));

        let letter = here.mail.to("ada@example.com").await;
        assert!(letter.text.contains("what you proposed at “How should the first visit go?”"), "{}", letter.text);
        let key = key_in(&letter, "/outcomes/");
        let stranger = Caller::stranger();
        let page = here.text(&stranger, &format!("/outcomes/{key}")).await;
        assert!(page.contains("Yes, it is so") && page.contains("Withdraw it") && page.contains("in other words"), "{page}");
        let shown = here.call(&stranger, GetOutcome { key: key.clone() }).await.unwrap();
        assert!(!shown.answered && shown.shut.is_none() && matches!(shown.said, Some(Said::Proposal(_))));
        here.call(&stranger, AnswerOutcome { key: key.clone(), answer: Reply::Confirm }).await.unwrap();

        let seen = sheet(&here, &grace, id).await;
        assert_eq!((seen.pending.len(), seen.came.len()), (0, 1));
        let came = &seen.came[0];
        assert_eq!((came.what, came.title.as_str(), came.status), (What::Proposal, "Send one person", Status::Published));
        assert!(here.call(&ada, GetProposal { proposal: came.proposal }).await.unwrap().own);
        // Once: the letter leads on, and does no more.
        let again = here.call(&stranger, AnswerOutcome { key: key.clone(), answer: Reply::Withdraw }).await.unwrap_err();
        assert_eq!(again.kind, ProblemKind::Conflict);
        let after = here.call(&stranger, GetOutcome { key }).await.unwrap();
        assert!(after.answered && after.said.is_none());
    }

    async fn whoever_is_signed_in_answers_without_the_letter(here) {
        let round = here.company().await;
        let grace = here.staff("Grace", Role::AccountManager).await;
        let (id, ada, bob) = workshop(&here, round, &grace).await;
        here.call(&grace, asks(id, &ada, "Send one person")).await.unwrap();
        let key = key(&here, "ada@example.com", "/outcomes/").await;
        let mine = here.call(&ada, ListMyOutcomes {}).await.unwrap();
        let outcome = mine[0].id;
        assert!(mine.len() == 1 && matches!(mine[0].outcome.said, Some(Said::Proposal(_))));
        // Nobody else knows of it.
        assert_eq!(here.call(&bob, ListMyOutcomes {}).await.unwrap(), []);
        assert_eq!(here.call(&bob, GetMyOutcome { outcome }).await.unwrap_err().kind, ProblemKind::NotFound);
        let meddles = AnswerMyOutcome { outcome, answer: Reply::Confirm };
        assert_eq!(here.call(&bob, meddles.clone()).await.unwrap_err().kind, ProblemKind::NotFound);
        let path = mine[0].path();
        for page in ["/me", "/activities"] {
            let page = here.text(&ada, page).await;
            assert!(page.contains("Is this what you said?") && page.contains(&path), "{page}");
        }
        let page = here.text(&ada, &path).await;
        assert!(page.contains("Yes, it is so") && page.contains("in other words"), "{page}");

        here.call(&ada, ConfirmMyProposal { outcome, text: proposal("Send the same person") }).await.unwrap();
        assert_eq!(sheet(&here, &grace, id).await.came[0].title.as_str(), "Send the same person");
        // Once, whichever way.
        let late = AnswerOutcome { key, answer: Reply::Withdraw };
        assert_eq!(here.call(&Caller::stranger(), late).await.unwrap_err().kind, ProblemKind::Conflict);
        assert_eq!(here.call(&ada, meddles).await.unwrap_err().kind, ProblemKind::Conflict);
        assert_eq!(here.call(&ada, ListMyOutcomes {}).await.unwrap(), []);
        assert!(here.call(&ada, GetMyOutcome { outcome }).await.unwrap().answered);
        assert!(!here.text(&ada, "/me").await.contains("Is this what you said?"));
    }

    async fn whoever_stopped_letters_finds_it_under_news(here) {
        let round = here.company().await;
        let grace = here.staff("Grace", Role::AccountManager).await;
        let (id, ada, _) = workshop(&here, round, &grace).await;
        here.call(&grace, asks(id, &ada, "Send one person")).await.unwrap();
        let letter = here.mail.to("ada@example.com").await;
        let stop = letter.unsubscribe.clone().unwrap();
        assert!(stop.ends_with("/noted") && letter.text.contains(&stop), "{}", letter.text);
        assert!(!sheet(&here, &grace, id).await.pending[0].unasked);
        let stop = StopLetters { key: key_in(&letter, "/letters/").split('/').next().unwrap().to_owned(), what: "all".into() };
        here.call(&Caller::stranger(), stop).await.unwrap();
        here.call(&grace, asks(id, &ada, "One contact")).await.unwrap();
        assert_eq!(here.call(&ada, ListMyOutcomes {}).await.unwrap().len(), 2);
        let count = "select count(*) from mail where recipient = 'ada@example.com' and subject like 'Is this%'";
        assert_eq!(on!(here.site.db, c => sqlx::query_scalar::<_, i64>(count).fetch_one(c).await).unwrap(), 1);
        assert!(sheet(&here, &grace, id).await.pending[1].unasked);
        let page = here.text(&grace, &format!("/activities/{id}")).await;
        assert!(page.contains("no letter went, they take none like it"), "{page}");

        let mine = here.call(&ada, ListMyOutcomes {}).await.unwrap();
        let news = async || {
            let all = here.call(&ada, GetNews {}).await.unwrap().notices;
            all.into_iter().filter(|one| one.what.starts_with("Staff noted")).map(|one| one.path).collect::<Vec<_>>()
        };
        assert_eq!(news().await, [mine[1].path(), mine[0].path()]);
        here.call(&ada, AnswerMyOutcome { outcome: mine[0].id, answer: Reply::Withdraw }).await.unwrap();
        assert_eq!(news().await, [mine[1].path()], "what is answered is told no more");
        // After a month what nobody answered is gone, and no news leads to it.
        here.clock.advance(31 * Timestamp::DAY);
        server::jobs::tidy(&here.site).await.unwrap();
        let told = "select count(*) from notice where what = 'outcome.noted'";
        assert_eq!(on!(here.site.db, c => sqlx::query_scalar::<_, i64>(told).fetch_one(c).await).unwrap(), 0);
    }

    async fn it_can_be_changed_or_withdrawn_and_is_moderated_as_ever(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let grace = here.staff("Grace", Role::Moderator).await;
        let ada = here.customer("Ada").await;
        let id = planned(&here, &grace, round, text()).await;
        invite(&here, &grace, id, "ada@example.com").await;
        here.mail.to("ada@example.com").await;
        held(&here, &grace, id, &[&ada]).await;
        let stranger = Caller::stranger();
        let mut keys = Vec::new();
        for title in ["Send one person", "Never call us"] {
            here.call(&grace, asks(id, &ada, title)).await.unwrap();
            keys.push(key(&here, "ada@example.com", "/outcomes/").await);
        }
        let text = ProposalText { why: "So that nobody asks twice.".parse().unwrap(), ..proposal("Send the same person") };
        here.call(&stranger, ConfirmProposal { key: keys[0].clone(), text }).await.unwrap();
        here.call(&stranger, AnswerOutcome { key: keys[1].clone(), answer: Reply::Withdraw }).await.unwrap();
        // A moderator reads it first, as whatever a newcomer writes; what was withdrawn is gone.
        let seen = sheet(&here, &grace, id).await;
        assert_eq!((seen.pending.len(), seen.came.len(), seen.unread), (0, 0, 1));
        let data = here.call(&ada, GetMyData {}).await.unwrap();
        assert_eq!(data["proposals"][0]["title"], "Send the same person");
        assert_eq!((data["activities"][0]["present"].as_bool(), data["noted_at_activities"].as_array().unwrap().len()), (Some(true), 2));
        assert!(data["noted_at_activities"][1]["words"].is_null());
    }

    async fn stories_stand_beside_the_proposal_they_are_about(here) {
        let round = here.company().await;
        let grace = here.staff("Grace", Role::Designer).await;
        let (id, ada, bob) = workshop(&here, round, &grace).await;
        let beside = here.call(&bob, Propose { round, text: proposal("Send one person") }).await.unwrap().id;
        assert!(here.call(&grace, tells(id, &ada, ProposalId(999))).await.is_err());
        here.call(&grace, tells(id, &ada, beside)).await.unwrap();
        let letter = here.mail.to("ada@example.com").await;
        assert!(letter.text.contains("what you told at") && letter.text.contains("  Five **engineers** came."), "{}", letter.text);
        let key = key_in(&letter, "/outcomes/");
        assert!(here.text(&Caller::stranger(), &format!("/outcomes/{key}")).await.contains("<strong>engineers</strong>"));
        let told = ConfirmStory { key, tone: Tone::Badly, text: "Six engineers came.".parse().unwrap() };
        here.call(&Caller::stranger(), told).await.unwrap();
        let came = sheet(&here, &grace, id).await.came;
        assert_eq!((came[0].what, came[0].proposal), (What::Story, beside));
        let talk = here.call(&ada, GetTalk { proposal: beside }).await.unwrap().comments;
        assert_eq!((talk[0].own, talk[0].text.as_ref().unwrap().as_str()), (true, "Six engineers came."));
    }

    async fn what_cannot_be_theirs_any_more_can_still_be_withdrawn(here) {
        let round = here.company().await;
        let grace = here.staff("Grace", Role::Moderator).await;
        let (id, ada, _) = workshop(&here, round, &grace).await;
        here.call(&grace, asks(id, &ada, "Send one person")).await.unwrap();
        let key = key(&here, "ada@example.com", "/outcomes/").await;
        here.call(&grace, ClosePhase { round, phase: Phase::Propose }).await.unwrap();
        let stranger = Caller::stranger();
        let shown = here.call(&stranger, GetOutcome { key: key.clone() }).await.unwrap();
        assert_eq!(shown.shut.as_deref(), Some("This round takes no new proposals now."));
        assert!(here.call(&stranger, AnswerOutcome { key: key.clone(), answer: Reply::Confirm }).await.is_err());
        assert!(here.call(&grace, asks(id, &ada, "Another")).await.is_err());
        here.call(&stranger, AnswerOutcome { key: key.clone(), answer: Reply::Withdraw }).await.unwrap();
        assert_eq!(sheet(&here, &grace, id).await.pending, []);
        // After a month the letter leads nowhere, and what nobody answered is gone.
        here.clock.advance(31 * Timestamp::DAY);
        assert!(here.call(&stranger, GetOutcome { key }).await.is_err());
    }

    async fn the_result_goes_back_to_all_who_were_invited(here) {
        let round = here.company().await;
        let grace = here.staff("Grace", Role::AccountManager).await;
        let (id, ada, bob) = workshop(&here, round, &grace).await;
        // A plain form says the same again; of one box that is ticked it makes no list.
        let held = format!("/api/v1/activities/{id}/held");
        assert_eq!(here.form(&grace, &held, &[("people", &ada.id.to_string())]).await.status().as_u16(), 303);
        let present: Vec<bool> = sheet(&here, &grace, id).await.people.iter().map(|guest| guest.present).collect();
        assert_eq!(present, [true, false]);
        let early = planned(&here, &grace, round, text()).await;
        let result = "Two wishes, and **one** of them is a promise soon.".parse().unwrap();
        let refused = here.call(&grace, PresentActivity { activity: early, result: "Soon.".parse().unwrap() }).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::Conflict);
        here.call(&grace, asks(id, &ada, "Send one person")).await.unwrap();
        let own = key(&here, "ada@example.com", "/outcomes/").await;
        here.call(&Caller::stranger(), AnswerOutcome { key: own, answer: Reply::Confirm }).await.unwrap();
        here.call(&grace, AddActivityNote { activity: id, text: "They were angry at first.".parse().unwrap() }).await.unwrap();
        assert_eq!(sheet(&here, &grace, id).await.due, Some(Due::Present));
        here.call(&grace, PresentActivity { activity: id, result }).await.unwrap();
        let seen = sheet(&here, &grace, id).await;
        assert_eq!((seen.state, seen.due, seen.notes.len()), (State::Presented, None, 1));

        for (who, to) in [(&ada, "ada@example.com"), (&bob, "bob@example.com")] {
            let letter = here.mail.to(to).await;
            assert!(letter.text.contains("Two wishes") && letter.text.contains("  Send one person\n  http"), "{}", letter.text);
            let news = here.call(who, GetNews {}).await.unwrap().notices;
            assert!(news[0].what.starts_with("What came out of"), "{}", news[0].what);
            let plain = "Two wishes, and one of them is a promise soon.";
            assert_eq!(news[0].words.as_ref().unwrap().as_str(), plain, "without marks");
            let mine = here.call(who, GetMyActivity { activity: id }).await.unwrap();
            assert!(mine.result.unwrap().0.contains("<strong>one</strong>"));
            assert_eq!(mine.came[0].title.as_str(), "Send one person");
            // Notes never leave staff, nor does who else was invited.
            let page = here.text(who, &format!("/activities/{id}")).await;
            let other = if to.starts_with("ada") { "Bob" } else { "Ada" };
            assert!(!page.contains("angry") && !page.contains(other), "{page}");
            // The letter leads to the same, for whoever holds it.
            let key = key_in(&letter, "/invitations/");
            let shown = here.call(&Caller::stranger(), GetInvitation { key: key.clone() }).await.unwrap();
            assert_eq!(shown.state, State::Presented);
            assert!(here.call(&Caller::stranger(), AnswerInvitation { key, answer: Coming::Yes }).await.is_err());
        }
        // Once.
        let again = PresentActivity { activity: id, result: "Again.".parse().unwrap() };
        assert_eq!(here.call(&grace, again).await.unwrap_err().kind, ProblemKind::Conflict);
    }

    async fn what_is_due_is_told_to_staff_on_mondays(here) {
        let round = here.company().await;
        let (grace, gus) = (here.staff("Grace", Role::AccountManager).await, here.staff("Gus", Role::Signatory).await);
        planned(&here, &grace, round, text()).await;
        // Monday the 11th, after seven.
        here.clock.advance(7 * Timestamp::DAY + 18 * Timestamp::HOUR);
        server::notices::digest::step(&here.site).await.unwrap();
        let words = here.call(&grace, GetNews {}).await.unwrap().notices.remove(0).words.unwrap().to_string();
        assert!(words.contains("Activities that are due: “How should the first visit go?” (say whether it was held)."), "{words}");
        assert_eq!(here.call(&gus, GetNews {}).await.unwrap().notices, []);
        let page = here.text(&grace, "/activities").await;
        assert!(page.contains("What is due") && page.contains("say whether it was held"), "{page}");
    }

    async fn who_leaves_is_at_no_activity_any_more(here) {
        let round = here.company().await;
        let grace = here.staff("Grace", Role::Moderator).await;
        let (id, ada, bob) = workshop(&here, round, &grace).await;
        here.call(&grace, asks(id, &ada, "Send one person")).await.unwrap();
        here.call(&grace, asks(id, &ada, "Write to us first")).await.unwrap();
        let own = key(&here, "ada@example.com", "/outcomes/").await;
        here.call(&Caller::stranger(), AnswerOutcome { key: own, answer: Reply::Confirm }).await.unwrap();
        let other = key(&here, "ada@example.com", "/outcomes/").await;
        here.call(&ada, Leave { sure: true, words: false }).await.unwrap();
        let seen = sheet(&here, &grace, id).await;
        let names: Vec<_> = seen.people.iter().map(|guest| guest.person).collect();
        assert_eq!((names, seen.pending.len()), (vec![bob.id], 0));
        // What they confirmed stands, without them.
        assert_eq!(seen.came.len(), 1);
        assert!(here.call(&Caller::stranger(), GetOutcome { key: other }).await.is_err());
    }
}
