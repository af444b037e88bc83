use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::select;
use proptest::strategy::Strategy;
use serde_json::json;

use super::{mask, words};
use crate::case::{Action, ActionKind};

#[track_caller]
fn check(text: &str, expected: &str) {
    let masked = mask(text);
    assert_eq!(masked.text, expected);
    assert_eq!(masked.hidden > 0, text != expected, "{text}");
    let again = mask(expected);
    assert_eq!((again.text.as_str(), again.hidden), (expected, 0), "what is masked is not masked again");
}

#[track_caller]
fn stays(text: &str) {
    check(text, text);
}

#[test]
fn a_mobile_number_is_hidden_however_it_is_written() {
    check("联系人张三13812345678，已通知", "联系人张三138****5678，已通知");
    for written in [
        "138-1234-5678",
        "138 1234 5678",
        "138－1234－5678",
        "138 12345678",
        "1381234 5678",
        "1381 2345 678",
        "1381 234 5678",
        "138 123 45678",
        "13812 345678",
        "138 12 34 56 78",
        "1 3 8 1 2 3 4 5 6 7 8",
        "138 - 1234 - 5678",
        "138\u{3000}1234\u{3000}5678",
        "１３８１２３４５６７８",
        "１３８ 1234 ５６７８",
    ] {
        check(written, "138****5678");
        check(&format!("电话：{written}。"), "电话：138****5678。");
        check(&format!("共2处 {written} 3号楼"), "共2处 138****5678 3号楼");
    }
    check("+8613812345678", "+86138****5678");
    check("+86 138 1234 5678", "+86 138****5678");
    check("(+86)13812345678", "(+86)138****5678");
    check("86-138-1234-5678", "86-138****5678");
    check("008613812345678", "0086138****5678");
    check("8613812345678", "86138****5678");
    check("微信wx13812345678", "微信wx138****5678");
    check("1.13812345678\n2.19912345678", "1.138****5678\n2.199****5678");
    check("13812345678/13912345678", "138****5678/139****5678");
    check("13812345678 13912345678", "138****5678 139****5678");
}

#[test]
fn an_identity_number_is_hidden_where_its_date_and_check_digit_hold() {
    check("身份证610101199003071231", "身份证6101**********1231");
    check("61010119900307108X", "6101**********108X");
    check("61010119900307108x，男", "6101**********108X，男");
    check("６１０１０１１９９００３０７１０８Ｘ", "6101**********108X");
    check("610101 19900307 1231", "6101**********1231");
    check("610101-19900307-108X", "6101**********108X");
    check("6101 1220 0002 2900 15", "6101**********0015");
    check("610101199003071231 13812345678", "6101**********1231 138****5678");
}

#[test]
fn what_only_looks_like_one_stays() {
    // The check digit does not hold; there was no such day; there is no such beginning.
    stays("610101199003071232");
    stays("610101199003071081");
    stays("610104197802290019");
    stays("010101199003071231");
    stays("61010119900307108XL");
    stays("X610101199003071");
    // A component's code, a case's number, an order, a moment, a card.
    stays("6101120100000123");
    stays("6101121381234567");
    stays("案件XA20261123000003");
    stays("2026112313812345678901");
    stays("1763863200000");
    stays("138123456789");
    stays("1381234567");
    stays("6217001381234567890");
    // Landlines and services, dates, places, prices, sizes.
    stays("029-86781234");
    stays("0755 8678 1234");
    stays("400-810-8888 12319 110");
    stays("2026-11-23 10:00:00");
    stays("1998-11-23 10000");
    stays("108.94123456, 34.13812345");
    stays("108.13812345678,34.19912345678");
    stays("13,812,345,678元");
    stays("138×1234×5678");
    stays("12012345678 11012345678");
    stays("29-138-1234-5678");
    stays("138-1234-5678-90");
    stays("DN138 1234 567");
    stays("");
    stays("138****5678 6101**********123X");
}

#[test]
fn what_follows_a_masked_number_is_no_part_of_another() {
    check("13812341381 2345 678", "138****1381 2345 678");
    check("1381 2345 13812345678", "1381 2345 138****5678");
    check("5678 13812345678 1234", "5678 138****5678 1234");
}

#[test]
fn the_words_of_every_action_are_masked() {
    let (written, id) = ("13812345678", "00000000-0000-0000-0000-000000000001");
    let mut masked = 0;
    for kind in ActionKind::ALL {
        let fields = json!({
            "action": kind, "reason": written, "note": written, "requirement": written, "reply": written, "photos": [],
            "task": id, "into": id, "result": "exists", "condition_no": 1, "unit": "610112-HW-1", "number": 1,
            "until": "2026-11-25T09:00:00+08:00", "closing": "special", "kind": "overdue",
        });
        // Some kinds are no request; those that the server alone takes have no words.
        let Ok(mut action) = serde_json::from_value::<Action>(fields) else { continue };
        let has_words = action.reason().is_some();
        assert_eq!(words::action(&mut action), u32::from(has_words), "{kind:?}");
        assert!(action.reason().is_none_or(|reason| reason == "138****5678"), "{kind:?}");
        masked += u32::from(has_words);
    }
    assert_eq!(masked, 27, "an action with words was added: it stands in `words` too");
}

fn anything() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "13812345678",
        "138",
        "1381",
        "1234",
        "2345",
        "5678",
        "678",
        "1",
        "9",
        "86",
        "0086",
        "+86",
        "61010119900307123",
        "610101",
        "19900307",
        "1231",
        "108X",
        "X",
        "x",
        " ",
        "-",
        "－",
        ".",
        "*",
        "****",
        "**********",
        "１３８",
        "号",
        "a",
    ]);
    prop_oneof![vec(pieces, 0..24).prop_map(|pieces| pieces.concat()), any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn masking_twice_is_masking_once_and_nothing_grows(text in anything()) {
        let once = mask(&text);
        prop_assert!(once.text.chars().count() <= text.chars().count());
        prop_assert_eq!(once.hidden > 0, once.text != text);
        let twice = mask(&once.text);
        prop_assert_eq!(&twice.text, &once.text);
        prop_assert_eq!(twice.hidden, 0);
    }
}
