//! Asking a customer whether it is so: under News, and by a letter of its own, for whoever takes such letters.

use crate::db::notices::{self, NewNotice};
use crate::db::on_behalf::{self as table, NewNoted};
use crate::db::{Tx, mail};
use crate::mail::letters::Letter;
use crate::signed;
use crate::site::Site;
use model::notice::NoticeKind;
use model::{PersonId, ProposalId, RoundId};

/// What the log and notices call it.
pub const NOTED: &str = "vote.noted";

/// What its letter is about.
fn item(proposal: ProposalId) -> String {
    format!("{NOTED} {proposal}")
}

/// Neither under News nor by a letter that has not left.
pub async fn ask_no_more(tx: &mut Tx, person: PersonId, proposal: ProposalId) -> Result<(), sqlx::Error> {
    notices::recall_what(tx, person, NOTED, proposal.0).await?;
    mail::take_out(tx, person, &signed::about(NoticeKind::Noted, &item(proposal))).await?;
    Ok(())
}

/// What is noted anew is asked anew, in place of before.
pub async fn ask(
    site: &Site,
    tx: &mut Tx,
    new: &NewNoted,
    round: RoundId,
    letter: Letter,
) -> Result<(), sqlx::Error> {
    ask_no_more(tx, new.person, new.proposal).await?;
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
    let item = item(new.proposal);
    if !signed::send_written(site, tx, new.person, (NoticeKind::Noted, &item), letter).await? {
        table::without_letter(tx, new.person, new.proposal).await?;
    }
    Ok(())
}
