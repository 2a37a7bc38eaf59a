//! The vocabulary as a table: every word, its fields, and what each means.

use super::super::simple::{
    direction, doer_kind, gap_kind, how, joined_as, left_queue, outcome, place, recording_kind, transfer_kind, written,
};
use super::kinds::{Field, Kind, NAME_MAX, TEXT_MAX, Word, may, must, word};

/// What stands in every signal beside the fields of its word.
pub const EVERY: &[Field] = &[
    must(
        "key",
        NAME,
        "Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once.",
    ),
    must("thread", NAME, "What the fact belongs to, as the phone system names it: a call id. One thread is one conversation."),
    may("ties", Kind::Names, "Further threads that this fact joins to its own: all of them become one conversation."),
    must("leg", Kind::Leg, "The leg that the fact is about: one party's presence on the line, unique in the source."),
    must("at", Kind::Moment, "When it happened, by the phone system's clock."),
    may("seq", Kind::Integer, "The phone system's own sequence; orders what has the same `at`. 0 if it is left out."),
    may("by", Kind::Part(DOER), "Who did it, where a person or program did."),
    may("source", NAME, "The source's name. It need not stand here; if it does, it is the one that is being told."),
    must("what", Kind::What, "The word."),
];

const NAME: Kind = Kind::Text(NAME_MAX);
const TEXT: Kind = Kind::Text(TEXT_MAX);

const DOER: &[Field] = &[
    must("kind", Kind::OneOf(doer_kind::WORDS), "What kind of doer."),
    must("id", NAME, "Its id."),
    may("name", NAME, "Its name."),
];

const PARTY: &[Field] = &[
    may("number", NAME, "The number as the phone system writes it: `101`, `+31612340017`."),
    may("e164", Kind::E164, "The same number in full form. Left out, it is worked out by the account's region."),
    may("name", NAME, "The name shown."),
    may("user", NAME, "The user whose phone it is, by directory key."),
    may("trunk", NAME, "The trunk that the leg runs over, by directory key. A leg without one is a phone of the house."),
    may("device", NAME, "The phone at the phone system."),
    may("withheld", Kind::Bool, "Whether the number was withheld; no number and name are kept then."),
];

const PROVIDER: &[Field] = &[
    must("name", NAME, "The phone system, in capitals."),
    must("id", NAME, "Its id of this call."),
    may("payload", Kind::Payload, "Its latest message, as JSON text or a form."),
];

const BILLED: &[Field] = &[
    must("seconds", Kind::Number, "Seconds charged."),
    may("amount", Kind::Number, "The price."),
    may("currency", NAME, "ISO 4217."),
];

const KEPT: &[Field] = &[must("dialect", NAME, "The dialect."), must("text", Kind::Payload, "What it keeps, as JSON text.")];

const LOGGED: &[Field] = &[
    must("direction", Kind::OneOf(direction::WORDS), "Where it came from and went to."),
    may("origin", Kind::OneOf(written::WORDS), "Whether somebody wrote it down, or a program; left out: somebody."),
    may("from", Kind::Part(PARTY), "The caller."),
    may("to", Kind::Part(PARTY), "Who was called."),
    may("line", NAME, "The own number called or presented."),
    may("answered_at", Kind::Moment, "When it was answered. Of an answered call without it, all of its time counts as talk."),
    may("ended_at", Kind::Moment, "When it ended."),
    may("seconds", Kind::Number, "How long it lasted from its answer, else from its beginning, where `ended_at` is left out."),
    may("outcome", Kind::OneOf(outcome::WORDS), "What it came to; `answered` if `answered_at` stands here."),
];

