//! Writing a proposal together: its author and customers who were invited, or who support it and offered themselves.

use crate::mention::Mentionable;
use crate::proposal::ProposalText;
use crate::text::TextProblem;
use crate::vote::Vote;
use crate::{Html, Name, PersonId, ProposalId, Timestamp, Title};
use serde::{Deserialize, Serialize};

/// Most people who write a proposal with its author, those counted who are invited and have not answered.
pub const MOST_WRITERS: usize = 5;

/// How somebody stands to writing a proposal with its author.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = WritingState))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// By the author, and has not answered.
    Invited,
    /// To the author, who has not answered.
    Offered,
    Writes,
    /// Would rather not.
    Declined,
    /// The author would rather not.
    Refused,
    /// Has stepped out, or taken the offer back.
    Left,
    /// The author has taken the invitation back.
    Ended,
}

/// What changes it: the first of each line is the author's to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = WritingAct))]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// The author asks somebody who wishes to be found.
    Invite,
    /// The author takes up an offer.
    Admit,
    /// The author would rather not.
    Refuse,
    /// The author takes an invitation back, accepted or not.
    End,
    /// Whoever is invited writes from now on.
    Accept,
    /// Whoever is invited would rather not.
    Decline,
    /// Somebody who supports it would like to write too.
    Offer,
    /// Somebody who writes, or offered to, does so no longer.
    Leave,
}

macro_rules! words {
    ($name:ident: $($one:ident $word:literal),+; $refusal:literal) => {
        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$one),+];

            #[must_use]
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$one => $word,)+
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = TextProblem;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                let found = Self::ALL.iter().copied().find(|one| one.word() == word);
                found.ok_or_else(|| TextProblem($refusal.into()))
            }
        }
    };
}

words!(State: Invited "invited", Offered "offered", Writes "writes", Declined "declined", Refused "refused", Left "left",
    Ended "ended"; "There is no such standing.");
words!(Act: Invite "invite", Admit "admit", Refuse "refuse", End "end", Accept "accept", Decline "decline", Offer "offer",
    Leave "leave"; "There is no such act.");

impl Act {
    /// Whether it is the author's to do.
    #[must_use]
    pub fn is_authors(self) -> bool {
        matches!(self, Self::Invite | Self::Admit | Self::Refuse | Self::End)
    }

    /// Whether it brings somebody nearer to writing, which takes a phase in which texts change.
    #[must_use]
    pub fn brings_in(self) -> bool {
        matches!(self, Self::Invite | Self::Admit | Self::Accept | Self::Offer)
    }

    /// What follows; `None` where it does not fit how things stand.
    #[must_use]
    pub fn from(self, state: Option<State>) -> Option<State> {
        use State::{Declined, Ended, Invited, Left, Offered, Refused, Writes};
        match (self, state) {
            (Self::Invite, None | Some(Left | Ended | Refused)) => Some(Invited),
            (Self::Offer, None | Some(Left | Declined)) => Some(Offered),
            (Self::Admit, Some(Offered)) | (Self::Accept, Some(Invited)) => Some(Writes),
            (Self::Refuse, Some(Offered)) => Some(Refused),
            (Self::End, Some(Invited | Writes)) => Some(Ended),
            (Self::Decline, Some(Invited)) => Some(Declined),
            (Self::Leave, Some(Writes | Offered)) => Some(Left),
            _ => None,
        }
    }
}

/// Somebody who writes a proposal with its author, or is asked or asks to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Writer {
    pub person: PersonId,
    pub name: Name,
    pub account: Option<Name>,
    pub state: State,
}

/// Who writes a proposal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Writing {
    /// Who writes it with its author, for everybody; for the author and moderators also who is asked, or asks, to.
    pub writers: Vec<Writer>,
    /// How the viewer stands to it.
    pub mine: Option<State>,
    /// Whether the viewer supports it and may offer to write too.
    pub may_offer: bool,
    /// Whom the author may invite.
    pub invite: Vec<Mentionable>,
}

/// What somebody said on words that have been changed since: it counts no more until they say it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskedAgain {
    pub proposal: ProposalId,
    /// As it is now.
    pub title: Title,
    /// Since when it has had these words; a vote names it as `seen`.
    pub worded: Timestamp,
    pub said: Vote,
    /// When it was changed.
    pub at: Timestamp,
    /// Why it cannot be said again now, if so, as a sentence.
    pub shut: Option<String>,
}

/// An earlier wording of a proposal, once published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Earlier {
    pub text: ProposalText,
    pub why_html: Html,
    pub by: Hand,
    pub at: Timestamp,
    /// When it was replaced.
    pub until: Timestamp,
}

/// Whose a wording is, as far as everybody may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "hand", content = "name")]
pub enum Hand {
    Author,
    /// Somebody who writes it with the author.
    Writer(Name),
    /// Somebody who did, and is not named any more.
    Former,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_comes_to_write_without_both() {
        for state in [None].into_iter().chain(State::ALL.iter().copied().map(Some)) {
            for act in Act::ALL {
                let Some(next) = act.from(state) else { continue };
                let both = matches!(
                    (act, state),
                    (Act::Accept, Some(State::Invited)) | (Act::Admit, Some(State::Offered))
                );
                assert_eq!(next == State::Writes, both, "{act:?} from {state:?}");
                // Whoever said no is not asked again by the other.
                assert!(state != Some(State::Declined) || !act.is_authors(), "{act:?}");
                assert!(state != Some(State::Refused) || act.is_authors(), "{act:?}");
            }
        }
    }
}
