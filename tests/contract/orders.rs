//! What was added so that a desk can tell a device what to do: orders in the answer to a hello, words of them in the next.

use shared::api::orders::{
    DeviceOrder, NewNudge, NewWipe, NudgeKind, OrderKind, OrderList, OrderOutcome, OrderState, OrderTold, OrderWord,
};
use shared::ids::{DeviceId, OrderId};
use shared::sync::hello::{Hello, HelloReply};

use crate::samples::{self, at, uuid};
use crate::wire::{check, reads};

fn told(number: u128, kind: OrderKind) -> OrderTold {
    OrderTold {
        id: OrderId(uuid(number)),
        kind,
        note: "快没电了".to_owned(),
        leave_unsent: false,
        author: "郑".to_owned(),
        made_at: at(0),
        agreed: false,
    }
}

#[test]
fn orders_in_a_hello_and_its_answer() {
    let word = |number, word, unsent| OrderWord { order: OrderId(uuid(number)), word, unsent };
    let words = vec![word(60, OrderState::Seen, 0), word(61, OrderState::Waiting, 3)];
    check("hello_with_orders", &Hello { orders: words, ..samples::hello() });
    let wipe = OrderTold { leave_unsent: true, agreed: true, ..told(61, OrderKind::Wipe) };
    let orders = vec![told(60, OrderKind::Charge), wipe];
    check("hello_reply_with_orders", &HelloReply { orders, ..samples::hello_reply() });
    reads("hello", &samples::hello());
    reads("hello_reply", &samples::hello_reply());
}

#[test]
fn orders_at_a_desk() {
    let order = DeviceOrder {
        id: OrderId(uuid(61)),
        device: DeviceId(uuid(2)),
        kind: OrderKind::Wipe,
        note: "手机丢了".to_owned(),
        leave_unsent: false,
        author: "郑".to_owned(),
        made_at: at(0),
        seen_at: Some(at(60)),
        done_at: None,
        withdrawn_at: None,
        outcome: OrderOutcome::Waiting,
        unsent: 3,
    };
    check("order_list", &OrderList { orders: vec![order], next: Some(OrderId(uuid(61))) });
    let nudge: NewNudge = serde_json::from_str(r#"{"kind":"charge"}"#).unwrap();
    assert_eq!((nudge.kind, nudge.note.as_str()), (NudgeKind::Charge, ""), "the least that is said");
    let wipe: NewWipe = serde_json::from_str(r#"{"reason":"丢了"}"#).unwrap();
    assert!(!wipe.leave_unsent, "nothing is left behind unless somebody says so");
}

#[test]
fn what_a_later_build_says_is_passed_over_and_shown_with_its_note() {
    let mut value = serde_json::to_value(told(60, OrderKind::Charge)).unwrap();
    value["kind"] = "dance".into();
    assert_eq!(serde_json::from_value::<OrderTold>(value).unwrap().kind, OrderKind::Unknown);
    let word: OrderWord = serde_json::from_value(serde_json::json!({"order": uuid(60), "word": "danced"})).unwrap();
    assert_eq!(word.word, OrderState::Unknown);
}
