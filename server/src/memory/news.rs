//! What the event log says has changed, read again: the noun of an event's kind says what.

use super::talk::Desk;
use super::world::Company;
use crate::db::comments::CommentRow;
use crate::db::events::EventRow;
use crate::db::merging::{Merged, OutRow};
use crate::db::people::{AccountRow, PersonRow, RoleRow, SegmentOfRow, SpeaksFromRow};
use crate::db::writing::{self, WriterRow};
use crate::db::{self, Db, blocking, comments, complaints, merging, people, proposals, queue, rounds};
use model::event::Change;
use model::queue::Key as Item;
use model::round::Round;
use model::ways::Rules;
use model::{CommentId, ProposalId, RoundId, Timestamp, Version};

/// Something read from the database because an event said that it changed.
pub(super) enum News {
    /// The company, whether there is an admin, and every adopted design with its round.
    Company((Option<Company>, bool, Vec<(Version, RoundId)>)),
    Accounts(Vec<AccountRow>, Vec<SegmentOfRow>),
    People {
        asked: i64,
        rows: Vec<PersonRow>,
        roles: Vec<RoleRow>,
        cultures: Vec<SpeaksFromRow>,
    },
    /// `None`: removed. Proposals and comments are those that changed with it.
    Round {
        id: i64,
        round: Option<Box<Round>>,
        proposals: Vec<proposals::ProposalRow>,
        comments: Vec<CommentRow>,
        /// Read again where it may have changed.
        merged: Option<Merged>,
    },
    Merged {
        round: RoundId,
        merged: Merged,
    },
    /// All who stepped out of a wording.
    Out {
        round: RoundId,
        wording: ProposalId,
        rows: Vec<OutRow>,
    },
    Proposals {
        round: RoundId,
        rows: Vec<proposals::ProposalRow>,
    },
    Comments {
        round: RoundId,
        rows: Vec<CommentRow>,
    },
    /// All that is reported, with since when.
    Reported(Vec<(Item, Timestamp)>),
    /// Which ways of signing in are open.
    Ways(Rules),
    /// All who are trusted, and all words that hold a text.
    Intake(Vec<i64>, Vec<String>),
    /// What is said of promises is kept beside (`promises.rs`), which is to read it again.
    Promises,
    Desk(Desk),
    /// All who were asked again and have not answered.
    Asked(Vec<writing::WaitingRow>),
    /// Everybody who writes something with its author.
    Writers(Vec<WriterRow>),
    /// Nothing in memory changes, but open pages do.
    Told(Change),
}

/// All that is kept in memory.
pub(super) async fn everything(db: &Db) -> anyhow::Result<Vec<News>> {
    let mut news = vec![company(db).await?, accounts(db).await?, persons(db, 0).await?];
    for round in rounds::ids(db).await? {
        news.push(whole_round(db, round).await?);
    }
    news.extend([
        reported(db).await?,
        intake(db).await?,
        desk(db).await?,
        ways(db).await?,
        writers(db).await?,
        asked(db).await?,
    ]);
    Ok(news)
}

