//! Signatures as Standard Webhooks has them: HMAC-SHA256 over id, time and body, joined with dots.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use model::Timestamp;
use model::program::SECRET_PREFIX;
use sha2::Sha256;

/// A secret as its receiver keeps it.
#[must_use]
pub fn secret(bytes: &[u8; 32]) -> String {
    [SECRET_PREFIX, &STANDARD.encode(bytes)].concat()
}

/// The value of `webhook-signature`; nothing for a secret that is none.
#[must_use]
pub fn signature(secret: &str, id: &str, at: Timestamp, body: &str) -> Option<String> {
    let key = STANDARD.decode(secret.strip_prefix(SECRET_PREFIX)?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{}.{body}", seconds(at)).as_bytes());
    Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

/// The value of `webhook-timestamp`.
#[must_use]
pub fn seconds(at: Timestamp) -> i64 {
    at.0.div_euclid(Timestamp::SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's own libraries.
    #[test]
    fn the_published_example_comes_out() {
        let made = signature(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            Timestamp(1_614_265_330 * Timestamp::SECOND),
            "{\"test\": 2432232314}",
        );
        assert_eq!(made.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
        assert_eq!(signature("none", "a", Timestamp(0), ""), None);
    }
}
