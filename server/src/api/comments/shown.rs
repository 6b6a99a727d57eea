//! Comments as a caller may see them: what is published, what is one's own, and, for moderators, what they decide on.

use crate::auth::Who;
use crate::db::comments::{self as table, CommentRow, CommentVerdictRow, WordingRow};
use crate::db::pictures;
use crate::db::queue::{self, QuestionRow};
use crate::error::{Error, Result};
use crate::markdown::render_with;
use crate::memory::{CommentMemory, ProposalMemory, World};
use crate::mentions::{self, Names};
use crate::site::Site;
use model::comment::{By, Comment, Status, Wording};
use model::person::Role;
use model::picture::{Picture, Pictures};
use model::queue::What;
use model::verdict::{Decision, Verdict};
use model::{CommentId, Html, PersonId, Problem, ProposalId, RoundId, Timestamp};
use std::collections::HashSet;

/// Whether everybody may see it: a reply only where what it replies to is seen, or was withdrawn.
#[must_use]
pub fn published(world: &World, comment: &CommentMemory) -> bool {
    let parent = comment.parent.and_then(|parent| world.talk.comment(parent));
    let public =
        |id| world.round_of(id).and_then(|round| round.remaining(id)).map(|one| one.status.is_public());
    comment.status == Status::Published
        && parent.is_none_or(|parent| matches!(parent.status, Status::Published | Status::Withdrawn))
        && public(comment.proposal) == Some(true)
}

/// Beside a proposal that the caller may see.
pub(super) async fn beside(site: &Site, who: &Who, proposal: &ProposalMemory) -> Result<Vec<Comment>> {
    let rows = table::of_proposal(&site.db, proposal.id).await?;
    let around = Around::read(site, who, proposal.id, proposal.author, &rows).await?;
    let own = |row: &CommentRow| who.id().is_some() && row.author.map(PersonId) == who.id();
    let with = |statuses: &[Status], row: &CommentRow| statuses.iter().any(|one| one.word() == row.status);
    let standing: HashSet<i64> = rows
        .iter()
        .filter(|row| with(&[Status::Published, Status::Withdrawn], row) || own(row))
        .map(|row| row.id)
        .collect();
    let seen = |row: &CommentRow| match row.parent {
        _ if with(&[Status::Withdrawn], row) => false,
        _ if own(row) => true,
        parent => with(&[Status::Published], row) && parent.is_none_or(|parent| standing.contains(&parent)),
    };
    let replied: HashSet<i64> = rows.iter().filter(|row| seen(row)).filter_map(|row| row.parent).collect();
    let shown = rows.iter().filter(|row| {
        seen(row) || (with(&[Status::Withdrawn], row) && row.parent.is_none() && replied.contains(&row.id))
    });
    Ok(shown.map(|row| around.comment(row)).collect())
}

/// One that the caller may see because it is theirs, or because they moderate.
pub(super) async fn one(site: &Site, who: &Who, id: CommentId) -> Result<Comment> {
    let gone = || Error::from(Problem::not_found("comment"));
    let row = table::one(&site.db, id).await?.ok_or_else(gone)?;
    let author = {
        let world = site.memory.read();
        let proposal = ProposalId(row.proposal);
        world.round_of(proposal).and_then(|round| round.proposal(proposal)).and_then(|one| one.author)
    };
    let around =
        Around::read(site, who, ProposalId(row.proposal), author, std::slice::from_ref(&row)).await?;
    Ok(around.comment(&row))
}

/// Whether a comment has just these pictures, with these words; where none were named, whichever it has.
pub(super) async fn has(
    site: &Site,
    proposal: ProposalId,
    id: CommentId,
    named: Option<&Pictures>,
) -> Result<bool> {
    let Some(named) = named else { return Ok(true) };
    let own = pictures::beside(&site.db, proposal).await?.into_iter().filter(|(of, _)| *of == id);
    let own = own.filter_map(|(_, picture)| Some((picture.id, picture.alt?))).collect();
    Ok(*named == Pictures(own))
}

/// As the queue shows it, with the proposal that it stands beside.
pub async fn in_queue(site: &Site, who: &Who, id: CommentId) -> Result<What> {
    let comment = one(site, who, id).await?;
    let on = {
        let world = site.memory.read();
        let proposal = world.round_of(comment.proposal).and_then(|round| round.proposal(comment.proposal));
        proposal.map(|proposal| proposal.text.title.clone())
    };
    let on = on.ok_or_else(|| Problem::not_found("comment"))?;
    Ok(What::Comment { comment: Box::new(comment), on })
}

