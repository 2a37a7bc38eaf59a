//! A recording at a phone system that tells a link to it, as Twilio does.

use bytes::Bytes;
use futures_util::stream::Stream;

use super::{Collector, Miss};
use crate::outward::Address;

/// The recording, as a stream.
pub(super) async fn opened(
    collector: &Collector,
    url: &str,
    signed: (&str, &str),
) -> Result<impl Stream<Item = Result<Bytes, &'static str>> + Send + use<>, Miss> {
    let address = Address::kept(url).map_err(|_| Miss::Never("its link cannot be read".to_owned()))?;
    if !address.is_at(collector.hosts) {
        return Err(Miss::Never("its link leads to somebody else than its phone system".to_owned()));
    }
    collector.fetcher.get(&address, signed).await.map_err(Miss::Later)
}
