//! Uploading pictures, giving them to what is written, and sending them to whoever may see what they belong to.

use super::comments;
use super::proposals::visible;
use super::queue::acts;
use crate::auth::{Customer, Who};
use crate::db::Tx;
use crate::db::pictures::{self as table, PlaceRow};
use crate::error::{Error, Result, respond};
use crate::limits::Limit;
use crate::site::Site;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use futures::FutureExt;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use model::access::Act;
use model::api::pictures::AddPicture;
use model::comment::Status;
use model::person::Role;
use model::picture::{MOST, Picture, Pictures};
use model::queue::Written;
use model::{CommentId, PersonId, PictureId, Problem, ProposalId};
use std::time::Duration;

/// How long an upload may take: a photograph over a poor line takes more than anything else that is sent.
pub const DEADLINE: Duration = Duration::from_secs(120);
/// Where one picture is; as `model::picture::path` has it.
pub const PATH: &str = "/pictures/{picture}";

/// What is at an address never changes; and it is for whoever asked, as long as they are signed in: a browser that has another
/// cookie asks again.
const CACHE: HeaderValue = HeaderValue::from_static("private, max-age=31536000, immutable");
/// Nothing in it is run or loaded, should a browser take it for a page.
const POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox");

pub async fn add(site: Site, who: Customer, request: AddPicture) -> Result<Picture> {
    {
        let world = site.memory.read();
        let memory = world.round(request.round).ok_or_else(|| Problem::not_found("round"))?;
        // Whoever may write something there, whichever it is.
        world
            .permit(Some(&who), &memory.round, Act::Propose, "round")
            .or_else(|_| world.permit(Some(&who), &memory.round, Act::Comment, "round"))?;
    }
    acts::may_write(&site, &who)?;
    site.limits.check(Limit::Picture, &who.id.to_string())?;
    let made = site.pictures.make(request.body).await?;
    let (by, now) = (who.id, site.clock.now());
    site.db
        .write(move |tx| async move { table::add(tx, by, &made, now).await.map_err(Error::from) }.boxed())
        .await
}

/// # Errors
/// That there are more than there may be.
pub fn few_enough(pictures: Option<&Pictures>) -> Result<()> {
    match pictures.is_some_and(|pictures| pictures.0.len() > MOST) {
        true => Err(Problem::field("pictures", format!("Please keep this to {MOST} pictures.")).into()),
        false => Ok(()),
    }
}

/// What is read of something by the rules of intake: its own words, and those that stand for its pictures.
#[must_use]
pub fn with_words(text: &str, pictures: Option<&Pictures>) -> String {
    let mut whole = text.to_owned();
    for alt in pictures.iter().flat_map(|pictures| pictures.0.values()) {
        whole.push('\n');
        whole.push_str(alt.as_str());
    }
    whole
}

/// Gives an item its pictures in the transaction that writes it; where nothing was said of them, it keeps those it has.
///
/// # Errors
/// Those of the database; that one is not there to be given.
pub async fn give(tx: &mut Tx, item: Written, author: PersonId, pictures: Option<&Pictures>) -> Result<()> {
    let Some(pictures) = pictures else { return Ok(()) };
    match table::give(tx, item, author, pictures).await? {
        None => Ok(()),
        Some(gone) => {
            let field = ["pictures.", &gone.to_string()].concat();
            Err(Problem::field(field, "This picture is not there any more. Please add it again.").into())
        }
    }
}

/// Sends one picture.
pub async fn send(
    State(site): State<Site>,
    Extension(who): Extension<Who>,
    Path(picture): Path<String>,
    headers: HeaderMap,
) -> Response {
    match found(&site, &who, &picture, &headers).await {
        Ok(response) => response,
        Err(fault) => respond(&fault.told()),
    }
}

async fn found(site: &Site, who: &Who, picture: &str, headers: &HeaderMap) -> Result<Response> {
    let gone = || Error::from(Problem::not_found("picture"));
    let id: PictureId = picture.parse().map_err(|_| gone())?;
    let place = table::place(&site.db, id).await?.filter(|place| sees(site, who, place)).ok_or_else(gone)?;
    let tag = HeaderValue::from_str(&format!("\"{}\"", place.digest))
        .map_err(|fault| Error::Fault(fault.into()))?;
    if headers.get(header::IF_NONE_MATCH) == Some(&tag) {
        let heads = [(header::ETAG, tag), (header::CACHE_CONTROL, CACHE)];
        return Ok((StatusCode::NOT_MODIFIED, heads).into_response());
    }
    let bytes = table::bytes(&site.db, id).await?.ok_or_else(gone)?;
    let kind = HeaderValue::from_str(&place.kind).map_err(|fault| Error::Fault(fault.into()))?;
    let heads = [
        (header::CONTENT_TYPE, kind),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline")),
        (header::CACHE_CONTROL, CACHE),
        (header::VARY, HeaderValue::from_static("cookie")),
        (header::ETAG, tag),
    ];
    Ok((heads, bytes).into_response())
}

/// Whether a picture is there for them: as what it belongs to is, or, as long as it belongs to nothing, for its author alone.
fn sees(site: &Site, who: &Who, place: &PlaceRow) -> bool {
    match (place.proposal, place.comment) {
        (Some(proposal), _) => visible(site, who, ProposalId(proposal)).is_ok(),
        (_, Some(comment)) => sees_comment(site, who, CommentId(comment)),
        (None, None) => who.id().is_some() && place.author.map(PersonId) == who.id(),
    }
}

fn sees_comment(site: &Site, who: &Who, id: CommentId) -> bool {
    let world = site.memory.read();
    let Some(comment) = world.talk.comment(id) else { return false };
    let own = who.id().is_some() && comment.author == who.id();
    world.seen(who.person.as_deref(), comment.round).is_some()
        && comment.status != Status::Withdrawn
        && (own || who.may(Role::Moderator) || comments::published(&world, comment))
}