/// What a comment is shown with.
struct Around<'a> {
    site: &'a Site,
    me: Option<PersonId>,
    moderator: bool,
    proposer: Option<PersonId>,
    wordings: Vec<WordingRow>,
    verdicts: Vec<CommentVerdictRow>,
    questions: Vec<QuestionRow>,
    names: Names,
    pictures: Vec<(CommentId, Picture)>,
}

impl<'a> Around<'a> {
    async fn read(
        site: &'a Site,
        who: &Who,
        proposal: ProposalId,
        proposer: Option<PersonId>,
        rows: &[CommentRow],
    ) -> Result<Self> {
        let edited = rows.iter().any(|row| row.changed.is_some());
        let own = who.id().is_some() && rows.iter().any(|row| row.author.map(PersonId) == who.id());
        let moderator = who.may(Role::Moderator);
        let wordings = if edited { table::wordings(&site.db, proposal).await? } else { Vec::new() };
        let texts = rows.iter().map(|row| &*row.text).chain(wordings.iter().map(|row| &*row.text));
        let names = mentions::names(site, who, texts).await?;
        Ok(Self {
            site,
            me: who.id(),
            moderator,
            proposer,
            wordings,
            names,
            verdicts: table::verdicts(&site.db, proposal).await?,
            pictures: pictures::beside(&site.db, proposal).await?,
            questions: if own || moderator { queue::beside(&site.db, proposal).await? } else { Vec::new() },
        })
    }

    fn comment(&self, row: &CommentRow) -> Comment {
        let author = row.author.map(PersonId);
        let own = author.is_some() && author == self.me;
        let member = author.and_then(|author| self.site.memory.read().person(author));
        let by = match &member {
            Some(member) if member.is_staff() => By::Company,
            _ if author.is_some() && author == self.proposer => By::Proposer,
            _ => By::Customer,
        };
        let told = own || self.moderator;
        let text = match own {
            true => self.names.to_change(&row.text),
            false => self.names.to_read(&row.text),
        };
        Comment {
            id: CommentId(row.id),
            round: RoundId(row.round),
            proposal: ProposalId(row.proposal),
            parent: row.parent.map(CommentId),
            kind: row.kind.parse().unwrap_or_default(),
            tone: row.tone.as_deref().and_then(|tone| tone.parse().ok()),
            html: if text.is_some() { render_with(&row.text, &self.names) } else { Html::default() },
            text,
            pictures: self.pictures(CommentId(row.id)),
            by,
            own,
            status: row.status.parse().unwrap_or(Status::Waiting),
            held: row.held.as_deref().filter(|_| told).and_then(|held| held.parse().ok()),
            at: Timestamp(row.created),
            edited: row.changed.map(Timestamp),
            before: self.before(row.id),
            verdicts: if told { self.verdicts(row.id) } else { Vec::new() },
            question: self
                .questions
                .iter()
                .rfind(|one| told && one.comment == Some(row.id))
                .and_then(|one| crate::api::queue::acts::question(one, self.moderator)),
            author: member.filter(|_| self.moderator).map(|member| member.name.clone()),
        }
    }

    /// The wordings before this one, but for those that stood when a moderator declined.
    fn before(&self, id: i64) -> Vec<Wording> {
        let declined = self.verdicts.iter().filter(|row| row.comment == id);
        let declined =
            declined.filter(|row| row.decision == Decision::Decline.word()).map(|row| row.at).max();
        let wordings = self.wordings.iter().filter(|row| row.comment == id);
        wordings
            .filter(|row| declined.is_none_or(|declined| row.until > declined))
            .map(|row| Wording { html: render_with(&row.text, &self.names), until: Timestamp(row.until) })
            .collect()
    }

    fn pictures(&self, id: CommentId) -> Vec<Picture> {
        let own = self.pictures.iter().filter(|(of, _)| *of == id);
        own.map(|(_, picture)| picture.clone()).collect()
    }

    fn verdicts(&self, id: i64) -> Vec<Verdict> {
        let rows = self.verdicts.iter().filter(|row| row.comment == id);
        rows.map(|row| {
            let by = Some(&row.moderator).filter(|_| self.moderator);
            let undone = row.undone.map(Timestamp);
            let verdict = crate::api::proposals::verdict(&row.decision, row.reason.as_deref(), row.at, by);
            Verdict { undone, ..verdict }
        })
        .collect()
    }
}