/// Reads what the events say has changed, each thing once.
pub(super) async fn read_changes(db: &Db, happened: &[EventRow]) -> anyhow::Result<Vec<News>> {
    let mut done = std::collections::HashSet::new();
    let mut news = Vec::new();
    for event in happened {
        let noun = event.kind.split('.').next().unwrap_or_default();
        let subject = event.subject.unwrap_or(0);
        // An adopted design changes its proposals too, and an import or a sample brings many at once.
        let whole = matches!(event.kind.as_str(), "design.adopted" | "round.imported");
        let round = RoundId(event.round.unwrap_or(0));
        match event.kind.as_str() {
            "proposal.merged" | "proposal.unmerged" => {
                news.push(News::Merged { round, merged: merging::of_round(db, round).await? });
            }
            "proposal.stepped_out" => {
                let wording = ProposalId(subject);
                news.push(News::Out { round, wording, rows: merging::out_of(db, wording).await? });
                continue;
            }
            _ => {}
        }
        if touches_desk(&event.kind) && done.insert(("desk".to_owned(), 0, false)) {
            news.push(desk(db).await?);
        }
        let asks = matches!(
            event.kind.as_str(),
            "proposal.changed" | "proposal.published" | "proposal.merged" | "proposal.moved" | "person.left"
        );
        if asks && done.insert(("asked".to_owned(), 0, false)) {
            news.push(asked(db).await?);
        }
        if !done.insert((noun.to_owned(), subject, whole)) {
            continue;
        }
        match noun {
            "company" => news.push(company(db).await?),
            "account" | "segment" => news.push(accounts(db).await?),
            "person" => {
                news.push(persons(db, subject).await?);
                news.push(company(db).await?);
                if event.kind == "person.left" {
                    news.push(writers(db).await?);
                }
            }
            "proposal" => {
                let rows = proposals::load(db, subject, 0).await?;
                news.push(News::Proposals { round, rows });
            }
            "comment" => {
                let rows = comments::one(db, CommentId(subject)).await?.into_iter().collect();
                news.push(News::Comments { round: RoundId(event.round.unwrap_or(0)), rows });
            }
            "complaint" => {
                news.push(reported(db).await?);
                // The moderators' queue follows; nobody else sees a difference.
                let told = |round| News::Told(Change::Proposals { round: RoundId(round) });
                news.extend(event.round.map(told));
            }
            // Who is in charge of a promise may be called otherwise, and what is in review may not be what the draft says any more.
            "list" => {
                news.push(News::Promises);
                news.push(News::Told(Change::Everything));
            }
            // What it can carry is weighed in the draft of whatever round.
            "function" => news.push(News::Told(Change::Everything)),
            "promise" => {
                news.push(News::Promises);
                news.extend(event.round.map(|round| News::Told(Change::Round { round: RoundId(round) })));
            }
            "writer" => {
                news.push(writers(db).await?);
                news.push(News::Told(Change::Proposals { round }));
            }
            "block" => {}
            "ways" => news.push(ways(db).await?),
            "trust" | "words" => news.push(intake(db).await?),
            "round" if !whole => {
                let round = rounds::load(db, subject).await?.map(Box::new);
                news.push(News::Round {
                    id: subject,
                    round,
                    proposals: Vec::new(),
                    comments: Vec::new(),
                    merged: None,
                });
            }
            "design" | "round" => {
                news.push(whole_round(db, event.round.unwrap_or(subject)).await?);
                news.push(company(db).await?);
            }
            _ => news.extend(event.round.map(|round| News::Told(Change::Round { round: RoundId(round) }))),
        }
    }
    Ok(news)
}

async fn company(db: &Db) -> anyhow::Result<News> {
    Ok(News::Company(db::company::load(db).await?))
}

async fn ways(db: &Db) -> anyhow::Result<News> {
    Ok(News::Ways(db::ways::load(db).await?))
}

async fn accounts(db: &Db) -> anyhow::Result<News> {
    Ok(News::Accounts(people::accounts(db).await?, people::segments(db).await?))
}

async fn persons(db: &Db, person: i64) -> anyhow::Result<News> {
    let (rows, roles, cultures) = people::load(db, person).await?;
    Ok(News::People { asked: person, rows, roles, cultures })
}

async fn whole_round(db: &Db, id: i64) -> anyhow::Result<News> {
    let round = rounds::load(db, id).await?.map(Box::new);
    let (proposals, comments) = (proposals::load(db, 0, id).await?, comments::of_round(db, id).await?);
    let merged = Some(merging::of_round(db, RoundId(id)).await?);
    Ok(News::Round { id, round, proposals, comments, merged })
}

async fn asked(db: &Db) -> anyhow::Result<News> {
    Ok(News::Asked(writing::waiting(db).await?))
}

async fn writers(db: &Db) -> anyhow::Result<News> {
    Ok(News::Writers(writing::all(db).await?))
}

async fn reported(db: &Db) -> anyhow::Result<News> {
    let reported = complaints::open(db).await?.into_iter();
    Ok(News::Reported(reported.map(|(item, since)| (item.into(), since)).collect()))
}

/// Whether an event may change what moderators are about: any that decides, asks, answers or hands over.
fn touches_desk(kind: &str) -> bool {
    const VERBS: [&str; 10] = [
        "asked",
        "replied",
        "unasked",
        "handed",
        "changed",
        "published",
        "declined",
        "reopened",
        "withdrawn",
        "merged",
    ];
    match kind.split_once('.') {
        Some(("block" | "person", _)) => true,
        Some(("proposal" | "comment", verb)) => VERBS.contains(&verb),
        _ => false,
    }
}

async fn desk(db: &Db) -> anyhow::Result<News> {
    let barred = blocking::blocked(db).await?.into_iter();
    Ok(News::Desk(Desk {
        asked: queue::asked(db).await?.into_iter().map(Item::from).collect(),
        handed: queue::handed(db).await?.into_iter().collect(),
        barred: barred.filter_map(|row| Some((row.person, row.reason.parse().ok()?))).collect(),
    }))
}

async fn intake(db: &Db) -> anyhow::Result<News> {
    Ok(News::Intake(db::intake::trusted(db).await?, db::intake::words(db).await?))
}
