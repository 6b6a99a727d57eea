//! What a person said on a proposal, and the one byte it takes in memory.
//! It is not who said it or when: that is the ballot around it.

/// How much it matters to the voter; asked after the stance, and optional.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Strength {
    Nice,
    Important,
    Essential,
}

/// A person's stance on a proposal. Taking a vote back is no stance: it is `None` in the log entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Vote {
    Agree(Option<Strength>),
    Disagree {
        strength: Option<Strength>,
        /// "This would make me leave."
        red_line: bool,
    },
    Pass,
}

/// A vote and its on-behalf flag in one byte: bits 0 to 3 a [`Vote`] as a number below [`Mark::CODES`], bit 7 the flag.
///
/// | Code | Vote |
/// |---|---|
/// | 0 to 3 | agree: no strength, nice, important, essential |
/// | 4 to 7 | disagree, likewise |
/// | 8 to 11 | disagree with a red line, likewise |
/// | 12 | pass |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark(pub(crate) u8);

impl Mark {
    /// Room for every code; a power of two, so that an index masked to it is in bounds.
    pub(crate) const CODES: usize = 16;
    pub(crate) const AGREE: u8 = 0;
    pub(crate) const DISAGREE: u8 = 4;
    pub(crate) const RED_LINE: u8 = 8;
    pub(crate) const PASS: u8 = 12;
    const ON_BEHALF: u8 = 0x80;

    pub(crate) fn new(vote: Vote, on_behalf: bool) -> Self {
        let code = match vote {
            Vote::Agree(strength) => Self::AGREE + rung(strength),
            Vote::Disagree { strength, red_line: false } => Self::DISAGREE + rung(strength),
            Vote::Disagree { strength, red_line: true } => Self::RED_LINE + rung(strength),
            Vote::Pass => Self::PASS,
        };
        Self(if on_behalf { code | Self::ON_BEHALF } else { code })
    }

    pub(crate) fn vote(self) -> Vote {
        let code = self.code();
        let strength = match code & 3 {
            1 => Some(Strength::Nice),
            2 => Some(Strength::Important),
            3 => Some(Strength::Essential),
            _ => None,
        };
        match code & !3 {
            Self::AGREE => Vote::Agree(strength),
            Self::DISAGREE => Vote::Disagree { strength, red_line: false },
            Self::RED_LINE => Vote::Disagree { strength, red_line: true },
            _ => Vote::Pass,
        }
    }

    pub(crate) fn code(self) -> u8 {
        self.0 & 0x0f
    }

    /// In five bits.
    pub(crate) fn packed(self) -> u32 {
        u32::from(self.code()) | u32::from(self.on_behalf()) << 4
    }

    /// From the lower five bits.
    #[inline]
    pub(crate) fn unpacked(bits: u32) -> Self {
        // Bit 4 becomes the flag, bit 7.
        Self((bits & 0x0f | (bits & 0x10) << 3) as u8)
    }

    pub(crate) fn on_behalf(self) -> bool {
        self.0 & Self::ON_BEHALF != 0
    }

    pub(crate) fn red_line(self) -> bool {
        self.code() & !3 == Self::RED_LINE
    }
}

/// The place of a strength within its block of four codes.
fn rung(strength: Option<Strength>) -> u8 {
    match strength {
        None => 0,
        Some(Strength::Nice) => 1,
        Some(Strength::Important) => 2,
        Some(Strength::Essential) => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vote_survives_its_byte() {
        let strengths = [None, Some(Strength::Nice), Some(Strength::Important), Some(Strength::Essential)];
        let mut votes = vec![Vote::Pass];
        for strength in strengths {
            votes.push(Vote::Agree(strength));
            for red_line in [false, true] {
                votes.push(Vote::Disagree { strength, red_line });
            }
        }
        for vote in votes {
            for on_behalf in [false, true] {
                let mark = Mark::new(vote, on_behalf);
                assert_eq!(mark.vote(), vote);
                assert_eq!(mark.on_behalf(), on_behalf);
                assert_eq!(Mark::unpacked(0xffff_ffe0 | mark.packed()), mark);
                assert_eq!(mark.red_line(), matches!(vote, Vote::Disagree { red_line: true, .. }));
            }
        }
    }
}
