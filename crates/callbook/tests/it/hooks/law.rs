//! What must have come, held against what came: of every conversation everything, in order, with nothing between but repeats.
//!
//! Nothing here knows who delivers nor what. What follows something may come only once that was taken; that it was read by
//! somebody who then failed is not enough.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use crate::receiver::{Request, Step};
use crate::served::Door;

/// Changes of a page, with their records.
const PAGE: usize = 200;

/// Holds steps to their order. `place` says which thing of which conversation a request is, given how many of that conversation
/// were taken; none of what is of no conversation. How many things were taken of each, without a hole.
pub(super) fn in_order<'a>(
    steps: &[Step],
    of: impl Fn(usize) -> Option<&'a str>,
    mut place: impl FnMut(usize, usize) -> usize,
) -> BTreeMap<&'a str, usize> {
    let (mut reached, mut places) = (BTreeMap::<&str, usize>::new(), HashMap::new());
    for step in steps {
        let (Step::Read(request) | Step::Taken(request)) = *step;
        let Some(conversation) = of(request) else { continue };
        let reached = reached.entry(conversation).or_default();
        if *step == Step::Read(request) {
            let place = place(request, *reached);
            assert!(place <= *reached, "{conversation}: the thing at {place} came, and only {reached} were taken before it");
            places.insert(request, place);
        } else {
            *reached = (*reached).max(places[&request] + 1);
        }
    }
    reached.retain(|_, reached| *reached > 0);
    reached
}

/// The whole feed of what is told if nothing is said, each change with its record, and of each conversation the places of its
/// changes in the feed.
pub(super) struct Feed {
    /// All changes, those too that are told to nobody.
    pub(super) all: Vec<Value>,
    /// What is told of each conversation, by place in `all`.
    pub(super) told: BTreeMap<String, Vec<usize>>,
}

impl Feed {
    pub(super) fn read(door: &mut Door) -> Self {
        let (mut all, mut cursor) = (Vec::new(), "start".to_owned());
        loop {
            let path = format!("/changes?after={cursor}&limit={PAGE}&all=true&record=true");
            let mut page = door.read(&path).unwrap();
            cursor = page["next"].as_str().unwrap().to_owned();
            let Value::Array(changes) = page["changes"].take() else { panic!("{page}") };
            if changes.is_empty() {
                break;
            }
            all.extend(changes);
        }
        let mut told = BTreeMap::<String, Vec<usize>>::new();
        for (place, change) in all.iter().enumerate().filter(|(_, change)| is_told(change)) {
            if let Some(conversation) = change["conversation"].as_str() {
                told.entry(conversation.to_owned()).or_default().push(place);
            }
        }
        Self { all, told }
    }

    pub(super) fn versions(&self) -> usize {
        self.told.values().map(Vec::len).sum()
    }

    /// How many things of each conversation there are.
    pub(super) fn lengths(&self) -> BTreeMap<&str, usize> {
        self.told.iter().map(|(conversation, places)| (conversation.as_str(), places.len())).collect()
    }
}

/// Whether a change is told to whoever asks for nothing in particular (rule N21).
pub(super) fn is_told(change: &Value) -> bool {
    !["corrected", "imported"].contains(&change["kind"].as_str().unwrap())
}

/// What webhooks and streams were told, each with its place among the things of its conversation.
pub(super) struct Notices<'a> {
    feed: &'a Feed,
    of: Vec<Option<&'a str>>,
    places: Vec<usize>,
}

impl<'a> Notices<'a> {
    /// Reads all of them, and holds each against the change that it tells, record and all; and what has one id to be one text.
    pub(super) fn new(feed: &'a Feed, requests: &'a [Request]) -> Self {
        let mut bodies = HashMap::<&str, &str>::new();
        let mut numbers = BTreeMap::<usize, u64>::new();
        let mut ids = HashMap::<usize, &str>::new();
        let (mut of, mut places) = (Vec::new(), Vec::new());
        for Request { id, body, .. } in requests {
            let before = bodies.insert(id, body);
            assert!(before.is_none_or(|before| before == body), "two bodies under one id\n{body}\n{before:?}");
            let said: Value = serde_json::from_str(body).unwrap();
            let Some((conversation, place)) = feed.place(&said["data"]) else {
                assert_eq!(said["data"]["conversation"], Value::Null, "nobody told that: {said}");
                of.push(None);
                places.push(0);
                continue;
            };
            let no = feed.told[conversation][place];
            numbers.insert(no, tells(&said, &feed.all[no]));
            assert_eq!(*ids.entry(no).or_insert(id), id, "one change under two ids: {body}");
            of.push(Some(conversation));
            places.push(place);
        }
        assert!(numbers.values().is_sorted_by(|one, other| one < other), "numbers of changes follow the feed");
        Self { feed, of, places }
    }

    /// Whether everything was taken by him of that name, in order.
    pub(super) fn judge(&self, who: &str, steps: &[Step]) {
        let reached = in_order(steps, |request| self.of[request], |request, _| self.places[request]);
        assert_eq!(reached, self.feed.lengths(), "not everything was taken by the {who}");
    }

    pub(super) fn place(&self, request: usize) -> Option<(&'a str, usize)> {
        Some((self.of[request]?, self.places[request]))
    }
}

impl Feed {
    /// Which thing of which conversation is told.
    fn place(&self, said: &Value) -> Option<(&str, usize)> {
        let (conversation, places) = self.told.get_key_value(said["conversation"].as_str()?)?;
        let place = places.iter().position(|place| self.all[*place]["version"] == said["version"])?;
        Some((conversation, place))
    }
}

/// Holds a notice against its change; the change's number.
fn tells(said: &Value, change: &Value) -> u64 {
    let mut data = said["data"].as_object().unwrap().clone();
    let number = data.remove("change").and_then(|number| number.as_u64()).unwrap();
    assert_eq!(data.remove("account"), Some(json!("main")));
    let mut wanted = change.as_object().unwrap().clone();
    wanted.remove("cursor");
    assert_eq!(Value::Object(data), Value::Object(wanted), "a notice is the change, with its record");
    assert_eq!(said["type"], format!("conversation.{}", change["kind"].as_str().unwrap()));
    assert_eq!((&said["timestamp"], &said["data"]["record"]["version"]), (&change["recorded_at"], &change["version"]));
    number
}

#[test]
fn what_comes_before_what_it_follows_was_taken_is_found() {
    let things = [("a", 0), ("a", 1), ("b", 0)];
    let judge = |steps: &[Step]| {
        let judged = std::panic::catch_unwind(|| {
            let reached = in_order(steps, |request| Some(things[request].0), |request, _| things[request].1);
            reached.into_iter().collect::<Vec<_>>()
        });
        judged.ok()
    };
    use Step::{Read, Taken};
    let good = [Read(0), Read(2), Taken(0), Read(0), Read(1), Taken(2), Taken(1)];
    assert_eq!(judge(&good), Some(vec![("a", 2), ("b", 1)]));
    assert_eq!(judge(&[Read(0), Read(1), Taken(0), Taken(1)]), None, "what was only read is not taken");
    assert_eq!(judge(&[Read(1), Taken(1)]), None, "nothing may be left out");
    assert_eq!(judge(&[Read(0), Taken(0), Read(1)]), Some(vec![("a", 1)]), "what was only read counts as missing");
}
