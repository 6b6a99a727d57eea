//! What the sample's customers ask for, in their own voice, and how the vote on each went.

mod deciding;
mod finding;
mod staying;

use model::cells::{CultureSet, StageSet};
use model::proposal::{Kind, ProposalText};
use model::text::TextProblem;

/// A proposal of the sample.
pub struct Ask {
    pub kind: Kind,
    pub title: &'static str,
    pub why: &'static str,
    /// Places in the round's list: Idea, Mentor, Position, Assessment, Case, Transaction, Loyalty, Advocacy.
    pub stages: &'static [usize],
    /// Value Offered, Added, Created, Captured.
    pub cultures: &'static [usize],
    /// Who, how, with which tool, and how it is measured; empty where the author said nothing.
    pub particulars: [&'static str; 4],
    /// The place among the customers' people of whoever wrote it.
    pub author: usize,
    /// Hours after the round opened.
    pub hour: i64,
    pub fate: Fate,
}

/// What became of it.
#[derive(Clone, Copy)]
pub enum Fate {
    Voted(Poll),
    /// Nobody has looked at it yet.
    Waiting,
    Declined(&'static str),
}

/// How a vote went.
#[derive(Clone, Copy)]
pub struct Poll {
    /// People who voted.
    pub voters: usize,
    /// Of a hundred.
    pub agree: usize,
    pub disagree: usize,
    /// How many of those who disagree would leave over it.
    pub red_lines: usize,
    /// The culture in which those who disagree mostly are.
    pub cold: Option<usize>,
}

impl Poll {
    const fn new(voters: usize, agree: usize, disagree: usize) -> Self {
        Self { voters, agree, disagree, red_lines: 0, cold: None }
    }

    const fn red(self, red_lines: usize, cold: usize) -> Self {
        Self { red_lines, cold: Some(cold), ..self }
    }

    const fn cold(self, cold: usize) -> Self {
        Self { cold: Some(cold), ..self }
    }
}

/// Nothing more than the title and why.
const PLAIN: [&str; 4] = [""; 4];

/// In the order in which they were made.
pub fn all() -> Vec<&'static Ask> {
    let mut asks: Vec<&Ask> = finding::ASKS.iter().chain(&deciding::ASKS).chain(&staying::ASKS).collect();
    asks.sort_by_key(|ask| ask.hour);
    asks
}

impl Ask {
    /// # Errors
    /// None in practice: the texts are within their limits.
    pub fn text(&self) -> Result<ProposalText, TextProblem> {
        let said = |place: usize| Some(self.particulars[place]).filter(|text| !text.is_empty());
        let particular = |place| said(place).map(str::parse).transpose();
        Ok(ProposalText {
            kind: self.kind,
            title: self.title.parse()?,
            why: self.why.parse()?,
            stages: StageSet::of(self.stages),
            cultures: CultureSet::of(self.cultures),
            who: particular(0)?,
            how: particular(1)?,
            tool: particular(2)?,
            measure: particular(3)?,
        })
    }
}
