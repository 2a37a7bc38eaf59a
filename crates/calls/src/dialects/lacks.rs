//! What a dialect cannot show of a conversation: each fact is left out of the record, and where the dialect says the same as
//! before, it does not show it.
//!
//! So it is never worked out twice what a dialect shows, and a dialect that is new needs no list. A fact that shows in
//! anything at all counts as shown. Nothing here knows a dialect, and nothing is left out that a record does not have. To add
//! a fact: its line in `FACTS`.

use uuid::Uuid;

use crate::conversation::Role;

use super::seen::{Call, Seen};

/// The most legs of a conversation of which this is found out: the whole of it is printed once for each fact.
const LEGS_MAX: usize = 1_000;

/// Something of a conversation that a dialect does not show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lack {
    /// Its word.
    pub fact: &'static str,
    /// How many of it the record has.
    pub count: usize,
    /// What it is, for people.
    pub says: &'static str,
}

/// Whose facts are asked for: those of a call, or of the whole conversation.
pub type Own<'a> = &'a dyn Fn(Option<Uuid>) -> bool;

/// Leaves a fact out, and says how many of it there were.
type LeaveOut = fn(&mut Seen, Own<'_>) -> usize;

const FACTS: &[(&str, &str, LeaveOut)] = &[
    ("ringing", "when phones began to ring, and for how long", ringing),
    ("rung_in_vain", "phones that were called beside the one that mattered", rung_in_vain),
    ("menus", "menus that the caller came through", menus),
    ("queues", "queues in which the caller waited", queues),
    ("holds", "when somebody was put on hold, and for how long", holds),
    ("parked", "when somebody was parked, and for how long", parked),
    ("transfers", "who transferred the call, and how", transfers),
    ("family", "which call came out of which", family),
    ("conference", "how long it was a conference", conference),
    ("voicemail", "the mailbox that the caller came to", voicemail),
    ("recordings", "recordings", recordings),
    ("disposition", "what somebody said that came of it", disposition),
    ("notes", "notes", notes),
    ("summary", "the summary", summary),
    ("links", "links to records of other systems", links),
    ("handled", "that somebody took care of it", handled),
    ("wrap_up", "the time for wrap-up", wrap_up),
    ("billed", "what it cost", billed),
    ("assigned", "to whom it is assigned", assigned),
    ("provider", "what the phone system calls it", provider),
    ("flow", "what ties it to other conversations", flow),
    ("gaps", "what the record cannot know, and says so", gaps),
];

/// What is not shown of a conversation by whatever `print` prints. None if the conversation is too large to be asked.
pub fn lacks<T: PartialEq>(seen: &Seen, own: Own<'_>, print: impl Fn(&Seen) -> T) -> Option<Vec<Lack>> {
    if seen.calls.iter().map(|call| call.legs.len()).sum::<usize>() > LEGS_MAX {
        return None;
    }
    let whole = print(seen);
    let lack = |&(fact, says, leave_out): &(&'static str, &'static str, LeaveOut)| {
        let mut other = seen.clone();
        let count = leave_out(&mut other, own);
        (count > 0 && print(&other) == whole).then_some(Lack { fact, count, says })
    };
    Some(FACTS.iter().filter_map(lack).collect())
}

fn own_calls<'a>(seen: &'a mut Seen, own: Own<'a>) -> impl Iterator<Item = &'a mut Call> {
    seen.calls.iter_mut().filter(move |call| own(Some(call.id)))
}

/// Leaves something out of each call, and adds up how many of it there were.
fn of_calls(seen: &mut Seen, own: Own<'_>, leave_out: impl FnMut(&mut Call) -> usize) -> usize {
    own_calls(seen, own).map(leave_out).sum()
}

/// Leaves the entries of a list out that are own, and says how many there were.
fn of_list<T>(list: &mut Vec<T>, own: Own<'_>, call: impl Fn(&T) -> Option<Uuid>) -> usize {
    let before = list.len();
    list.retain(|one| !own(call(one)));
    before - list.len()
}

fn ringing(seen: &mut Seen, own: Own<'_>) -> usize {
    of_calls(seen, own, |call| {
        call.ring_s = 0.0;
        call.legs.iter_mut().filter_map(|leg| leg.ringing_at.take()).count()
    })
}

fn rung_in_vain(seen: &mut Seen, own: Own<'_>) -> usize {
    of_calls(seen, own, |call| {
        let is_called = |role: Option<Role>| matches!(role, Some(Role::Callee | Role::Agent));
        let mut called = call.legs.iter().filter(|leg| is_called(leg.role));
        // Whoever took it matters; if nobody did, who was called last.
        let took = called.clone().any(|leg| leg.answered_at.is_some());
        let last = called.next_back().map(|leg| leg.id).filter(|_| !took);
        let before = call.legs.len();
        call.legs.retain(|leg| !is_called(leg.role) || leg.answered_at.is_some() || last == Some(leg.id));
        before - call.legs.len()
    })
}

fn menus(seen: &mut Seen, own: Own<'_>) -> usize {
    let count = of_list(&mut seen.menus, own, |menu| menu.call);
    own_calls(seen, own).for_each(|call| call.menu_s = 0.0);
    count
}

fn queues(seen: &mut Seen, own: Own<'_>) -> usize {
    let count = of_list(&mut seen.queues, own, |queue| queue.call);
    own_calls(seen, own).for_each(|call| call.queue_s = 0.0);
    count
}

fn holds(seen: &mut Seen, own: Own<'_>) -> usize {
    let count = of_list(&mut seen.holds, own, |hold| hold.call);
    own_calls(seen, own).for_each(|call| call.hold_s = 0.0);
    count
}

fn parked(seen: &mut Seen, own: Own<'_>) -> usize {
    let count = of_list(&mut seen.parked, own, |parking| parking.call);
    own_calls(seen, own).for_each(|call| call.parked_s = 0.0);
    count
}

fn transfers(seen: &mut Seen, own: Own<'_>) -> usize {
    of_list(&mut seen.transfers, own, |transfer| transfer.call)
}

fn family(seen: &mut Seen, own: Own<'_>) -> usize {
    of_calls(seen, own, |call| {
        call.root = call.id;
        usize::from(call.parent.take().is_some())
    })
}

fn conference(seen: &mut Seen, own: Own<'_>) -> usize {
    of_calls(seen, own, |call| usize::from(std::mem::take(&mut call.conference_s) > 0.0))
}

fn voicemail(seen: &mut Seen, own: Own<'_>) -> usize {
    let count = usize::from(seen.voicemail.take_if(|mailbox| own(mailbox.call)).is_some());
    own_calls(seen, own).for_each(|call| call.voicemail_s = 0.0);
    count
}

fn recordings(seen: &mut Seen, own: Own<'_>) -> usize {
    of_list(&mut seen.recordings, own, |recording| recording.call)
}

fn disposition(seen: &mut Seen, own: Own<'_>) -> usize {
    of_calls(seen, own, |call| usize::from(call.disposition.take().is_some()))
}

fn notes(seen: &mut Seen, own: Own<'_>) -> usize {
    of_calls(seen, own, |call| std::mem::take(&mut call.notes).len())
}

fn summary(seen: &mut Seen, own: Own<'_>) -> usize {
    of_calls(seen, own, |call| usize::from(call.summary.take().is_some()))
}

fn links(seen: &mut Seen, own: Own<'_>) -> usize {
    of_calls(seen, own, |call| std::mem::take(&mut call.links).len())
}

fn handled(seen: &mut Seen, own: Own<'_>) -> usize {
    of_calls(seen, own, |call| usize::from(call.handled.take().is_some()))
}

fn wrap_up(seen: &mut Seen, own: Own<'_>) -> usize {
    of_calls(seen, own, |call| usize::from(call.wrap_up.take().is_some()))
}

fn billed(seen: &mut Seen, own: Own<'_>) -> usize {
    of_calls(seen, own, |call| usize::from(call.billed.take().is_some()))
}

fn assigned(seen: &mut Seen, own: Own<'_>) -> usize {
    of_calls(seen, own, |call| {
        let assigned = &mut call.assigned;
        let places = [&mut assigned.team, &mut assigned.queue, &mut assigned.menu, &mut assigned.user];
        places.into_iter().filter_map(Option::take).count()
    })
}

fn provider(seen: &mut Seen, own: Own<'_>) -> usize {
    of_calls(seen, own, |call| usize::from(call.provider.take().is_some()))
}

fn flow(seen: &mut Seen, own: Own<'_>) -> usize {
    if own(None) { usize::from(seen.flow.take().is_some()) } else { 0 }
}

fn gaps(seen: &mut Seen, own: Own<'_>) -> usize {
    if own(None) { std::mem::take(&mut seen.gaps).len() } else { 0 }
}
