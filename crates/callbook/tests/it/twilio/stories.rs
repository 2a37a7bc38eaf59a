//! Every story of the fixtures, sent to a real server in any order and with repeats, with the server ended in the middle: its
//! records are those of a replay of what it kept.
//!
//! Callbacks that say when they happened make the same record whenever they come, so that theirs are those of a replay of the
//! story as well. The others (requests, which Twilio sends when they happen) are placed by when they came.

use super::*;
use crate::Scratch;
use crate::live::differences;

/// In how many orders each story is told; the first is its own.
const WAYS: u64 = 4;
const TWIML: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 11\r\n\r\n<Response/>";

/// One story told in one way: the source, the callbacks as they come, and the file of the story.
struct Telling {
    source: String,
    lines: Vec<Line>,
    file: PathBuf,
    is_timed: bool,
}

/// A small generator of chances (an odd step and a multiplication), the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % bound.max(1) as u64) as usize
    }
}

fn tellings() -> Vec<Telling> {
    let mut all = Vec::new();
    for (name, lines) in stories() {
        let is_timed = lines.iter().all(|line| line.params.0.iter().any(|(name, _)| name == "Timestamp"));
        for way in 0..WAYS {
            let mut chance = Chance(way);
            let mut lines = lines.clone();
            if way > 0 {
                for _ in 0..=chance.below(lines.len()) {
                    lines.push(lines[chance.below(lines.len())].clone());
                }
                for place in (1..lines.len()).rev() {
                    lines.swap(place, chance.below(place + 1));
                }
            }
            let source = format!("{}-{way}", name.replace('_', "-"));
            let file = crate::recordings("twilio").join(&name).join("callbacks.jsonl");
            all.push(Telling { source, lines, file, is_timed });
        }
    }
    all
}

fn tell(house: &House, telling: &Telling, lines: &[Line]) {
    let mut door = house.door();
    for line in lines {
        let fields: Fields = line.params.0.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        let answer = post(&mut door, &path(&telling.source, &line.path), &fields);
        assert_eq!(answer.status, 200, "{}: {}", telling.source, says(&answer));
        assert!(says(&answer).contains("<Response/>"), "{}", says(&answer));
    }
}

fn but_when_it_changed(mut record: Value) -> Value {
    let parts = |value: &mut Value, key: &str| value[key].as_array_mut().map(std::mem::take).unwrap_or_default();
    let calls = parts(&mut record, "calls").into_iter().map(|mut call| {
        let legs = parts(&mut call, "legs").into_iter().map(|mut leg| {
            leg["changed_at"] = Value::Null;
            leg
        });
        call["legs"] = legs.collect();
        call["changed_at"] = Value::Null;
        call
    });
    record["calls"] = calls.collect();
    record
}

/// What `replay` prints of a file of callbacks.
fn replayed(home: &Home, source: &str, file: &str) -> Vec<Value> {
    let printed = home.printed(&["replay", "twilio", "--format", "jsonl", "--source", source, file]);
    printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn told_with_an_end_in_the_middle(end: fn(House) -> House) {
    let answering = Answering::with(TWIML);
    let tellings = tellings();
    assert!(tellings.len() > 80, "the stories are there");
    let more = format!("forward_url = \"http://{}\"", answering.address);
    let mut house = House::new(&tellings.iter().map(|one| called(&one.source, &more)).collect::<String>());
    tellings.iter().for_each(|one| tell(&house, one, &one.lines[..one.lines.len() / 2]));
    house = end(house);
    tellings.iter().for_each(|one| tell(&house, one, &one.lines[one.lines.len() / 2..]));
    let mut told = crate::live::records(&mut house.door());
    let House { home, served, .. } = house;
    assert!(served.stop().success());
    let mut wrong = Vec::new();
    for one in &tellings {
        let lines = kept(&home, &one.source);
        assert_eq!(lines.len(), one.lines.len(), "{}: every callback is kept as it came", one.source);
        let told = told.remove(&one.source).unwrap_or_default();
        let again = Scratch::new(&one.source, (lines.join("\n") + "\n").as_bytes());
        let mut wanted = vec![("what was kept", replayed(&home, &one.source, again.path()))];
        if one.is_timed {
            wanted.push(("the story", replayed(&home, &one.source, one.file.to_str().unwrap())));
        }
        for (what, wanted) in wanted {
            // A request that comes again without a time of its own seems to have happened later; a replay takes that for the
            // moment of the change.
            let seen = if one.is_timed { |record| record } else { but_when_it_changed };
            let differs = differences(told.clone(), wanted, seen);
            wrong.extend(differs.map(|differs| format!("{}, beside a replay of {what}: {differs}", one.source)));
        }
    }
    assert!(told.is_empty(), "nobody told {:?}", told.keys());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn t5_t6_t7_every_story_in_any_order_with_repeats_and_a_server_stopped_in_the_middle_is_told_as_its_replay() {
    told_with_an_end_in_the_middle(House::again);
}

#[test]
fn every_story_with_a_server_killed_in_the_middle_is_told_as_its_replay() {
    told_with_an_end_in_the_middle(House::killed);
}
