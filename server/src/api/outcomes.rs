//! What came out of activities: noted by staff as proposals and stories for those who were present, and the answers of those. What is
//! confirmed is written as if they had written it themselves, by the same rules.

pub mod mine;
mod shown;

use super::activities::known;
use super::comments::adding;
use super::proposals::proposing;
use crate::auth::{Anyone, Organizer};
use crate::clock::digest;
use crate::db::activities::{self as activity_table, ActivityRow};
use crate::db::events::{self, What};
use crate::db::invitations;
use crate::db::notices::{self, NewNotice};
use crate::db::outcomes::{self as table, Became, NewOutcome, OutcomeRow};
use crate::error::{Error, Result};
use crate::limits::Limit;
use crate::mail::letters::activities::{Noted, noted};
use crate::markdown::render;
use crate::memory::Member;
use crate::signed::{self, Secret};
use crate::site::Site;
use futures::FutureExt;
use model::activity::State;
use model::activity::outcome::{Outcome, Reply, Said, StoryText, What as Which};
use model::api::Done;
use model::api::activities::{
    AnswerOutcome, ConfirmProposal, ConfirmStory, GetOutcome, NoteProposal, NoteStory,
};
use model::api::comments::AddComment;
use model::comment::{Kind, Tone};
use model::notice::NoticeKind;
use model::picture::With;
use model::proposal::ProposalText;
use model::{ActivityId, PersonId, Problem, Remark, RoundId, Timestamp};
use shown::title;
pub use shown::{pending, read};
use std::sync::Arc;

/// How long the link in the letter works.
const LIFE: i64 = 30 * Timestamp::DAY;

pub async fn note_proposal(site: Site, who: Organizer, request: NoteProposal) -> Result<Done> {
    let NoteProposal { activity, person, text } = request;
    note(&site, &who, (activity, person), Said::Proposal(text)).await
}

pub async fn note_story(site: Site, who: Organizer, request: NoteStory) -> Result<Done> {
    let NoteStory { activity, person, beside, tone, text } = request;
    note(&site, &who, (activity, person), Said::Story(StoryText { beside, tone, text })).await
}

