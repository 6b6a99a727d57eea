//! Telling those who are invited to an activity: a notice each, and a letter with a link of their own, for whoever takes such letters.

use crate::db::Tx;
use crate::db::activities::ActivityRow;
use crate::db::invitations;
use crate::db::notices::{self, NewNotice};
use crate::mail::letters::activities::{self as letters, About, Happened};
use crate::memory::{Member, World};
use crate::notices::herald::post;
use crate::signed::{self, Secret, Sort};
use crate::site::Site;
use model::activity::Kind;
use model::notice::{NoticeKind, NoticeWay};
use model::{ActivityId, PersonId, RoundId, Timestamp};
use rustc_hash::FxHashMap;

/// How long a letter's link works once the activity is over, or from now on where that is later.
pub const LIFE: i64 = 90 * Timestamp::DAY;

/// What the log and notices call it when an invitation is taken back.
pub const UNINVITED: &str = "activity.uninvited";

/// How news of activities reaches those who have chosen.
pub struct Ways(FxHashMap<i64, NoticeWay>);

impl Ways {
    /// # Errors
    /// Those of the database.
    pub async fn load(site: &Site) -> Result<Self, sqlx::Error> {
        let chosen = notices::ways_of(&site.db, NoticeKind::Activity).await?;
        Ok(Self(chosen.into_iter().filter_map(|(person, way)| Some((person, way.parse().ok()?))).collect()))
    }

    fn of(&self, person: PersonId) -> NoticeWay {
        self.0.get(&person.0).copied().unwrap_or(NoticeKind::Activity.ordinary())
    }
}

/// What there is to tell.
#[derive(Clone, Debug)]
pub enum News {
    Invited {
        by: String,
    },
    Changed,
    Cancelled,
    /// With the titles and addresses of what came of it.
    Presented {
        came: Vec<(String, String)>,
    },
}

impl News {
    /// As the log and notices call it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Invited { .. } => "activity.invited",
            Self::Changed => "activity.changed",
            Self::Cancelled => "activity.cancelled",
            Self::Presented { .. } => "activity.presented",
        }
    }
}

/// Whether somebody can be invited to what is of this round: a customer who may see it and can be written to.
#[must_use]
pub fn can_be_invited(world: &World, member: &Member, round: RoundId) -> bool {
    member.email.is_some() && !member.is_staff() && !member.guest && world.seen(Some(member), round).is_some()
}

/// Tells one of those who are invited; says whether a letter leaves.
///
/// # Errors
/// Those of the database.
pub async fn tell(
    site: &Site,
    tx: &mut Tx,
    row: &ActivityRow,
    news: &News,
    person: PersonId,
    ways: &Ways,
) -> Result<bool, sqlx::Error> {
    let (now, activity) = (site.clock.now(), ActivityId(row.id));
    let when = row.when().words();
    let more = match news {
        News::Invited { .. } | News::Changed => when.as_str(),
        News::Cancelled => row.reason.as_deref().unwrap_or_default(),
        News::Presented { .. } => row.result.as_deref().unwrap_or_default(),
    };
    let notice = NewNotice {
        person,
        kind: NoticeKind::Activity,
        what: news.kind().to_owned(),
        round: Some(RoundId(row.round)),
        subject: row.id,
        words: Some(format!("{}\n{more}", row.title)),
        at: now,
        // Its letter is one of its own.
        due: None,
        once: false,
    };
    notices::add(tx, &notice).await?;
    let secret = Secret::new(site);
    let link = site.config.link(&format!("/invitations/{}", secret.key));
    let calendar = site.config.link(&crate::api::calendars::of_letter(&secret.key));
    let place = place(row);
    let kind = row.kind.parse().map(Kind::words).unwrap_or_default();
    let way = ways.of(person);
    let about =
        About { title: &row.title, kind, when: &when, place: &place, link: &link, calendar: &calendar };
    let happened = match news {
        News::Invited { by } => Happened::Invited { by, words: &row.description },
        News::Changed => Happened::Changed { words: &row.description },
        News::Cancelled => Happened::Cancelled { reason: row.reason.as_deref().unwrap_or_default() },
        News::Presented { came } => {
            Happened::Presented { result: row.result.as_deref().unwrap_or_default(), came }
        }
    };
    let sort = Sort { kind: NoticeKind::Activity, item: None, way };
    let sent =
        signed::send(site, tx, person, sort, |reader| letters::letter(reader, &about, happened)).await?;
    if sent {
        let expires = Timestamp(row.ends).max(now).plus(LIFE);
        invitations::link(tx, activity, person, &secret.hash, expires).await?;
    }
    Ok(sent)
}

/// Tells somebody that they are not invited any more, as they want such news; what they were told of it before is taken away.
///
/// # Errors
/// Those of the database.
pub async fn tell_uninvited(
    site: &Site,
    tx: &mut Tx,
    row: &ActivityRow,
    person: PersonId,
    ways: &Ways,
) -> Result<(), sqlx::Error> {
    let now = site.clock.now();
    notices::recall(tx, person, NoticeKind::Activity, row.id).await?;
    let reachable = site.memory.read().person(person).is_some_and(|one| one.email.is_some());
    let notice = NewNotice {
        person,
        kind: NoticeKind::Activity,
        what: UNINVITED.to_owned(),
        round: Some(RoundId(row.round)),
        subject: row.id,
        words: Some(format!("{}\n{}", row.title, row.when().words())),
        at: now,
        due: post(now).due(ways.of(person)).filter(|_| reachable),
        once: false,
    };
    notices::add(tx, &notice).await
}

/// Where it is held, in one line.
#[must_use]
pub fn place(row: &ActivityRow) -> String {
    let parts = [row.place.as_deref(), row.link.as_deref()];
    parts.into_iter().flatten().map(|part| part.replace('\n', ", ")).collect::<Vec<_>>().join(" · ")
}

/// What a notice says first, by what it calls itself.
#[must_use]
pub fn sentence(what: &str, title: &str) -> String {
    match what {
        "activity.invited" => format!("You are invited: “{title}”."),
        "activity.changed" => format!("“{title}”, to which you are invited, has changed."),
        UNINVITED => format!("You are not invited to “{title}” any more."),
        "activity.cancelled" => format!("“{title}”, to which you were invited, is cancelled."),
        _ => format!("What came out of “{title}”."),
    }
}
