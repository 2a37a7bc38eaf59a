//! Where a caller is: in a queue, a menu, a mailbox, a room, or hearing something played.
//!
//! A place belongs to the party, never to a technical channel: what half of a Local channel runs happens to the party for whom
//! it was dialled. Extension `h` and what runs after a hang-up never count (trap A40).
//! To add a place: its applications in `apps`, what begins and ends it here.

use super::super::fact::Id;
use super::Pbx;
use super::apps::{self, Kind};
use super::chan::{Aside, Chan, LeftTalk, Role, Stamp};
use crate::Text;
use crate::signal::{GapKind, LeftQueue, Place, What};

/// The place that a party is in.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub(super) place: Place,
    pub(super) name: Option<Text>,
    pub(super) since: Stamp,
    /// It is known that it was left then, but not yet how.
    pub(super) left: Option<Stamp>,
    /// The last that happened in it was a digit.
    pub(super) digit: bool,
    /// Of a queue: for how many seconds at most.
    pub(super) timeout: Option<u64>,
}

/// Routines inside routines are followed so deep.
const ROUTINES_MAX: usize = 16;

impl Pbx {
    /// The dialplan runs an application on a channel.
    pub(super) fn app(&mut self, id: &Id, app: Text, data: Text, context: Option<Text>, exten: Option<Text>) {
        let stamp = self.stamp();
        let Some(chan) = self.chans.get_mut(id) else { return };
        if exten.as_deref() == Some("h") {
            return;
        }
        let kind = apps::kind_of(&app);
        let moved = exten.is_some() && exten != chan.step_exten;
        if exten.is_some() {
            chan.step_exten = exten.clone();
            chan.exten = exten;
            chan.context = context.or(chan.context.take());
        }
        if kind == Kind::Line {
            let originated = app.eq_ignore_ascii_case("AppDial2");
            chan.originated |= originated;
            if chan.app.is_none() {
                chan.app = Some((app, data));
            }
            // A called channel that was sent into the dialplan still shows the mark of its dial (trap A58).
            if moved && chan.talked && chan.exten.is_some() {
                chan.hidden_app = Some(stamp);
                if let Some(left) = &mut chan.left_talk {
                    left.sent = true;
                }
            }
            if originated && !self.tells.dials {
                self.originated_by_mark(id);
            }
            return;
        }
        // In a talk no application runs: a message that repeats the last one there only shows that the extension was changed.
        if chan.talk.is_some() && chan.leaving.is_none() {
            return;
        }
        // The switch does not tell of an application that begins at the extension and step where it last told of one: what it
        // tells right after a move is the application from before.
        let again = chan.app.as_ref().is_some_and(|(before, with)| *before == app && *with == data);
        let queued = chan.spot.as_ref().is_some_and(|spot| spot.place == Place::Queue);
        if again && queued && kind == Kind::Queue {
            return;
        }
        if again && moved && chan.left_talk.is_some() {
            chan.hidden_app = Some(stamp);
            if let Some(left) = &mut chan.left_talk {
                left.sent = true;
            }
            return;
        }
        chan.hidden_app = None;
        chan.app = Some((app.clone(), data.clone()));
        chan.app_seen = Some(stamp);
        follow_routine(chan, kind);
        if kind == Kind::Dial && !self.tells.dials {
            self.number_told(id);
        }
        self.run(id, kind, &data);
    }

    /// What an application does to the party for whom it runs.
    pub(super) fn run(&mut self, id: &Id, kind: Kind, data: &Text) {
        let Some(owner) = self.owner(id) else { return };
        let asked = |id: &Id, pbx: &Self| pbx.chans.get(id).is_some_and(|chan| chan.asked);
        if asked(id, self) || asked(&owner, self) {
            return;
        }
        // What a queue's member runs for himself is not where the caller is.
        if owner != *id && self.spot(&owner).is_some_and(|spot| spot.place == Place::Queue) {
            return;
        }
        let consults = self.may_consult(&owner).is_some();
        let Some(chan) = self.chans.get_mut(&owner) else { return };
        match (kind, chan.role) {
            // What runs on a phone before it is joined with the caller is the caller's dial still.
            (_, Role::Called | Role::Done) if !chan.talked => return,
            (Kind::Aside(Aside::Park), Role::Waiting) if !consults => {}
            (Kind::Aside(aside), Role::Waiting) if owner == *id => {
                chan.role = Role::Aside(aside);
                return;
            }
            (Kind::Quiet | Kind::Call | Kind::Return | Kind::Aside(_), Role::Waiting | Role::Aside(_)) => return,
            _ => {}
        }
        self.returned(&owner);
        if !self.open(&owner) {
            return;
        }
        if kind != Kind::Dial {
            self.settle_ends(&owner, false);
        }
        self.settle_leaving(&owner);
        self.note_choice(&owner, id);
        self.end_queue_unless(&owner, kind);
        match kind {
            Kind::Menu => self.menu(&owner, id),
            Kind::Play => self.play(&owner, id),
            Kind::Wait if self.chans.get(&owner).is_some_and(|chan| chan.up) => self.play(&owner, id),
            Kind::Mailbox => {
                let name = apps::argument(data, 0).and_then(|boxes| boxes.split('&').next()).map(Text::new);
                self.enter(&owner, Place::Mailbox, name, None);
            }
            Kind::Queue => self.queue_app(&owner, data),
            Kind::Room => {
                self.leave_automatic(&owner);
            }
            Kind::Dial => self.leave_automatic(&owner),
            _ => {}
        }
    }

