//! A number of things, in words that agree with it.

/// "1 vote", "3 votes", "0 votes".
#[must_use]
pub fn counted(count: usize, one: &str, many: &str) -> String {
    let mut words = count.to_string();
    words.push(' ');
    words.push_str(if count == 1 { one } else { many });
    words
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn one_is_one() {
        assert_eq!(counted(0, "person", "people"), "0 people");
        assert_eq!(counted(1, "person", "people"), "1 person");
        assert_eq!(counted(21, "person", "people"), "21 people");
    }
}
