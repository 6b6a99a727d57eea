//! What a text loses before it is looked at: characters that nobody sees and that make it read, sort or compare as
//! something else. They come in by pasting, so they are taken out rather than complained of.
//!
//! Taken out are the controls that turn the direction of what follows (a name could swallow the words behind it, or read
//! backwards: Unicode Technical Report 36, section 2.10), marks of direction, spaces and joins without width, soft
//! hyphens, fillers, tags and interlinear marks. The two joiners (U+200C and U+200D) shape Persian and the scripts of India
//! and put emoji together: they stay inside a word, directly between two characters that are seen, where the first is not
//! ASCII, since no such script and no emoji begins with one. A variation selector stays directly behind what it varies.

/// The text without them; line and paragraph separators and Windows' line ends are plain line breaks.
pub(super) fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\u{2028}', '\u{2029}'], "\n");
    let mut clean = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let before = clean.chars().next_back().filter(|before| is_seen(*before) || varies(*before));
        let stays = match c {
            '\u{200c}' | '\u{200d}' => {
                before.is_some_and(|before| !before.is_ascii()) && rest.clone().next().is_some_and(is_seen)
            }
            c if varies(c) => before.is_some_and(|before| !varies(before)),
            c => !is_invisible(c),
        };
        if stays {
            clean.push(c);
        }
    }
    clean
}

/// Whether a character leaves a mark, or at least belongs to one that does.
pub(super) fn is_seen(c: char) -> bool {
    // Hangul's fillers and the Braille pattern without a dot are letters by their nature, and blank.
    let blank = matches!(c, '\u{115f}' | '\u{1160}' | '\u{2800}');
    !c.is_whitespace() && !c.is_control() && !is_invisible(c) && !varies(c) && !blank
}

/// Chooses how the character before looks: emoji or text, one of several ideographs.
fn varies(c: char) -> bool {
    matches!(c, '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e00ff}'
            | '\u{e01f0}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn what_turns_or_hides_goes() {
        for c in ('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}').chain('\u{200e}'..='\u{200f}') {
            assert_eq!(clean(&format!("{c}pay{c} {c}us{c}")), "pay us", "{:x}", c as u32);
        }
        for c in ['\u{200b}', '\u{2060}', '\u{feff}', '\u{ad}', '\u{34f}', '\u{3164}', '\u{e0041}', '\u{61c}']
        {
            assert_eq!(clean(&format!("a{c}b{c}")), "ab", "{:x}", c as u32);
        }
        assert_eq!(clean("one\u{2028}two\r\nthree"), "one\ntwo\nthree");
    }

    #[test]
    fn joiners_stay_inside_words() {
        for word in [
            "👩\u{200d}🔧",
            "❤\u{fe0f}\u{200d}🔥",
            "👩🏽\u{200d}🤝\u{200d}👨🏿",
            "می\u{200c}خواهیم",
            "ශ\u{dca}\u{200d}රී",
            "क\u{94d}\u{200d}ष",
            "❤\u{fe0f}",
            "葛\u{e0100}城",
        ] {
            assert_eq!(clean(word), word);
            assert_eq!(clean(&format!("so {word}.")), format!("so {word}."));
        }
        for (typed, kept) in [
            ("\u{200d}one\u{200c} \u{200d}two\u{200d}", "one two"),
            ("pay\u{200d}pal", "paypal"),
            ("می\u{200c}\u{200c}خو", "می\u{200c}خو"),
            ("é\u{200c} \u{fe0f}x", "é x"),
            ("é\u{200d}\u{202e}x", "éx"),
        ] {
            assert_eq!(clean(typed), kept, "{typed:?}");
        }
    }

    #[test]
    fn what_is_clean_stays_as_it_is() {
        let mut random = 7_u64;
        let mut next = |below: u64| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (random >> 33) % below
        };
        let some =
            ['a', 'é', ' ', '\n', '👩', '\u{200c}', '\u{200d}', '\u{fe0f}', '\u{202e}', '\u{200b}', 'क'];
        for _ in 0..20_000 {
            let typed: String = (0..next(12)).map(|_| some[next(some.len() as u64) as usize]).collect();
            let once = clean(&typed);
            assert_eq!(clean(&once), once, "{typed:?}");
        }
    }
}