    /// An application ended (feeds that tell it).
    pub(super) fn app_ended(&mut self, id: &Id, app: &Text) {
        let stamp = self.stamp();
        let kind = apps::kind_of(app);
        let Some(owner) = self.owner(id) else { return };
        let Some(spot) = self.chans.get_mut(&owner).and_then(|chan| chan.spot.as_mut()) else { return };
        match (kind, spot.place) {
            (Kind::Queue, Place::Queue) => spot.left = spot.left.or(Some(stamp)),
            (Kind::Play | Kind::Wait, Place::Playback) | (Kind::Mailbox, Place::Mailbox) => self.leave(&owner, None, None),
            (Kind::Room, Place::Room) => self.leave(&owner, None, None),
            _ => {}
        }
    }

    /// The context whose menu it is: that of whoever called the routines that run.
    fn home(&self, id: &Id) -> Option<Text> {
        let chan = self.chans.get(id)?;
        chan.routines.first().cloned().or_else(|| chan.context.clone())
    }

    fn menu(&mut self, owner: &Id, runner: &Id) {
        let context = self.home(runner);
        let stays = self.spot(owner).is_some_and(|spot| spot.place == Place::Menu && spot.name == context);
        if !stays {
            self.enter(owner, Place::Menu, context, None);
        }
    }

    fn play(&mut self, owner: &Id, runner: &Id) {
        let context = self.home(runner);
        let stays = self.spot(owner).is_some_and(|spot| match spot.place {
            // Staying in a menu is one, whatever is played again (rule N14).
            Place::Menu => spot.name == context,
            Place::Playback => true,
            _ => false,
        });
        if !stays {
            self.enter(owner, Place::Playback, None, None);
        }
    }

    /// A party pressed a digit.
    pub(super) fn digit(&mut self, id: &Id, digit: char) {
        let Some(owner) = self.owner(id) else { return };
        let Some(chan) = self.chans.get(&owner) else { return };
        let place = chan.spot.as_ref().map(|spot| spot.place);
        let busy = chan.talk.is_some() || chan.parked.is_some() || self.is_dialling(&owner);
        match place {
            Some(Place::Queue) => {
                if let Some(spot) = self.chans.get_mut(&owner).and_then(|chan| chan.spot.as_mut()) {
                    spot.digit = true;
                }
            }
            Some(Place::Mailbox | Place::Room) => {}
            _ if busy || !chan.up || !matches!(chan.role, Role::Waiting | Role::Caller | Role::Originated) => {}
            _ => {
                if self.open(&owner) {
                    self.menu(&owner, id);
                    self.say(&owner, What::Pressed { digit });
                }
            }
        }
    }

    /// The place of a party.
    pub(super) fn spot(&self, id: &Id) -> Option<&Spot> {
        self.chans.get(id)?.spot.as_deref()
    }

    /// A party comes into a place, now.
    pub(super) fn enter(&mut self, id: &Id, place: Place, name: Option<Text>, instance: Option<Text>) {
        self.enter_at(id, place, name, instance, None);
    }

    /// A party came into a place then; without a moment now.
    pub(super) fn enter_at(&mut self, id: &Id, place: Place, name: Option<Text>, instance: Option<Text>, then: Option<Stamp>) {
        if !self.open(id) {
            return;
        }
        self.tell_move(id);
        self.leave(id, None, None);
        if place == Place::Queue {
            self.tell_consultation(id);
        }
        let stamp = then.unwrap_or_else(|| self.stamp());
        let spot = Spot { place, name: name.clone(), since: stamp, left: None, digit: false, timeout: None };
        if let Some(chan) = self.chans.get_mut(id) {
            chan.spot = Some(Box::new(spot));
            chan.mailbox = None;
        }
        self.say_at(id, What::Entered { place, name, instance }, stamp, Vec::new());
    }

