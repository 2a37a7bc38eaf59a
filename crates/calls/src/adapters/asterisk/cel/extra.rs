//! The last column: what a row says beyond its channel, as JSON; before Asterisk 12 a hangup's was a list with commas.

use std::borrow::Cow;

use serde::Deserialize;

/// The fields that any event type has; empty where it has not.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Extra<'a> {
    #[serde(borrow)]
    pub(super) bridge_id: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) bridge_technology: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) bridge2_id: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) channel2_uniqueid: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) channel2_name: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) app: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) transferee_channel_uniqueid: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) transferee_channel_name: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) transfer_target_channel_uniqueid: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) transfer_target_channel_name: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) extension: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) context: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) hangupsource: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) dialstatus: Cow<'a, str>,
    pub(super) hangupcause: Option<u32>,
    #[serde(borrow)]
    pub(super) parker_dial_string: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) reason: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) retriever: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) pickup_channel_uniqueid: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) pickup_channel: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) forward: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) local_two_uniqueid: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) local_two: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) digit: Cow<'a, str>,
}

impl<'a> Extra<'a> {
    /// What the column says; none where it is neither empty nor understood.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        match text {
            "" => Some(Self::default()),
            json if json.starts_with('{') => serde_json::from_str(json).ok(),
            list => Self::read_list(list),
        }
    }

    /// `16,SIP/201-00000001,ANSWER`
    fn read_list(list: &'a str) -> Option<Self> {
        let mut parts = list.splitn(3, ',');
        let hangupcause = Some(parts.next()?.parse().ok()?);
        let (hangupsource, dialstatus) = (parts.next()?.into(), parts.next().unwrap_or_default().into());
        Some(Self { hangupcause, hangupsource, dialstatus, ..Self::default() })
    }
}
