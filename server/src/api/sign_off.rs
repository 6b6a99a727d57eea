//! Signing a draft off before it is adopted. Who must sign is in `sign_off/signers.rs`.

pub mod signers;

use super::{designs, rounds};
use crate::auth::{Anyone, Customer, Designer};
use crate::db::designs as adopted;
use crate::db::events::{self, What};
use crate::db::practices::{self, Stored as StoredPractice};
use crate::db::sign_off::{self as table, DelegateRow, Ending, MarkRow, NewMark, NewReview, SigningRow};
use crate::design::difference::{self, Side};
use crate::design::review::{Reviewed, Standing, places};
use crate::design::whole::Whole;
use crate::error::{Error, Result};
use crate::memory::World;
use crate::site::Site;
use futures::FutureExt;
use model::access::NOT_FOR_CUSTOMERS;
use model::api::Done;
use model::api::sign_off::{GetSignOff, SendToReview, SignReview, WithdrawReview};
use model::person::Role;
use model::round::{Phase, Round};
use model::selection::Key;
use model::sign_off::{
    ReviewedLeftOut, ReviewedPractice, ReviewedUndecided, SignOff, SignOffInside, SignVerdict, Signer,
    SignerDelegate, SignerMark,
};
use model::time::Day;
use model::{Name, PersonId, Problem, ProposalId, RoundId, SigningId, Timestamp};

/// How often an act begins again because something else of the round changed meanwhile.
const TRIES: usize = 5;

pub async fn get(site: Site, who: Anyone, request: GetSignOff) -> Result<SignOff> {
    let round = rounds::seen(&site, &who, request.round)?;
    let (standing, practices) = in_full(&site, &round).await?;
    let staff = who.person.as_ref().is_some_and(|person| person.is_staff());
    let sees = staff || who.id().is_some_and(|person| standing.concerns(person));
    let inside = if sees { Some(inside(&site, &who, &round, (&standing, &practices)).await?) } else { None };
    let (signed, of) = standing.count();
    Ok(SignOff {
        round: round.id,
        state: standing.state(),
        signed,
        of,
        stale: standing.stale,
        sent: standing.review().map(|review| Timestamp(review.sent)),
        inside,
    })
}

/// The draft of a round as it would be signed at this moment.
async fn draft(site: &Site, round: &Round, practices: &[StoredPractice]) -> Result<Reviewed> {
    // Where there is nothing that it could be part of, sending it to review says so.
    let whole = match designs::whole(site, round, practices).await {
        Ok(base) => base.map(|base| base.whole),
        Err(Error::Problem(_)) => None,
        Err(fault) => return Err(fault),
    };
    let world = site.memory.read();
    let memory = world.round(round.id).ok_or_else(|| Problem::not_found("round"))?;
    let public = memory.proposals().filter(|one| one.status.is_public());
    Ok(Reviewed::of(round, practices, public).within(whole))
}

/// How the sign-off of a round's draft stands.
pub async fn standing(site: &Site, round: &Round) -> Result<Standing> {
    Ok(in_full(site, round).await?.0)
}

/// The same with the practices of the draft.
async fn in_full(site: &Site, round: &Round) -> Result<(Standing, Vec<StoredPractice>)> {
    let stored = table::load(&site.db, round.id).await?;
    let practices = practices::of_round(&site.db, round.id).await?;
    let draft = draft(site, round, &practices).await?;
    Ok((Standing::new(stored, draft)?, practices))
}

async fn inside(
    site: &Site,
    who: &Anyone,
    round: &Round,
    (standing, stored): (&Standing, &[StoredPractice]),
) -> Result<SignOffInside> {
    let before = designs::last_seen(site, designs::Sight::Of(who.person.as_deref()), round).await?;
    let shown = &standing.shown;
    // Where nothing is in review, nobody asks what the votes choose of it.
    let selected = match standing.review() {
        Some(_) => Some(site.selections.now(site, round.id, stored).await?),
        None => None,
    };
    let chosen = |key| selected.as_ref().is_some_and(|selected| selected.outcome.is_in(key));
    let difference = before.map(|before| difference::differences(&Side::from(&before), &shown.side()));
    let world = site.memory.read();
    let name = |person: i64| name(&world, person);
    let review = standing.review();
    let title = |id| {
        let found = world.round(round.id).and_then(|round| round.proposal(id));
        found.filter(|one| one.status.is_public()).map(|one| one.text.title.to_string())
    };
    let left_out = shown.left_out.iter().filter_map(|(id, decision, reason)| {
        let (decision, reason) = (*decision, reason.clone());
        Some(ReviewedLeftOut { proposal: *id, title: title(*id)?, decision, reason })
    });
    let shown_now = review.is_some();
    let practices = shown.practices.iter().filter(|_| shown_now);
    let practices = practices.map(|(id, text)| ReviewedPractice {
        id: *id,
        text: text.clone(),
        chosen: chosen(Key::Practice(*id)),
    });
    let taken = |id: ProposalId| {
        shown.practices.iter().any(|(_, text)| text.proposals.contains(&id))
            || shown.left_out.iter().any(|(left, ..)| *left == id)
    };
    let proposals = world.round(round.id).into_iter().flat_map(|memory| memory.proposals());
    let undecided =
        proposals.filter(|one| shown_now && one.status.is_public() && !taken(one.id)).map(|one| {
            ReviewedUndecided {
                proposal: one.id,
                title: one.text.title.clone(),
                chosen: chosen(Key::Proposal(one.id)),
            }
        });
    Ok(SignOffInside {
        undecided: undecided.collect(),
        needs: if shown_now { shown.needs() } else { Vec::new() },
        goes_on: shown.whole.as_ref().map(Whole::told),
        digest: review.map(|review| review.digest.clone()).unwrap_or_default(),
        sent_by: review.map(|review| name(review.sent_by)).transpose()?,
        words: review.and_then(|review| review.words.as_ref()?.parse().ok()),
        left_out: if review.is_some() { left_out.collect() } else { Vec::new() },
        practices: practices.collect(),
        difference: difference.unwrap_or_default(),
        signers: standing
            .stored
            .signings
            .iter()
            .map(|row| signer(&world, who, standing, row, site.clock.now()))
            .collect::<Result<_>>()?,
    })
}