    /// A party leaves the place that it is in, if any; now, or when it was seen to.
    pub(super) fn leave(&mut self, id: &Id, how: Option<LeftQueue>, agent: Option<Id>) {
        if self.spot(id).is_none() {
            return;
        }
        let now = self.stamp();
        let Some(chan) = self.chans.get_mut(id) else { return };
        let Some(spot) = chan.spot.take() else { return };
        chan.queue_app = None;
        let agent = agent.and_then(|agent| self.chans.get(&agent)).map(|agent| agent.present());
        let stamp = spot.left.unwrap_or(now);
        self.say_at(id, What::Left { place: spot.place, how, agent }, stamp, Vec::new());
    }

    /// A dial or the like ends a menu or what was played.
    pub(super) fn leave_automatic(&mut self, id: &Id) {
        if self.spot(id).is_some_and(|spot| matches!(spot.place, Place::Menu | Place::Playback)) {
            self.leave(id, None, None);
        }
    }

    /// A message in a mailbox. The mailbox may not have been told as an application: then it is the one that was hidden by a
    /// move, and began when the party came into the dialplan.
    pub(super) fn message(&mut self, id: &Id, left: bool) {
        let Some(owner) = self.owner(id) else { return };
        let Some(chan) = self.chans.get_mut(&owner) else { return };
        if chan.mailbox == Some(true) || chan.mailbox == Some(left) {
            return;
        }
        let is_in = chan.spot.as_ref().is_some_and(|spot| spot.place == Place::Mailbox);
        if !is_in {
            // Without a mailbox there was no message to leave.
            return;
        }
        chan.mailbox = Some(left);
        self.say(&owner, What::Message { left });
    }

    /// The file of a message: `…/voicemail/<context>/<mailbox>/INBOX/msg0000`.
    pub(super) fn message_file(&mut self, id: &Id, name: &Text) {
        let Some(owner) = self.owner(id) else { return };
        let Some(chan) = self.chans.get(&owner) else { return };
        if chan.spot.as_ref().is_some_and(|spot| spot.place == Place::Mailbox) {
            return;
        }
        let mut parts = name.rsplit('/').skip(2);
        let mailbox = match (parts.next(), parts.next()) {
            (Some(mailbox), Some(context)) => Some(Text::from(format!("{mailbox}@{context}"))),
            _ => None,
        };
        let stamp = chan.hidden_app;
        self.enter_at(&owner, Place::Mailbox, mailbox, None, stamp);
    }

    /// A party joined a room.
    pub(super) fn room_joined(&mut self, id: &Id, room: Text, bridge: Text) {
        for party in self.parties(id) {
            if self.spot(&party).is_some_and(|spot| spot.place == Place::Room) {
                continue;
            }
            self.enter(&party, Place::Room, Some(room.clone()), Some(bridge.clone()));
        }
    }

    /// A party left a room.
    pub(super) fn room_left(&mut self, id: &Id) {
        for party in self.parties(id) {
            if self.spot(&party).is_some_and(|spot| spot.place == Place::Room) {
                self.leave(&party, None, None);
            }
        }
    }

    /// What the feed could not know of this leg.
    pub(super) fn gap(&mut self, id: &Id, what: GapKind, text: &'static str) {
        let stamp = self.stamp();
        self.gap_at(id, what, text, stamp);
    }

    /// The dialplan goes on after a talk by itself: nobody moved the party.
    fn returned(&mut self, id: &Id) {
        let Some(chan) = self.chans.get_mut(id) else { return };
        let caller = matches!(chan.role, Role::Caller | Role::Originated);
        if caller && chan.left_talk.is_some_and(|left: LeftTalk| !left.first && !left.sent) {
            chan.left_talk = None;
        }
    }
}

/// Keeps which routines run, so that a menu stays one while it plays something from elsewhere (rule N14).
fn follow_routine(chan: &mut Chan, kind: Kind) {
    if chan.context.is_some() && chan.routines.last() == chan.context.as_ref() {
        // A conditional call that was none, or a return that was not told.
        chan.routines.pop();
    }
    match (kind, &chan.context) {
        (Kind::Call, Some(context)) if chan.routines.len() < ROUTINES_MAX => chan.routines.push(context.clone()),
        (Kind::Return, _) => {
            chan.routines.pop();
        }
        _ => {}
    }
}
