//! An adopted design as Markdown.

use super::{behaviours, chosen, cultures, indicator, stages, story, voices};
use model::design::{AdoptedPractice, Design, Evidence};

/// As a document to read, to print or to keep.
#[must_use]
pub fn markdown(design: &Design) -> String {
    let mut text = String::new();
    let mut line = |words: &str| {
        text.push_str(words);
        text.push('\n');
    };
    line(&format!("# {}\n", plain(design.question.as_str())));
    line(&format!(
        "Version {}, adopted on {}, signed by {}, {}.\n",
        design.version,
        design.adopted.day(),
        plain(design.signed_by.as_str()),
        plain(design.capacity.as_str()),
    ));
    for paragraph in design.statement.as_str().lines() {
        line(&format!("> {}", plain(paragraph)));
    }
    line("\n## What we do\n");
    for practice in &design.practices {
        described(design, practice, &mut line);
    }
    if !design.left_out.is_empty() {
        line("## What we did not adopt, and why\n");
    }
    for left in &design.left_out {
        let decision = left.decision.map_or("Left out", |decision| decision.words());
        line(&format!(
            "- **{}** ({}). {decision}: {}",
            plain(&left.title),
            voices(&left.support),
            plain(&left.reason)
        ));
    }
    proved(design, &mut line);
    if let Some(sign_off) = &design.sign_off {
        line("\n## Which functions have signed\n");
        for one in &sign_off.signatures {
            line(&format!("- {}, on {}", plain(one.function.as_str()), one.at.day()));
        }
        let reason = sign_off.overruled.as_ref().map(|reason| plain(reason.as_str())).unwrap_or_default();
        for name in &sign_off.unsigned {
            line(&format!("- {}: adopted without its signature. {reason}", plain(name.as_str())));
        }
    }
    line(&format!("\nSHA-256 of the signed text: `{}`", design.digest));
    text
}

/// How it was chosen, and what proves it.
fn proved(design: &Design, line: &mut impl FnMut(&str)) {
    let totals = &design.totals;
    line("\n## How it was chosen\n");
    line(&format!(
        "- {} accounts and {} people had voted, {} votes on {} proposals.",
        totals.voices, totals.people, totals.votes, totals.proposals
    ));
    if let Some(part) = &design.part {
        line(&format!(
            "- They decided one part of it: {}, for {}. The other practices go on from version {}, with the evidence on which they were chosen.",
            plain(&stages(design, part.stages).join(", ")),
            plain(&cultures(design, part.cultures).join(", ")),
            part.from
        ));
    }
    let Some(selection) = &design.selection else { return };
    for rule in selection.rules.in_words() {
        line(&format!("- {}", plain(&rule)));
    }
    for verdict in selection.outcome.certificate.in_words() {
        line(&format!("- {}", plain(verdict)));
    }
    if let Some(against) = &selection.against {
        line(&format!("- Adopted against what the votes chose, because: {}", plain(against.as_str())));
    }
    line(&format!(
        "- Computed by engine {} from what has the SHA-256 `{}`.",
        plain(&selection.engine),
        selection.ballots
    ));
}

fn described(design: &Design, practice: &AdoptedPractice, line: &mut impl FnMut(&str)) {
    let text = &practice.text;
    let involved = text.involved.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
    let costs = text.costs.iter().filter(|cost| cost.amount != 0).filter_map(|cost| {
        let resource = design.resources.iter().find(|resource| resource.id == cost.resource)?;
        Some(format!("{} {} ({})", cost.amount, resource.unit, resource.name))
    });
    let said = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let facts = [
        ("At", stages(design, text.stages).join(", ")),
        ("For", cultures(design, text.cultures).join(", ")),
        ("What", text.activity.to_string()),
        ("Answerable", text.accountable.to_string()),
        ("Involved", involved),
        ("How", said(text.how.as_ref().map(|how| how.as_str()))),
        ("With", said(text.tool.as_ref().map(|tool| tool.as_str()))),
        ("Aim", said(text.aim.as_ref().map(|aim| aim.as_str()))),
        ("Where", said(text.details.touchpoints.as_ref().map(|one| one.as_str()))),
        ("Channel", text.details.channel()),
        ("Could go", said(text.details.redundant.as_ref().map(|one| one.as_str()))),
        ("Documents", text.details.documents.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")),
        ("Behaviours", behaviours(practice).join(", ")),
        ("Chosen", chosen(design, practice).unwrap_or_default()),
        ("First sign", text.lead.as_ref().map(indicator).unwrap_or_default()),
        ("Result", text.lag.as_ref().map(indicator).unwrap_or_default()),
        ("Costs", costs.collect::<Vec<_>>().join("; ")),
    ];
    line(&format!("### {}\n", plain(text.title.as_str())));
    for (name, fact) in facts.iter().filter(|(_, fact)| !fact.is_empty()) {
        line(&format!("- {name}: {}", plain(fact)));
    }
    line("- Customers asked:");
    for Evidence { title, support, counted, .. } in &practice.from {
        let counted = counted.map(|version| format!(", as of version {version}")).unwrap_or_default();
        line(&format!("  - {} ({}{counted})", plain(title), voices(support)));
    }
    if !practice.stories.is_empty() {
        line("- As it was lived:");
    }
    for told in &practice.stories {
        line(&format!("  - {}", plain(&story(told))));
    }
    line("");
}

/// On one line, with nothing in it that Markdown reads as a mark.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if r"\`*_{}[]<>()#+-.!|~&".contains(letter) && !matches!(letter, '.' | '-' | '(' | ')') {
            plain.push('\\');
        }
        plain.push(letter);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_people_typed_is_text_and_no_mark() {
        assert_eq!(plain("a *b*\n# c [d](e) <f>"), r"a \*b\* \# c \[d\](e) \<f\>");
    }
}
