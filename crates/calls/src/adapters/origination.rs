//! A call that somebody asks a phone system for: it calls a user's phone first, and once that is taken the number.
//!
//! An adapter says it in its phone system's words, and knows the call again when the phone system tells of it. It is kept with the raw
//! input of its feed, so that whoever reads that again knows it too. What cannot be dialled was refused at the door; nothing here may
//! trust it all the same. To say one more thing of one: a field, its line in [`Origination::write`] and [`Origination::read`].

use serde_json::{Value, json};

use crate::Text;
use crate::signal::{Doer, DoerKind};

/// What somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origination {
    /// The key of the leg that it is to begin with, where the phone system lets others name its legs.
    pub leg: Text,
    /// Where the user's phone is called, in the phone system's words.
    pub device: Text,
    /// The user's number.
    pub number: Text,
    /// The user's key in the directory.
    pub user: Text,
    /// The number that is dialled for him.
    pub to: Text,
    /// The own number that is shown to whom he calls; none: what the phone system shows.
    pub line: Option<Text>,
    /// Who asks for it.
    pub by: Doer,
}

/// How a source is to do what somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialling {
    /// The context in which the number is dialled.
    pub context: Text,
    /// The step of the dialplan.
    pub priority: u32,
    /// How the number is written there: `{number}` as it was asked for, `{digits}` in full form without the `+`.
    pub number: Text,
    /// For how many seconds the user's phone rings at the most.
    pub ring_s: u32,
}

/// What the phone system makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The leg that it was to begin with.
    pub leg: Text,
    /// Nothing, or why it refuses.
    pub refused: Option<Text>,
}

impl Dialling {
    /// The number as the dialplan wants it.
    #[must_use]
    pub fn written(&self, to: &str) -> String {
        self.number.replace("{number}", to).replace("{digits}", to.trim_start_matches('+'))
    }
}

impl Origination {
    /// As it is kept.
    #[must_use]
    pub fn write(&self) -> String {
        let Self { leg, device, number, user, to, line, by } = self;
        let (leg, device, number, user, to) = (leg.as_str(), device.as_str(), number.as_str(), user.as_str(), to.as_str());
        let line = line.as_ref().map(Text::as_str);
        let said =
            json!({"leg": leg, "device": device, "number": number, "user": user, "to": to, "line": line, "by": write_doer(by)});
        said.to_string()
    }

    /// As it was kept; none if it is none.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let said: Value = serde_json::from_slice(bytes).ok()?;
        let word = |name: &str| said.get(name).and_then(Value::as_str).map(Text::new);
        Some(Self {
            leg: word("leg")?,
            device: word("device")?,
            number: word("number")?,
            user: word("user")?,
            to: word("to")?,
            line: word("line"),
            by: read_doer(said.get("by")?)?,
        })
    }
}

/// Words for the kinds of doers.
const DOERS: [(DoerKind, &str); 3] =
    [(DoerKind::Person, "person"), (DoerKind::Program, "program"), (DoerKind::System, "system")];

/// Who does something, as it is kept.
pub(super) fn write_doer(by: &Doer) -> Value {
    let kind = DOERS.iter().find(|(kind, _)| *kind == by.kind).map(|(_, word)| *word);
    json!({"kind": kind, "id": by.id.as_str(), "name": by.name.as_ref().map(Text::as_str)})
}

/// As it was kept; none if it is none.
pub(super) fn read_doer(said: &Value) -> Option<Doer> {
    let word = |name: &str| said.get(name).and_then(Value::as_str);
    let kind = word("kind")?;
    let kind = DOERS.iter().find(|(_, word)| *word == kind).map(|(kind, _)| *kind)?;
    Some(Doer { kind, id: Text::new(word("id")?), name: word("name").map(Text::new) })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_was_asked_for_is_read_as_it_was_kept() {
        let by = Doer { kind: DoerKind::Person, id: "ann".into(), name: None };
        let asked = Origination {
            leg: "L".into(),
            device: "PJSIP/101".into(),
            number: "101".into(),
            user: "ann".into(),
            to: "+31209876543".into(),
            line: None,
            by,
        };
        assert_eq!(Origination::read(asked.write().as_bytes()).unwrap(), asked);
        let shown = Origination { line: Some("+31205550199".into()), ..asked };
        assert_eq!(Origination::read(shown.write().as_bytes()).unwrap(), shown);
        for garbage in ["", "{}", "[]", "{\"leg\":1}", "no json"] {
            assert_eq!(Origination::read(garbage.as_bytes()), None, "{garbage}");
        }
    }

    #[test]
    fn a_number_is_written_as_the_dialplan_wants_it() {
        let dialling = |number: &str| Dialling { context: "house".into(), priority: 1, number: number.into(), ring_s: 30 };
        assert_eq!(dialling("{number}").written("+31209876543"), "+31209876543");
        assert_eq!(dialling("900{digits}").written("+31209876543"), "90031209876543");
        assert_eq!(dialling("9{number}").written("0209876543"), "90209876543");
    }
}
