//! Where a hook may lead: to public addresses alone, or whoever may add one could make the server ask its neighbours. Every address
//! that a name has is looked at, and the one that is connected to is one of those.

use http::Uri;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// An address taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub secure: bool,
    pub host: String,
    pub port: u16,
    /// As it stands in `Host`.
    pub authority: String,
    pub path: String,
}

/// Reads an address; `private`: whether it may lead into a private network, and then without TLS.
///
/// # Errors
/// A sentence for whoever typed it.
pub fn parse(url: &str, private: bool) -> Result<Target, String> {
    const MOST: usize = 500;
    let refused = "This is no address such as https://crm.example.com/hooks.";
    if url.len() > MOST || url.contains('#') {
        return Err(refused.to_owned());
    }
    let uri: Uri = url.trim().parse().map_err(|_| refused.to_owned())?;
    let secure = match uri.scheme_str() {
        Some("https") => true,
        Some("http") if private => false,
        _ => return Err("It must begin with https://.".to_owned()),
    };
    let authority = uri.authority().ok_or_else(|| refused.to_owned())?;
    if authority.as_str().contains('@') {
        return Err("It must hold no name and no password.".to_owned());
    }
    let host = authority.host().trim_matches(['[', ']']).to_owned();
    if host.is_empty() {
        return Err(refused.to_owned());
    }
    Ok(Target {
        secure,
        host,
        port: authority.port_u16().unwrap_or(if secure { 443 } else { 80 }),
        authority: authority.as_str().to_owned(),
        path: uri.path_and_query().map_or_else(|| "/".to_owned(), |path| path.as_str().to_owned()),
    })
}

/// The addresses of a name, of which none may be private.
///
/// # Errors
/// Why nothing can be sent there.
pub async fn resolve(target: &Target, private: bool) -> Result<Vec<SocketAddr>, String> {
    let found = tokio::net::lookup_host((target.host.as_str(), target.port)).await;
    let found: Vec<SocketAddr> =
        found.map_err(|fault| format!("its name cannot be found: {fault}"))?.collect();
    if found.is_empty() {
        return Err("its name has no address".to_owned());
    }
    if !private && found.iter().any(|address| !is_public(address.ip())) {
        return Err("it leads into a private network".to_owned());
    }
    Ok(found)
}

/// Whether an address is one of the internet's (the special registries of IANA).
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast()
        || a == 0
        || a >= 240
        || (a, b & 0b1100_0000) == (100, 64)
        || (a, b, c) == (192, 0, 0)
        || (a, b, c) == (192, 88, 99)
        || (a, b & 0b1111_1110) == (198, 18);
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    // An address of the other kind within it is what counts.
    if let Some(within) = address.to_ipv4_mapped() {
        return is_public_v4(within);
    }
    let [.., high, low] = address.segments();
    let last = Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    if address.segments()[..6] == [0x64, 0xff9b, 0, 0, 0, 0] {
        return is_public_v4(last);
    }
    // What is given out today is 2000::/3; of it, Teredo, documentation, and 6to4 lead elsewhere.
    let given = a & 0xe000 == 0x2000;
    let elsewhere = (a, b) == (0x2001, 0)
        || (a, b) == (0x2001, 0xdb8)
        || a == 0x2002
        || a == 0x3fff
        || (a, b) == (0x2001, 0x10);
    given && !elsewhere
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are() {
        for public in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "172.15.0.1",
            "198.17.0.1",
            "223.255.255.1",
            "2606:4700::1111",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for private in [
            "0.0.0.0",
            "10.1.2.3",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "198.19.255.255",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2001::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "::7f00:1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
    }

    #[test]
    fn addresses_are_taken_apart_or_refused() {
        let target = parse("https://crm.example.com/a?b=c", false).unwrap();
        assert_eq!(
            (target.host.as_str(), target.port, target.path.as_str(), target.secure),
            ("crm.example.com", 443, "/a?b=c", true)
        );
        assert_eq!(parse("http://[::1]:8080", true).unwrap().host, "::1");
        for wrong in [
            "",
            "crm.example.com",
            "http://crm.example.com",
            "https://",
            "https://a:b@crm.example.com/",
            "ftp://crm.example.com",
            "https://a\r\nb/",
            "https://x/#y",
            "/hooks",
        ] {
            assert!(parse(wrong, false).is_err(), "{wrong}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_home_is_refused() {
        for home in
            ["https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://169.254.169.254/latest"]
        {
            let target = parse(home, false).unwrap();
            assert!(resolve(&target, false).await.is_err(), "{home}");
        }
        assert!(resolve(&parse("http://127.0.0.1/", true).unwrap(), true).await.is_ok());
    }
}
