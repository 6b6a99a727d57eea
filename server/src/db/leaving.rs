//! Removing a person's traces when they leave. The row stays, nameless, since what they did to the record refers to it.

use super::{Tx, designs, mail, mentions, on, writing};
use crate::design::About;
use model::queue;
use model::{CommentId, PersonId, ProposalId};

/// Stands where the name stood.
pub const NAMELESS: &str = "withdrawn";

/// What `$1`, the person, had here, in an order that links allow. The address goes last: letters are found by it.
pub const FORGET: &[&str] = &[
    "delete from membership where person = $1",
    "delete from speaks_from where person = $1",
    "delete from session where person = $1",
    "delete from identity where person = $1",
    "delete from passkey where person = $1",
    "delete from trusted where person = $1",
    "delete from report where person = $1",
    "delete from report_told_words where person = $1",
    "delete from ask where person = $1",
    "delete from token where by_person = $1",
    "delete from complaint where person = $1",
    "delete from notice where person = $1",
    "delete from follow where person = $1",
    "delete from notice_way where person = $1",
    "delete from hushed_proposal where person = $1",
    "delete from hushed_promise where person = $1",
    "delete from follows_votes where person = $1",
    "delete from on_behalf where person = $1",
    "delete from activity_invited where person = $1",
    "delete from activity_outcome where person = $1 and answered is null",
    "update activity_outcome set person = null where person = $1",
    "delete from merging_out where person = $1",
    "delete from findable where person = $1",
    "delete from telling where person = $1",
    "delete from mention where person = $1",
    "delete from writer where person = $1",
    "delete from asked_again where person = $1",
    "delete from contact where asker = $1 or asked = $1",
    "delete from join_request where person = $1",
    "delete from coordinator where person = $1",
    "update join_link set by_person = null where by_person = $1",
    "delete from account_invitation where person = $1",
    "delete from purchase_part where person = $1",
    "update purchase_step set by_person = null where by_person = $1",
    "delete from letter_key where person = $1",
    "delete from signing_delegate where person = $1",
    "update sign_off set words = null where person = $1",
    "update guest set became = null where became = $1",
    "delete from handed where person = $1",
    "update blocking set person = null where person = $1",
    "delete from question where proposal in (select id from proposal where author = $1) \
     or comment in (select id from comment where author = $1)",
    // The pictures of what stays as well: a face or a place says who it was.
    "delete from picture where author = $1",
    "update proposal set author = null where author = $1",
    "update comment set author = null where author = $1",
    // The links of the log stay; what they were taken of can no longer be guessed. Who did what to them goes as well: without
    // the salt nobody could prove it.
    "update audit set salt = null where seq in (select seq from event where person = $1 \
     or (subject = $1 and (kind like 'person.%' or kind like 'trust.%' or kind like 'block.%')))",
    "update event set detail = null, person = null, token = null where person = $1 \
     or (subject = $1 and (kind like 'person.%' or kind like 'trust.%' or kind like 'block.%'))",
    "delete from sign_in where email = (select email from person where id = $1)",
    "delete from mail where recipient = (select email from person where id = $1)",
];
const UNNAME: &str =
    "update person set name = $2, email = null, source = null, source_key = null where id = $1";
const TITLE: &str = "select title from proposal where id = $1";
const WORDS: &str = "update proposal set title = $2, why = $2, who = null, how = null, tool = null, measure = null, \
                     status = case when status = 'adopted' then status else 'declined' end where id = $1";
const PUBLIC: &str =
    "select id from proposal where author = $1 and status in ('published', 'adopted') order by id";
const HIDDEN: &str =
    "select id from proposal where author = $1 and status in ('waiting', 'declined') order by id";
const COMMENTS: &str = "select id from comment where author = $1 order by id";

/// What somebody wrote.
pub struct Written {
    /// What others can read.
    pub proposals: Vec<ProposalId>,
    /// What only they and moderators can.
    pub hidden: Vec<ProposalId>,
    pub comments: Vec<CommentId>,
}

/// # Errors
/// Those of the database.
pub async fn written(tx: &mut Tx, person: PersonId) -> Result<Written, sqlx::Error> {
    let mut found = Vec::new();
    for sql in [PUBLIC, HIDDEN, COMMENTS] {
        let ids: Vec<i64> = on!(tx, c => sqlx::query_scalar(sql).bind(person.0).fetch_all(c).await)?;
        found.push(ids);
    }
    let mut found = found.into_iter();
    let mut next = || found.next().unwrap_or_default();
    let (proposals, hidden, comments) = (next(), next(), next());
    Ok(Written {
        proposals: proposals.into_iter().map(ProposalId).collect(),
        hidden: hidden.into_iter().map(ProposalId).collect(),
        comments: comments.into_iter().map(CommentId).collect(),
    })
}

/// Takes a proposal's words away, in adopted designs too.
///
/// # Errors
/// Those of the database.
pub async fn withdraw(tx: &mut Tx, proposal: ProposalId) -> Result<(), sqlx::Error> {
    let title: Option<String> =
        on!(tx, c => sqlx::query_scalar(TITLE).bind(proposal.0).fetch_optional(c).await)?;
    if let Some(title) = title {
        mail::forget_title(tx, &title).await?;
    }
    on!(tx, c => sqlx::query(WORDS).bind(proposal.0).bind("Withdrawn by its author").execute(c).await.map(drop))?;
    mentions::forget(tx, queue::Written::Proposal(proposal)).await?;
    writing::forget(tx, proposal).await?;
    designs::withdraw(tx, About::Proposal(proposal)).await
}

/// # Errors
/// Those of the database.
pub async fn forget(tx: &mut Tx, person: PersonId) -> Result<(), sqlx::Error> {
    for &sql in FORGET {
        on!(tx, c => sqlx::query(sql).bind(person.0).execute(c).await.map(drop))?;
    }
    designs::withdraw(tx, About::Person(person)).await?;
    on!(tx, c => sqlx::query(UNNAME).bind(person.0).bind(NAMELESS).execute(c).await.map(drop))
}
