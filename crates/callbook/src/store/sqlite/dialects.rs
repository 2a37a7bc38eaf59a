//! What dialects ask of the store: pages with numbers, calls by their integers, and what clients say.

use async_trait::async_trait;
use calls::Text;
use calls::moment::Moment;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::super::dialects::{
    Created, CreatedAsk, Creation, Dialects, GivenAsk, Hearsay, Numbered, NumberedAsk, NumberedCall, Overheard, Overhearing,
    Remark, Remarked, SerialAsk, Settled, WalkAsk, Whereabouts,
};
use super::super::{BATCH_SIGNALS_MAX, EntryRow, Found, Page, Recorded, Result, StoreError, Touching, What};
use super::desk::Book;
use super::sweep::LAPSE_MAX;
use super::{Sqlite, created, numbered, overheard, read, walked};

/// The highest integer of a client above which the account counts on: half of those that there are (rule F15). One beyond is kept
/// as it is and never counted up to, so that no client can use up the rest.
const COUNTED_MAX: u64 = 1 << 52;

#[async_trait]
impl Dialects for Sqlite {
    async fn numbered(&self, account: &str, ask: NumberedAsk) -> Result<Numbered> {
        let account = account.to_owned();
        self.ask(move |conn| numbered::page(conn, &account, &ask)).await
    }

    async fn call_of_serial(&self, account: &str, serial: u64) -> Result<Option<Found>> {
        let account = account.to_owned();
        self.ask(move |conn| match id_of(conn, &account, serial)? {
            Some(id) => read::find(conn, &account, id, None),
            None => Ok(None),
        })
        .await
    }

    async fn walked(&self, account: &str, ask: WalkAsk) -> Result<Page<NumberedCall>> {
        let account = account.to_owned();
        self.ask(move |conn| walked::page(conn, &account, &ask)).await
    }

    async fn call_of_half(&self, account: &str, half: u64) -> Result<Option<Found>> {
        let account = account.to_owned();
        self.ask(move |conn| match walked::id_of_half(conn, &account, half)? {
            Some(id) => read::find(conn, &account, id, None),
            None => Ok(None),
        })
        .await
    }

    async fn given_to(&self, account: &str, serial: u64) -> Result<Option<(Text, Text)>> {
        let account = account.to_owned();
        self.ask(move |conn| walked::given_to(conn, &account, serial)).await
    }

    async fn given(&self, account: &str, ask: GivenAsk) -> Result<Vec<(u64, Text, Text)>> {
        let account = account.to_owned();
        self.ask(move |conn| walked::given(conn, &account, &ask)).await
    }

    async fn flows_began(
        &self,
        account: &str,
        conversations: Vec<(Uuid, Option<Text>)>,
    ) -> Result<Vec<Option<(Uuid, Moment)>>> {
        let account = account.to_owned();
        self.ask(move |conn| {
            let began = conversations.iter().map(|(id, flow)| walked::flow_began(conn, &account, *id, flow.as_ref()));
            began.collect()
        })
        .await
    }

    async fn going_on(&self, account: &str) -> Result<Vec<String>> {
        let account = account.to_owned();
        self.ask(move |conn| walked::going_on(conn, &account)).await
    }

    async fn entries_by_serial(&self, account: &str, ask: SerialAsk) -> Result<Vec<EntryRow>> {
        let account = account.to_owned();
        self.ask(move |conn| walked::entries(conn, &account, &ask)).await
    }

    async fn hear(&self, hearsay: Hearsay) -> Result<Option<Recorded>> {
        if hearsay.signals.len() > BATCH_SIGNALS_MAX {
            return Err(StoreError::refused("signals", format!("expected at most {BATCH_SIGNALS_MAX} at once")));
        }
        let account = hearsay.account.clone();
        self.in_book(&account, move |book, conn| book.hear(conn, &hearsay)).await
    }

    async fn created(&self, account: &str, ask: CreatedAsk) -> Result<Numbered> {
        let account = account.to_owned();
        self.ask(move |conn| created::page(conn, &account, &ask)).await
    }

    async fn settled(&self, account: &str, ask: CreatedAsk) -> Result<Vec<Settled>> {
        let account = account.to_owned();
        self.ask(move |conn| created::settled(conn, &account, &ask)).await
    }

