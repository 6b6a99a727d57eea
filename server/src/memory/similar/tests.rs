use super::*;
use crate::clock::Dice;

fn all(_: u32) -> bool {
    true
}

fn of(texts: &[(&str, &str)]) -> Similar {
    let mut similar = Similar::default();
    (0..).zip(texts).for_each(|(place, (title, why))| similar.put(place, title, why));
    similar
}

#[test]
fn typing_errors_order_endings_accents_and_hyphens_hide_nothing() {
    let similar = of(&[
        ("Send one person who knows our site", "Five people came, and none of them knew the other."),
        ("Show prices on the web page", "We compare before we call."),
        ("Un café avec l'équipe avant la démo", "Pour se connaître."),
        ("Answer e-mails within a day", "We wait for weeks."),
        ("Ein fester Ansprechpartner für große Kunden", "Immer derselbe."),
    ]);
    for (typed, place) in [
        ("send on persn who knos our site", 0),
        ("One person, knowing the site, should be sent", 0),
        ("price on your webpage", 1),
        ("cafe avec l equipe", 2),
        ("email answered in a day", 3),
        ("feste Ansprechpartner fuer grosse Kunden", 4),
    ] {
        assert_eq!(similar.find(typed, "", 5, all).first(), Some(&place), "{typed}");
    }
    assert!(similar.find("Invite us to your factory", "", 5, all).is_empty());
    assert!(similar.find("", "", 5, all).is_empty());
}

/// Where nothing stands between words, trigrams would hardly ever be the same.
#[test]
fn scripts_without_spaces_are_found_in_other_words_too() {
    let similar = of(&[
        ("担当者を一人に決めてほしい", "毎回違う人が来ます。"),
        ("ウェブサイトに価格を載せてほしい", ""),
        ("会議の前に見積もりを送ってください", ""),
        ("メールには一日以内に返事をしてほしい", ""),
        ("请派一个了解我们工厂的人来", "每次来的人都不一样。"),
        ("请在网页上公布价格", ""),
        ("会议之前先把报价发给我们", ""),
        ("一天之内回复邮件", ""),
        ("ส่งคนที่รู้จักโรงงานของเรามาหนึ่งคน", ""),
        ("공장을 잘 아는 사람 한 명을 보내 주세요", ""),
        ("Отправляйте одного человека, который знает наш завод", ""),
        ("Send one person who knows our site", ""),
    ]);
    for (typed, place) in [
        ("担当者は一人がよい", 0),
        ("担当者は一人にしてほしい", 0),
        ("価格をウェブに載せてください", 1),
        ("見積もりは会議の前に送ってほしい", 2),
        ("メールの返事は一日以内に", 3),
        ("派一个懂我们工厂的人来", 4),
        ("网页上请写明价格", 5),
        ("先发报价,再开会议", 6),
        ("邮件一天内要回复", 7),
        ("อยากให้ส่งคนที่รู้จักโรงงาน", 8),
        ("공장을 아는 사람을 보내 주세요", 9),
        ("Отправьте одного человека который знает завод", 10),
    ] {
        assert_eq!(similar.find(typed, "", 5, all).first(), Some(&place), "{typed}");
    }
    for other in ["请按时发货", "駐車場を広くする"] {
        assert!(similar.find(other, "", 5, all).is_empty(), "{other}");
    }
}

#[test]
fn a_changed_text_is_found_by_its_new_words_alone_and_the_hidden_not_at_all() {
    let mut similar = of(&[("Send one person", ""), ("Send one person only", "")]);
    similar.put(0, "Show prices", "");
    assert_eq!(similar.find("send one person", "", 5, all), [1]);
    assert_eq!(similar.find("show prices", "", 5, all), [0]);
    assert!(similar.find("send one person", "", 5, |place| place != 1).is_empty());
}

/// Words that proposals of this kind are made of.
const COMMON: &str = "send show give let keep stop call visit answer invite explain prepare share offer change write \
    person team expert engineer manager partner seller support service contract price offer site page demo trial pilot \
    report summary meeting workshop visit call mail letter invoice document manual training course schedule date week month \
    before after during within without every one first same clear short honest early late direct local remote open";

fn made_up(dice: &Dice, words: &[&str], count: usize) -> Vec<String> {
    (0..count).map(|_| words[below(dice, words.len())].to_owned()).collect()
}

fn below(dice: &Dice, most: usize) -> usize {
    usize::from_le_bytes(dice.bytes()) % most
}

const TITLES: usize = 100_000;

/// As people write again what is there already: letters changed, words in another order, some said otherwise.
fn twin(dice: &Dice, words: &[&str], title: &[String], how: usize) -> String {
    let mut title = title.to_vec();
    match how {
        0 => {
            for _ in 0..2 {
                let place = below(dice, title.len());
                let mut letters: Vec<char> = title[place].chars().collect();
                let at = below(dice, letters.len() - 1);
                letters.swap(at, at + 1);
                letters.remove(below(dice, letters.len()));
                title[place] = letters.into_iter().collect();
            }
        }
        1 => title.reverse(),
        _ => {
            for _ in 0..2 {
                let place = below(dice, title.len());
                title[place] = words[below(dice, words.len())].to_owned();
            }
            let ending = below(dice, title.len());
            title[ending].push_str("ing");
            title.swap(0, 3);
        }
    }
    title.join(" ")
}

/// Of 200 planted twins among 100,000 titles that are made of 80 words, 90 % are among the first five that are offered.
#[test]
fn planted_twins_are_offered() {
    let dice = Dice::loaded(7);
    let words: Vec<&str> = COMMON.split_whitespace().collect();
    let titles: Vec<Vec<String>> = (0..TITLES).map(|_| made_up(&dice, &words, 7)).collect();
    let mut similar = Similar::default();
    for (place, title) in (0..).zip(&titles) {
        similar.put(place, &title.join(" "), &made_up(&dice, &words, 20).join(" "));
    }
    let found = (0..200).filter(|&at| {
        let of = at * (TITLES / 200);
        let typed = twin(&dice, &words, &titles[of], at % 3);
        similar.find(&typed, "", 5, all).contains(&(of as u32))
    });
    let found = found.count();
    assert!(found >= 180, "{found} of 200");
}
