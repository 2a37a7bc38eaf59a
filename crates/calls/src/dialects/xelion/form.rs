//! How this dialect writes times, ids and flows (sheet, 2.1 and 2.5), and how it reads the ids that come back.

use uuid::Uuid;

use crate::dialects::seen::Seen;
use crate::dialects::{Names, Thing};
use crate::moment::Moment;

/// The largest oid: the largest integer that JavaScript keeps (rule X28).
const OID_MAX: u64 = (1 << 53) - 1;

/// A flow counts in eight digits.
const FLOWS: u64 = 100_000_000;

/// What stands before the id of a call where the caller's log is meant.
const CALLERS: &str = "caller_";

/// `2026-01-05 09:45:00`, UTC; what is below a second is cut off (rule R2).
pub(super) fn time(at: Moment) -> String {
    at.to_string().get(..19).unwrap_or_default().replacen('T', " ", 1)
}

/// A time as clients write it: that form, with `T` in it, or RFC 3339 with an offset. Without an offset it is UTC.
#[must_use]
pub fn read_time(text: &str) -> Option<Moment> {
    let text = text.trim();
    Moment::from_rfc3339(text).or_else(|| Moment::from_rfc3339(&format!("{text}Z")))
}

/// The id of a call: the lower half of its UUID, as sixteen hex digits (rule R8).
#[must_use]
pub fn call_id(call: Uuid) -> String {
    format!("{:016x}", call.as_u64_pair().1)
}

/// The integer of a thing as an oid; none where none was given yet.
pub(super) fn oid(names: &dyn Names, thing: &Thing) -> Option<String> {
    names.serial(thing).map(|serial| serial.to_string())
}

/// An oid as clients write it: digits, at least 1.
pub(super) fn read_oid(text: &str) -> Option<u64> {
    let digits = text.len() <= 16 && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let oid: u64 = text.parse().ok().filter(|_| digits)?;
    (1..=OID_MAX).contains(&oid).then_some(oid)
}

/// What names one log (sheet, 4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogId {
    /// By its own oid.
    Oid(u64),
    /// The log of the side that was called, by the lower half of the call's UUID.
    Callee(u64),
    /// The log of the calling side, by the same.
    Caller(u64),
}

impl LogId {
    /// Reads one. Sixteen hex digits are always the id of a call: no account counts that far.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let half = |text: &str| {
            let is_hex = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
            u64::from_str_radix(text, 16).ok().filter(|_| is_hex)
        };
        if let Some(call) = text.strip_prefix(CALLERS) {
            return half(call).map(Self::Caller);
        }
        half(text).map(Self::Callee).or_else(|| read_oid(text).map(Self::Oid))
    }
}

/// The ids of a flow, which its calls share whoever is on them (rule X12). Those of callers and of the called differ.
#[derive(Clone, Debug)]
pub(super) struct Flow {
    pub(super) caller: String,
    pub(super) callee: String,
}

impl Flow {
    /// The flow of a conversation: its own, or that of the one that it shares a flow with and that came first. When it began is what was
    /// told first, also if it turns out late that it began before.
    pub(super) fn of(seen: &Seen, names: &dyn Names) -> Self {
        let told = names.flow_began(seen.id, seen.flow.as_deref());
        let own = || (seen.id, seen.calls.iter().map(|call| call.started_at).min().unwrap_or_default());
        let (conversation, began) = told.unwrap_or_else(own);
        // The caller's number is asked for first, and is the lower one.
        let caller = flow_id(began, names.serial(&Thing::CallerFlow(conversation)));
        let callee = flow_id(began, names.serial(&Thing::CalleeFlow(conversation)));
        Self { caller, callee }
    }
}

/// `2026-01-05-09:45:00-00000042`.
fn flow_id(began: Moment, serial: Option<u64>) -> String {
    format!("{}-{:08}", time(began).replacen(' ', "-", 1), serial.unwrap_or_default() % FLOWS)
}
