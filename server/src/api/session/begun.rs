//! Does what a stranger began before signing in: the same calls, by the person that they turned out to be. It belongs to
//! one sign-in, the one that was asked for with it, so that nobody else's name is put under it.

use crate::api::call;
use crate::auth::{Anyone, Visitor, Who};
use crate::clock::digest;
use crate::db::sign_in;
use crate::error::Result;
use crate::session::{self, Begun, Flash};
use crate::site::Site;
use axum::body::{Body, Bytes};
use http::{Request, header};
use model::api::Done;
use model::api::session::{Begun as Waiting, DropBegun, ListBegun};
use model::proposal::{Proposal, Status};
use model::{Email, PersonId, Problem};
use tower::ServiceExt;

/// What came of it.
#[derive(Debug, Default)]
pub struct Finished {
    pub completed: Option<String>,
    /// The page that shows it, where that is another than the one it was begun on.
    pub shown_at: Option<String>,
}

/// What waits in this browser for a sign-in.
pub async fn list(site: Site, who: Visitor<Anyone>, request: ListBegun) -> Result<Vec<Waiting>> {
    let mut begun = session::begun(&who.session).await?;
    if !request.token.is_empty() {
        let of_link = sign_in::email_of(&site.db, &digest(&request.token), site.clock.now()).await?;
        begun.retain(|one| of_link.as_ref().is_some_and(|email| one.belongs_to(email)));
    }
    if let Some(email) = &request.email {
        begun.retain(|one| one.belongs_to(email.as_str()));
    }
    let world = site.memory.read();
    let waiting = begun.iter().filter_map(|one| {
        if !is_vote(one) && !one.uri.ends_with("/comments") {
            let typed = typed(one);
            return Some(Waiting::Proposal { title: typed.get("title")?.parse().ok()? });
        }
        let beside = one.uri.ends_with("/comments");
        let id = one.uri.split('/').rev().nth(1)?.parse().ok()?;
        // Whoever begins something beside what they may not see is not told what it is.
        let proposal = world.seen_of(who.who.person.as_deref(), id)?.proposal(id)?;
        if !proposal.status.is_public() {
            return None;
        }
        let on = proposal.text.title.clone();
        Some(if beside { Waiting::Comment { on } } else { Waiting::Vote { on } })
    });
    Ok(waiting.collect())
}

/// Whoever began it has thought better of it, or is somebody else.
pub async fn forget(_site: Site, who: Visitor<Anyone>, _request: DropBegun) -> Result<Done> {
    session::take_begun(&who.session).await?;
    Ok(Done {})
}

/// Makes the calls again that belong to the sign-in of this address, and drops the others, which are somebody else's.
/// What succeeds is told in a sentence; what fails is left for the next page, with what was typed, so that nothing typed
/// is lost. `kept`: votes that they gave as a guest, and that are theirs now.
pub async fn finish(
    site: &Site,
    visitor: &Visitor<Anyone>,
    person: PersonId,
    email: &Email,
    kept: usize,
) -> Result<Finished> {
    let mut begun = session::take_begun(&visitor.session).await?;
    begun.retain(|one| one.belongs_to(email.as_str()));
    let member = site.memory.read().person(person);
    let (false, Some(member)) = (begun.is_empty() && kept == 0, member) else {
        return Ok(Finished::default());
    };
    let confirmed = member.confirmed;
    let who = Who { person: Some(member), ..visitor.who.clone() };
    let mut flash = Flash::default();
    let (mut votes, mut proposals) = (kept, Vec::new());
    for one in begun {
        match again(site, visitor, &who, &one).await? {
            Ok(reply) if is_vote(&one) => {
                drop(reply);
                votes += 1;
            }
            Ok(reply) => proposals.extend(serde_json::from_slice::<Proposal>(&reply)),
            Err(problem) => {
                flash.typed = typed(&one);
                flash.problem = Some(problem);
            }
        }
    }
    let completed = told(votes, &proposals, confirmed);
    flash.done.clone_from(&completed);
    let shown_at = proposals.last().map(Proposal::path).filter(|_| flash.problem.is_none());
    session::flash(&visitor.session, &flash).await?;
    Ok(Finished { completed, shown_at })
}

fn is_vote(begun: &Begun) -> bool {
    begun.uri.ends_with("/vote")
}

fn typed(begun: &Begun) -> std::collections::BTreeMap<String, String> {
    let fields = serde_json::from_str(&begun.body).unwrap_or_default();
    call::typed(&fields)
}

/// One call, through the API like any other, so that all its checks are made.
async fn again(
    site: &Site,
    visitor: &Visitor<Anyone>,
    who: &Who,
    begun: &Begun,
) -> Result<std::result::Result<Bytes, Problem>> {
    let mut request = Request::post(&begun.uri)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(begun.body.clone()))
        .map_err(anyhow::Error::from)?;
    request.extensions_mut().insert(who.clone());
    request.extensions_mut().insert(visitor.session.clone());
    let response = site.api().oneshot(request).await.unwrap_or_else(|never| match never {});
    let succeeded = response.status().is_success();
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.map_err(anyhow::Error::from)?;
    Ok(if succeeded { Ok(body) } else { Err(serde_json::from_slice(&body).map_err(anyhow::Error::from)?) })
}

/// What was done, as a sentence.
fn told(votes: usize, proposals: &[Proposal], confirmed: bool) -> Option<String> {
    let mut sentences = Vec::new();
    if let Some(proposal) = proposals.last() {
        sentences.push(match proposal.status {
            Status::Waiting => "Your proposal has been sent to the moderators.",
            _ => "Your proposal has been published.",
        });
    }
    // What the domain's rules say of accounts that nobody has confirmed.
    sentences.extend(match (votes, confirmed) {
        (0, _) => None,
        (1, true) => Some("Your vote counts now."),
        (_, true) => Some("Your votes count now."),
        (1, false) => Some("Your vote counts now, apart from the others until your account is confirmed."),
        (_, false) => Some("Your votes count now, apart from the others until your account is confirmed."),
    });
    (!sentences.is_empty()).then(|| sentences.join(" "))
}
