//! How things are moderated: what the company says of it, and the log of verdicts.

mod keeping;

use crate::auth::{Admin, Anyone, Customer, Staff};
use crate::db::company;
use crate::db::events::{self, What};
use crate::db::verdicts::{self as table, VerdictRow};
use crate::error::{Error, Result};
use crate::markdown;
use crate::memory::World;
use crate::site::Site;
use crate::watch;
use futures::FutureExt;
use model::api::Done;
use model::api::moderation::{ExportVerdicts, GetPolicy, ListVerdicts, Policy, SetPolicy};
use model::comment::{Kind, Status};
use model::intake::Held;
use model::proposal::path;
use model::verdict::{Act, Decided, Judged};
use model::{CommentId, Explanation, Page, PersonId, ProposalId, Timestamp};

/// What stands until the company has words of its own.
const READY_MADE: &str = "Everybody may ask for anything that says how they want to be sold to and engaged. We publish what can be \
read and voted on, whether we like it or not.

We do not publish what names a person, gives away what is confidential, insults somebody, advertises, asks for a product instead \
of a way of dealing with you, or is there already; whoever wrote it is told why and can write again.

Who keeps breaking these rules may be blocked: they write nothing for a time, but read and vote as before. They are told, with the \
reason, and it stands below without their name. Whoever writes always sees their own text and how it stands.

Before deciding we may ask whoever wrote it. Somebody of our staff decides, not a program. What was decided stands below.";

pub async fn policy(site: Site, _who: Anyone, _request: GetPolicy) -> Result<Policy> {
    let own = site.memory.read().company().and_then(|company| company.policy.clone());
    let text = match own {
        Some(own) => own,
        None => READY_MADE.parse::<Explanation>().map_err(|refused| anyhow::anyhow!(refused.0))?,
    };
    let html = markdown::render(text.as_str());
    let rules = Held::ALL.map(|held| held.in_words().to_owned()).to_vec();
    Ok(Policy { text, html, rules, keeps: keeping::told(&site.config) })
}

pub async fn set_policy(site: Site, who: Admin, request: SetPolicy) -> Result<Done> {
    let (now, by) = (site.clock.now(), who.id);
    let text = request.text.as_str().trim().to_owned();
    site.db
        .write(move |tx| {
            async move {
                let own = Some(text.as_str()).filter(|text| !text.is_empty());
                company::set_policy(tx, own).await?;
                events::record(tx, now, Some(by), What::new("company.policy", 0), own).await?;
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

pub async fn list(site: Site, who: Customer, request: ListVerdicts) -> Result<Page<Judged>> {
    let page = request.page.unwrap_or(1).max(1);
    let hidden = site.memory.read().hidden_from(Some(&who));
    let (total, rows) = table::page(&site.db, page, &hidden).await?;
    let world = site.memory.read();
    Ok(Page { items: rows.iter().map(|row| judged(&world, who.id, row)).collect(), total, page })
}

fn judged(world: &World, reader: PersonId, row: &VerdictRow) -> Judged {
    let proposal = row.proposal.map(ProposalId).and_then(|id| world.round_of(id)?.proposal(id));
    let proposal = proposal.filter(|proposal| proposal.status.is_public() || proposal.author == Some(reader));
    let (what, read) = match row.comment {
        None if row.proposal.is_none() => ("person".to_owned(), None),
        None => ("proposal".to_owned(), Some(String::new())),
        Some(comment) => {
            let found = world.talk.comment(CommentId(comment));
            let read = found.filter(|one| one.status == Status::Published);
            (noun(world, comment), read.map(|one| format!("#comment-{}", one.id)))
        }
    };
    Judged {
        at: Timestamp(row.at),
        decision: Act::from_word(&row.decision),
        undone: row.undone.is_some(),
        what,
        title: proposal.map(|proposal| proposal.text.title.clone()),
        path: proposal.and_then(|one| Some([path(one.id, &one.text.title), read?].concat())),
        reason: row.reason.as_deref().filter(|_| row.shared).and_then(|reason| reason.parse().ok()),
    }
}

fn noun(world: &World, comment: i64) -> String {
    world.talk.comment(CommentId(comment)).map_or(Kind::Comment, |one| one.kind).word().to_owned()
}

pub async fn export(site: Site, who: Staff, _request: ExportVerdicts) -> Result<Vec<Decided>> {
    let rows = table::all(&site.db).await?;
    watch::exported(&site, who.id, "verdicts").await;
    let world = site.memory.read();
    let seen = |row: &VerdictRow| {
        row.proposal.is_none_or(|proposal| world.seen_of(Some(&who), ProposalId(proposal)).is_some())
    };
    let decided = |row: VerdictRow| Decided {
        at: Timestamp(row.at),
        decision: Act::from_word(&row.decision),
        undone: row.undone.map(Timestamp),
        what: match (row.comment, row.proposal) {
            (Some(comment), _) => noun(&world, comment),
            (None, Some(_)) => "proposal".to_owned(),
            (None, None) => "person".to_owned(),
        },
        // Of a person it is not said.
        number: row.comment.or(row.proposal).unwrap_or(0),
        reason: row.reason,
        by: Some(row.moderator),
    };
    Ok(rows.into_iter().filter(seen).map(decided).collect())
}
