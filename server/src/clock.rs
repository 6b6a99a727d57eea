//! Time and chance, handed in so that tests decide both. The only place that reads the machine's own.

use model::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Tells the time. Cheap to clone.
#[derive(Clone)]
pub struct Clock(Source);

#[derive(Clone)]
enum Source {
    Machine,
    Hand(Arc<AtomicI64>),
}

impl Clock {
    #[must_use]
    pub fn machine() -> Self {
        Self(Source::Machine)
    }

    /// A clock that stands still until [`Clock::advance`] moves it.
    #[must_use]
    pub fn by_hand(start: Timestamp) -> Self {
        Self(Source::Hand(Arc::new(AtomicI64::new(start.0))))
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::Machine => machine_now(),
            Source::Hand(time) => Timestamp(time.load(Ordering::SeqCst)),
        }
    }

    /// Moves a clock by hand forward; the machine's own goes by itself.
    pub fn advance(&self, micros: i64) {
        if let Source::Hand(time) = &self.0 {
            time.fetch_add(micros, Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
fn machine_now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

/// Throws secrets: codes, links, keys. Cheap to clone.
#[derive(Clone)]
pub struct Dice(Option<Arc<AtomicI64>>);

impl Dice {
    #[must_use]
    pub fn machine() -> Self {
        Self(None)
    }

    /// Dice that fall the same way in every run. For tests.
    #[must_use]
    pub fn loaded(seed: i64) -> Self {
        Self(Some(Arc::new(AtomicI64::new(seed))))
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that draws from the machine")]
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        use rand::{Rng, SeedableRng};
        let mut bytes = [0; N];
        match &self.0 {
            None => rand::rng().fill_bytes(&mut bytes),
            Some(seed) => {
                let seed = seed.fetch_add(1, Ordering::SeqCst);
                rand::rngs::StdRng::seed_from_u64(seed.cast_unsigned()).fill_bytes(&mut bytes);
            }
        }
        bytes
    }

    /// A secret of 256 bits for links and keys, in URL-safe letters.
    #[must_use]
    pub fn secret(&self) -> String {
        use base64::Engine;
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }

    /// Six digits, for people to type.
    #[must_use]
    pub fn code(&self) -> String {
        // The remainder of 2^64 by a million favours no digit by more than one part in 10^13.
        format!("{:06}", u64::from_le_bytes(self.bytes()) % 1_000_000)
    }
}

/// What is kept of a secret: its SHA-256, in hexadecimal. Enough for secrets of 256 bits; codes are short, live for
/// minutes and are void after five wrong ones.
#[must_use]
pub fn digest(text: &str) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
