//! What configuration and directory decide of a signal, decided once, when it is recorded (rule N23).
//!
//! From then on it stands in the signal, and the fold reads signals only. Nothing here may overrule what the phone system
//! said itself. To resolve one more thing: here, for every kind of signal that can carry it.

use calls::Text;
use calls::conversation::Direction;
use calls::number::{compared, e164};
use calls::signal::{Party, Signal, What};

use crate::config::Account;
use crate::store::AccountRow;

/// How an account writes numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Numbering {
    /// ISO 3166 letters: where its numbers live.
    pub(crate) region: Option<Text>,
    /// What its phones dial before an outside number.
    pub(crate) outside_prefix: Option<Text>,
}

impl From<&AccountRow> for Numbering {
    fn from(account: &AccountRow) -> Self {
        Self { region: account.region.clone(), outside_prefix: account.outside_prefix.clone() }
    }
}

impl From<&Account> for Numbering {
    fn from(account: &Account) -> Self {
        let text = |text: &Option<String>| text.as_ref().map(Text::new);
        Self { region: text(&account.region), outside_prefix: text(&account.outside_prefix) }
    }
}

/// Fills in what the account knows of the numbers in these signals.
pub(crate) fn resolve(numbering: &Numbering, signals: &mut [Signal]) {
    for signal in signals {
        if let What::Stated(stated) = &mut signal.what
            && let Some(logged) = &mut stated.logged
            && logged.direction == Direction::Outbound
            && logged.to.e164.is_none()
        {
            logged.to.e164 = logged.to.number.as_deref().and_then(|number| numbering.chosen(number));
        }
        signal.what.parties_mut().for_each(|party| numbering.party(party));
        let chosen = match &signal.what {
            What::CameIn(came) => came.dialled.as_deref(),
            What::Chose { number } => Some(number.as_str()),
            What::Transferred(transferred) => transferred.to.as_deref(),
            // Who calls in dials the line.
            What::Stated(stated) => stated.logged.as_ref().and_then(|logged| logged.line.as_deref()),
            _ => None,
        };
        if signal.chosen_e164.is_none() {
            signal.chosen_e164 = chosen.and_then(|number| numbering.chosen(number));
        }
    }
}

impl Numbering {
    /// The full form of a number.
    pub(crate) fn full(&self, number: &str) -> Option<Text> {
        e164(number, self.region.as_deref())
    }

    fn party(&self, party: &mut Party) {
        if party.e164.is_none() {
            party.e164 = party.number.as_deref().and_then(|number| self.full(number));
        }
    }

    /// How a number that somebody wrote may stand in records, as it is compared.
    pub(crate) fn spellings(&self, number: &str) -> Vec<Text> {
        let full = self.chosen(number);
        let mut spellings: Vec<Text> =
            [Some(Text::new(number)), full].iter().flatten().filter_map(|text| compared(text)).collect();
        spellings.dedup();
        spellings
    }

    /// The full forms that a number which is dialled may have for the phone system, each once.
    pub(crate) fn readings(&self, number: &str) -> Vec<Text> {
        let mut readings: Vec<Text> = [self.chosen(number), self.full(number)].into_iter().flatten().collect();
        readings.dedup();
        readings
    }

    /// The full form of a number as somebody chose it: phones of the house may dial a prefix before it.
    pub(crate) fn chosen(&self, number: &str) -> Option<Text> {
        let prefix = self.outside_prefix.as_deref().filter(|prefix| !prefix.is_empty());
        let outside = prefix.and_then(|prefix| number.strip_prefix(prefix)).and_then(|number| self.full(number));
        outside.or_else(|| self.full(number))
    }
}
