//! The one renderer of what people write: Markdown becomes a few tags, and whatever would be markup of its own stays the text
//! that was typed. Two programs must agree on every tag: the one that reads Markdown makes no others, and the one behind it
//! lets no others through.

use crate::mentions::Names;
use ammonia::{Builder, UrlRelative};
use model::endpoint::local;
use model::mention::SCHEME;
use model::{Html, PersonId};
use pulldown_cmark::{CowStr, Event, LinkType, Parser, Tag, TagEnd, html};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// How deep quotes, lists and emphasis may stand in each other; what is deeper loses its frame, not its words.
const DEEPEST: usize = 12;
/// What may be linked to, besides this site's own pages.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];
const TAGS: [&str; 13] =
    ["p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a", "span"];
/// The class of whoever is named.
const MENTION: &str = "mention";
/// Search engines are not to take what customers link to for what the company recommends.
const REL: &str = "nofollow noopener";

static SIEVE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut sieve = Builder::empty();
    sieve
        .tags(HashSet::from(TAGS))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]))
        .allowed_classes(HashMap::from([("span", HashSet::from([MENTION]))]))
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(UrlRelative::Custom(Box::new(within)))
        .link_rel(Some(REL));
    sieve
});

/// This site's own pages, by their paths.
fn within(url: &str) -> Option<Cow<'_, str>> {
    local(url).map(Cow::Owned)
}

/// What was typed, as it is shown.
#[must_use]
pub fn render(text: &str) -> Html {
    render_with(text, &Names::default())
}

/// The same, with the names of those who are named in it.
#[must_use]
pub fn render_with(text: &str, names: &Names) -> Html {
    let mut markup = String::with_capacity(text.len() * 2);
    html::push_html(&mut markup, Tame::new(text, names));
    Html(SIEVE.clean(&markup).to_string())
}

/// The same without any mark, for news that lead to the text itself: emphasis, links and headings leave their words, items of lists a bullet.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for event in Parser::new(text) {
        match event {
            Event::Text(words) | Event::Code(words) | Event::Html(words) | Event::InlineHtml(words) => {
                plain.push_str(&words);
            }
            Event::SoftBreak | Event::HardBreak => plain.push('\n'),
            Event::Start(Tag::Item) => {
                end_line(&mut plain);
                plain.push_str("• ");
            }
            Event::End(TagEnd::Item | TagEnd::CodeBlock) => end_line(&mut plain),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::List(_)) => {
                end_line(&mut plain);
                plain.push('\n');
            }
            _ => {}
        }
    }
    plain.trim().to_owned()
}

fn end_line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// Somebody whom a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub person: PersonId,
    /// Where, in bytes, without the `@`.
    pub range: Range<usize>,
    /// Whether there is an `@` before it.
    pub at: bool,
}

/// Whom a text names, in order: those whom [`render_with`] would show.
#[must_use]
pub fn people(text: &str) -> Vec<Person> {
    // Most texts name nobody, and need not be read.
    if !text.contains("](") {
        return Vec::new();
    }
    let events = Parser::new(text).into_offset_iter();
    let person = |(event, range): (Event, Range<usize>)| match event {
        Event::Start(Tag::Link { link_type, dest_url, .. }) => {
            let at = text.get(..range.start).is_some_and(|before| before.ends_with('@'));
            Some(Person { person: named(link_type, &dest_url)?, range, at })
        }
        _ => None,
    };
    events.filter_map(person).collect()
}

/// Whom a link stands for, if for anybody.
fn named(kind: LinkType, to: &str) -> Option<PersonId> {
    let digits = to.strip_prefix(SCHEME).filter(|_| kind == LinkType::Inline)?;
    let sound = digits.bytes().all(|digit| digit.is_ascii_digit());
    digits.parse().ok().filter(|_| sound).map(PersonId)
}

/// The events of a text, without those that would become anything but [`TAGS`].
struct Tame<'a> {
    parser: Parser<'a>,
    /// For every tag that is open, whether it was let through.
    open: Vec<bool>,
    depth: usize,
    names: &'a Names,
    /// What comes before the parser is asked again, the next one last.
    waiting: Vec<Event<'a>>,
}

