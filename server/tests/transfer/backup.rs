//! Backups: of every table, while others write, and back into either database.

use crate::harness::{Caller, Here, START, proposal};
use crate::on_both;
use crate::tables::{Tables, assert_same, everything};
use futures::FutureExt;
use model::api::accounts::AddAccount;
use model::api::activities::{HoldActivity, InvitePerson, NoteProposal, PlanActivity};
use model::api::asks::{AskAfterContact, SetTurns};
use model::api::comments::{AddComment, ChangeComment, JudgeComment};
use model::api::finding::{GetInTouch, SetFindable};
use model::api::gates::{Discontinue, PassGate, SetGate};
use model::api::intake::SetBlockedWords;
use model::api::joining::{InviteColleague, MakeLink, SetCoordinator};
use model::api::lists::{ListEntries, RenameEntry};
use model::api::mentions::FindMentionable;
use model::api::merging::{MergeProposal, StepOut};
use model::api::notes::AddNote;
use model::api::notices::{ChooseWay, Follow};
use model::api::on_behalf::NoteVote;
use model::api::people::BlockPerson;
use model::api::practices::{ChangePractice, GetDraft};
use model::api::promises::{GetScorecard, Report, SetPromise};
use model::api::proposals::{AnswerProposal, ChangeProposal, Propose};
use model::api::purchases::{AddPurchase, ImportPurchases, SetPart};
use model::api::queue::{AskAuthor, HandOver, ReportComment};
use model::api::rounds::{AddRound, DeclareCulture, ListRounds, OpenPhase};
use model::api::selection::GetCommonGround;
use model::api::session::{DeclareAccount, StartSignIn};
use model::api::sign_off::{DelegateSigning, GetSignOff, SendToReview, SetSigner, SignReview};
use model::api::telling::SetTelling;
use model::api::votes::CastVote;
use model::api::ways::SetWays;
use model::api::writing::ActOnWriting;
use model::cells::CriterionSet;
use model::comment::{Kind, Tone};
use model::mention::typed;
use model::notice::{NoticeKind, NoticeWay};
use model::person::Role;
use model::practice::{Load, PracticeText};
use model::program::HookKind;
use model::purchase::BuyingRole;
use model::queue::Key;
use model::round::{Phase, Scheme};
use model::said::{Did, SaidText};
use model::sign_off::SignVerdict;
use model::verdict::Decision;
use model::vote::Stance;
use model::ways::{Open, Party};
use model::writing::Act;
use model::{AccountId, PracticeId, ProposalId, Remark, RoundId, Timestamp};
use server::db::events::What;
use server::db::passkeys::{self, NewPasskey};
use server::db::{guests, hooks, identities, notices, on, said, tokens};
use server::sample;
use server::transfer::backup;
use std::io::Cursor;