async fn note(site: &Site, who: &Organizer, of: (ActivityId, PersonId), said: Said) -> Result<Done> {
    let (activity, person) = of;
    let row = known(site, activity).await?;
    if row.state() == State::Cancelled {
        return Err(Problem::conflict("It was cancelled.").into());
    }
    let there = invitations::one(&site.db, activity, person).await?.is_some_and(|row| row.present.is_some());
    let member = site.memory.read().person(person).filter(|_| there);
    let absent = || Problem::field("person", "Choose one of those who were present.");
    let member = member.ok_or_else(absent)?;
    let address = member.email.clone().ok_or_else(absent)?;
    may_say(site, &member, RoundId(row.round), &said)?;
    site.limits.check(Limit::Note, &person.to_string())?;
    let (now, by, secret) = (site.clock.now(), who.id, Secret::new(site));
    let letter = {
        let world = site.memory.read();
        let company = world.company().map(|company| company.name.clone()).unwrap_or_default();
        let (title, words) =
            (title(&world, &said).ok_or_else(|| Problem::not_found("proposal"))?, words(&said));
        noted(&Noted {
            to: address.as_str(),
            name: member.name.as_str(),
            by: who.name.as_str(),
            company: &company,
            activity: &row.title,
            did: if said.what() == Which::Proposal { "proposed" } else { "told" },
            title: title.as_str(),
            said: &words,
            link: &site.config.link(&format!("/outcomes/{}", secret.key)),
            days: LIFE / Timestamp::DAY,
        })
    };
    let detail = said.what().word();
    let new = NewOutcome { activity, person, said, hash: secret.hash, expires: now.plus(LIFE), by, at: now };
    let notice = notice(&row, person, now);
    let own = site.clone();
    site.db
        .write(move |tx| {
            async move {
                let id = table::add(tx, &new).await?;
                events::record(tx, now, Some(by), What::new("activity.outcome", activity.0), Some(detail))
                    .await?;
                notices::add(tx, &NewNotice { subject: id, ..notice }).await?;
                if !signed::send_written(&own, tx, person, (NoticeKind::Noted, NOTED), letter).await? {
                    table::without_letter(tx, id).await?;
                }
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await?;
    site.mail.wake();
    site.memory.catch_up().await?;
    Ok(Done {})
}

/// What such a notice calls itself, which no event stands for.
pub const NOTED: &str = "outcome.noted";

/// What whoever said it finds among their news; the letter is one of its own.
fn notice(activity: &ActivityRow, person: PersonId, at: Timestamp) -> NewNotice {
    NewNotice {
        person,
        kind: NoticeKind::Noted,
        what: NOTED.into(),
        round: Some(RoundId(activity.round)),
        subject: 0,
        words: Some(activity.title.clone()),
        at,
        due: None,
        once: false,
    }
}

/// As the letter has it.
fn words(said: &Said) -> String {
    match said {
        Said::Proposal(text) => format!("{}: {}\n\n{}", text.kind.word(), text.title, text.why),
        Said::Story(story) => story.text.to_string(),
    }
}

/// Whether it could be theirs now.
fn may_say(site: &Site, who: &Arc<Member>, round: RoundId, said: &Said) -> Result<()> {
    match said {
        Said::Proposal(text) => proposing::may_propose(site, who, round, text),
        Said::Story(story) => adding::may_add(site, who, &as_comment(story.clone())).map(drop),
    }
}

fn as_comment(story: StoryText) -> AddComment {
    let StoryText { beside, tone, text } = story;
    AddComment { follow: false, proposal: beside, parent: None, kind: Kind::Story, tone: Some(tone), text }
}

/// What a letter's key leads to, for as long as it works.
async fn of_key(site: &Site, key: &str) -> Result<OutcomeRow> {
    let row = table::of_hash(&site.db, &digest(key), site.clock.now()).await?;
    Ok(row.ok_or_else(|| Problem::not_found("letter"))?)
}

pub async fn get(site: Site, _who: Anyone, request: GetOutcome) -> Result<Outcome> {
    show(&site, of_key(&site, &request.key).await?).await
}

/// As whoever it was noted for reads it.
async fn show(site: &Site, row: OutcomeRow) -> Result<Outcome> {
    let gone = || Problem::not_found("letter");
    let activity = activity_table::one(&site.db, ActivityId(row.activity)).await?.ok_or_else(gone)?;
    let said = row.said();
    let (round, person) =
        (RoundId(activity.round), site.memory.read().person(PersonId(row.person.unwrap_or(0))));
    let shut = match (&person, &said) {
        (Some(person), Some(said)) => {
            may_say(site, person, round, said).err().map(|fault| fault.told().message)
        }
        _ => None,
    };
    let world = site.memory.read();
    let person = person.ok_or_else(gone)?;
    world.seen(Some(&person), round).ok_or_else(gone)?;
    let beside =
        said.as_ref().filter(|said| said.what() == Which::Story).and_then(|said| title(&world, said));
    Ok(Outcome {
        activity: ActivityId(row.activity),
        title: activity.title.parse().map_err(|_| gone())?,
        round,
        by: world.person(PersonId(row.by_person)).ok_or_else(gone)?.name.clone(),
        html: match &said {
            Some(Said::Proposal(text)) => render(text.why.as_str()),
            Some(Said::Story(story)) => render(story.text.as_str()),
            None => model::Html::default(),
        },
        beside,
        said,
        expires: Timestamp(row.expires),
        answered: row.answered.is_some(),
        shut,
    })
}

pub async fn answer(site: Site, _who: Anyone, request: AnswerOutcome) -> Result<Outcome> {
    let AnswerOutcome { key, answer } = request;
    reply(&site, &of_key(&site, &key).await?, answer).await?;
    show(&site, of_key(&site, &key).await?).await
}

pub async fn confirm_proposal(site: Site, _who: Anyone, request: ConfirmProposal) -> Result<Outcome> {
    let ConfirmProposal { key, text } = request;
    in_other_words(&site, &of_key(&site, &key).await?, Words::Proposal(text)).await?;
    show(&site, of_key(&site, &key).await?).await
}

pub async fn confirm_story(site: Site, _who: Anyone, request: ConfirmStory) -> Result<Outcome> {
    let ConfirmStory { key, tone, text } = request;
    in_other_words(&site, &of_key(&site, &key).await?, Words::Story(tone, text)).await?;
    show(&site, of_key(&site, &key).await?).await
}

async fn reply(site: &Site, row: &OutcomeRow, answer: Reply) -> Result<()> {
    open(row)?;
    match (answer, row.said()) {
        (Reply::Confirm, Some(said)) => confirm(site, row, said).await,
        _ => finish(site, row, Becomes::Nothing).await,
    }
}

/// What it is to be instead.
enum Words {
    Proposal(ProposalText),
    Story(Tone, Remark),
}

async fn in_other_words(site: &Site, row: &OutcomeRow, words: Words) -> Result<()> {
    open(row)?;
    let said = match (row.said(), words) {
        (Some(Said::Proposal(_)), Words::Proposal(text)) => Said::Proposal(text),
        (Some(Said::Story(story)), Words::Story(tone, text)) => {
            Said::Story(StoryText { tone, text, ..story })
        }
        _ => return Err(Problem::not_found("letter").into()),
    };
    confirm(site, row, said).await
}

const ANSWERED: &str = "This has been answered.";

/// Whether it has not been answered yet.
fn open(row: &OutcomeRow) -> Result<()> {
    if row.answered.is_some() { Err(Problem::conflict(ANSWERED).into()) } else { Ok(()) }
}

/// It becomes theirs.
async fn confirm(site: &Site, row: &OutcomeRow, said: Said) -> Result<()> {
    let gone = || Problem::not_found("letter");
    let who = site.memory.read().person(PersonId(row.person.unwrap_or(0))).ok_or_else(gone)?;
    let becomes = match said {
        Said::Proposal(text) => {
            let activity = known(site, ActivityId(row.activity)).await?;
            Becomes::Proposal(proposing::prepared(site, &who, RoundId(activity.round), text, None).await?)
        }
        Said::Story(story) => Becomes::Story(
            adding::prepared(site, &who, With { request: as_comment(story), pictures: None }).await?,
        ),
    };
    finish(site, row, becomes).await
}

/// What it is to be.
enum Becomes {
    Proposal(proposing::Prepared),
    Story(adding::Prepared),
    Nothing,
}

/// Answers it, once, together with what it becomes.
async fn finish(site: &Site, row: &OutcomeRow, becomes: Becomes) -> Result<()> {
    let gone = || Error::from(Problem::not_found("letter"));
    let (id, activity, now) = (row.id, row.activity, site.clock.now());
    let person = row.person.map(PersonId).ok_or_else(gone)?;
    site.db
        .write(move |tx| {
            async move {
                // Of two who answer at once the second finds it answered.
                events::take(tx, 0).await?;
                let became = match becomes {
                    Becomes::Proposal(new) => Became::Proposal(proposing::write(tx, &new, person).await?),
                    Becomes::Story(new) => Became::Story(adding::write(tx, &new, person).await?),
                    Becomes::Nothing => Became::Nothing,
                };
                if !table::answer(tx, id, became, now).await? {
                    return Err(Error::from(Problem::conflict(ANSWERED)));
                }
                notices::recall_what(tx, person, NOTED, id).await?;
                let what = What::new("activity.outcome_answered", activity);
                events::record(tx, now, Some(person), what, None).await?;
                Ok(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(())
}
