//! Notes of staff leave staff by no exit: every address that customers can read is read, and none has a trace of them.

use crate::harness::{Caller, Here, body, proposal};
use crate::on_both;
use model::api::comments::FindComments;
use model::api::intake::{ListBlockedWords, SetBlockedWords};
use model::api::notes::{AddAccountNote, AddNote, ListAccountNotes, ListNotes};
use model::api::proposals::Propose;
use model::api::votes::CastVote;
use model::comment::{By, Kind, Tone};
use model::endpoint::{API, Method};
use model::intake::Held;
use model::person::Role;
use model::proposal::Status;
use model::vote::Stance;
use model::{AccountId, ProblemKind, Remark};

/// A word that stands nowhere else.
const SECRET: &str = "zyzzyva";

fn words(text: &str) -> Remark {
    text.parse().unwrap()
}

/// Every address that can be read, with 1 for every number, and the secret looked for wherever something can be.
async fn read_everything(here: &Here, who: &Caller, secret: &str) {
    let mut paths: Vec<String> = vec![server::api::openapi::PATH.to_owned()];
    for operation in server::api::table().operations().iter().filter(|one| one.method == Method::Get) {
        let parts = operation.path.split('/').map(|part| if part.starts_with('{') { "1" } else { part });
        let path = parts.collect::<Vec<_>>().join("/");
        paths.push(format!("{API}{path}?q={secret}&title={secret}&why={secret}"));
    }
    for page in [
        "/",
        "/rounds/1",
        "/proposals/1/send-one-person",
        "/propose",
        "/vote",
        "/rounds/1/draft",
        "/rounds/1/common-ground",
        "/rounds/1/integrity",
        "/why/proposals/1",
        "/design",
        "/promises",
        "/me",
        "/queue",
        "/studio",
        "/accounts",
        "/people",
        "/manage",
        "/audit",
        "/sign-in",
    ] {
        paths.push(page.to_owned());
        paths.push(format!("{page}?q=one"));
    }
    for path in paths {
        let text = body(here.get(who, &path).await).await;
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
            tokio::time::sleep(server::live::GATHERING * 3).await;
            here.told()
        };
        let before = quiet().await;
        let note = format!("**{SECRET} is** what we call her.");
        for role in Role::ALL {
            let staff = here.staff(role.name(), role).await;
            here.call(&staff, AddNote { proposal: id, text: words(&note) }).await.unwrap();
            here.call(&staff, AddAccountNote { account, text: words(&note) }).await.unwrap();
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
