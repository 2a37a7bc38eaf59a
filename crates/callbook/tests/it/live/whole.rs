//! Every recording at once: by the manager interface, by the event log, and with the server stopped in their middle.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::time::Instant;

use super::*;

/// An event that is of no call.
const HARMLESS: &[u8] = b"Event: PeerStatus\r\nPrivilege: system,all\r\nPeer: PJSIP/x\r\nPeerStatus: Reachable\r\n\r\n";

#[test]
fn every_recorded_call_played_live_at_once_is_told_as_its_replay() {
    let rt = Runtime::new().unwrap();
    let exchanges = Exchange::all("asterisk-ami");
    assert!(exchanges.len() > 100, "the recordings are there");
    let mut switches: Vec<_> = exchanges.iter().map(|one| switch(&rt, one.script(), &[])).collect();
    let sections = exchanges.iter().zip(&switches).map(|(one, switch)| dialled(&one.source, switch.address, LOGIN));
    let house = House::new(&sections.collect::<String>());
    switches.iter_mut().for_each(|switch| rt.block_on(switch.is_over()));
    house.until_replayed(&exchanges, |record| record);
    assert!(house.served.stop().success());
}

#[test]
fn every_recorded_event_log_followed_as_it_grows_is_told_as_its_replay() {
    const PIECES: usize = 5;
    let exchanges = Exchange::all("asterisk-cel");
    assert!(exchanges.len() > 100, "the recordings are there");
    let home = Home::new(&program(), ACCOUNT);
    let file = |one: &Exchange| home.folder().join(format!("{}.csv", one.source));
    let section =
        |one: &Exchange| format!("[sources.{}]\nadapters = [\"asterisk-cel\"]\ncel_file = {:?}\n", one.source, file(one));
    home.configure(&format!("{ACCOUNT}{}", exchanges.iter().map(section).collect::<String>()));
    let mut served = home.serve();
    let key = home.key("main");
    for piece in 0..PIECES {
        for one in &exchanges {
            let bytes = one.streams().concat();
            let length = bytes.len();
            let part = &bytes[length * piece / PIECES..length * (piece + 1) / PIECES];
            let grown = OpenOptions::new().append(true).create(true).open(file(one));
            grown.unwrap().write_all(part).unwrap();
        }
        // Not all of a piece need be read before the next comes, but some of it.
        let mut door = Door::open(served.address, &key).unwrap();
        let (changes, _) = door.changes("start", 20).unwrap();
        assert!(!changes.is_empty(), "nothing is followed\n{}", home.log());
        if piece == PIECES / 2 {
            assert!(served.stop().success());
            served = home.serve();
        }
    }
    let house = House { home, served, key };
    house.until_replayed(&exchanges, |record| record);
    assert!(house.served.stop().success());
}

/// The script in two: where its connection ended if there are two, in its middle otherwise.
fn halves(script: &Script) -> (Script, Script) {
    let middle = script.cues.iter().position(|cue| cue.part > 0).unwrap_or(script.cues.len() / 2);
    let (first, second) = script.cues.split_at(middle);
    let mut second = Script { cues: second.to_vec(), uptimes: script.uptimes.clone() };
    if second.cues.first().is_some_and(|cue| cue.part > 0) {
        second.cues.iter_mut().for_each(|cue| cue.part -= 1);
        second.uptimes.remove(0);
    }
    (Script { cues: first.to_vec(), uptimes: script.uptimes.clone() }, second)
}

#[test]
fn with_the_server_stopped_in_the_middle_of_every_call_only_gaps_are_more() {
    let rt = Runtime::new().unwrap();
    let exchanges = Exchange::all("asterisk-ami");
    let began = Instant::now();
    let (mut firsts, mut rests) = (Vec::new(), Vec::new());
    for one in &exchanges {
        let (mut first, rest) = halves(&one.script());
        // Cut once all is played; what is played to the next connection tells that the client has read it all.
        let length = first.cues.len();
        first.cues.extend(Script::recorded(&[HARMLESS]).cues);
        firsts.push(switch(&rt, first, &[length]));
        rests.push((rest, one.script().uptimes.len()));
    }
    let sections = exchanges.iter().zip(&firsts).map(|(one, switch)| dialled(&one.source, switch.address, LOGIN));
    let House { home, served, key } = House::new(&sections.collect::<String>());
    firsts.iter_mut().for_each(|switch| rt.block_on(switch.is_over()));
    assert!(served.stop().success());
    drop(firsts);
    let mut sections = String::new();
    let mut switches = Vec::new();
    for (one, (mut rest, parts)) in exchanges.iter().zip(rests) {
        if parts == 1 {
            // It is the same switch, which has been up for as much longer.
            let up = rest.uptimes[0].unwrap_or(86_400) + began.elapsed().as_secs();
            rest.uptimes[0] = Some(up);
        }
        let switch = switch(&rt, rest, &[]);
        sections += &dialled(&one.source, switch.address, LOGIN);
        switches.push(switch);
    }
    home.configure(&format!("{ACCOUNT}{sections}"));
    let house = House { served: home.serve(), home, key };
    switches.iter_mut().for_each(|switch| rt.block_on(switch.is_over()));
    house.until_replayed(&exchanges, without_gaps);
    assert!(house.served.stop().success());
}
