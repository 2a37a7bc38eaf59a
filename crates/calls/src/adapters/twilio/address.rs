//! Who is behind a `From` or `To`: a number of the outside world, or a phone of the house.
//!
//! Numbers of the telephone network run over a trunk; a `client:` or `sip:` address is a phone of the house, unless the
//! settings name its domain as a trunk, and a number is one too if the settings say so. It must never guess who a withheld
//! number is. To add a kind of address: its prefix in [`party`].

use crate::Text;
use crate::adapters::Settings;
use crate::number::{told, withheld};
use crate::signal::Party;

/// The name of the trunk that all numbers of the outside world run over.
const TRUNK: Text = Text::new_static("twilio");

/// Numbers that stand for a withheld one: ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN, UNAVAILABLE, spelt on a telephone's keys.
const SPELT: &[&str] = &["266696687", "7378742833", "2562533", "8656696", "86282452253"];

/// The party at an address.
pub(super) fn party(address: Option<&str>, name: Option<Text>, settings: &Settings) -> Party {
    let Some(address) = address else { return Party { name, trunk: Some(TRUNK), ..Party::default() } };
    let bare = address.strip_prefix('+').unwrap_or(address);
    if withheld(address) || SPELT.contains(&bare) {
        return Party { name, trunk: Some(TRUNK), withheld: true, ..Party::default() };
    }
    let listed = |list: &[Text], word: &str| list.iter().any(|known| known == word);
    if let Some((scheme @ ("client" | "sip" | "sips"), rest)) = address.split_once(':') {
        let rest = rest.split([';', '?']).next().unwrap_or_default();
        let (user, domain) = rest.split_once('@').unwrap_or((rest, ""));
        let domain = domain.split(':').next().unwrap_or_default();
        let number = told(user).map(Text::new);
        if scheme != "client" && listed(&settings.trunk_endpoints, domain) {
            return Party { number, name, trunk: Some(Text::new(domain)), ..Party::default() };
        }
        return Party { user: number.clone(), number, name, device: Some(Text::new(address)), ..Party::default() };
    }
    let number = told(address).map(Text::new);
    match &number {
        Some(number) if listed(&settings.extensions, number) => Party {
            user: Some(number.clone()),
            device: Some(number.clone()),
            number: Some(number.clone()),
            name,
            ..Party::default()
        },
        _ => Party { number, name, trunk: Some(TRUNK), ..Party::default() },
    }
}

/// The number of an address, as somebody chose it.
pub(super) fn number(address: Option<&str>) -> Option<Text> {
    party(address, None, &Settings::default()).number
}
