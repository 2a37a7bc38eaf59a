//! How a source is asked for calls, as it is said and told over HTTP, and what cannot be said of it.
//!
//! What is said here goes to a phone system beside words of the directory, so that nothing of it may be a line or a word of its own.

use calls::adapters::twilio::originate::HOSTS;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::settings::{is_text, text_wanted};
use crate::originate::{PLACEHOLDERS, is_dialable, is_number};
use crate::outward::Address;
use crate::store::{AmiOriginate, TwilioOriginate, as_asked, first_step, half_a_minute};

/// The longest that a phone may ring, in seconds.
const RING_S_MAX: u32 = 600;
/// The most beginnings of numbers.
const DIALABLE_MAX: usize = 1_000;

/// How a switch is asked for calls over its manager interface. The manager user needs the write class `originate`.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AmiOriginate)]
pub(super) struct ByAmi {
    /// How a user's phone is called: `{endpoint}` stands for the word that the user's aliases have for this source, else for his
    /// extension, `{extension}` for his extension and `{number}` for his number. Never a Local channel.
    #[schema(example = "PJSIP/{endpoint}")]
    channel: String,
    /// The context in which the number is dialled.
    #[schema(example = "from-internal")]
    context: String,
    /// The step of the dialplan.
    #[serde(default = "first_step")]
    #[schema(minimum = 1, default = 1)]
    priority: u32,
    /// How the number is written there: `{number}` as it was asked for, `{digits}` in full form without the `+`.
    #[serde(default = "as_asked")]
    #[schema(example = "00{digits}", default = "{number}")]
    number: String,
    /// For how many seconds the user's phone rings at the most.
    #[serde(default = "half_a_minute")]
    #[schema(minimum = 1, maximum = 600, default = 30)]
    ring_s: u32,
    /// What may be dialled: each a beginning of numbers in full form (`+31`; `+` is every number there is), `ext` for what the directory
    /// has (extensions, queues, menus, own numbers), or a beginning of short numbers (`6`). Left out or empty: `ext`, and the numbers of
    /// the account's region.
    #[serde(default)]
    #[schema(max_items = 1000, example = json!(["ext", "+31", "+32"]))]
    dialable: Vec<String>,
}

/// How Twilio is asked for calls.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TwilioOriginate)]
pub(super) struct ByTwilio {
    /// Where a user's phone is called, with the same words in braces as of a switch.
    #[schema(example = "sip:{extension}@office.sip.twilio.com")]
    phone: String,
    /// The number of the account that is shown where a request names none.
    #[schema(example = "+31205550199")]
    line: String,
    /// Where its API is; null: at its usual place.
    #[schema(required = false, example = "https://api.dublin.ie1.twilio.com")]
    #[serde(default)]
    api_url: Option<String>,
    /// What may be dialled, as of a switch.
    #[serde(default)]
    #[schema(max_items = 1000, example = json!(["+31", "+32"]))]
    dialable: Vec<String>,
}

impl From<ByAmi> for AmiOriginate {
    fn from(said: ByAmi) -> Self {
        let ByAmi { channel, context, priority, number, ring_s, dialable } = said;
        Self { channel, context, priority, number, ring_s, dialable }
    }
}

impl From<AmiOriginate> for ByAmi {
    fn from(kept: AmiOriginate) -> Self {
        let AmiOriginate { channel, context, priority, number, ring_s, dialable } = kept;
        Self { channel, context, priority, number, ring_s, dialable }
    }
}

impl From<ByTwilio> for TwilioOriginate {
    fn from(said: ByTwilio) -> Self {
        let ByTwilio { phone, line, api_url, dialable } = said;
        Self { phone, line, api_url, dialable }
    }
}

impl From<TwilioOriginate> for ByTwilio {
    fn from(kept: TwilioOriginate) -> Self {
        let TwilioOriginate { phone, line, api_url, dialable } = kept;
        Self { phone, line, api_url, dialable }
    }
}

/// What cannot be said of a switch: which key, and what was expected.
pub(crate) fn ami_faults(said: &AmiOriginate) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    let is_channel = said.channel.split_once('/').is_some_and(|(kind, rest)| {
        let is_kind = !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_kind && !kind.eq_ignore_ascii_case("Local") && has_placeholder(rest) && !rest.contains('&')
    });
    if !is_text(&said.channel) || !is_channel {
        let says = "expected a phone's own channel with `{endpoint}`, `{extension}` or `{number}` in it, as `PJSIP/{endpoint}`";
        faults.push(("originate.channel", says.to_owned()));
    }
    if !is_text(&said.context) {
        faults.push(("originate.context", text_wanted()));
    }
    if said.priority == 0 {
        faults.push(("originate.priority", "expected a step of the dialplan, from 1".to_owned()));
    }
    let rest = said.number.replace("{number}", "").replace("{digits}", "");
    let is_number = rest != said.number && rest.bytes().all(|byte| byte.is_ascii_digit() || b"*#+".contains(&byte));
    if !is_text(&said.number) || !is_number {
        faults.push(("originate.number", "expected digits around `{number}` or `{digits}`, as `00{digits}`".to_owned()));
    }
    if !(1..=RING_S_MAX).contains(&said.ring_s) {
        faults.push(("originate.ring_s", format!("expected seconds, 1 to {RING_S_MAX}")));
    }
    faults.extend(dialable_fault(&said.dialable));
    faults
}

