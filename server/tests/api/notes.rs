//! Notes of staff leave staff by no exit: every address that customers can read is read, and none has a trace of them.

use crate::activities::{invite, planned, sheet, text};
use crate::everywhere;
use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use crate::programs::{hook, token};
use axum::body::Body;
use http::{Request, header};
use model::api::activities::AddActivityNote;
use model::api::comments::FindComments;
use model::api::intake::{ListBlockedWords, SetBlockedWords};
use model::api::mine::GetMyData;
use model::api::notes::{AddAccountNote, AddNote, ListAccountNotes, ListNotes};
use model::api::proposals::{AnswerProposal, Propose};
use model::api::votes::CastVote;
use model::comment::{By, Kind, Tone};
use model::intake::Held;
use model::person::Role;
use model::program::{HookKind, Scope};
use model::proposal::Status;
use model::vote::Stance;
use model::{API, AccountId, ProblemKind, Remark, Timestamp};
use server::db::on;
use server::hooks::sign;
use server::transfer::export::Export;
use std::collections::BTreeSet;

/// A word that stands nowhere else.
const SECRET: &str = "zyzzyva";

fn words(text: &str) -> Remark {
    text.parse().unwrap()
}

/// Every address that can be read, with 1 for every number, and the secret looked for wherever something can be.
async fn read_everything(here: &Here, who: &Caller, secret: &str) {
    let fill = |name: &str| if name == "slug" { "send-one-person" } else { "1" }.to_owned();
    let mut paths = Vec::new();
    for read in everywhere::reads(fill) {
        paths.push(format!("{read}?q={secret}&title={secret}&why={secret}"));
        paths.push(read);
    }
    for page in everywhere::pages(fill) {
        paths.push(format!("{page}?q=one"));
        paths.push(page);
    }
    for path in paths {
        let text = everywhere::text(here.get(who, &path).await).await;
        // What was looked for is said back in the field; the note has more words than that.
        assert!(!text.contains(&format!("{secret} is")), "{path}: {text}");
        assert!(!text.contains("Notes of staff"), "{path}");
    }
}