    async fn remark(&self, remark: Remark) -> Result<Remarked> {
        let account = remark.account.clone();
        self.in_book(&account, move |book, conn| book.remark(conn, &remark)).await
    }

    async fn create(&self, creation: Creation) -> Result<Created> {
        let account = creation.account.clone();
        self.in_book(&account, move |book, conn| book.create(conn, &creation)).await
    }

    async fn meant(&self, account: &str, source: &str, place: Whereabouts) -> Result<Vec<Found>> {
        let (account, source) = (account.to_owned(), source.to_owned());
        self.ask(move |conn| overheard::found(conn, &account, &source, &place)).await
    }

    async fn overhear(&self, said: Overhearing) -> Result<Overheard> {
        let account = said.account.clone();
        self.in_book(&account, move |book, conn| book.overhear(conn, &said)).await
    }

    async fn stop_waiting(&self, account: &str, period: (Moment, Moment), now: Moment) -> Result<usize> {
        let of = account.to_owned();
        // Most times nothing is due, and nobody has to write.
        if self.ask(move |conn| read::awaited(conn, &of, (Moment::FIRST, period.1), 1)).await?.is_empty() {
            return Ok(0);
        }
        self.in_book(account, move |book, conn| book.stop_waiting(conn, period, now)).await
    }
}

/// The call of that id as it is now.
fn call_of(conn: &Connection, account: &str, id: Uuid) -> Result<Option<Found>> {
    Ok(read::find(conn, account, id, None)?.filter(|found| found.what == What::Call))
}

/// The id that the call of this integer is told by, or was before it turned out to be another.
fn id_of(conn: &Connection, account: &str, serial: u64) -> Result<Option<Uuid>> {
    let Ok(serial) = i64::try_from(serial) else { return Ok(None) };
    let now = "SELECT id FROM call WHERE account = ? AND serial = ?";
    let before = "SELECT id FROM id WHERE account = ? AND serial = ? AND kind = 'call' AND same_as IS NOT NULL LIMIT 1";
    for sql in [now, before] {
        let id: Option<[u8; 16]> =
            conn.prepare_cached(sql)?.query_row(params![account, serial], |row| row.get(0)).optional()?;
        if let Some(id) = id {
            return Ok(Some(Uuid::from_bytes(id)));
        }
    }
    Ok(None)
}

impl Book {
    /// Records what a client says of a call. None if its integer is that of another call.
    fn hear(&mut self, conn: &Connection, hearsay: &Hearsay) -> Result<Option<Recorded>> {
        let mut reserved = None;
        if let Some(serial) = hearsay.serial
            && !self.is_told(conn, hearsay)?
        {
            // Calls that this transaction told before stand in no row yet.
            self.flush(conn)?;
            if id_of(conn, &self.account, serial)?.is_some() {
                return Ok(None);
            }
            if serial <= COUNTED_MAX {
                self.counters.serial = self.counters.serial.max(serial);
            }
            reserved = Some(serial);
        }
        let (mut recorded, told) = (Recorded { shared: 1, ..Recorded::default() }, self.counters.change);
        for signal in &hearsay.signals {
            let Some(conversation) = self.take(conn, signal, hearsay.at)? else {
                recorded.repeated += 1;
                continue;
            };
            recorded.new += 1;
            if let Some(serial) = reserved.take()
                && let Some(convo) = self.convos.get_mut(&conversation)
            {
                convo.names.reserve(serial);
            }
            self.tell(conn, conversation, None, Some(signal), hearsay.at)?;
        }
        self.enter_seen(conn, &hearsay.seen, hearsay.at)?;
        recorded.versions = usize::try_from(self.counters.change - told).unwrap_or_default();
        Ok(Some(recorded))
    }

    /// Whether something was told of the call already, so that it has its integer.
    fn is_told(&mut self, conn: &Connection, hearsay: &Hearsay) -> Result<bool> {
        let Some(first) = hearsay.signals.first() else { return Ok(true) };
        let thread = Text::from(format!("t:{}", first.thread));
        let Some(conversation) = self.serial_of(conn, &hearsay.source, &thread)? else { return Ok(false) };
        // Of one that was erased nothing is told any more.
        let is_there = self.open_convo(conn, conversation)?;
        Ok(!is_there || self.convos.get(&conversation).is_some_and(|convo| convo.version > 0))
    }

