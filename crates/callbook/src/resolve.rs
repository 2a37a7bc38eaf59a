//! What configuration and directory decide of a signal, decided once, when it is recorded (rule N23).
//!
//! From then on it stands in the signal, and the fold reads signals only. Nothing here may overrule what the phone system
//! said itself. To resolve one more thing: here, for every kind of signal that can carry it.

use calls::number::e164;
use calls::signal::{Party, Signal, What};

use crate::config::Account;

/// Fills in what the account knows of the parties in these signals.
pub(crate) fn resolve(account: &Account, signals: &mut [Signal]) {
    for signal in signals {
        match &mut signal.what {
            What::CameIn(came) => party(account, &mut came.party),
            What::Originated(originated) => party(account, &mut originated.party),
            What::Dialled(dialled) => party(account, &mut dialled.party),
            What::Joined(joined) => party(account, &mut joined.party),
            _ => {}
        }
    }
}

fn party(account: &Account, party: &mut Party) {
    if party.e164.is_none() {
        party.e164 = party.number.as_deref().and_then(|number| e164(number, account.region.as_deref()));
    }
}
