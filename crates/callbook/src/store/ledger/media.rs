//! What comes to pass with a recording's bytes, as signals of its conversation: that they are kept, heard, removed.

use calls::Text;
use calls::conversation::Recording;
use calls::fold::CONVERSATION_SIGNALS_MAX;
use calls::id::Kind;
use calls::moment::Moment;
use calls::signal::{Doer, Feed, Recorded, RecordingKind, RecordingStep, Signal, What as Fact};
use uuid::Uuid;

use super::super::{Did, Keeping, Media, OWN_SOURCE, Touch, Touching};
use super::Convo;
use super::errand::written_on;

/// The most recordings of a conversation: each change of one tells all of them.
const RECORDINGS_MAX: usize = 200;

/// What is to be done in the store.
pub(crate) enum MediaPlan {
    /// This signal is to be recorded; it is about the recording with this key.
    Record(Box<Signal>, Text),
    /// It was done before, to the recording with this key.
    Before(Text),
    /// It cannot be.
    Refused(Did),
}

impl Convo {
    /// The key of the recording with that id, as far as it was told.
    fn recording(&self, id: Uuid) -> Option<&Recording> {
        let recordings = self.conversation().recordings.iter();
        recordings.into_iter().find(|recording| self.recording_id(&recording.key) == Some(id))
    }

    /// The id of the recording with that key, once it was told.
    pub(crate) fn recording_id(&self, key: &Text) -> Option<Uuid> {
        self.names.id(Kind::Recording, key)
    }

    /// That media of a known recording is kept.
    pub(crate) fn plan_media(&self, keeping: &Keeping, id: Uuid, kept: Option<&Media>) -> MediaPlan {
        let Some(recording) = self.recording(id) else { return MediaPlan::Refused(Did::Unknown) };
        if recording.deleted_at.is_some() || self.is_call_deleted(recording) {
            return MediaPlan::Refused(Did::Deleted);
        }
        if let Some(kept) = kept {
            let is_same = kept.hash == keeping.media.hash;
            return if is_same { MediaPlan::Before(recording.key.clone()) } else { MediaPlan::Refused(Did::OtherSaid) };
        }
        let key = format!("recording|{id}|stored");
        self.plan_step(recording, stored(&keeping.media), key, (&keeping.by, keeping.version, keeping.at))
    }

    /// That media of a call is kept, as a recording that nobody told of. `call` is any id in the conversation.
    pub(crate) fn plan_upload(
        &self,
        keeping: &Keeping,
        call: Uuid,
        (key, said): (&Text, &Text),
        kind: RecordingKind,
    ) -> MediaPlan {
        let named =
            |prefix: &str| self.signals().iter().rfind(|one| one.feed.name == OWN_SOURCE && one.key.starts_with(prefix));
        if let Some(before) = named(&format!("{key}|{said}|")) {
            return match &before.what {
                Fact::Recorded(recorded) => MediaPlan::Before(recorded.recording.clone()),
                _ => MediaPlan::Refused(Did::OtherSaid),
            };
        }
        if named(&format!("{key}|")).is_some() {
            return MediaPlan::Refused(Did::OtherSaid);
        }
        let meant = match self.telling().call_of(call) {
            Some(call) => self.conversation().calls.iter().find(|one| self.names.id(Kind::Call, &one.key) == Some(call)),
            None => self.conversation().calls.first(),
        };
        let Some(meant) = meant else { return MediaPlan::Refused(Did::Unknown) };
        if meant.doings.deleted_at.is_some() {
            return MediaPlan::Refused(Did::Deleted);
        }
        if self.conversation().recordings.len() >= RECORDINGS_MAX {
            return MediaPlan::Refused(Did::Full("recordings", RECORDINGS_MAX));
        }
        let pattern = written_on(meant).and_then(|leg| self.signals().iter().find(|signal| signal.leg == *leg));
        let Some(pattern) = pattern else { return MediaPlan::Refused(Did::Unknown) };
        let recording = Text::from(format!("upload|{key}"));
        let what = Recorded { recording: recording.clone(), kind, name: None, step: stored(&keeping.media) };
        let signal = self.beside(pattern, what, format!("{key}|{said}|0"), (&keeping.by, keeping.at));
        self.bounded(keeping.version).unwrap_or_else(|| MediaPlan::Record(Box::new(signal), recording))
    }

    /// That something is done about a recording.
    pub(crate) fn plan_touch(&self, touching: &Touching, id: Uuid) -> MediaPlan {
        let Some(recording) = self.recording(id) else { return MediaPlan::Refused(Did::Unknown) };
        let (step, word) = match touching.touch {
            Touch::Removed if recording.deleted_at.is_some() => return MediaPlan::Before(recording.key.clone()),
            Touch::Removed => (RecordingStep::Deleted, "removed".to_owned()),
            Touch::Played if recording.deleted_at.is_some() || self.is_call_deleted(recording) => {
                return MediaPlan::Refused(Did::Deleted);
            }
            Touch::Played => (RecordingStep::Played, format!("played|{}", touching.at.micros())),
        };
        let key = format!("recording|{id}|{word}");
        self.plan_step(recording, step, key, (&touching.by, touching.version, touching.at))
    }

    fn is_call_deleted(&self, recording: &Recording) -> bool {
        self.conversation().calls.get(recording.call).is_some_and(|call| call.doings.deleted_at.is_some())
    }

    fn plan_step(
        &self,
        recording: &Recording,
        step: RecordingStep,
        key: String,
        (by, version, at): (&Doer, Option<u64>, Moment),
    ) -> MediaPlan {
        let of_it = |signal: &&Signal| matches!(&signal.what, Fact::Recorded(recorded) if recorded.recording == recording.key);
        let Some(pattern) = self.signals().iter().find(of_it) else { return MediaPlan::Refused(Did::Unknown) };
        let what = Recorded { recording: recording.key.clone(), kind: recording.kind, name: None, step };
        let signal = self.beside(pattern, what, key, (by, at));
        self.bounded(version).unwrap_or_else(|| MediaPlan::Record(Box::new(signal), recording.key.clone()))
    }

    fn bounded(&self, version: Option<u64>) -> Option<MediaPlan> {
        if version.is_some_and(|version| version != self.version) {
            return Some(MediaPlan::Refused(Did::Stale(self.version)));
        }
        let is_full = self.signals().len() >= CONVERSATION_SIGNALS_MAX;
        is_full.then_some(MediaPlan::Refused(Did::Full("signals of the conversation", CONVERSATION_SIGNALS_MAX)))
    }

    /// A signal on the leg of another one, later than all that is known (rule N18).
    fn beside(&self, pattern: &Signal, what: Recorded, key: String, (by, at): (&Doer, Moment)) -> Signal {
        let newest = self.signals().last();
        let (newest_at, newest_seq) = newest.map_or((Moment::default(), 0), |signal| (signal.at, signal.seq));
        let later = at.max(newest_at);
        Signal {
            feed: Feed { name: Text::new_static(OWN_SOURCE), rank: 0 },
            key: key.into(),
            ties: Vec::new(),
            at: later,
            seq: if later > newest_at { 0 } else { newest_seq.saturating_add(1) },
            seen_at: Some(at),
            by: Some(Box::new(by.clone())),
            chosen_e164: None,
            behind: None,
            what: Fact::Recorded(Box::new(what)),
            ..pattern.clone()
        }
    }
}

fn stored(media: &Media) -> RecordingStep {
    RecordingStep::Stored { length_s: media.length_s, size: Some(media.bytes), url: None }
}
