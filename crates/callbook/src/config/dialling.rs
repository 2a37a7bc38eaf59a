//! How a source is asked for calls, out of its section. What is wrong with it is told where its link is.

use super::section::Section;
use crate::store::{AmiOriginate, TwilioOriginate};

/// Of a switch.
pub(super) fn ami(mut section: Section<'_>) -> AmiOriginate {
    let usual = AmiOriginate::default();
    let said = AmiOriginate {
        channel: section.text("channel").unwrap_or_default(),
        context: section.text("context").unwrap_or_default(),
        priority: section.whole("priority").unwrap_or(usual.priority),
        number: section.text("number").unwrap_or(usual.number),
        ring_s: section.whole("ring_s").unwrap_or(usual.ring_s),
        dialable: section.list("dialable").unwrap_or_default(),
    };
    section.end();
    said
}

/// Of Twilio.
pub(super) fn twilio(mut section: Section<'_>) -> TwilioOriginate {
    let said = TwilioOriginate {
        phone: section.text("phone").unwrap_or_default(),
        line: section.text("line").unwrap_or_default(),
        api_url: section.text("api_url").filter(|url| !url.is_empty()),
        dialable: section.list("dialable").unwrap_or_default(),
    };
    section.end();
    said
}
