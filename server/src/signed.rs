//! A letter of a kind that one can stop, with a link of its own behind which one answers without signing in. It leaves as its reader
//! wants such letters, or not at all; what is kept of the link is a digest.

use crate::clock::digest;
use crate::db::{Tx, mail, notices};
use crate::mail::Letter;
use crate::site::Site;
use model::notice::{NoticeKind, NoticeWay};
use model::{PersonId, Timestamp};

/// What a link carries, and the digest by which it is found again.
pub struct Secret {
    pub key: String,
    pub hash: String,
}

impl Secret {
    #[must_use]
    pub fn new(site: &Site) -> Self {
        let key = site.dice.secret();
        Self { hash: digest(&key), key }
    }
}

/// Whom a letter is to.
pub struct Reader<'a> {
    pub to: &'a str,
    pub name: &'a str,
    pub company: &'a str,
    /// The page that stops such letters.
    pub stop: &'a str,
    /// The page that stops those about this one thing; else the same.
    pub item: &'a str,
}

/// What stops a letter: this kind, or what it is about alone; and how it is to leave.
#[derive(Clone, Copy)]
pub struct Sort<'a> {
    pub kind: NoticeKind,
    pub item: Option<&'a str>,
    pub way: NoticeWay,
}

/// Lets it leave, if its reader can be written to and wants such letters; says whether it does. The caller wakes the delivery.
///
/// # Errors
/// Those of the database.
pub async fn send(
    site: &Site,
    tx: &mut Tx,
    person: PersonId,
    Sort { kind, item, way }: Sort<'_>,
    write: impl FnOnce(&Reader<'_>) -> Letter + Send,
) -> Result<bool, sqlx::Error> {
    let (reader, company) = {
        let world = site.memory.read();
        let company = world.company().map(|company| company.name.clone()).unwrap_or_default();
        (world.person(person), company)
    };
    let Some((reader, address)) = reader.and_then(|one| Some((one.clone(), one.email.clone()?))) else {
        return Ok(false);
    };
    let now = site.clock.now();
    let Some(due) = due(way, now) else { return Ok(false) };
    let stop = notices::letter_key(tx, person, &site.dice.secret()).await?;
    let page = |what: &str| site.config.link(&format!("/letters/{stop}/{what}"));
    let mut letter = write(&Reader {
        to: address.as_str(),
        name: reader.name.as_str(),
        company: &company,
        stop: &page(kind.word()),
        item: &page(item.unwrap_or(kind.word())),
    });
    letter.about = Some(about(kind, item.unwrap_or_default()));
    mail::add_for(tx, &letter, now, due).await?;
    Ok(true)
}

/// What a letter is of and about, by which it is taken out again before it leaves: all of a kind, or the one.
#[must_use]
pub fn about(kind: NoticeKind, item: &str) -> String {
    [kind.word(), " ", item].concat()
}

/// The same for a letter that is written already, to whoever may be new here. `item`: what it is about, if it can be undone before it
/// leaves.
///
/// # Errors
/// Those of the database.
pub async fn send_written(
    site: &Site,
    tx: &mut Tx,
    person: PersonId,
    (kind, item): (NoticeKind, &str),
    mut letter: Letter,
) -> Result<bool, sqlx::Error> {
    let now = site.clock.now();
    letter.about = Some(about(kind, item));
    let Some(due) = due(notices::way(tx, person, kind).await?, now) else { return Ok(false) };
    let key = notices::letter_key(tx, person, &site.dice.secret()).await?;
    let stop = site.config.link(&format!("/letters/{key}/{}", kind.word()));
    mail::add_for(tx, &letter.with_stop(&stop), now, due).await?;
    Ok(true)
}

/// When a letter of its own leaves; not at all where none is wanted.
fn due(way: NoticeWay, now: Timestamp) -> Option<Timestamp> {
    match way {
        NoticeWay::Now => Some(now),
        NoticeWay::Weekly => Some(crate::notices::herald::post(now).weekly),
        NoticeWay::Here => None,
    }
}
