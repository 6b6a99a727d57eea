//! Complaints: somebody says that something should not stand there, and why. A moderator decides; until then it stays, unless
//! so many accounts report it that it is better read first.

use crate::{Reason, Timestamp};
use serde::{Deserialize, Serialize};

/// Accounts that must report something before it is taken out of sight, if nobody supports it.
pub const LEAST: u32 = 3;
/// Voices of support for each account more.
pub const SUPPORT: u32 = 5;

/// How many accounts must report something before it is taken out of sight until a moderator has read it: the more support it
/// has, the more, so that a few cannot hide what many want. `agree`: voices that agree with it, in hundredths.
#[must_use]
pub fn threshold(agree: u32) -> u32 {
    LEAST + agree / (SUPPORT * 100)
}

/// A complaint as moderators see it: never who made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Complaint {
    pub reason: Reason,
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_popular_one_takes_more() {
        for (voices, accounts) in [(0, 3), (4, 3), (5, 4), (9, 4), (10, 5), (100, 23)] {
            assert_eq!(threshold(voices * 100), accounts, "{voices} voices");
        }
        assert_eq!(threshold(499), LEAST, "a voice that colleagues share counts as far as it goes");
    }

    proptest! {
        #[test]
        fn it_grows_with_support_and_stays_below_it(agree: u32, more in 0_u32..1_000_000) {
            prop_assert!(threshold(agree) >= LEAST);
            prop_assert!(threshold(agree) <= threshold(agree.saturating_add(more)));
            prop_assert!(threshold(agree) <= LEAST + agree / 500);
        }
    }
}
