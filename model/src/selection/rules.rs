//! The rules by which votes choose.

use serde::{Deserialize, Serialize};

/// People of an account who must have voted on a proposal before staff are told how the account stands (domain rule 7).
pub const LEAST_STANCES: usize = 3;

/// The rules of a round by which votes become a design, as far as they are numbers. Published before voting; they cannot
/// change once there are votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Rules {
    /// Accounts that must ask for a practice; from [`Rules::FEWEST_ACCOUNTS`] to [`Rules::MOST_ACCOUNTS`].
    pub least_accounts: u32,
    /// A practice's part of the voices must be at least its part of the capacity over this; 0: no such condition. At most
    /// [`Rules::MOST_OVER_SUPPORT`].
    pub cost_over_support: u32,
    /// In percent, from [`Rules::LEAST_OPPOSITION`] to 100: a segment in which so many of those who take a side are against
    /// keeps a practice out.
    pub strong_opposition: u32,
    /// Accounts that may draw a red line; one more keeps a practice out. From [`Rules::FEWEST_RED_LINES`].
    pub most_red_lines: u32,
    /// Whether capacity that equal shares leave is spent too.
    pub completion: bool,
    /// In percent, to 100: so much of the capacity is kept for cells that would otherwise be empty.
    pub floor: u8,
    /// Practices that a cell holds at most.
    pub most_in_cell: Option<u32>,
    /// Who is given the pseudonymous ballots (domain rule 8).
    pub ballots: Ballots,
    /// Whether staff who look after an account are told how it stands on a proposal, once three of its people have voted on it
    /// (domain rule 7). Left out where it is not so: adopted designs from before there was such a rule have the digest they had.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub stances: bool,
}

impl Rules {
    /// With fewer, what is in would tell how many of fewer than five accounts ask for it.
    pub const FEWEST_ACCOUNTS: u32 = 5;
    /// With fewer, what is out would tell of fewer than five red lines.
    pub const FEWEST_RED_LINES: u32 = 4;
    pub const MOST_ACCOUNTS: u32 = 1_000_000;
    pub const MOST_OVER_SUPPORT: u32 = 100;
    pub const LEAST_OPPOSITION: u32 = 50;

    /// As people read them, a line each.
    #[must_use]
    pub fn in_words(&self) -> Vec<String> {
        let number = |number: u32| number.to_string();
        let mut lines = vec![
            ["At least ", &number(self.least_accounts), " accounts ask for it."].concat(),
            match self.cost_over_support {
                0 => "Its support need not match its cost.".into(),
                over => [
                    "Its part of the voices is at least its part of the capacity divided by ",
                    &number(over),
                    ".",
                ]
                .concat(),
            },
            [
                "In no segment are ",
                &number(self.strong_opposition),
                " % or more of those who take a side against it.",
            ]
            .concat(),
            ["At most ", &number(self.most_red_lines), " accounts draw a red line."].concat(),
        ];
        if let Some(most) = self.most_in_cell {
            lines.push(["A cell holds at most ", &number(most), " practices."].concat());
        }
        if self.floor > 0 {
            lines.push(
                [
                    &number(self.floor.into()),
                    " % of the capacity is kept for cells that would otherwise be empty.",
                ]
                .concat(),
            );
        }
        lines.push(match self.completion {
            true => {
                "What equal shares leave is spent too: shares are raised until the next step would overspend."
                    .into()
            }
            false => "What equal shares leave is not spent.".into(),
        });
        if self.stances {
            lines.push(
                [
                    "How an account stands on a proposal is told to staff who look after it, once ",
                    &number(LEAST_STANCES as u32),
                    " of its people have voted on it.",
                ]
                .concat(),
            );
        }
        lines
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            least_accounts: 5,
            cost_over_support: 3,
            strong_opposition: 67,
            most_red_lines: 4,
            completion: true,
            floor: 0,
            most_in_cell: None,
            ballots: Ballots::Nobody,
            stances: false,
        }
    }
}

/// Who is given the pseudonymous ballots of a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Ballots {
    #[default]
    Nobody,
    /// Designers and signatories: then "what if" runs in their own browser.
    Designers,
    /// Everybody who has signed in.
    Participants,
    Everybody,
}

impl Ballots {
    pub const ALL: [Self; 4] = [Self::Nobody, Self::Designers, Self::Participants, Self::Everybody];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Designers => "designers",
            Self::Participants => "participants",
            Self::Everybody => "everybody",
        }
    }
}
