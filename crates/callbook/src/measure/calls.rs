//! Calls as a phone system would tell them: a caller from outside, a phone that rings, a talk, an end.

use calls::Text;
use calls::moment::Moment;
use calls::notation::read;
use calls::signal::Signal;

/// One plain call in twelve signals. `@` stands for what is its own.
const CALL: &str = "\
00.000 @a came_in number=+99900@ name=Dana trunk=provider dialled=+999012345678 device=PJSIP/provider
00.010 @b dialled by=@a number=7001 name=Mira user=mira device=PJSIP/mira
00.050 @b ringing
04.200 @b answered
04.201 @a answered
04.202 @b connected bridge=@
04.203 @a connected bridge=@
64.200 @a asked_to_end
64.201 @a disconnected bridge=@
64.202 @b disconnected bridge=@
64.203 @b ended how=normal
64.204 @a ended how=normal
";

/// The signals of the call of that number; calls begin a millisecond apart.
pub(crate) fn call(number: u64) -> Vec<Signal> {
    let own = format!("{number:07}");
    let source = Text::new_static("measured");
    let signals = read(&CALL.replace('@', &own)).unwrap_or_default();
    let thread = Text::from(own);
    let later = i64::try_from(number).unwrap_or_default() * 1_000;
    let told = |signal: Signal| Signal {
        source: source.clone(),
        thread: thread.clone(),
        ties: Vec::new(),
        at: Moment::plus(signal.at, later),
        ..signal
    };
    signals.into_iter().map(told).collect()
}