fn signer(
    world: &World,
    who: &Anyone,
    standing: &Standing,
    row: &SigningRow,
    now: Timestamp,
) -> Result<Signer> {
    let (stages, cultures) = places(row);
    let today = Day::of(now).0;
    let delegate = standing.stored.delegates.iter().find(|one| one.signing == row.id && one.last >= today);
    let person = who.id();
    let admin = who.may(Role::Admin);
    let holder = world.person(PersonId(row.person));
    Ok(Signer {
        id: SigningId(row.id),
        function: function(row)?,
        holder: name(world, row.person)?,
        email: holder.and_then(|holder| holder.email.clone()).filter(|_| admin),
        stages,
        cultures,
        delegate: delegate.map(|one| stands_in(world, one)).transpose()?,
        must: standing.must(row),
        mark: standing.mark(row).map(|mark| said(world, mark)).transpose()?,
        mine: standing.review().is_some()
            && standing.must(row)
            && person.is_some_and(|person| standing.may_sign(row, person, now).is_some()),
        may_delegate: admin || person.is_some_and(|person| person.0 == row.person),
    })
}

fn stands_in(world: &World, one: &DelegateRow) -> Result<SignerDelegate> {
    Ok(SignerDelegate { name: name(world, one.person)?, from: Day(one.first), until: Day(one.last) })
}

fn said(world: &World, mark: &MarkRow) -> Result<SignerMark> {
    let verdict = SignVerdict::from_word(&mark.verdict)
        .ok_or_else(|| anyhow::anyhow!("{:?} is no verdict on a review", mark.verdict))?;
    Ok(SignerMark {
        verdict,
        by: name(world, mark.person)?,
        delegated: mark.delegated,
        words: mark.words.as_ref().and_then(|words| words.parse().ok()),
        at: Timestamp(mark.at),
    })
}

fn name(world: &World, person: i64) -> Result<Name> {
    let found = world.person(PersonId(person)).map(|person| person.name.clone());
    Ok(found.ok_or_else(|| anyhow::anyhow!("person {person} signs and is not known"))?)
}

/// The function that a row is about.
pub fn function(row: &SigningRow) -> Result<Name> {
    let name = row.name.parse();
    Ok(name.map_err(|refused: model::text::TextProblem| anyhow::anyhow!("{}: {refused}", row.name))?)
}

pub async fn send(site: Site, who: Designer, request: SendToReview) -> Result<Done> {
    for _ in 0..TRIES {
        let seen = caught_up(&site).await?;
        if try_send(&site, &who, &request, seen).await? {
            site.memory.catch_up().await?;
            return Ok(Done {});
        }
    }
    Err(changing().into())
}