/// What cannot be said of Twilio.
pub(crate) fn twilio_faults(said: &TwilioOriginate) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    let is_phone = ["sip:", "sips:", "client:", "+", "{number}"].iter().any(|kind| said.phone.starts_with(kind));
    if !is_text(&said.phone) || !is_phone || !has_placeholder(&said.phone) {
        let says = "expected an address with `{endpoint}`, `{extension}` or `{number}` in it, as \
            `sip:{extension}@office.sip.twilio.com`";
        faults.push(("originate.phone", says.to_owned()));
    }
    if !said.line.starts_with('+') || !is_number(&said.line) {
        faults.push(("originate.line", "expected a number of the account in full form, as `+31205550199`".to_owned()));
    }
    let is_theirs = |text: &String| Address::kept(text).is_ok_and(|url| url.is_secure() && url.is_at(HOSTS));
    if said.api_url.as_ref().is_some_and(|text| !is_theirs(text)) {
        let says = "expected where the API of Twilio is, as `https://api.dublin.ie1.twilio.com`";
        faults.push(("originate.api_url", says.to_owned()));
    }
    faults.extend(dialable_fault(&said.dialable));
    faults
}

/// What cannot be said of what may be dialled.
fn dialable_fault(said: &[String]) -> Option<(&'static str, String)> {
    let is_wrong = said.len() > DIALABLE_MAX || !said.iter().all(|word| is_dialable(word));
    let says =
        format!("expected up to {DIALABLE_MAX} beginnings of numbers, as `+31` or `6`, or `ext` for what the directory has");
    is_wrong.then_some(("originate.dialable", says))
}

/// Whether a user's phone is named in it, and nothing else in braces.
fn has_placeholder(text: &str) -> bool {
    let rest = PLACEHOLDERS.iter().fold(text.to_owned(), |rest, word| rest.replace(word, ""));
    rest != text && !rest.contains(['{', '}'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_users_phone_is_named_and_never_through_a_local_channel() {
        let keys = |channel: &str, number: &str| {
            let said = AmiOriginate {
                channel: channel.to_owned(),
                context: "house".to_owned(),
                number: number.to_owned(),
                ..AmiOriginate::default()
            };
            ami_faults(&said).into_iter().map(|(key, _)| key).collect::<Vec<_>>()
        };
        for good in ["PJSIP/{endpoint}", "SIP/{extension}", "PJSIP/{number}@carrier"] {
            assert!(keys(good, "{number}").is_empty(), "{good}");
        }
        let wrong = [
            "",
            "PJSIP",
            "PJSIP/101",
            "Local/{extension}@house",
            "local/{extension}@house",
            "PJSIP/{user}",
            "/{endpoint}",
            "PJSIP/{endpoint}\r\nApplication: System",
            "PJSIP/{endpoint}&PJSIP/{extension}",
        ];
        for channel in wrong {
            assert_eq!(keys(channel, "{number}"), ["originate.channel"], "{channel}");
        }
        for number in ["", "0", "{digits}\n", "{number},1", "x{digits}"] {
            assert_eq!(keys("PJSIP/{endpoint}", number), ["originate.number"], "{number}");
        }
        let none = AmiOriginate { channel: "SIP/{endpoint}".to_owned(), ring_s: 0, priority: 0, ..AmiOriginate::default() };
        let keys: Vec<_> = ami_faults(&none).into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["originate.context", "originate.priority", "originate.ring_s"]);
    }

    #[test]
    fn twilio_is_asked_at_its_own_place_and_shows_a_number_in_full() {
        let keys = |phone: &str, line: &str, api_url: Option<&str>| {
            let said = TwilioOriginate {
                phone: phone.to_owned(),
                line: line.to_owned(),
                api_url: api_url.map(str::to_owned),
                ..TwilioOriginate::default()
            };
            twilio_faults(&said).into_iter().map(|(key, _)| key).collect::<Vec<_>>()
        };
        let (phone, line) = ("sip:{extension}@office.example", "+31205550199");
        assert!(keys(phone, line, Some("https://api.dublin.ie1.twilio.com")).is_empty());
        assert!(keys("client:{endpoint}", line, None).is_empty() && keys("{number}", line, None).is_empty());
        for wrong in ["", "{extension}", "tel:{extension}", "sip:101@office.example"] {
            assert_eq!(keys(wrong, line, None), ["originate.phone"], "{wrong}");
        }
        for wrong in ["", "0205550199", "+31 20", "+"] {
            assert_eq!(keys(phone, wrong, None), ["originate.line"], "{wrong}");
        }
        for (good, said) in
            [(true, "ext"), (true, "+"), (true, "+31"), (true, "6"), (false, ""), (false, "*"), (false, "NL"), (false, "+31x")]
        {
            let said = TwilioOriginate {
                phone: phone.to_owned(),
                line: line.to_owned(),
                dialable: vec![said.to_owned()],
                ..TwilioOriginate::default()
            };
            assert_eq!(twilio_faults(&said).is_empty(), good, "{said:?}");
        }
        for wrong in ["http://api.twilio.com", "https://api.twilio.com.example", "https://10.0.0.1", "api.twilio.com"] {
            assert_eq!(keys(phone, line, Some(wrong)), ["originate.api_url"], "{wrong}");
        }
    }
}
