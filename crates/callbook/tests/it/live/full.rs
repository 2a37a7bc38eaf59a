//! A phone system that speaks while the disk is full: nothing of it is lost.

use super::*;
use crate::disk::{batch, lift, limited, tell};

#[test]
fn what_a_phone_system_says_while_the_disk_is_full_is_recorded_when_there_is_room() {
    let rt = Runtime::new().unwrap();
    let one = Exchange::of("asterisk-ami", "attended_transfer", "");
    let mut script = one.script();
    let middle = script.cues.len() / 2;
    // Time to fill the disk; on a machine that is slower the call is told before it is full, and must be told as well.
    script.cues.iter_mut().skip(middle).for_each(|cue| cue.due = Duration::from_secs(4));
    let mut speaking = switch(&rt, script, &[]);
    let home = Home::new(&program(), &format!("{ACCOUNT}{}", dialled(&one.source, speaking.address, LOGIN)));
    let served = limited(&home);
    let key = home.key("main");
    home.printed(&["account", "new", "other"]);
    let mut other = Door::open(served.address, &home.key("other")).unwrap();
    let entered = other.ask("PUT", "/callbook/v1/sources/load", Some("{\"adapters\": [\"native\"]}")).unwrap();
    assert_eq!(entered.status, 201, "{}", String::from_utf8_lossy(&entered.body));
    let refused = (0..).find(|number| tell(&mut other, &batch(*number)).status == 503).unwrap();
    rt.block_on(speaking.is_over());
    assert_eq!(tell(&mut other, &batch(refused)).status, 503, "it is full all the while");
    lift(served.process());
    let house = House { home, served, key };
    house.until_replayed(&[one], |record| record);
    assert_eq!(tell(&mut other, &batch(refused)).status, 200);
    drop(other);
    assert!(house.served.stop().success());
}
