//! Pictures: what comes in and what is kept of it, and that each is seen as what it belongs to is.

mod files;

use crate::harness::{Caller, Here, body, proposal};
use crate::on_both;
use files::{EXIF, bomb, half_and_half, is_red, written};
use http::{StatusCode, header};
use image::{GenericImageView, ImageFormat};
use model::api::comments::{AddComment, ChangeComment, GetTalk, JudgeComment, WithdrawComment};
use model::api::mine::{GetMyData, Leave};
use model::api::people::BlockPerson;
use model::api::proposals::{ChangeProposal, GetProposal, Judge, Propose};
use model::api::queue::GetQueue;
use model::comment::{Comment, Kind};
use model::person::Role;
use model::picture::{LONGEST, MOST, MOST_BYTES, MOST_PIXELS, MOST_SIDE, Picture, Pictures, With, path};
use model::proposal::Proposal;
use model::queue::What;
use model::round::Moderation;
use model::verdict::Decision;
use model::{PictureId, Problem, ProblemKind, RoundId, Timestamp};
use server::jobs::{KEEP_LOOSE, forget_declined, tidy};
use server::pictures::fits;

pub fn named(pictures: &[(&Picture, &str)]) -> Pictures {
    Pictures(pictures.iter().map(|(picture, alt)| (picture.id, alt.parse().unwrap())).collect())
}

fn with<E>(request: E, pictures: &[(&Picture, &str)]) -> With<E> {
    With { request, pictures: Some(named(pictures)) }
}

pub async fn uploaded(here: &Here, who: &Caller, round: RoundId) -> Picture {
    here.upload(who, round, written(&half_and_half(40, 20), ImageFormat::Png, None)).await.unwrap()
}

async fn proposed(here: &Here, who: &Caller, round: RoundId, pictures: &[(&Picture, &str)]) -> Proposal {
    let request = Propose { round, text: proposal("Mend the gate") };
    here.call(who, with(request, pictures)).await.unwrap()
}

async fn said(here: &Here, who: &Caller, on: &Proposal, pictures: &[(&Picture, &str)]) -> Comment {
    let text = "This is the gate.".parse().unwrap();
    let request =
        AddComment { follow: false, proposal: on.id, parent: None, kind: Kind::Comment, tone: None, text };
    here.call(who, with(request, pictures)).await.unwrap()
}

async fn status(here: &Here, who: &Caller, id: PictureId) -> u16 {
    here.get(who, &path(id)).await.status().as_u16()
}

async fn statuses(here: &Here, callers: &[&Caller], id: PictureId) -> Vec<u16> {
    let mut all = Vec::new();
    for who in callers {
        all.push(status(here, who, id).await);
    }
    all
}

async fn kept(here: &Here) -> i64 {
    const COUNT: &str = "select count(*) from picture";
    server::db::on!(&here.site.db, c => sqlx::query_scalar(COUNT).fetch_one(c).await).unwrap()
}

fn about(refused: &Problem) -> &str {
    &refused.fields[0].field
}

const SEEN: [u16; 4] = [200; 4];
/// The author and the moderator, of author, another customer, stranger and moderator.
const HIDDEN: [u16; 4] = [200, 404, 404, 200];