impl<'a> Tame<'a> {
    fn new(text: &'a str, names: &'a Names) -> Self {
        Self { parser: Parser::new(text), open: Vec::new(), depth: 0, names, waiting: Vec::new() }
    }

    fn start(&mut self, tag: Tag<'a>) -> Option<Event<'a>> {
        // Inside of something that was too deep everything is.
        let through = self.depth < DEEPEST && self.open.last() != Some(&false);
        if let Tag::Link { link_type, dest_url, .. } = &tag
            && let Some(person) = named(*link_type, dest_url)
        {
            // It frames nothing: no link goes there.
            self.open.push(false);
            self.waiting.push(Event::InlineHtml(CowStr::Borrowed("</span>")));
            self.waiting.push(Event::Text(CowStr::Borrowed(self.names.of(person))));
            return Some(Event::InlineHtml(format!("<span class=\"{MENTION}\">").into()));
        }
        self.open.push(through);
        if !through {
            return None;
        }
        self.depth += 1;
        Some(match tag {
            // A heading here would be one of the page's.
            Tag::Heading { .. } => {
                self.waiting.push(Event::Start(Tag::Strong));
                Event::Start(Tag::Paragraph)
            }
            Tag::HtmlBlock => Event::Start(Tag::Paragraph),
            // Nothing is fetched from elsewhere by looking at a page; whoever wants to see it follows the link.
            Tag::Image { link_type, dest_url, title, id } => {
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            tag => Event::Start(tag),
        })
    }

    fn end(&mut self, tag: TagEnd) -> Option<Event<'a>> {
        if self.open.pop() != Some(true) {
            return None;
        }
        self.depth -= 1;
        Some(match tag {
            TagEnd::Heading(_) => {
                self.waiting.push(Event::End(TagEnd::Paragraph));
                Event::End(TagEnd::Strong)
            }
            TagEnd::HtmlBlock => Event::End(TagEnd::Paragraph),
            TagEnd::Image => Event::End(TagEnd::Link),
            tag => Event::End(tag),
        })
    }
}

impl<'a> Iterator for Tame<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        if let Some(event) = self.waiting.pop() {
            return Some(event);
        }
        loop {
            let event = match self.parser.next()? {
                Event::Start(tag) => self.start(tag),
                Event::End(tag) => self.end(tag),
                // Lines stay as they were typed.
                Event::SoftBreak => Some(Event::HardBreak),
                Event::Html(text) | Event::InlineHtml(text) => {
                    if text.ends_with('\n') {
                        self.waiting.push(Event::HardBreak);
                    }
                    Some(Event::Text(text))
                }
                event => Some(event),
            };
            if event.is_some() {
                return event;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rendered(text: &str) -> String {
        render(text).0.trim().to_owned()
    }

    #[test]
    fn markdown_becomes_a_few_tags() {
        for (text, html) in [
            ("One *person*, **not** five.", "<p>One <em>person</em>, <strong>not</strong> five.</p>"),
            ("One\ntwo\n\nthree", "<p>One<br>\ntwo</p>\n<p>three</p>"),
            ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
            ("3. c", "<ol start=\"3\">\n<li>c</li>\n</ol>"),
            ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
            ("# Loud\nquiet", "<p><strong>Loud</strong></p>\n<p>quiet</p>"),
            ("`a < b`", "<p><code>a &lt; b</code></p>"),
        ] {
            assert_eq!(rendered(text), html, "{text}");
        }
    }

    #[test]
    fn plain_words_have_no_marks() {
        for (text, words) in [
            ("One *person*, **not** five.", "One person, not five."),
            (
                "# Two wishes\n\n- a [guide](https://a.example)\n- `b`\n\nThen\nmore",
                "Two wishes\n\n• a guide\n• b\n\nThen\nmore",
            ),
            ("> said\n\n1. one\n2. two", "said\n\n• one\n• two"),
            ("2 * 3 * 4 <b>", "2 * 3 * 4 <b>"),
        ] {
            assert_eq!(plain(text), words, "{text}");
        }
    }

    #[test]
    fn links_are_safe_and_pictures_are_links() {
        let link = |href: &str| format!("<p><a href=\"{href}\" rel=\"nofollow noopener\">x</a></p>");
        for href in ["https://a.example/?b=c", "mailto:a@b.example", "/proposals/5"] {
            assert_eq!(rendered(&format!("[x]({href})")), link(href));
        }
        assert_eq!(rendered("![x](https://a.example/p.png)"), link("https://a.example/p.png"));
        for href in ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.example", "x"]
        {
            let html = rendered(&format!("[x]({href})"));
            assert!(!html.contains("href"), "{href}: {html}");
        }
    }

    #[test]
    fn people_are_named_where_they_may_be() {
        let text =
            "Ask @[](person:5), *not* [him](person:6) or <person:7>, [x][1] ![x](person:8).\n\n[1]: person:9";
        let found = people(text);
        assert_eq!(
            found.iter().map(|one| (one.person.0, one.at)).collect::<Vec<_>>(),
            [(5, true), (6, false)]
        );
        assert_eq!(&text[found[0].range.clone()], "[](person:5)");
        let html = rendered(text);
        assert!(html.starts_with("<p>Ask @<span class=\"mention\">somebody</span>, <em>not</em>"), "{html}");
        assert!(!html.contains("href") && !html.contains("person:5"), "{html}");
        assert_eq!(rendered("`@[](person:5)`"), "<p><code>@[](person:5)</code></p>");
        assert!(people("`@[](person:5)` @[](person:x) @[](person:-1) [](person:)").is_empty());
        assert_eq!(
            rendered("<span class=\"mention\">Eve</span>"),
            "<p>&lt;span class=\"mention\"&gt;Eve&lt;/span&gt;</p>"
        );
    }

    #[test]
    fn what_would_be_markup_stays_text() {
        for text in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "a <b onclick=x>b</b>",
            "</textarea><svg/onload=alert(1)>",
            "[x](<javascript:alert(1)> \"t\")",
            "<!-- x --> <?php x ?>",
            "<https://a.example\" onmouseover=x>",
        ] {
            let html = rendered(text);
            for tag in ["<script", "<img", "<b ", "<svg", "<!--", "<?php", "</textarea", "<style"] {
                assert!(!html.contains(tag), "{text}: {html}");
            }
        }
        assert_eq!(rendered("<b>x</b>"), "<p>&lt;b&gt;x&lt;/b&gt;</p>");
    }

    #[test]
    fn what_is_deep_keeps_its_words() {
        let deep = format!("{}word", "> ".repeat(1_900));
        let html = rendered(&deep);
        assert!(html.contains("word") && html.matches("<blockquote").count() <= DEEPEST, "{html}");
        let stars = "*".repeat(1_000);
        assert!(rendered(&format!("{stars}word{stars}")).contains("word"));
        assert!(rendered(&"[".repeat(4_000)).contains('['));
    }

    /// Every tag and attribute of some markup, as a browser would read them.
    fn parts(html: &str) -> Vec<String> {
        let mut rest = html;
        let mut parts = Vec::new();
        while let Some((_, after)) = rest.split_once('<') {
            let (tag, after) = after.split_once('>').unwrap_or((after, ""));
            parts.push(tag.to_owned());
            rest = after;
        }
        parts
    }

    proptest! {
        #[test]
        fn nothing_else_ever_comes_out(text in "([<>\\[\\]()!*_`#>\"'&/:= \\n-]|script|img|href|javascript:|https://|person:1|on|[a-c]){0,60}") {
            let html = render(&text).0;
            for part in parts(&html) {
                let name = part.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
                prop_assert!(TAGS.contains(&name), "{text:?}: {html}");
                prop_assert!(part.matches('=').count() == 0 || name == "a" || name == "ol" || part == "span class=\"mention\"", "{text:?}: {html}");
                prop_assert!(name != "a" || !part.contains("href") || !part.to_lowercase().contains("\"javascript:"), "{text:?}: {html}");
            }
            // What was made is not made into something else when it is read again.
            prop_assert_eq!(SIEVE.clean(&html).to_string(), html);
        }
    }
}