/// Every word that a phone system can tell, in the order in which facts of one moment are taken.
pub const WORDS: &[Word] = &[
    word(
        "came_in",
        "This leg came in by itself and is a caller's: a phone that dialled, or a trunk.",
        &[
            must("party", Kind::Part(PARTY), "The caller."),
            may("dialled", NAME, "The number dialled, as dialled."),
            may("line", NAME, "The own number called, on a trunk, where it differs from `dialled`."),
        ],
    ),
    word(
        "originated",
        "A program or person had the phone system call this leg first (click-to-call, callback).",
        &[
            must("party", Kind::Part(PARTY), "Whose phone is called first."),
            may("callback", Kind::Bool, "True where it calls somebody back."),
        ],
    ),
    word(
        "dialled",
        "This leg is called for another.",
        &[
            must("by_leg", Kind::Leg, "The leg that dials, or for which the phone system dials."),
            must("party", Kind::Part(PARTY), "Who is called."),
            may("queue", NAME, "The queue that offers the call; left out for a plain dial."),
        ],
    ),
    word(
        "joined",
        "This leg came in by itself and takes part in the call of another.",
        &[
            must("to_leg", Kind::Leg, "A leg of the call that it takes part in."),
            must(
                "as",
                Kind::OneOf(joined_as::WORDS),
                "As what: it picks up or retrieves, listens, speaks with both, or was added.",
            ),
            must("party", Kind::Part(PARTY), "Who it is."),
        ],
    ),
    word("chose", "A click-to-call dials this number for this leg.", &[must("number", NAME, "The number as it was dialled.")]),
    word("presented", "This leg's calls show this own number outside.", &[must("line", NAME, "The own number.")]),
    word("ringing", "This leg's phone rings.", &[]),
    word("answered", "This leg was taken: a called leg by a person, a caller's by anything, a menu too.", &[]),
    word(
        "connected",
        "This leg hears whoever else is connected to the same bridge. Never told of rooms and parking.",
        &[must("bridge", NAME, "The bridge's name: any word that the two who talk share.")],
    ),
    word("disconnected", "This leg left the bridge.", &[must("bridge", NAME, "The bridge's name.")]),
    word(
        "held",
        "A hold began. This leg pressed it, or if nobody knows who did, is held.",
        &[
            may("held_leg", Kind::Leg, "Who is held, where that is known."),
            may("by_leg", Kind::Leg, "Who pressed hold, where that is known."),
        ],
    ),
    word("resumed", "The hold that the same leg's `held` began is over.", &[]),
    word("asked_to_end", "This leg's party hung up, cancelled or refused; its end follows.", &[]),
    word(
        "ended",
        "This leg is gone.",
        &[must(
            "how",
            Kind::OneOf(how::WORDS),
            "How the call to it ended; of a caller's leg `normal`, or `blocked` by a rule.",
        )],
    ),
    word("lost", "This leg is given up: its end will not be told.", &[must("why", TEXT, "In words.")]),
    word(
        "entered",
        "This leg is now in a place of the phone system.",
        &[
            must("place", Kind::OneOf(place::WORDS), "What kind of place."),
            may("name", NAME, "The place's name."),
            may("instance", NAME, "Of a room: this one gathering, which ties the conversations in it into a flow."),
        ],
    ),
    word(
        "left",
        "This leg left that place.",
        &[
            must("place", Kind::OneOf(place::WORDS), "What kind of place."),
            may("how", Kind::OneOf(left_queue::WORDS), "Of a queue: how."),
            may("agent_leg", Kind::Leg, "Of a queue: the leg that answered."),
        ],
    ),
    word("pressed", "This leg's party pressed a digit.", &[must("digit", Kind::Digit, "`0`–`9`, `*`, `#`, `A`–`D`.")]),
    word(
        "message",
        "What became of the message, in the mailbox that this leg is in or was in last.",
        &[must("left", Kind::Bool, "Whether one was left.")],
    ),
    word(
        "parked",
        "This leg was parked.",
        &[may("by_leg", Kind::Leg, "Who parked it, where known."), may("space", NAME, "The parking space, where known.")],
    ),
    word(
        "unparked",
        "This leg is parked no longer.",
        &[
            must(
                "how",
                Kind::OneOf(UNPARKED),
                "A phone retrieved it (its `joined` follows), its time was over, or it hung up.",
            ),
            must("by_leg", Kind::Leg, "The retriever's leg.").with("how", "retrieved"),
        ],
    ),
    word(
        "consults",
        "This leg's own call is a consultation by a phone that holds another call with another of its legs.",
        &[must("held_leg", Kind::Leg, "The phone's leg in the call on hold.")],
    ),
    word(
        "transferred",
        "This leg was moved to someone else. Told with what next happens to it, at the transfer's own moment.",
        &[
            must("kind", Kind::OneOf(transfer_kind::WORDS), "Straight to a number, after a consultation, or by a program."),
            may("by_leg", Kind::Leg, "The leg of the party that transferred; left out for a redirect."),
            may("second_leg", Kind::Leg, "Attended: the transferer's leg in the consultation."),
            may(
                "target_leg",
                Kind::Leg,
                "Attended: the target's leg, where there is one already; never the leg that is moved.",
            ),
            may("to", NAME, "The number that was chosen."),
        ],
    ),
    word(
        "picked_up",
        "Another phone took the call that rang on this leg.",
        &[must("by_leg", Kind::Leg, "The leg that took it; its `joined` follows.")],
    ),
    word("forwarded", "The phone of this leg sent the call on.", &[must("to", NAME, "Where to.")]),
    word(
        "recorded",
        "A recording on this leg.",
        &[
            must("recording", NAME, "Names the recording: the same in all its steps."),
            must("kind", Kind::OneOf(recording_kind::WORDS), "Of what."),
            may("name", TEXT, "The file's name at the phone system."),
            must("step", Kind::OneOf(STEPS), "What happened to it."),
            may("length_s", Kind::Number, "Length of the file in seconds.").with("step", "stored"),
            may("size", Kind::Integer, "Bytes.").with("step", "stored"),
            may("url", TEXT, "A link to it.").with("step", "stored"),
            must("redact_at", Kind::Moment, "When it is to be redacted.").with("step", "redact_at"),
        ],
    ),
    word(
        "gap",
        "What the phone system could not know of this leg.",
        &[
            must("gap", Kind::OneOf(gap_kind::WORDS), "Which kind."),
            must("text", TEXT, "In words, for people."),
            may("from", Kind::Moment, "From when; left out: from the leg's beginning."),
            may("to", Kind::Moment, "Until when."),
        ],
    ),
    word(
        "stated",
        "What no signalling tells of the whole call that starts with this leg.",
        &[
            may("provider", Kind::Part(PROVIDER), "The phone system's own word for the call."),
            may("billed", Kind::Part(BILLED), "What it charged."),
            may("kept", Kind::Part(KEPT), "What a dialect was told and no other understands."),
            may(
                "logged",
                Kind::Part(LOGGED),
                "All of a call that was written down and never on a line: it begins at `at`, and is told with no other call.",
            ),
        ],
    ),
];

const UNPARKED: &[&str] = &["retrieved", "returned", "given_up"];
const STEPS: &[&str] = &["started", "ended", "stored", "played", "redact_at", "deleted"];
