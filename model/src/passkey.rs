//! Passkeys: keys that a device or a password manager keeps for somebody, and that sign them in without an address, a code or a
//! password. Here is only what their owner sees of them.

use crate::{Name, PasskeyId, Timestamp};
use serde::{Deserialize, Serialize};

/// Most passkeys of one person.
pub const MOST: usize = 10;

/// As its owner sees it listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Passkey {
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: Name,
    pub since: Timestamp,
    /// When it last signed them in.
    pub used: Option<Timestamp>,
}

/// Whether a browser could keep passkeys for the host that a page was opened at: it has to be a name, and no IP address.
#[must_use]
pub fn is_name(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    let number = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    !host.is_empty() && !host.contains(':') && !number
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn an_address_is_no_name() {
        for address in ["127.0.0.1", "10.0.0.7", "[::1]", ""] {
            assert!(!is_name(address), "{address}");
        }
        for name in ["localhost", "accord.acme.example", "7.example", "server1"] {
            assert!(is_name(name), "{name}");
        }
    }
}
