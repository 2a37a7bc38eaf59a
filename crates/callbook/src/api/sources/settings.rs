//! What can be said of a source, and what cannot, whoever says it.

use calls::adapters::ADAPTERS;
use calls::adapters::asterisk::{AMI, CEL};
use calls::adapters::twilio::CALLBACKS;
use reqwest::Url;

use super::dialling;
use crate::board::told_feeds;
use crate::store::{AmiLink, SourceSettings, TwilioLink};

/// The most sources of an account.
pub(crate) const SOURCES_MAX: usize = 1_000;
/// The most endpoints or contexts of a list.
const LIST_MAX: usize = 1_000;
/// The most letters of a text.
const TEXT_CHARS_MAX: usize = 255;
/// The most bytes of a URL.
const URL_BYTES_MAX: usize = 2_048;

/// Everything that cannot be said: which key, and what was expected.
pub(crate) fn faults(settings: &SourceSettings) -> Vec<(String, String)> {
    let mut faults = adapter_faults(settings);
    let lists = [
        ("trunk_endpoints", &settings.trunk_endpoints),
        ("trunk_contexts", &settings.trunk_contexts),
        ("extensions", &settings.extensions),
    ];
    let mut fault = |field: String, says: String| faults.push((field, says));
    for (name, list) in lists {
        if list.len() > LIST_MAX {
            fault(name.to_owned(), format!("expected at most {LIST_MAX}"));
        }
        for place in list.iter().enumerate().filter(|(_, text)| !is_text(text)).map(|(place, _)| place) {
            fault(format!("{name}[{place}]"), text_wanted());
        }
    }
    for (name, says) in settings.ami.iter().flat_map(link_faults) {
        fault(format!("ami.{name}"), says);
    }
    for (name, says) in settings.twilio.iter().flat_map(twilio_faults) {
        fault(format!("twilio.{name}"), says);
    }
    if settings.cel_file.as_ref().is_some_and(|file| file.is_empty() || file.contains('\0') || file.len() > 4_096) {
        fault("cel_file".to_owned(), "expected the path of a file".to_owned());
    }
    let is_path = |path: &String| path.starts_with('/') && !path.contains('\0') && path.len() <= 4_096;
    if settings.recordings_folder.as_ref().is_some_and(|folder| !is_path(folder)) {
        fault(
            "recordings_folder".to_owned(),
            "expected the whole path of a folder, as `/var/spool/asterisk/monitor`".to_owned(),
        );
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

/// What cannot be said of its feeds. A way in that no adapter of the source reads would count as nothing.
fn adapter_faults(settings: &SourceSettings) -> Vec<(String, String)> {
    let known: Vec<&str> = ADAPTERS.iter().map(|kind| kind.name).chain(told_feeds()).collect();
    let adapters = &settings.adapters;
    let mut faults = Vec::new();
    if adapters.is_empty() {
        faults.push(("adapters".to_owned(), format!("expected at least one of {}", known.join(", "))));
    }
    for (place, name) in adapters.iter().enumerate() {
        let says = match known.contains(&name.as_str()) {
            false => format!("unknown adapter `{name}`, expected one of {}", known.join(", ")),
            true if adapters.iter().take(place).any(|before| before == name) => {
                format!("the adapter `{name}` was named before; expected each once")
            }
            true => continue,
        };
        faults.push((format!("adapters[{place}]"), says));
        if faults.len() > known.len() {
            break;
        }
    }
    let ways = [
        ("ami", AMI.name, settings.ami.is_some()),
        ("cel_file", CEL.name, settings.cel_file.is_some()),
        ("twilio", CALLBACKS.name, settings.twilio.is_some()),
    ];
    for (key, adapter, _) in ways.iter().filter(|(_, adapter, is_said)| *is_said && adapters.iter().all(|one| one != adapter)) {
        faults.push(((*key).to_owned(), format!("is read by the adapter {adapter}, which `adapters` does not name")));
    }
    faults
}

/// What cannot be said of a link to a manager interface: which of its keys, and what was expected.
pub(crate) fn link_faults(ami: &AmiLink) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    let port = ami.address.rsplit_once(':').filter(|(host, _)| !host.is_empty());
    if !is_text(&ami.address) || port.and_then(|(_, port)| port.parse::<u16>().ok()).is_none_or(|port| port == 0) {
        faults.push(("address", "expected host and port, as `pbx.example:5038`".to_owned()));
    }
    let texts = [("username", &ami.username), ("secret", &ami.secret)];
    faults.extend(texts.iter().filter(|(_, text)| !is_text(text)).map(|(name, _)| (*name, text_wanted())));
    faults.extend(ami.originate.iter().flat_map(dialling::ami_faults));
    faults
}

/// What cannot be said of an account at Twilio: which key, and what was expected.
pub(crate) fn twilio_faults(link: &TwilioLink) -> Vec<(&'static str, String)> {
    let secondary = link.auth_token_secondary.as_ref();
    let texts =
        [("account_sid", Some(&link.account_sid)), ("auth_token", Some(&link.auth_token)), ("auth_token_secondary", secondary)];
    let unsaid = texts.iter().filter(|(_, text)| text.is_some_and(|text| !is_text(text)));
    let mut faults: Vec<_> = unsaid.map(|(name, _)| (*name, text_wanted())).collect();
    let url = |text: &str| {
        let url = Url::parse(text).ok().filter(|url| text.len() <= URL_BYTES_MAX && url.fragment().is_none())?;
        (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
    };
    if url(&link.public_url).is_none_or(|url| url.query().is_some()) {
        faults.push((
            "public_url",
            "expected scheme and place at which Twilio reaches this server, as `https://callbook.example`".to_owned(),
        ));
    }
    if link.forward_url.as_ref().is_some_and(|text| url(text).is_none()) {
        faults.push(("forward_url", "expected a URL, as `https://calls.example/voice`".to_owned()));
    }
    faults.extend(link.originate.iter().flat_map(dialling::twilio_faults));
    faults
}

/// Line breaks in what is sent to a manager interface would be commands of their own.
pub(super) fn is_text(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= TEXT_CHARS_MAX && !text.chars().any(char::is_control)
}

pub(super) fn text_wanted() -> String {
    format!("expected 1 to {TEXT_CHARS_MAX} letters on one line")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::NATIVE;

    #[test]
    fn every_fault_is_named_at_once() {
        let ami = AmiLink {
            address: "pbx".to_owned(),
            username: "a\r\nAction: x".to_owned(),
            secret: "s".to_owned(),
            challenge: false,
            originate: None,
        };
        let settings = SourceSettings {
            adapters: vec![NATIVE.to_owned(), "pigeon".to_owned()],
            extensions: vec![String::new()],
            ami: Some(ami),
            silence_s: Some(0),
            ..SourceSettings::default()
        };
        let fields: Vec<String> = faults(&settings).into_iter().map(|(field, _)| field).collect();
        let expected = ["adapters[1]", "ami", "extensions[0]", "ami.address", "ami.username", "silence_s"];
        assert_eq!(fields, expected);
    }

    #[test]
    fn an_account_at_twilio_needs_its_id_its_token_and_the_place_at_which_it_reaches_us() {
        let fields = |public_url: &str, forward_url: Option<&str>| {
            let link = TwilioLink {
                account_sid: "AC1".to_owned(),
                auth_token: String::new(),
                auth_token_secondary: Some("a\nb".to_owned()),
                public_url: public_url.to_owned(),
                forward_url: forward_url.map(str::to_owned),
                originate: None,
            };
            twilio_faults(&link).into_iter().map(|(field, _)| field).collect::<Vec<_>>()
        };
        let tokens = ["auth_token", "auth_token_secondary"];
        assert_eq!(fields("https://callbook.example/behind", Some("http://127.0.0.1:9/a?b=c")), tokens);
        for wrong in ["", "callbook.example", "ftp://callbook.example", "https://callbook.example#rc=5", "https://a?b"] {
            assert_eq!(fields(wrong, Some("calls")), [&tokens[..], &["public_url", "forward_url"]].concat(), "{wrong}");
        }
    }

    #[test]
    fn a_source_has_feeds_each_once_and_no_way_in_that_none_of_them_reads() {
        let fields = |adapters: &[&str], file: Option<&str>| {
            let adapters = adapters.iter().map(|name| (*name).to_owned()).collect();
            let settings = SourceSettings { adapters, cel_file: file.map(str::to_owned), ..SourceSettings::default() };
            faults(&settings).into_iter().map(|(field, _)| field).collect::<Vec<_>>()
        };
        assert_eq!(fields(&[], None), ["adapters"]);
        assert_eq!(fields(&[NATIVE, NATIVE], None), ["adapters[1]"]);
        assert_eq!(fields(&[AMI.name], Some("Master.csv")), ["cel_file"]);
        assert!(fields(&[AMI.name, CEL.name, NATIVE], Some("Master.csv")).is_empty());
    }
}
