//! What the sample's customers tell each other beside their proposals: stories, comments, and a word from the company.

use super::asks;
use crate::db::Tx;
use crate::db::comments::{self, NewComment};
use crate::error::Result;
use anyhow::Context;
use model::comment::{Kind, Status, Tone};
use model::{CommentId, PersonId, ProposalId, Timestamp};

/// Who says it: a customer by their place among them, or the company.
enum By {
    Customer(usize),
    Company,
}

struct Said {
    /// The title of the proposal beside which it stands.
    beside: &'static str,
    by: By,
    /// How the customer of a story was engaged; without it this is a comment.
    tone: Option<Tone>,
    /// Whether it answers the one before.
    answers: bool,
    /// Hours after the round opened.
    hour: i64,
    text: &'static str,
}

const SAID: [Said; 7] = [
    Said {
        beside: "Send one person who knows our site, not five",
        by: By::Customer(4),
        tone: Some(Tone::Badly),
        answers: false,
        hour: 60,
        text: "Five people came in two months. Each asked for the layout of the pump house, and **each got the same drawing from me**. The \
               fifth still offered a pump that does not fit through the door.",
    },
    Said {
        beside: "Send one person who knows our site, not five",
        by: By::Customer(11),
        tone: Some(Tone::Well),
        answers: false,
        hour: 71,
        text: "Berit came twice, wrote down what we do, and rang back with the one question that mattered. We ordered within a week.",
    },
    Said {
        beside: "Send one person who knows our site, not five",
        by: By::Customer(19),
        tone: None,
        answers: false,
        hour: 80,
        text: "Please with a stand-in who knows it too. One person is on holiday when the pump stops.",
    },
    Said {
        beside: "Send one person who knows our site, not five",
        by: By::Company,
        tone: None,
        answers: true,
        hour: 96,
        text: "Agreed. Whoever keeps the site's file names a stand-in in it, and both come to the first visit.",
    },
    Said {
        beside: "Make remote monitoring part of every new pump",
        by: By::Customer(8),
        tone: None,
        answers: false,
        hour: 120,
        text: "Our works council would have to agree, and will not:\n\n- data leaves the site\n- nobody says who reads it\n\nAs an option, why not.",
    },
    Said {
        beside: "Lend us a pilot pump for eight weeks, with the way out agreed beforehand",
        by: By::Customer(14),
        tone: Some(Tone::Well),
        answers: false,
        hour: 130,
        text: "A competitor of yours did this with us. What it had to achieve stood on one page, and when it did not, they took it away \
               without a word. We shall ask them again.",
    },
    Said {
        beside: "Keep the service engineers who know our plant",
        by: By::Customer(27),
        tone: None,
        answers: false,
        hour: 150,
        text: "Above all do not send somebody new on a night shift.",
    },
];

/// # Errors
/// Those of the database.
pub async fn say(
    tx: &mut Tx,
    voters: &[PersonId],
    proposals: &[ProposalId],
    company: PersonId,
    opened: Timestamp,
) -> Result<()> {
    let mut before: Option<CommentId> = None;
    for said in &SAID {
        let place = asks::all().iter().position(|ask| ask.title == said.beside);
        let proposal = place.and_then(|place| proposals.get(place)).copied();
        let author = match said.by {
            By::Customer(place) => voters.get(place).copied(),
            By::Company => Some(company),
        };
        let text = said.text.parse();
        let comment = NewComment {
            proposal: proposal.with_context(|| format!("nobody asks {:?}", said.beside))?,
            parent: before.filter(|_| said.answers),
            kind: if said.tone.is_some() { Kind::Story } else { Kind::Comment },
            tone: said.tone,
            text: text.map_err(|refused| anyhow::anyhow!("{:?}: {refused}", said.text))?,
            author: author.context("a customer of the sample")?,
            status: Status::Published,
            held: None,
            at: opened.plus(said.hour * Timestamp::HOUR),
        };
        before = Some(comments::add(tx, &comment).await?);
    }
    Ok(())
}
