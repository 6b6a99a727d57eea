//! What a log may hold of an address. Many carry a key that lets in whoever has it (`/join/KEY`, `/on-behalf/KEY`): a log is read by
//! more people than that, and kept for longer.

use tracing_subscriber::EnvFilter;

/// The longest word that is told. Those of the route tables are shorter; a key has 43 letters.
const WORD: usize = 24;
/// Stands where something is not told.
pub const UNTOLD: &str = "…";

/// A path without what may be a key. Numbers and short plain words stay, whatever they are; all else goes, known route or not: who
/// mistypes the way to a key has written the key all the same.
#[must_use]
pub fn without_keys(path: &str) -> String {
    let told = |part| if is_word(part) { part } else { UNTOLD };
    path.split('/').map(told).collect::<Vec<_>>().join("/")
}

fn is_word(part: &str) -> bool {
    let plain =
        |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || b"-.".contains(&letter);
    part.len() <= WORD && part.bytes().all(plain)
}

/// What the log holds, as the settings have it; but for what others write of whole addresses, which they do at `trace`.
///
/// # Errors
/// What of the setting cannot be read.
pub fn filter(wanted: &str) -> anyhow::Result<EnvFilter> {
    Ok(EnvFilter::try_new(wanted)?.add_directive("tower_http::csrf=off".parse()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Dice;

    #[test]
    fn words_and_numbers_are_told_and_nothing_else() {
        for path in ["/", "/healthz", "/api/v1/proposals/12/left-out/undo", "/api/v1/designs/3/design.csv"] {
            assert_eq!(without_keys(path), path);
        }
        assert_eq!(without_keys("/join/Abc/"), "/join/…/");
        assert_eq!(without_keys("/join/a_b"), "/join/…");
        assert_eq!(without_keys("/join/%41"), "/join/…");
        let longest = "a".repeat(WORD);
        assert_eq!(without_keys(&format!("/{longest}")), format!("/{longest}"));
        assert_eq!(without_keys(&format!("/{longest}a")), "/…");
    }

    #[test]
    fn no_key_is_told_however_it_falls() {
        let dice = Dice::loaded(1);
        for _ in 0..10_000 {
            assert_eq!(without_keys(&format!("/letters/{}/all", dice.secret())), "/letters/…/all");
        }
        // Nor one that another program has written in small letters alone.
        assert_eq!(without_keys(&format!("/on-behalf/{}", "0a".repeat(32))), "/on-behalf/…");
    }
}