/// `false` where something of the round has changed since `seen`.
async fn try_send(site: &Site, who: &Designer, request: &SendToReview, seen: i64) -> Result<bool> {
    let round = rounds::read(site, request.round)?;
    if !round.is_open(Phase::Adopt) {
        let message = "A draft is sent to review while this round's adoption is open.";
        return Err(Problem::conflict(message).into());
    }
    if round.not_for_customers {
        return Err(Problem::conflict(NOT_FOR_CUSTOMERS).into());
    }
    let stored = table::load(&site.db, round.id).await?;
    let practices = practices::of_round(&site.db, round.id).await?;
    designs::whole(site, &round, &practices).await?;
    let draft = draft(site, &round, &practices).await?;
    if draft.practices.is_empty() {
        return Err(Problem::conflict("There is no practice in the draft yet.").into());
    }
    if let Some(refused) = draft.whole.as_ref().and_then(|whole| whole.refused.clone()) {
        return Err(Problem::conflict(refused).into());
    }
    let standing = Standing::new(table::Stored { review: None, ..stored }, draft)?;
    if standing.count().1 == 0 {
        let message = "No function has to sign this draft: a signatory can adopt it as it is.";
        return Err(Problem::conflict(message).into());
    }
    let (content, digest) = standing.shown.sealed()?;
    let (at, by) = (site.clock.now(), who.id);
    let new = NewReview { round: round.id, content, digest, words: request.words.clone(), at, by };
    site.db
        .write(move |tx| {
            async move {
                events::take(tx, 0).await?;
                if adopted::changed_since(tx, seen, new.round).await? {
                    return Ok(false);
                }
                let id = table::send(tx, &new).await?;
                let what = What::of_round("review.sent", new.round, id);
                let words = new.words.as_ref().map(|words| words.as_str());
                events::record(tx, at, Some(by), what, words).await?;
                Ok::<_, Error>(true)
            }
            .boxed()
        })
        .await
}

pub async fn withdraw(site: Site, who: Designer, request: WithdrawReview) -> Result<Done> {
    let (round, now, by) = (request.round, site.clock.now(), who.id);
    rounds::read(&site, round)?;
    site.db
        .write(move |tx| {
            async move {
                events::take(tx, 0).await?;
                if !table::end(tx, round, Ending::Withdrawn, now).await? {
                    return Err(Error::from(nothing()));
                }
                let what = What::of_round("review.withdrawn", round, round.0);
                Ok(events::record(tx, now, Some(by), what, None).await?)
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

pub async fn sign(site: Site, who: Customer, request: SignReview) -> Result<Done> {
    let row = signers::seen(&site, &who, request.signing).await?;
    if request.verdict == SignVerdict::SentBack && request.words.is_none() {
        let message = "Say why it is sent back, so that it can be put right.";
        return Err(Problem::field("words", message).into());
    }
    for _ in 0..TRIES {
        let seen = caught_up(&site).await?;
        if try_sign(&site, &who, (&row, &request), seen).await? {
            site.memory.catch_up().await?;
            return Ok(Done {});
        }
    }
    Err(changing().into())
}

/// `false` where something of the round has changed since `seen`.
async fn try_sign(
    site: &Site,
    who: &Customer,
    (row, request): (&SigningRow, &SignReview),
    seen: i64,
) -> Result<bool> {
    let round = rounds::read(site, RoundId(row.round))?;
    let standing = standing(site, &round).await?;
    let mark = mark(&standing, row, who, request, site.clock.now())?;
    let round = round.id;
    let detail = match &mark.words {
        Some(words) => format!("{}: {words}", row.name),
        None => row.name.clone(),
    };
    let kind = match mark.verdict {
        SignVerdict::Signed => "review.signed",
        SignVerdict::SentBack => "review.sent_back",
    };
    site.db
        .write(move |tx| {
            async move {
                events::take(tx, 0).await?;
                if adopted::changed_since(tx, seen, round).await? {
                    return Ok(false);
                }
                table::sign(tx, &mark).await?;
                let what = What::of_round(kind, round, mark.review);
                events::record(tx, mark.at, Some(mark.person), what, Some(&detail)).await?;
                Ok::<_, Error>(true)
            }
            .boxed()
        })
        .await
}

fn nothing() -> Problem {
    Problem::conflict("Nothing is in review.")
}

/// What is to be kept of it, if this person may say it of this draft.
fn mark(
    standing: &Standing,
    row: &SigningRow,
    who: &Customer,
    request: &SignReview,
    now: Timestamp,
) -> Result<NewMark> {
    let delegated = standing.may_sign(row, who.id, now).ok_or_else(signers::gone)?;
    let review = standing.review().ok_or_else(nothing)?;
    if !standing.must(row) {
        let message = "This function does not have to sign: no practice stands where it must.";
        return Err(Problem::conflict(message).into());
    }
    if !standing.stale && request.digest != review.digest {
        let message = "The draft was changed and sent to review again after you had read it. What is in review now stands below: read it, and say it again.";
        return Err(Problem::conflict(message).into());
    }
    if standing.stale {
        let message = "The draft has changed since you read it. It has to be sent to review again.";
        return Err(Problem::conflict(message).into());
    }
    Ok(NewMark {
        review: review.id,
        function: row.function,
        person: who.id,
        delegated,
        verdict: request.verdict,
        words: request.words.clone(),
        at: now,
    })
}

/// Everything that is read after the number that this gives is noticed if it changes before the act is done.
async fn caught_up(site: &Site) -> Result<i64> {
    site.memory.catch_up().await?;
    Ok(site.memory.read().seq())
}

fn changing() -> Problem {
    Problem::conflict("The draft is being changed at this moment. Please look at it again.")
}
