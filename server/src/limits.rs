//! How often one caller may do a thing: what goes beyond is refused with a word about when to try again. Counted
//! in memory, by each instance for itself.

use crate::config::Config;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use model::{Problem, ProblemKind};
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;

/// Sign-ins from one client, as many times what one mail address may ask for: several people often share one.
const OF_CLIENT: u32 = 10;
/// The same from one subnet.
const OF_NET: u32 = 40;
/// In IPv6 one machine has a whole /64 of addresses, and who rents a line or a server often a /56.
const V6_CLIENT: u32 = 64;
const V6_NET: u32 = 56;

/// What is limited, and by whom it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Mails with a code, to one address.
    SignInByEmail,
    /// Sign-ins asked for and tried, whichever way, from one client.
    SignInByClient,
    /// The same from one subnet: many clients may be one somebody.
    SignInByNet,
    /// Things begun by strangers, from one client.
    Begin,
    /// Proposals, by one person.
    Propose,
    /// Comments and stories, by one person.
    Comment,
    /// Pictures uploaded, by one person.
    Picture,
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

/// From a subnet come so many times as many guests as from one client.
const GUESTS_OF_SUBNET: u32 = 4;

pub struct Limits {
    sign_in_by_email: DefaultKeyedRateLimiter<String>,
    sign_in_by_client: DefaultKeyedRateLimiter<String>,
    sign_in_by_net: DefaultKeyedRateLimiter<String>,
    begin: DefaultKeyedRateLimiter<String>,
    propose: DefaultKeyedRateLimiter<String>,
    comment: DefaultKeyedRateLimiter<String>,
    picture: DefaultKeyedRateLimiter<String>,
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
            sign_in_by_client: per_hour(config.sign_ins_per_hour.saturating_mul(OF_CLIENT)),
            sign_in_by_net: per_hour(config.sign_ins_per_hour.saturating_mul(OF_NET)),
            begin: per_hour(config.votes_per_minute),
            propose: per_hour(config.proposals_per_hour),
            // A conversation has more turns than a round has proposals.
            comment: per_hour(config.proposals_per_hour.saturating_mul(4)),
            picture: per_hour(config.proposals_per_hour),
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
            Limit::SignInByNet => &self.sign_in_by_net,
            Limit::Begin => &self.begin,
            Limit::Propose => &self.propose,
            Limit::Comment => &self.comment,
            Limit::Picture => &self.picture,
            Limit::Report => &self.report,
            Limit::Vote => &self.vote,
            Limit::Note => &self.note,
            Limit::GuestByClient => &self.guest_by_client,
            Limit::GuestBySubnet => &self.guest_by_subnet,
            Limit::GuestVote => &self.guest_vote,
        }
    }

    /// Counts one more sign-in that is asked for or tried, by the client and by its subnet.
    ///
    /// # Errors
    /// Says how long to wait.
    pub fn sign_in(&self, from: IpAddr) -> Result<(), Problem> {
        let (client, net) = whence(from);
        self.check(Limit::SignInByNet, &net)?;
        self.check(Limit::SignInByClient, &client)
    }

    /// Counts one more guest, by the client and by its subnet.
    ///
    /// # Errors
    /// Says how long to wait.
    pub fn guest(&self, from: IpAddr) -> Result<(), Problem> {
        let (client, net) = whence(from);
        self.check(Limit::GuestBySubnet, &net)?;
        self.check(Limit::GuestByClient, &client)
    }

    /// Counts one more vote of a guest, by the client.
    ///
    /// # Errors
    /// Says how long to wait.
    pub fn guest_vote(&self, from: IpAddr) -> Result<(), Problem> {
        self.check(Limit::GuestVote, &whence(from).0)
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
            &self.sign_in_by_net,
            &self.begin,
            &self.propose,
            &self.comment,
            &self.picture,
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

/// The subnet of a client, as it is counted by.
#[must_use]
pub fn subnet(from: IpAddr) -> String {
    whence(from).1
}

/// A client, and its subnet, as they are counted by.
fn whence(from: IpAddr) -> (String, String) {
    match from.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            (address.to_string(), format!("{a}.{b}.{c}.0/24"))
        }
        IpAddr::V6(address) => {
            let cut = |bits: u32| {
                let net = Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << (128 - bits)));
                format!("{net}/{bits}")
            };
            (cut(V6_CLIENT), cut(V6_NET))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{Args, Command, FromArgMatches};

    fn limits(sign_ins_per_hour: u32) -> Limits {
        let matches = Config::augment_args(Command::new("accord")).get_matches_from(["accord"]);
        Limits::new(&Config { sign_ins_per_hour, ..Config::from_arg_matches(&matches).unwrap() })
    }

    #[test]
    fn an_address_is_counted_by_what_one_somebody_has() {
        let of = |text: &str| whence(text.parse().unwrap());
        let pair = |client: &str, net: &str| (client.to_owned(), net.to_owned());
        assert_eq!(of("192.0.2.7"), pair("192.0.2.7", "192.0.2.0/24"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
        assert_eq!(of("2001:db8:1:2a3::7"), pair("2001:db8:1:2a3::/64", "2001:db8:1:200::/56"));
        assert_eq!(of("2001:db8:1:2a3:ffff::"), of("2001:db8:1:2a3::7"));
        assert_ne!(of("2001:db8:1:2a4::7").0, of("2001:db8:1:2a3::7").0);
        assert_eq!(of("2001:db8:1:2a4::7").1, of("2001:db8:1:2a3::7").1);
        assert_ne!(of("2001:db8:1:3a4::7").1, of("2001:db8:1:2a3::7").1);
    }

    #[test]
    fn a_client_and_its_subnet_have_their_limits() {
        let limits = limits(1);
        let address = |last: u32| IpAddr::from([192, 0, 2, u8::try_from(last).unwrap()]);
        for _ in 0..OF_CLIENT {
            limits.sign_in(address(1)).unwrap();
        }
        assert!(limits.sign_in(address(1)).is_err_and(|problem| problem.kind == ProblemKind::TooMany));
        // The refused one was counted for the subnet.
        for other in 2..=OF_NET - OF_CLIENT {
            limits.sign_in(address(other)).unwrap();
        }
        assert!(limits.sign_in(address(200)).is_err());
        assert!(limits.sign_in(IpAddr::from([192, 0, 3, 1])).is_ok(), "another subnet");
    }
}
