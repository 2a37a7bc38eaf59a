//! Whom a fact says something of: who is resolved before it is recorded (rule N23).
//!
//! Nothing here may add to a party or leave anything out. A word that names one more has it here.

use super::{Party, What};

impl What {
    /// Who begins with it, of a leg's beginning.
    #[must_use]
    pub fn party(&self) -> Option<&Party> {
        match self {
            Self::CameIn(came) => Some(&came.party),
            Self::Originated(originated) => Some(&originated.party),
            Self::Dialled(dialled) => Some(&dialled.party),
            Self::Joined(joined) => Some(&joined.party),
            _ => None,
        }
    }

    /// The same, for whoever resolves it.
    pub fn party_mut(&mut self) -> Option<&mut Party> {
        match self {
            Self::CameIn(came) => Some(&mut came.party),
            Self::Originated(originated) => Some(&mut originated.party),
            Self::Dialled(dialled) => Some(&mut dialled.party),
            Self::Joined(joined) => Some(&mut joined.party),
            _ => None,
        }
    }

    /// Everybody whom the fact says something of that is resolved: who begins with it, or both sides of a call that was written
    /// down.
    pub fn parties(&self) -> impl Iterator<Item = &Party> {
        let logged = match self {
            Self::Stated(stated) => stated.logged.as_deref(),
            _ => None,
        };
        self.party().into_iter().chain(logged.into_iter().flat_map(|logged| [&logged.from, &logged.to]))
    }

    /// The same, for whoever resolves them.
    pub fn parties_mut(&mut self) -> impl Iterator<Item = &mut Party> {
        let (begins, logged) = match self {
            Self::Stated(stated) => (None, stated.logged.as_deref_mut()),
            what => (what.party_mut(), None),
        };
        begins.into_iter().chain(logged.into_iter().flat_map(|logged| [&mut logged.from, &mut logged.to]))
    }
}
