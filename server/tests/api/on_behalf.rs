//! What staff note that customers said: asked for by letter, apart until confirmed, answered once.

use crate::harness::{Caller, Here, proposal, signature};
use crate::on_both;
use crate::practices::practice;
use model::api::merging::MergeProposal;
use model::api::mine::GetMyData;
use model::api::notices::{ChooseWay, GetNews, StopLetters};
use model::api::on_behalf::{AnswerNoted, GetNoted, ListNoted, NoteVote, WithdrawNoted};
use model::api::practices::AddPractice;
use model::api::proposals::{GetProposal, ListProposals, Propose};
use model::api::rounds::{GetRound, OpenPhase};
use model::api::votes::CastVote;
use model::notice::{NoticeKind, NoticeWay};
use model::on_behalf::{Answer, Source};
use model::person::Role;
use model::round::{Moderation, Phase};
use model::vote::{Stance, Vote};
use model::{ProblemKind, ProposalId, Timestamp};
use server::db::on;

pub fn noted(proposal: ProposalId, email: &str) -> NoteVote {
    let day = "2026-01-02".parse().unwrap();
    let email = email.parse().unwrap();
    NoteVote {
        proposal,
        email,
        stance: Stance::Agree,
        name: None,
        account: None,
        strength: None,
        red_line: false,
        source: Source::Call,
        said: day,
    }
}

