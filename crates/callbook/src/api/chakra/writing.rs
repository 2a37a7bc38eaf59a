//! What clients write, as signals: judged at a version of the record and written at that same one, or judged anew.
//!
//! What a body comes to is the dialect's; whether the key may is decided here, by the house's own rules: who sees some calls only does
//! things to those, says whose a call is only of users whose calls he sees, and deletes only as a supervisor.

use calls::Text;
use calls::dialects::chakra::{Address, Asked, Code, FEED, New, NewTask, Refusal, Said, Say, Shown, Who};
use calls::dialects::seen::{Call, Seen};
use calls::signal::{Doer, Doing, LegKey, Signal, What};

use super::super::doings::holder;
use super::super::door::Deed;
use super::super::problem::{Kind, Problem};
use super::super::vendors::drawn;
use super::Answer;
use super::reading::{Reading, Standing};
use crate::resolve::Numbering;
use crate::store::{Clue, Created, Creation, Remark, Remarked, Seen as FirstSight};

/// How often something is judged anew because the conversation changed meanwhile.
const JUDGED_MAX: usize = 8;
/// How many calls with the same provider's id are looked at, of which each turns out to be another.
const OTHERS_MAX: usize = 100;

/// What a request says of a call that there is.
pub(super) type Judge<'a> = &'a (dyn Fn(&Seen, &Call, Asked<'_>, Who<'_>) -> Result<Said, Refusal> + Send + Sync);

/// A call that a request creates, unless it is there.
pub(super) enum Wish {
    Call(Box<New>),
    Task(Box<NewTask>),
}

impl Wish {
    fn wanted(&self) -> &New {
        match self {
            Self::Call(new) => new,
            Self::Task(task) => &task.call,
        }
    }

    /// What it says of the call that is there.
    fn over(&self, seen: &Seen, call: &Call, asked: Asked<'_>, who: Who<'_>) -> Result<Said, Refusal> {
        match self {
            Self::Call(new) => new.over(seen, call, asked, who),
            Self::Task(task) => task.over(seen, call, asked, who),
        }
    }
}

impl Reading<'_> {
    /// Says something of the call that stands in a path, and shows it with that. Who says nothing new writes nothing.
    pub(super) async fn say(&self, named: &str, judge: Judge<'_>) -> Answer<Shown> {
        let drawn = drawn()?.to_string();
        for _ in 0..JUDGED_MAX {
            let standing = self.one(named).await?;
            let Standing { seen, call: id, version } = &standing;
            let call = seen.call(*id).ok_or(Code::NotFound)?;
            let said = self.with(|asked, who| judge(seen, call, asked, who)).await??;
            if said.says.is_empty() {
                return self.shown(&standing).await;
            }
            self.may(&said)?;
            let blank = Text::default;
            let address = Address { source: seen.source.clone(), thread: blank(), leg: LegKey(blank()), call: blank() };
            let mut signals = said.signals(&address, &drawn, (self.now, 0), &self.doer());
            let first_sights = self.resolve(&mut signals).await?;
            let account = self.visitor.account.clone();
            let (touches, by) = (Vec::new(), self.doer());
            let (seen, version, at) = (first_sights, *version, self.now);
            let remark = Remark { account, call: *id, version, signals, touches, by, seen, at };
            match self.api.ctx.store.remark(remark).await? {
                Remarked::Said(found) => {
                    let standing = self.found(&found)?.ok_or(Code::NotFound)?;
                    return self.shown(&standing).await;
                }
                Remarked::Unknown => return Err(Code::NotFound.into()),
                Remarked::Full => return Err(full()),
                Remarked::Stale => {}
            }
        }
        Err(Problem::new(Kind::Unavailable, "the conversation changes too fast right now; nothing was done").into())
    }

    /// Creates a call, or says what is wished of the one that is there (rule C12). Whether it is new.
    pub(super) async fn create(&self, wish: &Wish) -> Answer<(Shown, bool)> {
        let (new, drawn) = (wish.wanted(), drawn()?.to_string());
        // Nobody writes down what he could not read afterwards (rule N24).
        if !self.sight.is_all() && !self.sight.user(new.user().map(Text::as_str)) {
            return Err(another_teams());
        }
        let mut signals = new.signals(&drawn, &self.doer());
        let seen = self.resolve(&mut signals).await?;
        let (account, at) = (self.visitor.account.clone(), self.now);
        let clue = new.named().map(|(name, id)| Clue::provided(name, id));
        let mut creation = Creation { account, clue, others: Vec::new(), signals, seen, at };
        while creation.others.len() < OTHERS_MAX {
            match self.api.ctx.store.create(creation.clone()).await? {
                Created::Written(found) => {
                    let standing = self.found(&found)?.ok_or(Code::NotFound)?;
                    return Ok((self.shown(&standing).await?, true));
                }
                Created::There(found) => {
                    if let Some(standing) = self.found(&found)? {
                        let shown = self.shown(&standing).await?;
                        if shown.provider.as_deref().zip(shown.provider_call_id.as_deref()) == new.named() {
                            let over =
                                |seen: &Seen, call: &Call, asked: Asked<'_>, who: Who<'_>| wish.over(seen, call, asked, who);
                            return Ok((self.say(&found.id.to_string(), &over).await?, false));
                        }
                    }
                    creation.others.push(found.id);
                }
                // The call that had these words has others by now, or is not seen: this is another one.
                Created::Taken => rename(&mut creation.signals, &format!("{FEED}|{drawn}").into()),
            }
        }
        Err(full())
    }

    fn doer(&self) -> Doer {
        holder(self.visitor)
    }

    /// Whether the key may say that.
    fn may(&self, said: &Said) -> Answer<()> {
        for say in &said.says {
            match say {
                Say::Done(Doing::Deleted(_)) => self.visitor.needs(Deed::Supervise)?,
                Say::Done(Doing::Assigned(assigned)) => {
                    self.visitor.needs(Deed::Supervise)?;
                    let user = assigned.as_ref().and_then(|assigned| assigned.user.as_deref());
                    if user.is_some() && !self.sight.is_all() && !self.sight.user(user) {
                        return Err(another_teams());
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    async fn resolve(&self, signals: &mut [Signal]) -> Answer<Vec<FirstSight>> {
        let (api, account) = (self.api, &self.visitor.account);
        let household = api.known.household(&api.ctx, account, &[]).await?;
        Ok(api.ctx.directories.resolve(account, &Numbering::from(&household.account), signals).await?)
    }
}

fn another_teams() -> super::Refused {
    Refusal::field(Code::Forbidden, "user", "must be a user whose calls this key sees").into()
}

fn full() -> super::Refused {
    Refusal { message: "there is no room for more of this call".to_owned(), ..Refusal::new(Code::PayloadTooLarge) }.into()
}

/// Has signals tell of a call with another key.
fn rename(signals: &mut [Signal], key: &Text) {
    for signal in signals {
        (signal.thread, signal.leg) = (key.clone(), LegKey(key.clone()));
        if let What::Done(done) = &mut signal.what {
            done.call = key.clone();
        }
    }
}
