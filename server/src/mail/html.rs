//! Letters as HTML, made here and nowhere else, from what the letter says as text: whoever writes a letter writes it once. Plain
//! elements and the reader's own colours, since mail programs know little of style sheets; nothing is fetched from anywhere.

use html_escape::{encode_double_quoted_attribute as attribute, encode_text};

/// Stands above the small print of a letter, as mail programs know it.
pub const FOOT: &str = "-- ";
/// Begins a line that is set in.
const INSET: &str = "  ";

/// Whose letter it is, and where they are: addresses there are links, and no others.
#[derive(Clone, Copy, Debug)]
pub struct From<'a> {
    pub company: &'a str,
    /// Without a slash at the end.
    pub home: &'a str,
}

/// The letter as a document.
#[must_use]
pub fn letter(from: From<'_>, subject: &str, text: &str) -> String {
    let ends = ["\n", FOOT, "\n"].concat();
    let (said, foot) = text.rsplit_once(ends.as_str()).unwrap_or((text, ""));
    let foot = match foot.trim() {
        "" => String::new(),
        foot => ["<hr>\n<p><small>", &lines(from, foot.lines()), "</small></p>\n"].concat(),
    };
    let body: String = said.split("\n\n").map(|block| paragraph(from, block)).collect();
    [
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><title>",
        &encode_text(subject),
        "</title></head>\n<body style=\"font-family:sans-serif;line-height:1.5\">\n\
         <div style=\"max-width:38em;margin:0 auto;padding:1em\">\n<p><b>",
        &encode_text(from.company),
        "</b></p>\n",
        &body,
        &foot,
        "</div></body></html>\n",
    ]
    .concat()
}

/// What stands between two empty lines. Where it ends with an address that is set in, its first line leads there.
fn paragraph(from: From<'_>, block: &str) -> String {
    let block: Vec<&str> = block.lines().filter(|line| !line.trim().is_empty()).collect();
    if let [first, between @ .., last] = block.as_slice()
        && !first.starts_with(INSET)
        && last.starts_with(INSET)
        && from.is_ours(last.trim())
    {
        let more = lines(from, between.iter().map(|line| line.trim_start()));
        let gap = if more.is_empty() { "" } else { "<br>\n" };
        let (to, what) = (attribute(last.trim()), encode_text(*first));
        return ["<p><a href=\"", &to, "\">", &what, "</a>", gap, &more, "</p>\n"].concat();
    }
    let mut html = String::new();
    for part in block.chunk_by(|one, next| one.starts_with(INSET) == next.starts_with(INSET)) {
        let inset = part.first().is_some_and(|line| line.starts_with(INSET));
        html.push_str(if inset { "<p style=\"margin-left:1.5em\">" } else { "<p>" });
        html.push_str(&lines(from, part.iter().map(|line| line.trim_start())));
        html.push_str("</p>\n");
    }
    html
}

fn lines<'l>(from: From<'_>, lines: impl Iterator<Item = &'l str>) -> String {
    lines.map(|line| from.linked(line)).collect::<Vec<_>>().join("<br>\n")
}

impl From<'_> {
    /// Whether a word is an address of this site.
    fn is_ours(&self, word: &str) -> bool {
        let rest = word.strip_prefix(self.home).filter(|_| !self.home.is_empty());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) && !word.contains(' ')
    }

    fn linked(&self, line: &str) -> String {
        let word = |word: &str| match self.is_ours(word) {
            true => {
                let (to, shown) = (attribute(word), encode_text(word));
                ["<a href=\"", &to, "\">", &shown, "</a>"].concat()
            }
            false => encode_text(word).into_owned(),
        };
        line.split(' ').map(word).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACME: From<'_> = From { company: "Acme & Söhne", home: "https://acme.example" };

    #[test]
    fn what_is_said_stays_what_it_was_and_only_our_own_addresses_are_links() {
        let text = "Hello <b>Ada</b>,\n\nread on:\nhttps://acme.example/x?a=1&b=\"2\"\nor https://acme.example.evil.example/x\n\n  Title\n  Hall 2\n\n-- \nNo more: https://acme.example/letters/k/all\n";
        let html = letter(ACME, "<Two>", text);
        for said in [
            "<title>&lt;Two&gt;</title>",
            "<p><b>Acme &amp; Söhne</b></p>",
            "<p>Hello &lt;b&gt;Ada&lt;/b&gt;,</p>",
            "<p>read on:<br>\n<a href=\"https://acme.example/x?a=1&amp;b=&quot;2&quot;\">https://acme.example/x?a=1&amp;b=\"2\"</a><br>\nor https://acme.example.evil.example/x</p>",
            "<p style=\"margin-left:1.5em\">Title<br>\nHall 2</p>",
            "<hr>\n<p><small>No more: <a href=\"https://acme.example/letters/k/all\">",
        ] {
            assert!(html.contains(said), "{said}\nin\n{html}");
        }
        assert_eq!(html.matches("<a ").count(), 2);
        assert!(!html.contains("<img") && !html.contains("src=") && !html.contains("url("));
    }

    #[test]
    fn news_leads_where_it_happened() {
        let text = "A reply to you.\n  It says so.\n  And more.\n  https://acme.example/proposals/1\n\n";
        let html = letter(ACME, "News", text);
        let said = "<p><a href=\"https://acme.example/proposals/1\">A reply to you.</a><br>\nIt says so.<br>\nAnd more.</p>";
        assert!(html.contains(said), "{html}");
    }

    #[test]
    fn a_letter_without_small_print_has_none() {
        let html = letter(ACME, "Hello", "Hello,\n\n\n\nall.\n");
        assert!(!html.contains("<hr>") && html.contains("<p>Hello,</p>\n<p>all.</p>\n"), "{html}");
    }
}
