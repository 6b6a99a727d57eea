//! Asking a customer whether it is so: under News, and by a letter of its own, for whoever takes such letters.

use crate::db::Tx;
use crate::db::notices::{self, NewNotice};
use crate::db::on_behalf::{self as table, NewNoted};
use crate::mail::letters::Letter;
use crate::signed;
use crate::site::Site;
use model::RoundId;
use model::notice::NoticeKind;

/// What the log and notices call it.
pub const NOTED: &str = "vote.noted";

/// What is noted anew is asked anew, in place of before.
pub async fn ask(
    site: &Site,
    tx: &mut Tx,
    new: &NewNoted,
    round: RoundId,
    letter: Letter,
) -> Result<(), sqlx::Error> {
    notices::recall_what(tx, new.person, NOTED, new.proposal.0).await?;
    let notice = NewNotice {
        person: new.person,
        kind: NoticeKind::Noted,
        what: NOTED.into(),
        round: Some(round),
        subject: new.proposal.0,
        words: None,
        at: new.at,
        // Its letter is one of its own.
        due: None,
        once: false,
    };
    notices::add(tx, &notice).await?;
    if !signed::send_written(site, tx, new.person, NoticeKind::Noted, letter).await? {
        table::without_letter(tx, new.person, new.proposal).await?;
    }
    Ok(())
}