/// The key in the last letter to somebody.
pub async fn key(here: &Here, to: &str) -> String {
    let letter = here.mail.to(to).await;
    letter.text.split("/on-behalf/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned()
}

on_both! {
    async fn a_noted_vote_is_the_customers_only_once_they_confirm_it(here) {
        let round = here.company().await;
        let ada = here.author("Ada").await;
        let bob = here.customer("Bob").await;
        let grace = here.staff("Grace", Role::AccountManager).await;
        let id = here.call(&ada, Propose { round, text: proposal("Send one person") }).await.unwrap().id;
        let refused = here.call(&bob, noted(id, "bob@example.com")).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::NotAllowed);
        assert!(here.call(&grace, noted(id, "nobody@example.com")).await.is_err());
        here.call(&grace, noted(id, "bob@example.com")).await.unwrap();
        assert_eq!(here.call(&bob, GetProposal { proposal: id }).await.unwrap().mine, None);
        assert!(!here.call(&grace, ListNoted {}).await.unwrap()[0].answered);

        let key = key(&here, "bob@example.com").await;
        let stranger = Caller::stranger();
        let asked = here.call(&stranger, GetNoted { key: key.clone() }).await.unwrap();
        assert_eq!((asked.vote, asked.answered), (Vote::new(Stance::Agree), false));
        let page = here.text(&stranger, &format!("/on-behalf/{key}")).await;
        assert!(page.contains("Is this what you said?") && page.contains("Withdraw it"), "{page}");
        here.call(&stranger, AnswerNoted { key: key.clone(), answer: Answer::Confirm }).await.unwrap();
        let mine = here.call(&bob, GetProposal { proposal: id }).await.unwrap().mine;
        assert_eq!(mine, Some(Vote::new(Stance::Agree)));
        // Staff learn of it the next day, when the figures of the moment have gone by.
        assert!(!here.call(&grace, ListNoted {}).await.unwrap()[0].answered);
        here.clock.advance(Timestamp::DAY);
        assert!(here.call(&grace, ListNoted {}).await.unwrap()[0].answered);
        // Once, and never again for the same proposal.
        assert!(here.call(&stranger, AnswerNoted { key, answer: Answer::Withdraw }).await.is_err());
        assert!(here.call(&grace, noted(id, "bob@example.com")).await.is_err());
        assert!(here.call(&stranger, GetNoted { key: "guessed".into() }).await.is_err());
    }

    async fn what_is_noted_is_in_no_figure_and_never_displaces_a_vote(here) {
        let round = here.company().await;
        let ada = here.author("Ada").await;
        let grace = here.staff("Grace", Role::Designer).await;
        let id = here.call(&ada, Propose { round, text: proposal("Send one person") }).await.unwrap().id;
        let before = here.call(&ada, GetRound { round }).await.unwrap().totals;
        let bob = here.customer("Bob").await;
        here.call(&bob, CastVote { red_line: true, ..CastVote::new(id, Stance::Disagree) }).await.unwrap();
        // Nothing tells whether they have voted: noting is taken all the same, and changes nothing.
        here.call(&grace, noted(id, "bob@example.com")).await.unwrap();
        let shown = here.call(&bob, GetProposal { proposal: id }).await.unwrap();
        assert_eq!(shown.mine.map(|vote| (vote.stance, vote.red_line)), Some((Stance::Disagree, true)));
        assert_eq!(shown.noted_for_me, None);
        let cleo = here.customer("Cleo").await;
        here.call(&grace, noted(id, "cleo@example.com")).await.unwrap();
        let totals = here.call(&ada, GetRound { round }).await.unwrap().totals;
        assert_eq!((totals.votes, totals.people), (before.votes + 1, before.people + 1));
        // The customer sees it, and nobody else does.
        let shown = here.call(&cleo, GetProposal { proposal: id }).await.unwrap();
        let for_me = shown.noted_for_me.unwrap();
        assert_eq!((for_me.vote.stance, for_me.by.as_str(), for_me.source), (Stance::Agree, "Grace", Source::Call));
        for other in [&ada, &bob, &grace, &Caller::stranger()] {
            let shown = here.call(other, GetProposal { proposal: id }).await.unwrap();
            assert_eq!((shown.noted_for_me, shown.noted), (None, None));
        }
        let page = here.text(&cleo, &format!("/proposals/{id}/send-one-person")).await;
        assert!(page.contains("Grace noted that you said, on the phone on 2 January 2026, that you agree with this."), "{page}");
        let data = here.call(&cleo, GetMyData {}).await.unwrap();
        assert_eq!(data["noted_for_me"][0]["said"], "2026-01-02");
        // Voting answers it, whatever the vote.
        here.call(&cleo, CastVote::new(id, Stance::Pass)).await.unwrap();
        let shown = here.call(&cleo, GetProposal { proposal: id }).await.unwrap();
        assert_eq!((shown.noted_for_me, shown.mine), (None, Some(Vote::new(Stance::Pass))));
        let late = key(&here, "cleo@example.com").await;
        let late = AnswerNoted { key: late, answer: Answer::Confirm };
        assert!(here.call(&Caller::stranger(), late).await.is_err());
    }

    /// Whoever was in the interview need not have been here before.
    async fn somebody_new_is_brought_along_with_what_they_said(here) {
        let round = here.company().await;
        let ada = here.author("Ada").await;
        let acme = here.account("Acme Steel").await;
        let id = here.call(&ada, Propose { round, text: proposal("Send one person") }).await.unwrap().id;
        let (grace, dee) = (here.staff("Grace", Role::AccountManager).await, here.staff("Dee", Role::Designer).await);
        let new = NoteVote {
            name: Some("Nora".parse().unwrap()),
            account: Some("acme steel".parse().unwrap()),
            ..noted(id, "nora@example.com")
        };
        let fields = async |who: &Caller, request: NoteVote| {
            let refused = here.call(who, request).await.unwrap_err();
            refused.fields.into_iter().map(|one| one.field).collect::<Vec<_>>()
        };
        assert_eq!(fields(&grace, noted(id, "nora@example.com")).await, ["name", "account"]);
        assert_eq!(fields(&grace, NoteVote { name: None, ..new.clone() }).await, ["name"]);
        let nowhere = NoteVote { account: Some("Nowhere".parse().unwrap()), ..new.clone() };
        assert_eq!(fields(&grace, nowhere).await, ["account"]);
        // Who may not invite anybody brings nobody along.
        assert_eq!(fields(&dee, new.clone()).await, ["email"]);
        let people = here.site.memory.read().directory.people().count();
        here.call(&grace, new.clone()).await.unwrap();
        assert_eq!(here.site.memory.read().directory.people().count(), people + 1);
        let letter = here.mail.to("nora@example.com").await;
        assert!(letter.text.contains("Hello Nora") && letter.text.contains("/on-behalf/"), "{}", letter.text);
        let record = here.call(&grace, ListNoted {}).await.unwrap().remove(0);
        assert_eq!((record.name.as_str(), record.by.as_str()), ("Nora", "Grace"));
        {
            let world = here.site.memory.read();
            let nora = world.person(record.person).unwrap();
            assert_eq!((nora.confirmed, nora.account.unwrap().0), (true, acme));
            assert!(world.is_noted(record.person, id));
        }
        // It is hers once she says so, and again nobody is made for the second note.
        let other = here.call(&ada, Propose { round, text: proposal("One contact") }).await.unwrap().id;
        here.call(&grace, NoteVote { proposal: other, ..new }).await.unwrap();
        assert_eq!(here.site.memory.read().directory.people().count(), people + 1);
        let key = key(&here, "nora@example.com").await;
        here.call(&Caller::stranger(), AnswerNoted { key, answer: Answer::Confirm }).await.unwrap();
        let world = here.site.memory.read();
        assert_eq!(world.vote(record.person, other), Some(Vote::new(Stance::Agree)));
        assert_eq!(world.vote(record.person, id), None);
    }

    /// Nothing tells whoever takes it back whether the customer has answered, on that day.
    async fn what_was_noted_is_taken_back_until_it_is_answered(here) {
        let round = here.company().await;
        let ada = here.author("Ada").await;
        let (grace, max) = (here.staff("Grace", Role::AccountManager).await, here.staff("Max", Role::AccountManager).await);
        let (mo, al) = (here.staff("Mo", Role::Moderator).await, here.staff("Al", Role::Admin).await);
        let id = here.call(&ada, Propose { round, text: proposal("Send one person") }).await.unwrap().id;
        let (bob, cleo) = (here.customer("Bob").await, here.customer("Cleo").await);
        for email in ["bob@example.com", "cleo@example.com"] {
            here.call(&grace, noted(id, email)).await.unwrap();
        }
        let list = async |who: &Caller| here.call(who, ListNoted {}).await.unwrap();
        // Moderators and admins see what others noted, and from whom it is; other staff their own alone.
        for who in [&grace, &mo, &al] {
            assert_eq!(list(who).await.iter().map(|one| one.by.as_str()).collect::<Vec<_>>(), ["Grace", "Grace"]);
        }
        assert!(list(&max).await.is_empty());
        let back = |person: &Caller| WithdrawNoted { proposal: id, person: person.id };
        assert_eq!(here.call(&max, back(&bob)).await.unwrap_err().kind, ProblemKind::NotFound);
        assert_eq!(here.call(&bob, back(&bob)).await.unwrap_err().kind, ProblemKind::NotAllowed);

        let (to_bob, to_cleo) = (key(&here, "bob@example.com").await, key(&here, "cleo@example.com").await);
        let stranger = Caller::stranger();
        here.call(&stranger, AnswerNoted { key: to_cleo, answer: Answer::Disagree }).await.unwrap();
        here.call(&grace, back(&bob)).await.unwrap();
        here.call(&mo, back(&cleo)).await.unwrap();
        let both = list(&grace).await;
        assert!(both.iter().all(|one| one.withdrawn && !one.answered), "{both:?}");
        assert!(here.text(&grace, "/on-behalf").await.contains("taken back"));
        assert_eq!(here.call(&stranger, GetNoted { key: to_bob.clone() }).await.unwrap_err().kind, ProblemKind::NotFound);
        assert!(here.call(&stranger, AnswerNoted { key: to_bob, answer: Answer::Confirm }).await.is_err());
        assert_eq!(here.call(&bob, GetProposal { proposal: id }).await.unwrap().noted_for_me, None);
        server::api::on_behalf::settle(&here.site).await.unwrap();
        assert!(here.site.memory.read().is_noted(bob.id, id), "the figure follows when the day is over");

        here.clock.advance(Timestamp::DAY);
        for _ in 0..2 {
            server::api::on_behalf::settle(&here.site).await.unwrap();
        }
        assert!(!here.site.memory.read().is_noted(bob.id, id));
        let left = list(&grace).await;
        assert_eq!(left.iter().map(|one| (one.name.as_str(), one.answered)).collect::<Vec<_>>(), [("Cleo", true)]);
        let disagrees = Some(Vote::new(Stance::Disagree));
        assert_eq!(here.call(&cleo, GetProposal { proposal: id }).await.unwrap().mine, disagrees);
        assert_eq!(here.call(&mo, back(&cleo)).await.unwrap_err().kind, ProblemKind::Conflict);
        let log = model::api::audit::ListAudit { noun: "vote".into(), q: "withdrawn".into(), page: None };
        assert_eq!(here.call(&al, log).await.unwrap().total, 2);
        // It may be noted anew.
        here.call(&grace, noted(id, "bob@example.com")).await.unwrap();
        assert!(here.site.memory.read().is_noted(bob.id, id));
    }

    async fn of_how_many_accounts_is_told_from_five_on(here) {
        let round = here.company().await;
        let ada = here.author("Ada").await;
        let grace = here.staff("Grace", Role::Moderator).await;
        let id = here.call(&ada, Propose { round, text: proposal("Send one person") }).await.unwrap().id;
        for place in 0..5 {
            let told = here.call(&ada, GetProposal { proposal: id }).await.unwrap().noted;
            assert_eq!(told, None, "after {place}");
            let account = here.account(&format!("Account {place}")).await;
            here.member(&format!("Voter {place}"), Some(account)).await;
            here.call(&grace, noted(id, &format!("voter.{place}@example.com"))).await.unwrap();
        }
        let told = here.call(&ada, GetProposal { proposal: id }).await.unwrap();
        assert_eq!((told.noted, told.support.tally()), (Some(5), None));
        // Wherever figures stand, in words: in lists, of the draft, and of what was signed on them.
        let words = "Our staff noted what 5 customers said. That is in no figure here until they confirm it.";
        let list = ListProposals { round, ..ListProposals::default() };
        assert_eq!(here.call(&ada, list).await.unwrap().items[0].noted, Some(5));
        assert!(here.text(&ada, &format!("/rounds/{round}")).await.contains(words));
        let (dee, sig) = (here.staff("Dee", Role::Designer).await, here.staff("Sig", Role::Signatory).await);
        here.call(&dee, AddPractice { round, text: practice("One person", &[id]) }).await.unwrap();
        here.call(&grace, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
        for page in ["draft", "studio"] {
            let at = if page == "draft" { format!("/rounds/{round}/draft") } else { format!("/studio?round={round}") };
            let page = here.text(&dee, &at).await;
            assert!(page.contains(words), "{page}");
        }
        here.call(&sig, signature(round)).await.unwrap();
        let page = here.text(&Caller::stranger(), "/design/1").await;
        assert!(page.contains("What our staff had noted of 5 customers, and these had not confirmed, is in none of its figures."), "{page}");
        assert_eq!(here.call(&ada, GetRound { round }).await.unwrap().totals.noted, Some(5));
    }

    async fn whoever_stopped_letters_is_asked_here_and_staff_are_told(here) {
        let round = here.company().await;
        let ada = here.author("Ada").await;
        let bob = here.customer("Bob").await;
        let grace = here.staff("Grace", Role::AccountManager).await;
        let mut ids = Vec::new();
        for title in ["Send one person", "One contact", "Fewer calls"] {
            ids.push(here.call(&ada, Propose { round, text: proposal(title) }).await.unwrap().id);
        }
        here.call(&grace, noted(ids[0], "bob@example.com")).await.unwrap();
        let letter = here.mail.to("bob@example.com").await;
        let stop = letter.unsubscribe.clone().unwrap();
        assert!(stop.ends_with("/noted") && letter.text.ends_with(&format!("No more letters like this: {stop}\n")), "{}", letter.text);
        assert!(!here.call(&grace, ListNoted {}).await.unwrap()[0].unasked);

        let path = stop.strip_prefix(here.site.config.public_url.trim_end_matches('/')).unwrap();
        let key = path.split('/').nth(2).unwrap().to_owned();
        here.call(&Caller::stranger(), StopLetters { key, what: "all".into() }).await.unwrap();
        here.call(&grace, noted(ids[1], "bob@example.com")).await.unwrap();
        let count = "select count(*) from mail where recipient = 'bob@example.com'";
        let letters = async || on!(here.site.db, c => sqlx::query_scalar::<_, i64>(count).fetch_one(c).await).unwrap();
        assert_eq!(letters().await, 1);
        assert!(here.call(&grace, ListNoted {}).await.unwrap()[0].unasked);
        let page = here.text(&grace, "/on-behalf").await;
        assert!(page.contains("no letter went, they take none like it"), "{page}");
        let news = async || {
            let all = here.call(&bob, GetNews {}).await.unwrap().notices;
            all.into_iter().map(|one| (one.what, one.path)).collect::<Vec<_>>()
        };
        let told = |id: usize, title: &str, slug: &str| {
            (format!("Staff noted what you said on “{title}”: is it so?"), format!("/proposals/{}/{slug}", ids[id]))
        };
        let (first, second) = (told(0, "Send one person", "send-one-person"), told(1, "One contact", "one-contact"));
        assert_eq!(news().await, [second.clone(), first.clone()]);

        // Noted anew it is told once; taken back, or answered, no more.
        here.call(&grace, noted(ids[1], "bob@example.com")).await.unwrap();
        assert_eq!(news().await, [second, first.clone()]);
        here.call(&grace, WithdrawNoted { proposal: ids[1], person: bob.id }).await.unwrap();
        assert_eq!(news().await, [first]);
        here.call(&bob, CastVote::new(ids[0], Stance::Pass)).await.unwrap();
        assert_eq!(news().await, []);

        // Once a week it leaves on Monday.
        here.call(&bob, ChooseWay { kind: NoticeKind::Noted, way: NoticeWay::Weekly }).await.unwrap();
        here.call(&grace, noted(ids[2], "bob@example.com")).await.unwrap();
        let due = "select count(*) from mail where tries = 0 and due > created";
        let waiting = async || on!(here.site.db, c => sqlx::query_scalar::<_, i64>(due).fetch_one(c).await).unwrap();
        assert_eq!(waiting().await, 1);
        assert!(!here.call(&grace, ListNoted {}).await.unwrap()[0].unasked);
        // Noted anew one letter leaves, taken back none; and none once such letters are stopped.
        here.call(&grace, noted(ids[2], "bob@example.com")).await.unwrap();
        assert_eq!(waiting().await, 1);
        here.call(&grace, WithdrawNoted { proposal: ids[2], person: bob.id }).await.unwrap();
        assert_eq!(waiting().await, 0);
        here.call(&grace, noted(ids[2], "bob@example.com")).await.unwrap();
        here.call(&bob, ChooseWay { kind: NoticeKind::Ask, way: NoticeWay::Here }).await.unwrap();
        assert_eq!(waiting().await, 1, "of another kind");
        here.call(&bob, ChooseWay { kind: NoticeKind::Noted, way: NoticeWay::Here }).await.unwrap();
        assert_eq!(waiting().await, 0);
    }

    async fn what_cannot_have_been_said_is_refused(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let ada = here.author("Ada").await;
        here.customer("Bob").await;
        let grace = here.staff("Grace", Role::Moderator).await;
        let id = here.call(&ada, Propose { round, text: proposal("Send one person") }).await.unwrap().id;
        let about = async |request: NoteVote| here.call(&grace, request).await.unwrap_err().fields[0].field.clone();
        let good = noted(id, "bob@example.com");
        assert_eq!(about(NoteVote { said: "2026-05-04".parse().unwrap(), ..good.clone() }).await, "said");
        assert_eq!(about(NoteVote { stance: Stance::TakenBack, ..good.clone() }).await, "stance");
        assert_eq!(about(NoteVote { red_line: true, ..good.clone() }).await, "red_line");
        assert_eq!(about(noted(id, "grace@example.com")).await, "email");
        // What others cannot read is not put into a letter.
        let eve = here.customer("Eve").await;
        let waits = here.call(&eve, Propose { round, text: proposal("Wait for a moderator") }).await.unwrap().id;
        assert_eq!(here.call(&grace, noted(waits, "bob@example.com")).await.unwrap_err().kind, ProblemKind::NotFound);
        assert!(here.call(&grace, ListNoted {}).await.unwrap().is_empty());
        // Noted twice, only the last letter leads anywhere.
        here.call(&grace, good.clone()).await.unwrap();
        let first = key(&here, "bob@example.com").await;
        here.call(&grace, NoteVote { stance: Stance::Pass, ..good }).await.unwrap();
        assert_eq!(here.call(&Caller::stranger(), GetNoted { key: first }).await.unwrap_err().kind, ProblemKind::NotFound);
        assert_eq!(here.call(&grace, ListNoted {}).await.unwrap().len(), 1);
    }

    async fn one_customer_gets_only_so_many_such_letters(here) {
        let round = here.company().await;
        let ada = here.author("Ada").await;
        here.customer("Bob").await;
        let grace = here.staff("Grace", Role::Moderator).await;
        let id = here.call(&ada, Propose { round, text: proposal("Send one person") }).await.unwrap().id;
        let most = here.site.config.proposals_per_hour;
        for _ in 0..most {
            here.call(&grace, noted(id, "bob@example.com")).await.unwrap();
        }
        let refused = here.call(&grace, noted(id, "bob@example.com")).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::TooMany);
    }

    async fn what_was_merged_meanwhile_is_answered_on_its_wording(here) {
        let round = here.company().await;
        let ada = here.author("Ada").await;
        let grace = here.staff("Grace", Role::Moderator).await;
        let one = here.call(&ada, Propose { round, text: proposal("Send one person") }).await.unwrap().id;
        let other = here.call(&ada, Propose { round, text: proposal("One contact") }).await.unwrap().id;
        let bob = here.customer("Bob").await;
        here.call(&grace, noted(other, "bob@example.com")).await.unwrap();
        here.call(&grace, MergeProposal { proposal: other, into: one }).await.unwrap();
        assert_eq!(here.call(&bob, GetProposal { proposal: one }).await.unwrap().mine, None);
        let key = key(&here, "bob@example.com").await;
        let stranger = Caller::stranger();
        assert_eq!(here.call(&stranger, GetNoted { key: key.clone() }).await.unwrap().shut, None);
        here.call(&stranger, AnswerNoted { key, answer: Answer::Confirm }).await.unwrap();
        let shown = here.call(&bob, GetProposal { proposal: one }).await.unwrap();
        assert_eq!((shown.mine, shown.wordings[0].mine), (Some(Vote::new(Stance::Agree)), Some(Vote::new(Stance::Agree))));
    }
}
