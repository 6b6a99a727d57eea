//! Texts from elsewhere, made to fit ours.

/// Trimmed, without characters that nobody can see, on one line unless `lines` are welcome.
#[must_use]
pub fn clean(text: &str, lines: bool) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let shown = |c: char| if c.is_control() && !(lines && c == '\n') { ' ' } else { c };
    let text: String = text.chars().map(shown).collect();
    if lines { text.trim().to_owned() } else { text.split_whitespace().collect::<Vec<_>>().join(" ") }
}

/// At most `most` characters: up to a word's end where there is one not far away, and `…`.
#[must_use]
pub fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most - 1).collect();
    let end = head.rfind(char::is_whitespace).filter(|end| *end > head.len() / 2).unwrap_or(head.len());
    format!("{}…", head[..end].trim_end().trim_end_matches([',', ';', ':']))
}