    /// Says something of a call, if it is still as it was judged.
    fn remark(&mut self, conn: &Connection, remark: &Remark) -> Result<Remarked> {
        let thing = read::resolved(conn, &self.account, remark.call)?.filter(|thing| thing.what == What::Call);
        let Some(thing) = thing else { return Ok(Remarked::Unknown) };
        if !self.open_convo(conn, thing.conversation)? {
            return Ok(Remarked::Unknown);
        }
        let Some(convo) = self.convos.get(&thing.conversation) else { return Ok(Remarked::Unknown) };
        let signals = match convo.remark(remark, thing.id) {
            Ok(signals) => signals,
            Err(why) => return Ok(why),
        };
        for signal in signals {
            if let Some(serial) = self.take(conn, &signal, remark.at)? {
                self.tell(conn, serial, None, Some(&signal), remark.at)?;
            }
        }
        for (recording, touch) in &remark.touches {
            let (account, by) = (remark.account.clone(), remark.by.clone());
            // The conversation is the one that was judged: nobody else writes within the transaction.
            let touching = Touching { account, recording: *recording, touch: *touch, by, version: None, at: remark.at };
            self.touch_recording(conn, &touching)?;
        }
        self.enter_seen(conn, &remark.seen, remark.at)?;
        self.flush(conn)?;
        Ok(call_of(conn, &self.account, thing.id)?.map_or(Remarked::Unknown, Remarked::Said))
    }

    /// Writes down a call, unless one with its clue is there.
    fn create(&mut self, conn: &Connection, creation: &Creation) -> Result<Created> {
        // What this transaction told before stands in no row yet.
        self.flush(conn)?;
        if let Some(clue) = &creation.clue {
            for id in created::having(conn, &self.account, clue)? {
                if !creation.others.contains(&id)
                    && let Some(found) = call_of(conn, &self.account, id)?
                {
                    return Ok(Created::There(found));
                }
            }
        }
        let Some(first) = creation.signals.first() else { return Ok(Created::Taken) };
        let thread = Text::from(format!("t:{}", first.thread));
        if self.serial_of(conn, &first.source, &thread)?.is_some() {
            return Ok(Created::Taken);
        }
        let mut written = None;
        for signal in &creation.signals {
            if let Some(serial) = self.take(conn, signal, creation.at)? {
                self.tell(conn, serial, None, Some(signal), creation.at)?;
                written = Some(serial);
            }
        }
        self.enter_seen(conn, &creation.seen, creation.at)?;
        self.flush(conn)?;
        let convo = written.and_then(|serial| self.convos.get(&serial));
        let call = convo.and_then(|convo| convo.telling().calls().first().copied());
        let found = call.map(|call| call_of(conn, &self.account, call)).transpose()?.flatten();
        found.map(Created::Written).ok_or_else(|| StoreError::Broken("a call that was written is not there".to_owned()))
    }

    /// Says of calls whose recordings were waited for long enough that they were. Of how many conversations. Each that is due is looked at
    /// once, whatever is said of it: then it is due again when the next of its calls is, or when something is told of it.
    pub(super) fn stop_waiting(&mut self, conn: &Connection, period: (Moment, Moment), now: Moment) -> Result<usize> {
        // Those of before nobody waits for: they are looked at where there is time, since a later call may stand behind one of them.
        let mut due = read::awaited(conn, &self.account, period, LAPSE_MAX)?;
        due.extend(read::awaited(conn, &self.account, (Moment::FIRST, period.0), LAPSE_MAX - due.len())?);
        let mut said = 0;
        for serial in due {
            if !self.open_convo(conn, serial)? {
                continue;
            }
            let waited = self.convos.get(&serial).map(|convo| convo.waited(period, now)).unwrap_or_default();
            said += usize::from(!waited.is_empty());
            for signal in waited {
                if let Some(serial) = self.take(conn, &signal, now)? {
                    self.tell(conn, serial, None, Some(&signal), now)?;
                }
            }
            if let Some(convo) = self.convos.get_mut(&serial) {
                convo.looked_until = Some(period.1);
            }
            self.dirty.insert(serial);
        }
        Ok(said)
    }
}
