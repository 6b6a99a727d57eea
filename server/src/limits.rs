//! How often one caller may do a thing: what goes beyond is refused with a word about when to try again. Counted
//! in memory, by each instance for itself.

use crate::config::Config;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use model::{Problem, ProblemKind};
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;

/// What is limited, and by whom it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Mails with a code, to one address.
    SignInByEmail,
    /// Mails with a code, and tries at codes and links, from one client.
    SignInByClient,
    /// Things begun by strangers, from one client.
    Begin,
    /// Proposals, by one person.
    Propose,
    /// Comments and stories, by one person.
    Comment,
    /// Reports, by one person.
    Report,
    /// Votes, by one person.
    Vote,
    /// What staff note that one customer said: each is a letter to them.
    Note,
    /// Guests who come from one client: each could be the same one again.
    GuestByClient,
    /// The same, from all clients of one subnet.
    GuestBySubnet,
    /// Votes of guests, from one client.
    GuestVote,
}

/// Of whom a client's requests are counted: an address, or, where somebody is given a whole subnet of them, that one.
#[must_use]
pub fn client(from: IpAddr) -> String {
    match from {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => first_bits(v6, 64),
    }
}

/// The neighbourhood of an address, which one party can often choose from.
#[must_use]
pub fn subnet(from: IpAddr) -> String {
    match from {
        IpAddr::V4(v4) => first_bits(v4.to_ipv6_mapped(), 96 + 24),
        IpAddr::V6(v6) => first_bits(v6, 48),
    }
}

fn first_bits(address: Ipv6Addr, bits: u32) -> String {
    let kept = u128::MAX << (128 - bits);
    format!("{}/{bits}", Ipv6Addr::from_bits(address.to_bits() & kept))
}

/// From a subnet come so many times as many guests as from one client.
const GUESTS_OF_SUBNET: u32 = 4;

pub struct Limits {
    sign_in_by_email: DefaultKeyedRateLimiter<String>,
    sign_in_by_client: DefaultKeyedRateLimiter<String>,
    begin: DefaultKeyedRateLimiter<String>,
    propose: DefaultKeyedRateLimiter<String>,
    comment: DefaultKeyedRateLimiter<String>,
    report: DefaultKeyedRateLimiter<String>,
    vote: DefaultKeyedRateLimiter<String>,
    note: DefaultKeyedRateLimiter<String>,
    guest_by_client: DefaultKeyedRateLimiter<String>,
    guest_by_subnet: DefaultKeyedRateLimiter<String>,
    guest_vote: DefaultKeyedRateLimiter<String>,
}

fn per_hour(count: u32) -> DefaultKeyedRateLimiter<String> {
    RateLimiter::keyed(Quota::per_hour(NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN)))
}

fn per_minute(count: u32) -> DefaultKeyedRateLimiter<String> {
    RateLimiter::keyed(Quota::per_minute(NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN)))
}

impl Limits {
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self {
            sign_in_by_email: per_hour(config.sign_ins_per_hour),
            // Several people often share a client's address.
            sign_in_by_client: per_hour(config.sign_ins_per_hour.saturating_mul(10)),
            begin: per_hour(config.votes_per_minute),
            propose: per_hour(config.proposals_per_hour),
            // A conversation has more turns than a round has proposals.
            comment: per_hour(config.proposals_per_hour.saturating_mul(4)),
            report: per_hour(config.proposals_per_hour),
            vote: per_minute(config.votes_per_minute),
            note: per_hour(config.proposals_per_hour),
            guest_by_client: per_hour(config.sign_ins_per_hour),
            guest_by_subnet: per_hour(config.sign_ins_per_hour.saturating_mul(GUESTS_OF_SUBNET)),
            guest_vote: per_minute(config.votes_per_minute),
        }
    }

    fn of(&self, limit: Limit) -> &DefaultKeyedRateLimiter<String> {
        match limit {
            Limit::SignInByEmail => &self.sign_in_by_email,
            Limit::SignInByClient => &self.sign_in_by_client,
            Limit::Begin => &self.begin,
            Limit::Propose => &self.propose,
            Limit::Comment => &self.comment,
            Limit::Report => &self.report,
            Limit::Vote => &self.vote,
            Limit::Note => &self.note,
            Limit::GuestByClient => &self.guest_by_client,
            Limit::GuestBySubnet => &self.guest_by_subnet,
            Limit::GuestVote => &self.guest_vote,
        }
    }

    /// Counts one more.
    ///
    /// # Errors
    /// Says how long to wait.
    pub fn check(&self, limit: Limit, who: &str) -> Result<(), Problem> {
        let limiter = self.of(limit);
        limiter.check_key(&who.to_owned()).map_err(|refused| {
            let wait = refused.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
            let wait = match wait {
                1 => "a second".to_owned(),
                2..120 => format!("{wait} seconds"),
                _ => format!("{} minutes", wait.div_ceil(60)),
            };
            Problem::new(ProblemKind::TooMany, format!("That was very often. Please try again in {wait}."))
        })
    }

    /// Forgets those who have not come for a while.
    pub fn tidy(&self) {
        for limiter in [
            &self.sign_in_by_email,
            &self.sign_in_by_client,
            &self.begin,
            &self.propose,
            &self.comment,
            &self.report,
            &self.vote,
            &self.note,
            &self.guest_by_client,
            &self.guest_by_subnet,
            &self.guest_vote,
        ] {
            limiter.retain_recent();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{client, subnet};

    #[test]
    fn guests_are_counted_by_address_and_by_subnet() {
        for (from, of_client, of_subnet) in [
            ("192.0.2.7", "192.0.2.7", "::ffff:192.0.2.0/120"),
            ("192.0.2.255", "192.0.2.255", "::ffff:192.0.2.0/120"),
            ("192.0.3.0", "192.0.3.0", "::ffff:192.0.3.0/120"),
            ("2001:db8:1:2:3::4", "2001:db8:1:2::/64", "2001:db8:1::/48"),
            ("2001:db8:1:ffff::", "2001:db8:1:ffff::/64", "2001:db8:1::/48"),
        ] {
            let from = from.parse().unwrap();
            assert_eq!((client(from).as_str(), subnet(from).as_str()), (of_client, of_subnet));
        }
    }
}
