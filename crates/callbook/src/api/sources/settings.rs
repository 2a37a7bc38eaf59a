//! What can be said of a source, and what cannot, whoever says it.

use calls::adapters::ADAPTERS;

use crate::store::SourceSettings;

/// The adapter of a source that tells its calls itself.
pub(crate) const NATIVE: &str = "native";
/// The most sources of an account.
pub(crate) const SOURCES_MAX: usize = 1_000;
/// The most endpoints or contexts of a list.
const LIST_MAX: usize = 1_000;
/// The most letters of a text.
const TEXT_CHARS_MAX: usize = 255;

/// Everything that cannot be said: which key, and what was expected.
pub(crate) fn faults(settings: &SourceSettings) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    let mut fault = |field: String, says: String| faults.push((field, says));
    let known = |name: &String| name == NATIVE || ADAPTERS.iter().any(|kind| kind.name == *name);
    for (place, name) in settings.adapters.iter().enumerate().filter(|(_, name)| !known(name)) {
        let mut all: Vec<_> = ADAPTERS.iter().map(|kind| kind.name).collect();
        all.push(NATIVE);
        fault(format!("adapters[{place}]"), format!("unknown adapter `{name}`, expected one of {}", all.join(", ")));
    }
    let lists = [
        ("adapters", &settings.adapters),
        ("trunk_endpoints", &settings.trunk_endpoints),
        ("trunk_contexts", &settings.trunk_contexts),
        ("extensions", &settings.extensions),
    ];
    for (name, list) in lists {
        if list.len() > LIST_MAX {
            fault(name.to_owned(), format!("expected at most {LIST_MAX}"));
        }
        for place in list.iter().enumerate().filter(|(_, text)| !is_text(text)).map(|(place, _)| place) {
            fault(format!("{name}[{place}]"), text_wanted());
        }
    }
    if let Some(ami) = &settings.ami {
        let port = ami.address.rsplit_once(':').filter(|(host, _)| !host.is_empty());
        if !is_text(&ami.address) || port.and_then(|(_, port)| port.parse::<u16>().ok()).is_none_or(|port| port == 0) {
            fault("ami.address".to_owned(), "expected host and port, as `pbx.example:5038`".to_owned());
        }
        for (name, text) in [("ami.username", &ami.username), ("ami.secret", &ami.secret)] {
            if !is_text(text) {
                fault(name.to_owned(), text_wanted());
            }
        }
    }
    if settings.cel_file.as_ref().is_some_and(|file| file.is_empty() || file.contains('\0') || file.len() > 4_096) {
        fault("cel_file".to_owned(), "expected the path of a file".to_owned());
    }
    let limits = [
        ("silence_s", settings.silence_s),
        ("give_up_ringing_s", settings.give_up_ringing_s),
        ("give_up_talking_s", settings.give_up_talking_s),
    ];
    for (name, _) in limits.iter().filter(|(_, limit)| *limit == Some(0)) {
        fault((*name).to_owned(), "expected seconds, more than 0".to_owned());
    }
    faults
}

/// Line breaks in what is sent to a manager interface would be commands of their own.
fn is_text(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= TEXT_CHARS_MAX && !text.chars().any(char::is_control)
}

fn text_wanted() -> String {
    format!("expected 1 to {TEXT_CHARS_MAX} letters on one line")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::AmiLink;

    #[test]
    fn every_fault_is_named_at_once() {
        let ami = AmiLink {
            address: "pbx".to_owned(),
            username: "a\r\nAction: x".to_owned(),
            secret: "s".to_owned(),
            challenge: false,
        };
        let settings = SourceSettings {
            adapters: vec![NATIVE.to_owned(), "pigeon".to_owned()],
            extensions: vec![String::new()],
            ami: Some(ami),
            silence_s: Some(0),
            ..SourceSettings::default()
        };
        let fields: Vec<String> = faults(&settings).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["adapters[1]", "extensions[0]", "ami.address", "ami.username", "silence_s"]);
        assert!(faults(&SourceSettings::default()).is_empty());
    }
}