on_both! {
    async fn notes_of_staff_leave_by_no_exit(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let id = here.call(&ada, Propose { round, text: proposal("Send one person") }).await.unwrap().id;
        let account = {
            let world = here.site.memory.read();
            world.person(ada.id).unwrap().account.unwrap()
        };
        let vote = CastVote::new(id, Stance::Agree);
        here.call(&ada, vote).await.unwrap();
        let quiet = async || {
            here.all_told().await;
            here.told()
        };
        let kinds = HookKind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(" ");
        hook(&here, "https://1.1.1.1/", &sign::secret(&[3; 32]), &kinds).await;
        let host = here.staff("Grace", Role::AccountManager).await;
        let activity = planned(&here, &host, round, text()).await;
        invite(&here, &host, activity, "ada@example.com").await;
        let before = quiet().await;
        let note = format!("**{SECRET} is** what we call her.");
        for role in Role::ALL {
            let staff = here.staff(role.name(), role).await;
            here.call(&staff, AddNote { proposal: id, text: words(&note) }).await.unwrap();
            here.call(&staff, AddAccountNote { account, text: words(&note) }).await.unwrap();
            // Of activities whoever talks with customers writes.
            let noted = here.call(&staff, AddActivityNote { activity, text: words(&note) }).await;
            assert_eq!(noted.is_err(), role == Role::Signatory, "{}", role.name());
        }
        let mo = here.staff("Mo", Role::Moderator).await;
        let noted = here.call(&mo, ListNotes { proposal: id }).await.unwrap();
        assert_eq!(noted.len(), Role::ALL.len());
        assert!(noted[0].html.0.contains("<strong>") && noted[0].by.is_some());
        assert_eq!(here.call(&mo, ListAccountNotes { account }).await.unwrap().len(), Role::ALL.len());
        assert!(here.text(&mo, "/proposals/1/send-one-person").await.contains("Notes of staff"));
        let nowhere = ListAccountNotes { account: AccountId(999) };
        assert_eq!(here.call(&mo, nowhere).await.unwrap_err().kind, ProblemKind::NotFound);

        assert_eq!(here.call(&ada, ListNotes { proposal: id }).await.unwrap_err().kind, ProblemKind::NotAllowed);
        for who in [&ada, &Caller::stranger()] {
            read_everything(&here, who, SECRET).await;
        }
        // Nor does an open page hear that something has come.
        assert_eq!(quiet().await, before, "nothing was told");

        // No letter has it, to whomever: not to who follows, nor to staff, nor in the week's.
        let answer = AnswerProposal { proposal: id, text: "We hear you.".parse().unwrap() };
        here.call(&mo, answer).await.unwrap();
        for _ in 0..2 {
            server::notices::catch_up(&here.site).await.unwrap();
            here.clock.advance(8 * Timestamp::DAY);
            server::notices::digest::step(&here.site).await.unwrap();
        }
        server::notices::catch_up(&here.site).await.unwrap();
        let invited = here.mail.to("ada@example.com").await;
        let letter = here.mail.to("ada@example.com").await;
        assert!(letter.text.contains("We hear you."), "{}", letter.text);
        assert!([invited, letter].iter().all(|one| !one.text.contains(SECRET)));
        const LETTERS: &str = "select count(*) from mail where body like '%zyzzyva%' or subject like '%zyzzyva%'";
        const NEWS: &str = "select count(*) from notice where words like '%zyzzyva%'";
        const HOOKS: &str = "select count(*) from hook_delivery where body like '%zyzzyva%'";
        const TOLD: &str = "select count(*) from hook_delivery";
        while server::hooks::tell::step(&here.site).await.unwrap() {}
        let told: i64 = on!(here.site.db, c => sqlx::query_scalar(TOLD).fetch_one(c).await).unwrap();
        assert!(told > 0, "other programs are told of the rest");
        for sql in [LETTERS, NEWS, HOOKS] {
            let found: i64 = on!(here.site.db, c => sqlx::query_scalar(sql).fetch_one(c).await).unwrap();
            assert_eq!(found, 0, "{sql}");
        }

        // Nor has any list that is taken out.
        for path in ["/api/v1/accounts/profile.csv?q=one+person", "/api/v1/verdicts/all", "/you-said-we-did.atom", "/api/v1/scorecard.csv"] {
            assert!(!here.text(&mo, path).await.contains(SECRET), "{path}");
        }
        assert!(!here.call(&ada, GetMyData {}).await.unwrap().to_string().contains(SECRET));
        let export = Export { db: &here.site.db, home: "https://a.example", round: Some(round), named: true };
        let tables = [export.proposals().await, export.votes().await, export.accounts().await, export.audit().await];
        for table in tables {
            assert!(!String::from_utf8(table.unwrap().csv().unwrap()).unwrap().contains(SECRET));
        }
        for inside_out in [false, true] {
            let table = export.practices(inside_out).await.unwrap();
            assert!(!String::from_utf8(table.csv().unwrap()).unwrap().contains(SECRET));
        }
        assert!(!export.whole(round).await.unwrap().to_string().contains(SECRET));
    }

    async fn programs_are_given_no_notes_of_staff(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let proposal = here.call(&ada, Propose { round, text: proposal("Send one person") }).await.unwrap().id;
        let account = here.site.memory.read().person(ada.id).unwrap().account.unwrap();
        let admin = here.staff("Al", Role::Admin).await;
        let activity = planned(&here, &admin, round, text()).await;
        invite(&here, &admin, activity, "ada@example.com").await;
        let note = || words(&format!("{SECRET} is what we call her."));
        here.call(&admin, AddNote { proposal, text: note() }).await.unwrap();
        here.call(&admin, AddAccountNote { account, text: note() }).await.unwrap();
        here.call(&admin, AddActivityNote { activity, text: note() }).await.unwrap();
        // Whoever made the token reads it themselves.
        assert_eq!(sheet(&here, &admin, activity).await.notes.len(), 1);

        let fill = |name: &str| match name {
            "account" => account.to_string(),
            "activity" => activity.to_string(),
            "proposal" => proposal.to_string(),
            _ => "1".to_owned(),
        };
        let each = Scope::ALL.iter().map(std::slice::from_ref);
        for scopes in each.chain([Scope::ALL]) {
            let token = token(&here, &admin, scopes).await.secret;
            let mut let_in = BTreeSet::new();
            for path in everywhere::reads(fill) {
                for path in [format!("{path}?q={SECRET}&title={SECRET}&why={SECRET}"), path] {
                    let request = Request::get(&path).header(header::HOST, "localhost:3000");
                    let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
                    let answer = here.raw(request.body(Body::empty()).unwrap()).await;
                    let admitted = answer.status().is_success();
                    let text = everywhere::text(answer).await;
                    assert!(!text.contains(&format!("{SECRET} is")), "{scopes:?}, {path}: {text}");
                    let_in.extend(admitted.then_some(path));
                }
            }
            for (scope, path) in [
                (Scope::ActivitiesRead, format!("{API}/activities/{activity}")),
                (Scope::CardsRead, format!("{API}/accounts/{account}/card")),
            ] {
                assert_eq!(let_in.contains(&path), scopes.contains(&scope), "{scopes:?}, {path}");
            }
        }
    }

    async fn what_is_written_is_found_by_whom_may_see_it(here) {
        let round = here.company().await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let admin = here.staff("Al", Role::Admin).await;
        let id = here.call(&ada, Propose { round, text: proposal("Send one person") }).await.unwrap().id;
        let list = SetBlockedWords { words: "Gratis\n\n click  here \n".parse().unwrap() };
        assert_eq!(here.call(&bob, list.clone()).await.unwrap_err().kind, ProblemKind::NotAllowed);
        assert_eq!(here.call(&admin, list).await.unwrap().words.len(), 2);
        assert_eq!(here.call(&admin, ListBlockedWords {}).await.unwrap().words[1].as_str(), "gratis");
        let say = async |who: &Caller, kind: Kind, text: &str| {
            let tone = (kind == Kind::Story).then_some(Tone::Badly);
            let request = model::api::comments::AddComment { follow: false, proposal: id, parent: None, kind, tone, text: words(text) };
            here.call(who, request).await.unwrap()
        };
        let story = say(&bob, Kind::Story, "Five engineers came, and none knew the compressor.").await;
        assert_eq!(story.by, By::Customer);
        let held = say(&bob, Kind::Comment, "The compressor is gratis, click\nhere.").await;
        assert_eq!(held.held, Some(Held::Words));
        let find = async |who: &Caller, q: &str| {
            here.call(who, FindComments { round, q: q.into() }).await.unwrap().iter().map(|one| one.id).collect::<Vec<_>>()
        };
        assert_eq!(find(&Caller::stranger(), "compressors? the COMPRESSOR").await, [story.id]);
        assert_eq!(find(&bob, "compressor").await, [held.id, story.id], "one's own, the newest first");
        assert_eq!(find(&ada, "compressor").await, [story.id]);
        assert!(find(&ada, "").await.is_empty() && find(&ada, "nothing").await.is_empty());
        let page = here.text(&ada, "/?q=compressor").await;
        assert!(page.contains("In comments and stories") && page.contains("none knew the compressor"));
        // With its proposal out of sight it is as well.
        let judge = model::api::proposals::Judge {
            proposal: id,
            decision: model::verdict::Decision::Decline,
            reason: "No.".parse().ok().or("Not now.".parse().ok()),
            trust: false,
        };
        here.call(&admin, judge).await.unwrap();
        assert!(find(&ada, "compressor").await.is_empty());
        let mine = here.call(&ada, model::api::proposals::GetProposal { proposal: id }).await.unwrap();
        assert_eq!(mine.status, Status::Declined);
    }
}
