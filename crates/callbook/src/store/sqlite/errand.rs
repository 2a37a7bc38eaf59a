//! Errands: what people and programs do about calls, each in one transaction with whatever it is decided by.

use calls::Text;
use calls::signal::Signal;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::super::ledger::Plan;
use super::super::{Aim, Did, Errand, Found, OWN_SOURCE, Result, What, Writing};
use super::desk::Book;
use super::read;

impl Book {
    /// Does what an errand says, or what is known of it, or says why not.
    pub(super) fn carry_out(&mut self, conn: &Connection, errand: &Errand) -> Result<Did> {
        let Some(thing) = read::resolved(conn, &self.account, errand.id)? else { return Ok(Did::Unknown) };
        let serial = thing.conversation;
        if !self.open_convo(conn, serial)? {
            return Ok(Did::Unknown);
        }
        let Some(convo) = self.convos.get(&serial) else { return Ok(Did::Unknown) };
        match convo.plan(errand, thing.what, thing.id) {
            Plan::Refused(did) => Ok(did),
            Plan::Before(signal, call) => {
                let version = self.version_of(conn, serial, &signal)?;
                self.answer(conn, serial, errand.aim, call, version)
            }
            Plan::Record(signals, call) => {
                for signal in signals {
                    if let Some(serial) = self.take(conn, &signal, errand.at)? {
                        self.tell(conn, serial, None, Some(&signal), errand.at)?;
                    }
                }
                self.answer(conn, serial, errand.aim, call, None)
            }
        }
    }

    /// Writes down a call, or says what is known of it.
    pub(super) fn write_down(&mut self, conn: &Connection, writing: &Writing) -> Result<Did> {
        let (source, thread) = (Text::new_static(OWN_SOURCE), Text::from(format!("t:{}", writing.key)));
        if let Some(serial) = self.serial_of(conn, &source, &thread)? {
            if !self.open_convo(conn, serial)? {
                return Ok(Did::Unknown);
            }
            let before = self.convos.get(&serial).and_then(|convo| convo.written_before(writing));
            let Some((signal, call)) = before else { return Ok(Did::OtherSaid) };
            let version = self.version_of(conn, serial, &signal)?;
            return self.answer(conn, serial, Aim::Call, call, version);
        }
        let mut written = None;
        for signal in &writing.signals {
            if let Some(serial) = self.take(conn, signal, writing.at)? {
                self.tell(conn, serial, None, Some(signal), writing.at)?;
                written = Some(serial);
            }
        }
        self.enter_seen(conn, &writing.seen, writing.at)?;
        let Some(serial) = written else { return Ok(Did::Unknown) };
        let call = self.convos.get(&serial).and_then(|convo| convo.written_before(writing)).map(|(_, call)| call);
        call.map_or(Ok(Did::Unknown), |call| self.answer(conn, serial, Aim::Call, call, None))
    }

    /// The version that a signal made; none if it made none, or made it in a conversation that went into this one.
    fn version_of(&self, conn: &Connection, serial: u64, signal: &Signal) -> Result<Option<u64>> {
        let sql = "SELECT version FROM change WHERE account = ? AND conversation = ? AND recorded_at = ? AND at = ?
            ORDER BY version DESC LIMIT 1";
        let recorded_at = signal.seen_at.unwrap_or(signal.at).micros();
        let params = params![&*self.account, serial, recorded_at, signal.at.micros()];
        Ok(conn.prepare_cached(sql)?.query_row(params, |row| row.get(0)).optional()?)
    }

    /// The record as it was at a version, or as it is.
    fn answer(&self, conn: &Connection, serial: u64, aim: Aim, call: Uuid, version: Option<u64>) -> Result<Did> {
        let Some(convo) = self.convos.get(&serial) else { return Ok(Did::Unknown) };
        let Some(conversation) = convo.id() else { return Ok(Did::Unknown) };
        let record = match version {
            Some(version) => read::record(conn, &self.account, serial, version)?.unwrap_or_default(),
            None => convo.telling().print(convo.version),
        };
        let version = version.unwrap_or(convo.version);
        let (what, id) = match aim {
            Aim::Whole => (What::Conversation, conversation),
            Aim::Call => (What::Call, call),
        };
        Ok(Did::Done(Found { what, id, conversation, version, record }))
    }
}