/// Something in every table there is, mostly as people put it there.
async fn fill(here: Here) -> Here {
    server::api::setup::new_link(&here.site.db, &here.site.config, &here.clock, &here.site.dice)
        .await
        .unwrap();
    let own_round = here.company().await;
    let admin = here.staff("Ada", Role::Admin).await;
    sample::add(&here.site, admin.id).await.unwrap();
    activity(&here, &admin, own_round).await;
    let rounds = here.call(&admin, ListRounds {}).await.unwrap();
    let sample = rounds.iter().find(|round| round.sample).unwrap().id;
    here.call(&admin, GetCommonGround { round: sample }).await.unwrap();
    let draft = here.call(&admin, GetDraft { round: sample }).await.unwrap();
    let (one, two, three) = (&draft.practices[0], &draft.practices[1], &draft.practices[2]);
    let loads = vec![Load { function: one.text.accountable.clone(), hours: 20 }];
    let text = PracticeText { opposites: vec![two.id], needs: vec![three.id], loads, ..one.text.clone() };
    here.call(&admin, ChangePractice { practice: one.id, seen: None, sitting: false, text }).await.unwrap();
    let promise = serde_json::json!({ "practice": one.id, "progress": "in_place", "review": "2026-07-01" });
    here.call(&admin, serde_json::from_value::<SetPromise>(promise).unwrap()).await.unwrap();
    let report = Report {
        practice: one.id,
        kept: true,
        feeling: None,
        words: Some("They did.".parse().unwrap()),
        readable: true,
        named: true,
    };
    here.call(&here.customer("Rosa").await, report).await.unwrap();
    // What is told of reports is kept from the first time that somebody reads it.
    here.call(&admin, GetScorecard::default()).await.unwrap();
    sign_off(&here, &admin, sample).await;
    let listed = here.call(&admin, ListEntries {}).await.unwrap();
    let was = listed[0].entry.name.clone();
    let renamed = RenameEntry { entry: listed[0].entry.id, was, name: "By another name".parse().unwrap() };
    here.call(&admin, renamed).await.unwrap();
    let account =
        serde_json::json!({ "name": "=Acme, \"Ltd\"", "domains": ["acme.example"], "crm_ids": ["sap:4711"] });
    let account = here.call(&admin, serde_json::from_value::<AddAccount>(account).unwrap()).await.unwrap().id;
    buy(&here, &admin, account).await;
    here.call(&admin, SetTurns { turns: true, cap: 3 }).await.unwrap();
    let asked = AskAfterContact {
        email: Some("rosa@example.com".parse().unwrap()),
        practice: Some(one.id),
        ..AskAfterContact::default()
    };
    here.call(&admin, asked).await.unwrap();
    measured(&here, one.id).await;
    let talked = draft.practices[0].from[0].id;
    talk(&here, &admin, talked).await;
    sign_ins(&here, &admin).await;
    let hedy = here.customer("Hedy the second").await;
    here.call(&hedy, Follow { proposal: talked, wanted: true, voting: true }).await.unwrap();
    let text = "We hear you.".parse().unwrap();
    here.call(&admin, AnswerProposal { proposal: talked, text }).await.unwrap();
    let nora = here.author("Nora").await;
    let own =
        here.call(&nora, Propose { round: own_round, text: proposal("Send one person") }).await.unwrap().id;
    let agree = CastVote::new(own, Stance::Agree);
    here.call(&hedy, agree).await.unwrap();
    here.call(&hedy, ActOnWriting { proposal: own, act: Act::Offer, person: None }).await.unwrap();
    let text = proposal("Send one person, please");
    here.call(&nora, ChangeProposal { proposal: own, seen: None, text }).await.unwrap();
    let twin =
        here.call(&nora, Propose { round: own_round, text: proposal("One contact") }).await.unwrap().id;
    let agree = CastVote::new(twin, Stance::Agree);
    here.call(&hedy, agree).await.unwrap();
    here.call(&admin, MergeProposal { proposal: twin, into: own }).await.unwrap();
    here.call(&hedy, StepOut { proposal: twin, out: true }).await.unwrap();
    let noted = serde_json::json!({ "proposal": own, "email": "hedy.the.second@example.com", "stance": "agree",
        "source": "call", "said": "2026-01-02" });
    here.call(&admin, serde_json::from_value::<NoteVote>(noted).unwrap()).await.unwrap();
    here.call(&hedy, ChooseWay { kind: NoticeKind::Reply, way: NoticeWay::Here }).await.unwrap();
    here.write(What::new("person.changed", hedy.id.0), move |tx| {
        async move {
            let guest = guests::add(tx, START).await?;
            guests::recognise(tx, guest, hedy.id).await.map(drop)
        }
        .boxed()
    })
    .await;
    here.write(What::new("person.changed", hedy.id.0), move |tx| {
        async move { notices::letter_key(tx, hedy.id, "key").await }.boxed()
    })
    .await;
    gates(&here, &admin).await;
    // Its rows change no more once all is told.
    server::notices::catch_up(&here.site).await.unwrap();
    here.call(
        &admin,
        StartSignIn { email: "grace@example.com".parse().unwrap(), next: "/".into(), begun: false },
    )
    .await
    .unwrap();
    // Its row changes once more when the mail has left.
    const WAITING: &str = "select count(*) from mail where sent is null";
    for _ in 0..1_200 {
        let waiting: i64 = on!(here.site.db, c => sqlx::query_scalar(WAITING).fetch_one(c).await.unwrap());
        if waiting == 0 {
            // What follows the log in the background has nothing left to follow.
            server::promises::gaps::step(&here.site).await.unwrap();
            server::notices::catch_up(&here.site).await.unwrap();
            server::hooks::catch_up(&here.site).await.unwrap();
            return here;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the mail has not left");
}

/// Something that an account is buying, and who has a part in it.
async fn buy(here: &Here, admin: &Caller, account: AccountId) {
    let purchase = serde_json::json!({ "account": account, "name": "Pumps", "stage": "Idea" });
    let purchase =
        here.call(admin, serde_json::from_value::<AddPurchase>(purchase).unwrap()).await.unwrap().id;
    let csv = "account,name,crm_id\nsap:4711,Valves,hubspot:77\n".into();
    let done = here.call(admin, ImportPurchases { csv, stages: String::new() }).await.unwrap();
    assert_eq!(done.added, 1, "{:?}", done.faults);
    let ursula = here.member("Ursula", Some(account.0)).await;
    let user = ursula.id;
    here.call(admin, MakeLink { account, days: 7, most: 5 }).await.unwrap();
    here.call(admin, SetCoordinator { account, person: user, coordinator: true }).await.unwrap();
    let found = here.member("Fay", Some(account.0)).await;
    here.call(&found, SetFindable { found: true, line: None }).await.unwrap();
    here.call(&found, SetTelling { told: true }).await.unwrap();
    let round = here.call(admin, ListRounds {}).await.unwrap()[0].id;
    here.call(&found, DeclareCulture { round, culture: 1 }).await.unwrap();
    let asker = here.customer("Asker").await;
    here.call(&asker, GetInTouch { person: found.id, words: "Hello there.".parse().unwrap() }).await.unwrap();
    let waits = here.member("Wanda", None).await;
    here.call(&waits, DeclareAccount { account: "Acme".parse().unwrap() }).await.unwrap();
    let invited = serde_json::json!({ "account": account, "name": "Wanda", "email": "wanda@example.com" });
    here.call(&ursula, serde_json::from_value::<InviteColleague>(invited).unwrap()).await.unwrap();
    here.call(admin, SetPart { purchase, person: user, role: BuyingRole::User, part: true }).await.unwrap();
}

/// A round with a gate that was passed, and that was discontinued.
async fn gates(here: &Here, admin: &Caller) {
    let question = "Another question?".parse().unwrap();
    let round = here.call(admin, AddRound { question, scheme: Scheme::default() }).await.unwrap().id;
    let (phase, criteria) = (Phase::Adopt, "Everybody is back.".parse().unwrap());
    here.call(admin, SetGate { round, phase, criteria }).await.unwrap();
    here.call(admin, PassGate { round, phase, met: CriterionSet::of(&[0]), overrule: None }).await.unwrap();
    here.call(admin, Discontinue { round, reason: "Nobody is.".parse().unwrap() }).await.unwrap();
}

/// A function that must sign the sample's draft, and has.
async fn sign_off(here: &Here, admin: &Caller, round: RoundId) {
    let rule = serde_json::json!({ "round": round, "function": "Legal", "email": "ada@example.com" });
    here.call(admin, serde_json::from_value::<SetSigner>(rule).unwrap()).await.unwrap();
    here.call(admin, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
    here.call(admin, SendToReview { round, words: Some("Please sign.".parse().unwrap()) }).await.unwrap();
    let inside = here.call(admin, GetSignOff { round }).await.unwrap().inside.unwrap();
    let (signing, digest) = (inside.signers[0].id, inside.digest);
    here.staff("Dora", Role::Designer).await;
    let delegate =
        serde_json::json!({ "signing": signing, "email": "dora@example.com", "until": "2026-12-31" });
    here.call(admin, serde_json::from_value::<DelegateSigning>(delegate).unwrap()).await.unwrap();
    let sign = SignReview { signing, digest, verdict: SignVerdict::Signed, words: None };
    here.call(admin, sign).await.unwrap();
}

/// Values of an indicator, and a gap; a token, a hook and what waits for it, and something told.
async fn measured(here: &Here, practice: PracticeId) {
    here.write(What::new("hook.added", 1), move |tx| {
        async move {
            let now = START;
            let by: i64 = on!(tx, c => sqlx::query_scalar("select min(id) from person").fetch_one(c).await)?;
            tokens::add(tx, "CRM", "digest", "practices:read", by, now).await?;
            let hook =
                hooks::add(tx, "https://crm.example.com/", "whsec_", "promise.status", by, now).await?;
            let (message, body) = ("msg_1".to_owned(), "{}".to_owned());
            let new = hooks::NewDelivery { hook, message, kind: HookKind::PromiseStatus, body, at: now };
            hooks::add_delivery(tx, &new, Timestamp(i64::MAX)).await?;
            let text = SaidText {
                did: Did::Started,
                title: "One face".parse().unwrap(),
                words: "Kim comes.".parse().unwrap(),
            };
            said::add(tx, &text, practice, (None, now), model::PersonId(by), now).await?;
            Ok(())
        }
        .boxed()
    })
    .await;
    // Its row changes no more once all is told.
    server::hooks::catch_up(&here.site).await.unwrap();
    here.write(What::new("promise.changed", practice.0), move |tx| {
        async move {
            const VALUE: &str = "insert into indicator_value (practice, which, day, value, source, at) \
                                 values ($1, 'lead', 20000, 4500, 'hand', 1)";
            const GAP: &str = "insert into gap (practice, quarter, at) values ($1, 8100, 1)";
            const GOES_ON: &str =
                "insert into promise_goes_on (practice, becomes, version) values ($1, $1, 1)";
            const STORY: &str =
                "insert into practice_story (practice, comment, at) select $1, min(id), 1 from comment";
            const HUSHED: &str =
                "insert into hushed_promise (person, practice, at) select min(id), $1, 1 from person";
            const HUSHED_TOO: &str = "insert into hushed_proposal (person, proposal, at) \
                                      select (select min(id) from person), min(id), 1 from proposal where $1 > 0";
            for sql in [VALUE, GAP, GOES_ON, STORY, HUSHED, HUSHED_TOO] {
                on!(tx, c => sqlx::query(sql).bind(practice.0).execute(c).await.map(drop))?;
            }
            Ok(())
        }
        .boxed()
    })
    .await;
}

/// Something written beside a proposal, with all that comes of it.
async fn talk(here: &Here, admin: &Caller, proposal: ProposalId) {
    let words = |text: &str| text.parse::<Remark>().unwrap();
    let text = words("We had **five** of them.");
    let said = AddComment { follow: false, proposal, parent: None, kind: Kind::Comment, tone: None, text };
    let said = here.call(admin, said).await.unwrap();
    let story = AddComment {
        follow: false,
        proposal,
        parent: None,
        kind: Kind::Story,
        tone: Some(Tone::Badly),
        text: words("Nobody knew our site."),
    };
    let story = here.call(admin, story).await.unwrap().id;
    let reply = AddComment {
        follow: false,
        proposal,
        parent: Some(story),
        kind: Kind::Comment,
        tone: None,
        text: words("Nor ours."),
    };
    here.call(admin, reply).await.unwrap();
    let round = here.call(admin, ListRounds {}).await.unwrap()[0].id;
    let boss = FindMentionable { round, q: "the boss".into(), proposal: None };
    let boss = here.call(admin, boss).await.unwrap().remove(0);
    let text = words(&format!("We had six, {}.", typed(boss.name.as_str(), boss.person)));
    here.call(admin, ChangeComment { comment: said.id, text }).await.unwrap();
    let mut file = Cursor::new(Vec::new());
    image::RgbImage::new(2, 3).write_to(&mut file, image::ImageFormat::Png).unwrap();
    here.upload(admin, said.round, file.into_inner()).await.unwrap();
    let hedy = here.customer("Hedy").await;
    let reason = "It names a person.".parse().unwrap();
    here.call(&hedy, ReportComment { comment: said.id, reason }).await.unwrap();
    let keep = JudgeComment { comment: said.id, decision: Decision::Publish, reason: None, trust: true };
    here.call(admin, keep).await.unwrap();
    let asked = AddComment {
        follow: false,
        proposal,
        parent: None,
        kind: Kind::Comment,
        tone: None,
        text: words("Why not?"),
    };
    let asked = here.call(&hedy, asked).await.unwrap().id;
    let more = || "Not for the first time.".parse().unwrap();
    here.call(&hedy, ReportComment { comment: story, reason: more() }).await.unwrap();
    let (item, to) = (Key::Comment(story), Some(admin.id));
    here.call(admin, AskAuthor { item, question: more() }).await.unwrap();
    here.call(admin, HandOver { item, to }).await.unwrap();
    here.call(admin, BlockPerson { person: here.customer("Rude").await.id, reason: more() }).await.unwrap();
    let decline =
        JudgeComment { comment: asked, decision: Decision::Decline, reason: Some(more()), trust: false };
    here.call(admin, decline).await.unwrap();
    here.call(admin, AddNote { proposal, text: words("Ask sales.") }).await.unwrap();
    let list = SetBlockedWords { words: "gratis\nclick here".parse().unwrap() };
    assert_eq!(here.call(admin, list).await.unwrap().words.len(), 2);
}

/// An activity that somebody was at, who has not said yet whether what was noted is so.
async fn activity(here: &Here, admin: &Caller, round: RoundId) {
    let plan = serde_json::json!({
        "round": round, "kind": "workshop", "title": "How we meet", "description": "", "starts": "2026-05-03T12:00",
        "ends": "2026-05-03T20:00", "offset": "+00:00", "place": "Hall 2", "most": 12,
    });
    let activity = here.call(admin, serde_json::from_value::<PlanActivity>(plan).unwrap()).await.unwrap().id;
    let guest = here.author("Ivo").await;
    here.call(admin, InvitePerson { activity, email: "ivo@example.com".parse().unwrap() }).await.unwrap();
    here.call(admin, HoldActivity { activity, seen: None, people: vec![guest.id], emails: vec![] })
        .await
        .unwrap();
    let text = proposal("Meet us at the plant");
    here.call(admin, NoteProposal { activity, person: guest.id, text }).await.unwrap();
}

/// Ways of signing in that were closed, and somebody who came by another.
async fn sign_ins(here: &Here, admin: &Caller) {
    let open = Open { providers: false, ..Open::default() };
    here.call(admin, SetWays { party: Party::Staff, open }).await.unwrap();
    let (person, now) = (admin.id, here.clock.now());
    here.write(What::new("person.linked", person.0), move |tx| {
        async move {
            identities::hand_over(tx, "a digest", now).await?;
            passkeys::expect(tx, "a session's digest", true, "{}", now).await?;
            let kept = NewPasskey {
                person,
                credential_id: "id".into(),
                handle: "handle".into(),
                name: "My phone".into(),
                credential: "{}".into(),
                now,
            };
            passkeys::add(tx, &kept).await?;
            identities::link(tx, ("https://login.acme.example", "42"), person, "acme", now).await
        }
        .boxed()
    })
    .await;
}

async fn taken(here: &Here) -> Vec<u8> {
    let mut file = Vec::new();
    backup::write(&here.site.db, &mut file, START).await.unwrap();
    file
}

/// A fresh database of each kind that there is.
async fn fresh() -> Vec<Here> {
    let mut targets = vec![Here::sqlite().await];
    targets.extend(Here::postgres().await);
    targets
}

on_both! {
    async fn every_table_comes_back_in_either_database(here) {
        let here = fill(here).await;
        let before = everything(&here.site.db).await;
        let empty: Vec<&String> = before.iter().filter(|(_, rows)| rows.is_empty()).map(|(name, _)| name).collect();
        assert!(empty.is_empty(), "put something into {empty:?} above: it must be seen to come back");
        let file = taken(&here).await;
        for target in fresh().await {
            let amount = backup::restore(&target.site.db, Cursor::new(file.clone()), false).await.unwrap();
            assert_eq!(amount.tables as usize, before.len());
            assert_eq!(amount.rows as usize, before.values().map(Vec::len).sum::<usize>());
            assert_same(&everything(&target.site.db).await, &before);
            // Nothing is lost by going there and back, and nothing but the rows is in it.
            assert_eq!(everything_in(&taken(&target).await), everything_in(&file));
        }
    }

    async fn numbers_are_not_given_out_again(here) {
        let here = fill(here).await;
        let admin = here.staff("Grace", Role::Admin).await;
        let round = model::RoundId(1);
        let last = here.call(&admin, Propose { round, text: proposal("The last one") }).await.unwrap().id;
        here.write(server::db::events::What::new("export.removed", 0), move |tx| Box::pin(async move {
            on!(tx, c => sqlx::query("delete from proposal where id = $1").bind(last.0).execute(c).await.map(drop))
        })).await;
        let file = taken(&here).await;
        for target in fresh().await {
            backup::restore(&target.site.db, Cursor::new(file.clone()), false).await.unwrap();
            let there = target.another().await;
            let grace = there.staff("Hopper", Role::Admin).await;
            let next = there.call(&grace, Propose { round, text: proposal("The next one") }).await.unwrap().id;
            assert_eq!(next.0, last.0 + 1);
        }
    }

    async fn a_backup_while_others_vote_is_of_one_moment(here) {
        let round = here.company().await;
        let mut people = Vec::new();
        for name in ["Ada", "Grace", "Hedy", "Mary"] {
            people.push(here.customer(name).await);
        }
        let text = proposal("Be on time");
        let proposal = here.call(&people[0], Propose { round, text }).await.unwrap().id;
        let voting = async {
            for turn in 0..30 {
                for person in &people {
                    let stance = if turn % 2 == 0 { Stance::Agree } else { Stance::Disagree };
                    here.call(person, CastVote::new(proposal, stance)).await.unwrap();
                }
            }
        };
        let backing_up = async {
            let mut files = Vec::new();
            for _ in 0..5 {
                files.push(taken(&here).await);
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
            files
        };
        let ((), files) = tokio::join!(voting, backing_up);
        for file in files {
            let target = Here::sqlite().await;
            backup::restore(&target.site.db, Cursor::new(file), false).await.unwrap();
            let db = &target.site.db;
            const LAST: &str = "select count(*) from sequence where last <> (select max(seq) from \
                                (select seq from vote_log union select seq from event) as both_logs)";
            const CURRENT: &str = "select count(*) from vote where seq <> (select max(seq) from vote_log l \
                                   where l.person = vote.person and l.proposal = vote.proposal)";
            for sql in [LAST, CURRENT] {
                let wrong: i64 = on!(db, c => sqlx::query_scalar(sql).fetch_one(c).await.unwrap());
                assert_eq!(wrong, 0, "{sql}");
            }
        }
    }

    async fn what_is_there_is_not_overwritten_unasked(here) {
        let file = taken(&fill(Here::sqlite().await).await).await;
        here.company().await;
        here.customer("Grace").await;
        // How far the herald and the hooks have come does not change any more.
        server::notices::catch_up(&here.site).await.unwrap();
        server::hooks::catch_up(&here.site).await.unwrap();
        let before = everything(&here.site.db).await;
        let refused = backup::restore(&here.site.db, Cursor::new(file.clone()), false).await.unwrap_err();
        assert!(refused.to_string().contains("--force"), "{refused:#}");
        assert_same(&everything(&here.site.db).await, &before);
        backup::restore(&here.site.db, Cursor::new(file.clone()), true).await.unwrap();
        assert_eq!(everything_in(&taken(&here).await), everything_in(&file));
    }

    async fn a_damaged_backup_changes_nothing(here) {
        let file = taken(&fill(Here::sqlite().await).await).await;
        let before = everything(&here.site.db).await;
        let lines = file.iter().filter(|byte| **byte == b'\n').count();
        let cut = |lines: usize| file.split_inclusive(|byte| *byte == b'\n').take(lines).flatten().copied().collect::<Vec<u8>>();
        let swapped = String::from_utf8(file.clone()).unwrap().replacen("Teldra", "Tildra", 1).into_bytes();
        let newer = String::from_utf8(file.clone()).unwrap().replacen("\"migration\":", "\"migration\":9", 1).into_bytes();
        for (what, damaged) in [
            ("nothing in it", Vec::new()),
            ("half of it", cut(lines / 2)),
            ("no end", cut(lines - 1)),
            ("other words", swapped),
            ("a later schema", newer),
            ("something else", b"PRAGMA\n".to_vec()),
        ] {
            assert!(backup::restore(&here.site.db, Cursor::new(damaged), true).await.is_err(), "{what}");
            assert_same(&everything(&here.site.db).await, &before);
        }
        here.company().await;
    }

    async fn the_file_is_its_owners_alone_and_whole(here) {
        here.company().await;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("accord.backup");
        for _ in 0..2 {
            backup::write_to(&here.site.db, &path, START).await.unwrap();
            let names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            assert_eq!(names, ["accord.backup"]);
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            }
        }
        assert!(backup::write_to(&here.site.db, &folder.path().join("no/such/folder"), START).await.is_err());
    }
}

/// The rows of a backup by table, without its head, its order and its end.
fn everything_in(file: &[u8]) -> Tables {
    let mut tables = Tables::new();
    let mut table = String::new();
    for line in std::str::from_utf8(file).unwrap().lines() {
        if line.starts_with('[') {
            tables.get_mut(&table).unwrap().push(line.to_owned());
        } else if line.starts_with("{\"table\"") {
            table = line.to_owned();
            tables.insert(table.clone(), Vec::new());
        }
    }
    tables.values_mut().for_each(|rows| rows.sort_unstable());
    tables
}

/// The tables that the migrations make are those that a backup finds.
#[test]
fn no_table_is_forgotten() {
    let made = |text: &str| {
        let names = text.lines().filter_map(|line| line.strip_prefix("create table "));
        let mut names: Vec<String> =
            names.filter_map(|rest| rest.split([' ', '(']).next()).map(str::to_owned).collect();
        names.sort_unstable();
        names
    };
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
    let mut expected = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        expected.extend(made(&std::fs::read_to_string(entry.unwrap().path()).unwrap()));
    }
    expected.sort_unstable();
    let found = tokio::runtime::Runtime::new()
        .unwrap()
        .block_on(async { everything(&Here::sqlite().await.site.db).await.into_keys().collect::<Vec<_>>() });
    assert_eq!(found, expected);
}
