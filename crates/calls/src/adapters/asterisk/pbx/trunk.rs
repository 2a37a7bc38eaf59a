//! Which channels are lines to the outside (trap A13).
//!
//! Configured endpoints and contexts come first, then the usual contexts, then what was learnt, then the lengths of numbers.
//! A rule never reads a name: to add one, add it to [`Trunks::is_trunk`] in its place.

use std::collections::HashSet;

use super::super::fact::{Channel, Way};
use super::chan::{device_of, endpoint_of};
use crate::Text;
use crate::adapters::Settings;

/// The contexts of a fresh installation that trunks come in on.
const USUAL_CONTEXTS: [&str; 5] = ["from-trunk", "from-pstn", "from-did-direct", "from-external", "public"];

/// More endpoints than this are not learnt.
const LEARNT_MAX: usize = 10_000;

/// Numbers of the house have at most so many digits where nothing else tells.
const HOUSE_DIGITS_MAX: usize = 6;

/// What is known of trunks.
pub(super) struct Trunks {
    endpoints: HashSet<Text>,
    contexts: Vec<Text>,
    extensions: HashSet<Text>,
    learnt: HashSet<Text>,
}

impl Trunks {
    /// What the configuration says; without contexts the usual ones.
    pub(super) fn new(settings: &Settings) -> Self {
        let usual = || USUAL_CONTEXTS.iter().map(|context| Text::new_static(context)).collect();
        Self {
            endpoints: settings.trunk_endpoints.iter().cloned().collect(),
            contexts: if settings.trunk_contexts.is_empty() { usual() } else { settings.trunk_contexts.clone() },
            extensions: settings.extensions.iter().cloned().collect(),
            learnt: HashSet::new(),
        }
    }

    /// Whether a channel is a trunk's, when it is first seen.
    pub(super) fn is_trunk(&mut self, channel: &Channel, way: Option<Way>) -> bool {
        let device = device_of(&channel.name);
        let endpoint = endpoint_of(&device);
        let named = |set: &HashSet<Text>| set.contains(endpoint) || set.contains(&device);
        if named(&self.extensions) {
            return false;
        }
        if named(&self.endpoints) || self.learnt.contains(&device) {
            return true;
        }
        if channel.context.as_ref().is_some_and(|context| self.contexts.contains(context)) {
            self.learn(device);
            return true;
        }
        let came_in = way == Some(Way::In);
        came_in && !may_be_house(channel.number.as_deref()) && !may_be_house(channel.exten.as_deref())
    }

    /// Whether nothing speaks against it.
    pub(super) fn may_be_trunk(&self, device: &Text) -> bool {
        !self.extensions.contains(endpoint_of(device)) && !self.extensions.contains(device)
    }

    /// Whether a dialled channel is a trunk's by its dial string, where its context did not tell: an outside number is dialled
    /// at an endpoint.
    pub(super) fn is_trunk_dial(&mut self, device: &Text, own: Option<&str>, string: &str) -> bool {
        let endpoint = endpoint_of(device);
        if !self.may_be_trunk(device) {
            return false;
        }
        let outside = user_part(string).is_some_and(|user| is_number(user) && digits(user) > HOUSE_DIGITS_MAX);
        // A phone that is dialled at its contact has a number of the house of its own.
        let is = outside && user_part(string) != Some(endpoint) && !may_be_house(own);
        if is {
            self.learn(device.clone());
        }
        is
    }

    fn learn(&mut self, device: Text) {
        if self.learnt.len() < LEARNT_MAX {
            self.learnt.insert(device);
        }
    }
}

/// Whether a caller or a dialled number may be the house's: 2 to 6 digits, or a name. No number at all is none.
pub(super) fn may_be_house(number: Option<&str>) -> bool {
    let Some(number) = number.filter(|number| !number.is_empty() && *number != "s") else { return false };
    let bare = number.trim_start_matches(['*', '#']);
    if bare.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return true;
    }
    !bare.starts_with('+') && (2..=HOUSE_DIGITS_MAX).contains(&digits(bare))
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// Whether a text is a telephone number.
pub(super) fn is_number(text: &str) -> bool {
    let bare = text.strip_prefix('+').unwrap_or(text);
    !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit() || byte == b'*' || byte == b'#')
}

/// The number in a dial string: `+31…@trunk`, `PJSIP/+31…@trunk`, `PJSIP/trunk/sip:+31…@host`, `SIP/trunk/+31…`.
pub(super) fn user_part(string: &str) -> Option<&str> {
    let string = string.split([',', '|']).next().unwrap_or(string);
    let rest = match string.split_once('/') {
        // A technology before the slash; without one the slash follows the endpoint.
        Some((kind, rest)) if is_technology(kind) => rest,
        _ => string,
    };
    let user = match (rest.rsplit_once('/'), rest.split_once('@')) {
        (Some((_, last)), _) => last.split_once('@').map_or(last, |(user, _)| user),
        (None, Some((user, _))) => user,
        (None, None) => return None,
    };
    let user =
        user.strip_prefix("sip:").or_else(|| user.strip_prefix("sips:")).or_else(|| user.strip_prefix("tel:")).unwrap_or(user);
    (!user.is_empty()).then_some(user)
}

/// Whether a word is the technology of a dial string.
pub(super) fn is_technology(word: &str) -> bool {
    const KNOWN: [&str; 12] =
        ["PJSIP", "SIP", "IAX2", "IAX", "DAHDI", "ZAP", "H323", "OOH323", "SCCP", "Skinny", "MGCP", "Motif"];
    KNOWN.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether a destination of a dial string reaches that device: `PJSIP/bea`, `PJSIP/+31…@trunk`, `PJSIP/trunk/sip:…`.
pub(super) fn reaches(destination: &str, device: &str) -> bool {
    let (Some((kind, rest)), Some((device_kind, endpoint))) = (destination.split_once('/'), device.split_once('/')) else {
        return false;
    };
    if !kind.eq_ignore_ascii_case(device_kind) {
        return false;
    }
    let rest = rest.split([',', '|']).next().unwrap_or(rest);
    let at = rest.rsplit_once('@').map(|(_, at)| at);
    rest == endpoint || at == Some(endpoint) || rest.split('/').next() == Some(endpoint)
}