on_both! {
    async fn a_picture_is_made_anew_the_right_way_up_and_without_what_the_camera_noted(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let file = written(&half_and_half(40, 20), format, Some(EXIF));
            assert!(file.windows(6).any(|part| part == b"52.52N"), "{format:?}: the test's own file says where");
            let picture = here.upload(&ada, round, file).await.unwrap();
            assert_eq!((picture.width, picture.height, &picture.alt), (20, 40, &None), "{format:?}");
            let answer = here.get(&ada, &picture.path()).await;
            let heads = answer.headers().clone();
            let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            for secret in [&b"52.52N"[..], b"Exif", b"eXIf", b"EXIF"] {
                assert!(!bytes.windows(secret.len()).any(|part| part == secret), "{format:?}");
            }
            let as_kept = image::guess_format(&bytes).unwrap();
            assert_eq!(heads[header::CONTENT_TYPE], as_kept.to_mime_type());
            assert_eq!(heads[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
            assert_eq!(heads[header::CACHE_CONTROL], "private, max-age=31536000, immutable");
            assert_eq!(heads[header::VARY], "cookie");
            assert_eq!(heads[header::CONTENT_SECURITY_POLICY], "default-src 'none'; style-src 'unsafe-inline'; sandbox");
            let seen = image::load_from_memory(&bytes).unwrap();
            assert_eq!(seen.dimensions(), (20, 40));
            // What lay on the left is above.
            assert!(is_red(&seen, 10, 5) && !is_red(&seen, 10, 35), "{format:?}");
            let again = http::Request::get(picture.path()).header(header::HOST, "localhost:3000")
                .header(header::COOKIE, ada.cookie()).header(header::IF_NONE_MATCH, &heads[header::ETAG]);
            let again = here.raw(again.body(axum::body::Body::empty()).unwrap()).await;
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        }
    }

    async fn it_is_no_larger_than_pages_show_it(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        for (width, height, kept) in [
            (LONGEST, 8, (LONGEST, 8)), (LONGEST + 1, 8, (LONGEST, 8)), (2 * LONGEST, LONGEST, (LONGEST, LONGEST / 2)),
            (1, 2 * LONGEST, (1, LONGEST)),
        ] {
            let file = written(&half_and_half(width, height), ImageFormat::Png, None);
            let picture = here.upload(&ada, round, file).await.unwrap();
            assert_eq!((picture.width, picture.height), kept, "{width} x {height}");
        }
    }

    async fn what_is_no_picture_or_too_large_is_refused_by_name_and_nothing_is_kept(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let png = written(&half_and_half(40, 20), ImageFormat::Png, None);
        let files = [
            (Vec::new(), ProblemKind::Invalid, "Choose a picture."),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), ProblemKind::Invalid, "no picture"),
            (b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), ProblemKind::Invalid, "no picture"),
            (png[..png.len() / 2].to_vec(), ProblemKind::Invalid, "no picture"),
            (b"RIFF\x10\0\0\0WEBPVP8L".to_vec(), ProblemKind::Invalid, "no picture"),
            (vec![0; MOST_BYTES], ProblemKind::Invalid, "no picture"),
            (vec![0; MOST_BYTES + 1], ProblemKind::TooLarge, "at most 8 MB"),
            (bomb(60_000, 60_000), ProblemKind::Invalid, "at most 25 million pixels"),
            (bomb(MOST_SIDE + 1, 1), ProblemKind::Invalid, "12000 along a side"),
            (bomb(5_001, 5_000), ProblemKind::Invalid, "at most 25 million pixels"),
        ];
        for (file, kind, words) in files {
            let refused = here.upload(&ada, round, file).await.unwrap_err();
            assert_eq!((refused.kind, about(&refused)), (kind, "pictures"), "{words}");
            assert!(refused.fields[0].message.contains(words), "{}", refused.fields[0].message);
        }
        assert_eq!(kept(&here).await, 0);
    }

    async fn it_is_seen_as_the_proposal_is_that_it_belongs_to(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let (ada, bob, mo) = (here.customer("Ada").await, here.customer("Bob").await, here.staff("Mo", Role::Moderator).await);
        let stranger = Caller::stranger();
        let all = [&ada, &bob, &stranger, &mo];
        let picture = uploaded(&here, &ada, round).await;
        assert_eq!(statuses(&here, &all, picture.id).await, [200, 404, 404, 404], "it belongs to nothing yet");
        let made = proposed(&here, &ada, round, &[(&picture, "The gate")]).await;
        assert_eq!(made.pictures, [Picture { alt: Some("The gate".parse().unwrap()), ..picture.clone() }]);
        assert_eq!(statuses(&here, &all, picture.id).await, HIDDEN);
        let never = here.get(&bob, "/pictures/999999").await;
        let hidden = here.get(&bob, &picture.path()).await;
        assert_eq!((never.status(), body(never).await), (hidden.status(), body(hidden).await));
        let queue = here.call(&mo, GetQueue::default()).await.unwrap();
        let What::Proposal(waits) = &queue.items[0].what else { panic!() };
        assert_eq!(waits.pictures, made.pictures);

        let judge = |decision, reason: Option<&str>| Judge {
            proposal: made.id, decision, reason: reason.map(|words| words.parse().unwrap()), trust: false,
        };
        here.call(&mo, judge(Decision::Publish, None)).await.unwrap();
        assert_eq!(statuses(&here, &all, picture.id).await, SEEN);
        let page = here.text(&stranger, &made.path()).await;
        assert!(page.contains(&format!("src=\"{}\"", picture.path())) && page.contains("alt=\"The gate\""), "{page}");
        assert!(page.contains("width=\"40\"") && page.contains("height=\"20\"") && page.contains("loading=\"lazy\""));
        here.call(&mo, judge(Decision::Decline, Some("It shows a person."))).await.unwrap();
        assert_eq!(statuses(&here, &all, picture.id).await, HIDDEN);
        // Its words go after a while, and so does what it showed.
        forget_declined(&here.site, here.clock.now()).await.unwrap();
        assert_eq!(statuses(&here, &all, picture.id).await, [404; 4]);
    }

    async fn it_is_seen_as_the_comment_is_that_it_belongs_to(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let (ada, bob, mo) = (here.author("Ada").await, here.customer("Bob").await, here.staff("Mo", Role::Moderator).await);
        let stranger = Caller::stranger();
        let all = [&bob, &ada, &stranger, &mo];
        let on = proposed(&here, &ada, round, &[]).await;
        let picture = uploaded(&here, &bob, round).await;
        let comment = said(&here, &bob, &on, &[(&picture, "The gate")]).await;
        assert_eq!(comment.pictures.len(), 1);
        assert_eq!(statuses(&here, &all, picture.id).await, HIDDEN);
        let queue = here.call(&mo, GetQueue::default()).await.unwrap();
        let What::Comment { comment: waits, .. } = &queue.items[0].what else { panic!() };
        assert_eq!(waits.pictures, comment.pictures);
        here.call(&mo, JudgeComment { comment: comment.id, decision: Decision::Publish, reason: None, trust: false }).await.unwrap();
        assert_eq!(statuses(&here, &all, picture.id).await, SEEN);
        let talk = here.call(&stranger, GetTalk { proposal: on.id }).await.unwrap();
        assert_eq!(talk.comments[0].pictures, comment.pictures);
        here.call(&bob, WithdrawComment { comment: comment.id }).await.unwrap();
        assert_eq!(statuses(&here, &all, picture.id).await, [404; 4]);
        assert_eq!(kept(&here).await, 0);
    }

    async fn in_a_round_for_staff_there_is_no_such_picture_for_anybody_else(here) {
        let round = here.company().await;
        let (ada, bob, admin) = (here.customer("Ada").await, here.customer("Bob").await, here.staff("Xena", Role::Admin).await);
        let stranger = Caller::stranger();
        let picture = uploaded(&here, &admin, round).await;
        proposed(&here, &admin, round, &[(&picture, "The gate")]).await;
        assert_eq!(statuses(&here, &[&ada, &bob, &stranger, &admin], picture.id).await, SEEN);
        let see = model::api::access::Wanted::from(model::api::access::Who::Staff);
        let access = model::api::access::SetAccess { see, ..crate::permissions::fixture::open(round) };
        here.call(&admin, access).await.unwrap();
        assert_eq!(statuses(&here, &[&ada, &bob, &stranger, &admin], picture.id).await, [404, 404, 404, 200]);
        let refused = here.upload(&ada, round, Vec::new()).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::NotFound, "nor is there the round");
    }

    async fn who_may_not_write_may_not_upload(here) {
        let here = here.configured(|config| config.proposals_per_hour = 2).await;
        let round = here.company().await;
        let (ada, rude, mo) = (here.customer("Ada").await, here.customer("Rude").await, here.staff("Mo", Role::Moderator).await);
        assert_eq!(here.upload(&Caller::stranger(), round, Vec::new()).await.unwrap_err().kind, ProblemKind::SignInNeeded);
        let reason = "Rude pictures.".parse().unwrap();
        here.call(&mo, BlockPerson { person: rude.id, reason }).await.unwrap();
        let file = written(&half_and_half(4, 2), ImageFormat::Png, None);
        assert_eq!(here.upload(&rude, round, file.clone()).await.unwrap_err().kind, ProblemKind::NotAllowed);
        assert_eq!(here.upload(&ada, RoundId(77), file.clone()).await.unwrap_err().kind, ProblemKind::NotFound);
        for _ in 0..2 {
            here.upload(&ada, round, file.clone()).await.unwrap();
        }
        assert_eq!(here.upload(&ada, round, file).await.unwrap_err().kind, ProblemKind::TooMany);
    }

    async fn an_item_takes_its_authors_pictures_with_words_and_not_too_many(here) {
        let round = here.company().await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let mut pictures = Vec::new();
        for _ in 0..=MOST {
            pictures.push(uploaded(&here, &ada, round).await);
        }
        let all: Vec<(&Picture, &str)> = pictures.iter().map(|picture| (picture, "A gate")).collect();
        let propose = |text: &str| Propose { round, text: proposal(text) };
        let refused = here.call(&ada, with(propose("Too many"), &all)).await.unwrap_err();
        assert_eq!(about(&refused), "pictures");
        let of_another = here.call(&bob, with(propose("Not mine"), &all[..1])).await.unwrap_err();
        assert_eq!(about(&of_another), format!("pictures.{}", pictures[0].id));
        let listed = here.text(&bob, &format!("/api/v1/rounds/{round}/proposals")).await;
        assert!(listed.contains("\"items\":[]"), "nothing is half done: {listed}");
        let wordless = serde_json::json!({ "kind": "start", "title": "Wordless", "why": "Because.", "stages": [3],
            "cultures": [1], "pictures": { pictures[0].id.to_string(): " " } });
        let uri = format!("/api/v1/rounds/{round}/proposals");
        let refused = body(here.send(&ada, "POST", &uri, "application/json", Some(wordless.to_string())).await).await;
        let refused: Problem = serde_json::from_str(&refused).unwrap();
        assert_eq!(about(&refused), format!("pictures.{}", pictures[0].id));

        let made = here.call(&ada, with(propose("As many as may be"), &all[..MOST])).await.unwrap();
        assert_eq!(made.pictures.len(), MOST);
        // What belongs to one thing is not given to another.
        assert!(here.call(&ada, with(propose("Again"), &all[..1])).await.is_err());
        assert!(here.call(&ada, with(AddComment { follow: false, proposal: made.id, parent: None, kind: Kind::Comment, tone: None,
            text: "Mine".parse().unwrap() }, &all[..1])).await.is_err());
        let shown = || async { here.call(&bob, GetProposal { proposal: made.id }).await.unwrap().pictures };
        // Nothing said, nothing changed; those that are not named any more go.
        here.call(&ada, ChangeProposal { seen: None, proposal: made.id, text: proposal("Other words") }).await.unwrap();
        assert_eq!(shown().await, made.pictures);
        let change = || ChangeProposal { seen: None, proposal: made.id, text: proposal("Other words") };
        here.call(&ada, with(change(), &[(&pictures[1], "The gate, shut"), (&pictures[MOST], "The gate, open")])).await.unwrap();
        let words: Vec<String> = shown().await.into_iter().map(|one| one.alt.unwrap().to_string()).collect();
        assert_eq!(words, ["The gate, shut", "The gate, open"]);
        assert_eq!((status(&here, &ada, pictures[0].id).await, kept(&here).await), (404, 2));
        here.call(&ada, with(change(), &[])).await.unwrap();
        assert_eq!((shown().await.len(), kept(&here).await), (0, 0));
    }

    async fn a_plain_form_names_pictures_by_its_fields(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let on = proposed(&here, &ada, round, &[]).await;
        let picture = uploaded(&here, &ada, round).await;
        let field = format!("pictures.{}", picture.id);
        let uri = format!("/api/v1/proposals/{}/comments", on.id);
        let fields = [("text", "This is the gate."), ("pictures", ""), (field.as_str(), "The gate")];
        assert_eq!(here.form(&ada, &uri, &fields).await.status(), StatusCode::SEE_OTHER);
        let comment = here.call(&ada, GetTalk { proposal: on.id }).await.unwrap().comments.remove(0);
        assert_eq!(comment.pictures[0].alt.as_ref().unwrap().as_str(), "The gate");
        let page = here.text(&ada, &on.path()).await;
        assert!(page.contains(&format!("name=\"{field}\"")), "its author can change the words");
        let uri = format!("/api/v1/comments/{}", comment.id);
        assert_eq!(here.form(&ada, &uri, &[("text", "This is the gate."), ("pictures", "")]).await.status(), StatusCode::SEE_OTHER);
        let changed = here.call(&ada, GetTalk { proposal: on.id }).await.unwrap().comments.remove(0);
        assert!(changed.pictures.is_empty() && changed.edited.is_some() && changed.before.is_empty(), "{changed:?}");
    }

    async fn new_pictures_of_a_comment_are_read_by_a_moderator_as_new_words_are(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let (ada, bob, mo) = (here.author("Ada").await, here.customer("Bob").await, here.staff("Mo", Role::Moderator).await);
        let on = proposed(&here, &ada, round, &[]).await;
        let comment = said(&here, &bob, &on, &[]).await;
        here.call(&mo, JudgeComment { comment: comment.id, decision: Decision::Publish, reason: None, trust: false }).await.unwrap();
        let picture = uploaded(&here, &bob, round).await;
        let change = ChangeComment { comment: comment.id, text: comment.text.clone().unwrap() };
        here.call(&bob, with(change, &[(&picture, "The gate")])).await.unwrap();
        assert_eq!(statuses(&here, &[&bob, &ada, &Caller::stranger(), &mo], picture.id).await, HIDDEN);
    }

    async fn what_nothing_names_goes_after_a_day(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let (loose, named) = (uploaded(&here, &ada, round).await, uploaded(&here, &ada, round).await);
        proposed(&here, &ada, round, &[(&named, "The gate")]).await;
        here.clock.advance(KEEP_LOOSE - 1);
        tidy(&here.site).await.unwrap();
        assert_eq!(status(&here, &ada, loose.id).await, 200);
        here.clock.advance(1);
        tidy(&here.site).await.unwrap();
        assert_eq!((status(&here, &ada, loose.id).await, status(&here, &ada, named.id).await), (404, 200));
        assert_eq!(KEEP_LOOSE, Timestamp::DAY);
        let late = here.call(&ada, with(Propose { round, text: proposal("Too late") }, &[(&loose, "A gate")])).await.unwrap_err();
        assert_eq!(about(&late), format!("pictures.{}", loose.id));
    }

    async fn who_leaves_takes_their_pictures_along_and_reads_of_them_before(here) {
        let round = here.company().await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let (one, two, loose) =
            (uploaded(&here, &ada, round).await, uploaded(&here, &ada, round).await, uploaded(&here, &ada, round).await);
        let his = uploaded(&here, &bob, round).await;
        let made = proposed(&here, &ada, round, &[(&one, "The gate")]).await;
        said(&here, &ada, &made, &[(&two, "The yard")]).await;
        said(&here, &bob, &made, &[(&his, "Another gate")]).await;
        let mine = here.call(&ada, GetMyData {}).await.unwrap();
        let shows: Vec<_> = mine["pictures"].as_array().unwrap().iter().map(|one| one["shows"].as_str()).collect();
        assert_eq!(shows, [Some("The gate"), Some("The yard"), None]);
        assert_eq!(mine["pictures"][0]["address"], one.path());
        here.call(&ada, Leave { sure: true, words: false }).await.unwrap();
        for picture in [&one, &two, &loose] {
            assert_eq!(status(&here, &bob, picture.id).await, 404);
        }
        assert_eq!((status(&here, &bob, his.id).await, kept(&here).await), (200, 1));
        assert_eq!(here.call(&bob, GetProposal { proposal: made.id }).await.unwrap().pictures, []);
    }
}

#[test]
fn a_picture_has_as_many_pixels_as_it_may_have_and_no_more() {
    let root = u32::try_from(MOST_PIXELS.isqrt()).unwrap();
    assert_eq!(u64::from(root) * u64::from(root), MOST_PIXELS);
    assert!(fits(root, root).is_ok() && fits(root + 1, root).is_err());
    assert!(fits(MOST_SIDE, 1).is_ok() && fits(MOST_SIDE + 1, 1).is_err() && fits(1, MOST_SIDE + 1).is_err());
    assert!(fits(0, 1).is_err() && fits(1, 0).is_err());
}
