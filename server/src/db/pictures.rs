//! Pictures: adding one that belongs to nothing yet, giving it to what is written, reading, forgetting.

use super::{Db, Tx, on, row};
use crate::pictures::Made;
use model::picture::{Picture, Pictures};
use model::queue::Written;
use model::{CommentId, PersonId, PictureId, ProposalId, Timestamp};

row! {
    struct PictureRow {
        id: i64,
        comment: Option<i64>,
        alt: Option<String>,
        width: i64,
        height: i64,
    }
}

row! {
    /// What a picture belongs to, and how it is sent.
    pub struct PlaceRow {
        author: Option<i64>,
        proposal: Option<i64>,
        comment: Option<i64>,
        kind: String,
        digest: String,
    }
}

const ADD: &str = "insert into picture (author, kind, width, height, digest, at, bytes) \
                   values ($1, $2, $3, $4, $5, $6, $7) returning id";
const OF_PROPOSAL: &str =
    "select id, comment, alt, width, height from picture where proposal = $1 order by id";
const BESIDE: &str = "select p.id, p.comment, p.alt, p.width, p.height from picture p \
                      join comment c on c.id = p.comment where c.proposal = $1 order by p.id";
const PLACE: &str = "select author, proposal, comment, kind, digest from picture where id = $1";
const BYTES: &str = "select bytes from picture where id = $1";
const OF_ITEM: &str =
    "select id from picture where (proposal = $1 and not $2) or (comment = $1 and $2) order by id";
const REMOVE: &str = "delete from picture where id = $1";
// One that is gone, part of something else, or another's upload is not given; whoever may change an item keeps what it has.
const GIVE: &str = "update picture set proposal = $2, comment = $3, alt = $4 where id = $1 \
                    and ((author = $5 and proposal is null and comment is null) or proposal = $2 or comment = $3)";
const FORGET: &str = "delete from picture where (proposal = $1 and not $2) or (comment = $1 and $2)";
const DELETE_LOOSE: &str = "delete from picture where proposal is null and comment is null and at <= $1";

impl PictureRow {
    fn picture(&self) -> Picture {
        Picture {
            id: PictureId(self.id),
            width: u32::try_from(self.width).unwrap_or(0),
            height: u32::try_from(self.height).unwrap_or(0),
            alt: self.alt.as_deref().and_then(|alt| alt.parse().ok()),
        }
    }
}

/// The number of an item, and whether it is a comment.
fn of(item: Written) -> (i64, bool) {
    match item {
        Written::Proposal(id) => (id.0, false),
        Written::Comment(id) => (id.0, true),
    }
}

/// # Errors
/// Those of the database.
pub async fn add(tx: &mut Tx, author: PersonId, made: &Made, at: Timestamp) -> Result<Picture, sqlx::Error> {
    let id: i64 = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(author.0)
        .bind(made.kind.media_type())
        .bind(i64::from(made.width))
        .bind(i64::from(made.height))
        .bind(made.digest())
        .bind(at.0)
        .bind(made.bytes.to_vec())
        .fetch_one(c)
        .await)?;
    Ok(Picture { id: PictureId(id), width: made.width, height: made.height, alt: None })
}

/// # Errors
/// Those of the database.
pub async fn of_proposal(db: &Db, id: ProposalId) -> Result<Vec<Picture>, sqlx::Error> {
    let rows: Vec<PictureRow> = on!(db, c => sqlx::query_as(OF_PROPOSAL).bind(id.0).fetch_all(c).await)?;
    Ok(rows.iter().map(PictureRow::picture).collect())
}

/// Those of everything that is written beside a proposal.
///
/// # Errors
/// Those of the database.
pub async fn beside(db: &Db, id: ProposalId) -> Result<Vec<(CommentId, Picture)>, sqlx::Error> {
    let rows: Vec<PictureRow> = on!(db, c => sqlx::query_as(BESIDE).bind(id.0).fetch_all(c).await)?;
    Ok(rows.iter().filter_map(|row| Some((CommentId(row.comment?), row.picture()))).collect())
}

/// # Errors
/// Those of the database.
pub async fn place(db: &Db, id: PictureId) -> Result<Option<PlaceRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(PLACE).bind(id.0).fetch_optional(c).await)
}

/// # Errors
/// Those of the database.
pub async fn bytes(db: &Db, id: PictureId) -> Result<Option<Vec<u8>>, sqlx::Error> {
    on!(db, c => sqlx::query_scalar(BYTES).bind(id.0).fetch_optional(c).await)
}

/// Makes these the pictures of an item: those that it had and that are not named go. Says which cannot be given to it,
/// if one cannot.
///
/// # Errors
/// Those of the database.
pub async fn give(
    tx: &mut Tx,
    item: Written,
    author: PersonId,
    pictures: &Pictures,
) -> Result<Option<PictureId>, sqlx::Error> {
    let (number, is_comment) = of(item);
    let before: Vec<i64> =
        on!(tx, c => sqlx::query_scalar(OF_ITEM).bind(number).bind(is_comment).fetch_all(c).await)?;
    for id in before.into_iter().filter(|id| !pictures.0.contains_key(&PictureId(*id))) {
        on!(tx, c => sqlx::query(REMOVE).bind(id).execute(c).await.map(drop))?;
    }
    for (id, alt) in &pictures.0 {
        let rows = on!(tx, c => sqlx::query(GIVE)
            .bind(id.0)
            .bind((!is_comment).then_some(number))
            .bind(is_comment.then_some(number))
            .bind(alt.as_str())
            .bind(author.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if rows == 0 {
            return Ok(Some(*id));
        }
    }
    Ok(None)
}

/// Takes the pictures of an item away.
///
/// # Errors
/// Those of the database.
pub async fn forget(tx: &mut Tx, item: Written) -> Result<(), sqlx::Error> {
    let (number, is_comment) = of(item);
    on!(tx, c => sqlx::query(FORGET).bind(number).bind(is_comment).execute(c).await.map(drop))
}

/// Removes what was uploaded at `before` or earlier and belongs to nothing.
///
/// # Errors
/// Those of the database.
pub async fn delete_loose(tx: &mut Tx, before: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(DELETE_LOOSE).bind(before.0).execute(c).await.map(drop))
}
