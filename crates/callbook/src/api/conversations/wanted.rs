//! What a list or a count is asked for: words of a query, understood once for conversations and calls alike.
//!
//! What people write (a number in any spelling, a name, a key of the directory) becomes clues that the store finds calls by.
//! To ask for one more property: its word in [`ListWords`], its line in [`ListWords::filter`] or [`Looking::clues`].

use calls::Text;
use calls::conversation::{State, Word};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::asked::whole;
use super::super::doings::links;
use super::super::door::{Deed, Visitor};
use super::super::problem::{Answer, Problem};
use super::super::{Api, cursor, words};
use crate::directory::Directory;
use crate::resolve::Numbering;
use crate::store::{Clue, EntryKind, Filter, LAST_DIGITS, PAGE_ROWS_MAX, Place, Tallied, is_name, text};

/// How many rows a page has if nothing is said.
pub(in crate::api) const PAGE_ROWS: usize = 50;
/// The most rows that may be asked for.
pub(super) const ROWS_MAX: u64 = PAGE_ROWS_MAX as u64;
/// The word for any state in which a call goes on.
const LIVE: &str = "live";
/// The longest length that may be asked for: a year.
const LENGTH_S_MAX: u64 = 366 * 24 * 3_600;

/// Which rows to list, newest first. Whatever is not given is not asked for; what is given must all be true.
#[derive(Clone, Debug, Default, Deserialize, Serialize, IntoParams, ToSchema)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
#[schema(as = ConversationFilter)]
pub(in crate::api) struct ListWords {
    /// Began at that moment or later (RFC 3339).
    #[param(format = DateTime, example = "2026-01-05T00:00:00Z")]
    from: Option<String>,
    /// Began before that moment (RFC 3339).
    #[param(format = DateTime)]
    until: Option<String>,
    /// `inbound`, `outbound` or `internal`.
    direction: Option<String>,
    /// `answered`, `voicemail`, `blocked`, `abandoned`, `ivr`, `cancelled`, `no_answer`, `declined`, `busy`, `unavailable`
    /// or `failed`.
    outcome: Option<String>,
    /// `ringing`, `menu`, `queued`, `voicemail`, `parked`, `conference`, `talking`, `held`, `ended` or `logged`; or `live`: any
    /// but the last two.
    state: Option<String>,
    /// The name of a source.
    source: Option<String>,
    /// A number of any of the legs or sides, in any spelling: as it was written, local or national by the account's region, with
    /// the prefix for outside numbers, or in full form. Short numbers are found as they are. `*0142` finds every number that ends
    /// so, by 3 to 9 digits; an ending of more than 256 numbers is refused.
    number: Option<String>,
    /// The key of a user who has a leg in it, or whom it is assigned to.
    user: Option<String>,
    /// The key of a team that it is assigned to.
    team: Option<String>,
    /// The key of a queue that it was in, or is assigned to.
    queue: Option<String>,
    /// The own number that was called or presented, in any spelling, or the key of its line.
    line: Option<String>,
    /// The key of a contact on one of its legs.
    contact: Option<String>,
    /// A record of other software that it is linked with: its kind, a slash, and its id there.
    #[param(example = "task/42")]
    linked: Option<String>,
    /// Words of a name that was shown, or of the name of a user or a contact who has a leg in it. `lin*` finds every word that
    /// begins so. What more than 256 words or contacts begin with is refused.
    name: Option<String>,
    /// Words of its notes, its summary or its disposition. `invo*` finds every word that begins so; what more than 256 begin with
    /// is refused.
    text: Option<String>,
    /// Whether it was missed: inbound, and nobody talked with the caller (rule N7).
    missed: Option<bool>,
    /// Whether somebody took care of it.
    handled: Option<bool>,
    /// Whether there is a recording of it.
    recorded: Option<bool>,
    /// Lasted at least so many seconds, from its beginning to its end.
    #[param(minimum = 0, maximum = 31_622_400)]
    #[serde(default, deserialize_with = "whole::<_, _, 0, LENGTH_S_MAX>")]
    shortest_s: Option<u32>,
    /// Lasted at most so many seconds.
    #[param(minimum = 0, maximum = 31_622_400)]
    #[serde(default, deserialize_with = "whole::<_, _, 0, LENGTH_S_MAX>")]
    longest_s: Option<u32>,
    /// Whether deleted ones are listed too; if nothing is said, they are not.
    deleted: Option<bool>,
    /// The most rows of this page; 50 if nothing is said.
    #[param(minimum = 1, maximum = 500)]
    #[schema(ignore)]
    #[serde(default, deserialize_with = "whole::<_, _, 1, ROWS_MAX>")]
    limit: Option<usize>,
    /// Where to go on: `next` of the page before, with the same filters.
    #[schema(ignore)]
    cursor: Option<String>,
}

/// What a list is asked for, understood.
#[derive(Debug)]
pub(in crate::api) struct Wanted {
    pub(in crate::api) filter: Filter,
    pub(in crate::api) after: Option<Place>,
    pub(in crate::api) rows: usize,
    mark: [u8; 8],
}

/// How many there are.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Count {
    /// So many were found.
    count: usize,
    /// Whether that is all of them. Otherwise there are more, or may be.
    exact: bool,
}

impl From<Tallied> for Count {
    fn from(tallied: Tallied) -> Self {
        Self { count: tallied.found, exact: tallied.exact }
    }
}

/// By what clues are found.
struct Looking<'a> {
    numbering: Numbering,
    directory: &'a Directory,
    /// Whether whoever asks may know what contacts are called.
    knows_contacts: bool,
}

impl ListWords {
    /// Understands the words; `of` names what is listed.
    pub(in crate::api) async fn wanted(&self, api: &Api, of: &str, visitor: &Visitor) -> Answer<Wanted> {
        let (filter, mark) = self.facts(of, &visitor.account)?;
        let after = self.cursor.as_deref().map(|text| cursor::list(mark, text)).transpose()?;
        let filter = Filter { clues: self.clues(api, visitor).await?, ..filter };
        Ok(Wanted { filter, after, rows: self.limit.unwrap_or(PAGE_ROWS), mark })
    }

    /// Understands the words of a count, which has no pages.
    pub(in crate::api) async fn counted(&self, api: &Api, visitor: &Visitor) -> Answer<Filter> {
        let paged = [("limit", self.limit.is_some()), ("cursor", self.cursor.is_some())];
        if let Some((field, _)) = paged.into_iter().find(|(_, given)| *given) {
            return Err(Problem::field(field, "what is asked for has no pages"));
        }
        Ok(Filter { clues: self.clues(api, visitor).await?, ..self.facts("", &visitor.account)?.0 })
    }

    /// What was said, as a JSON object.
    pub(in crate::api) fn said(&self) -> String {
        // Texts, numbers and flags always print.
        let said = serde_json::to_value(self).unwrap_or_default();
        let said = said.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
        serde_json::Value::Object(said.map(|(name, value)| (name.clone(), value.clone())).collect()).to_string()
    }

    /// What is asked for but clues, and what names all of it in a cursor.
    fn facts(&self, of: &str, account: &str) -> Answer<(Filter, [u8; 8])> {
        let filter = self.filter()?;
        let Self { number, user, team, queue, line, contact, linked, name, text, .. } = self;
        let number = words::number(number.as_deref())?;
        let looked_for = format!("{number:?} {:?}", [user, team, queue, line, contact, linked, name, text]);
        Ok((filter.clone(), cursor::mark(&format!("{of} {account} {filter:?} {looked_for}"))))
    }

    fn filter(&self) -> Answer<Filter> {
        let source = self.source.as_deref();
        if source.is_some_and(|source| !is_name(source)) {
            return Err(Problem::field("source", format!("a source's name: {}", crate::store::NAME_WANTED)));
        }
        let from = words::moment("from", self.from.as_deref())?;
        let until = words::moment("until", self.until.as_deref())?;
        words::in_order(("from", from), ("until", until))?;
        words::in_order(("shortest_s", self.shortest_s), ("longest_s", self.longest_s))?;
        let (state, live) = state(self.state.as_deref())?;
        Ok(Filter {
            from,
            until,
            direction: words::word("direction", self.direction.as_deref())?,
            outcome: words::word("outcome", self.outcome.as_deref())?,
            state,
            live,
            source: source.map(text),
            missed: self.missed,
            handled: self.handled,
            recorded: self.recorded,
            shortest_s: self.shortest_s,
            longest_s: self.longest_s,
            clues: Vec::new(),
            only: None,
            deleted: self.deleted == Some(true),
        })
    }

    async fn clues(&self, api: &Api, visitor: &Visitor) -> Answer<Vec<Vec<Clue>>> {
        let Self { number, user, team, queue, line, contact, linked, name, text, .. } = self;
        if [number, user, team, queue, line, contact, linked, name, text].into_iter().all(Option::is_none) {
            return Ok(Vec::new());
        }
        // Of beginnings and endings whoever sees a part learns no more by a refusal than that very many words of the account are meant.
        let household = api.known.household(&api.ctx, &visitor.account, &[]).await?;
        let directory = api.ctx.directories.of(&visitor.account).await?;
        let numbering = Numbering::from(&household.account);
        // Whoever reads no directory must not find out of it by trying names.
        Looking { numbering, directory: &directory, knows_contacts: visitor.may(Deed::Work) }.clues(self)
    }
}

/// The state that is asked for, or whether it is any in which a call goes on.
fn state(text: Option<&str>) -> Answer<(Option<State>, bool)> {
    if text.is_some_and(|text| words::plain(text) == LIVE) {
        return Ok((None, true));
    }
    let refused = |_| Problem::field("state", format!("expected one of {}, {LIVE}", State::WORDS.join(", ")));
    Ok((words::word("state", text).map_err(refused)?, false))
}

/// The record that is meant: `task/42`. What stands behind the first slash is its id, with further ones if it has them.
fn linked(record: &str) -> Answer<Clue> {
    let (kind, id) = record.split_once('/').filter(|(_, id)| !id.is_empty()).unzip();
    let kind = kind.and_then(links::kind_of);
    let wanted =
        || Problem::field("linked", format!("expected a kind, a slash and an id, with one of {}", links::KINDS.join(", ")));
    Ok(Clue::linked(kind.ok_or_else(wanted)?, id.ok_or_else(wanted)?))
}

impl Looking<'_> {
    fn clues(&self, asked: &ListWords) -> Answer<Vec<Vec<Clue>>> {
        let ListWords { team, queue, contact, .. } = asked;
        let mut all = Vec::new();
        if let Some(number) = words::number(asked.number.as_deref())? {
            all.push(self.numbers(&number)?);
        }
        if let Some(key) = words::key("user", asked.user.as_deref())? {
            let users = self.directory.all_names(EntryKind::User, &key);
            all.push(users.into_iter().flat_map(|key| [Clue::User(key.clone()), Clue::Assigned(key)]).collect());
        }
        for (field, asked, kind) in
            [("team", team, EntryKind::Team), ("queue", queue, EntryKind::Queue), ("contact", contact, EntryKind::Contact)]
        {
            if let Some(key) = words::key(field, asked.as_deref())? {
                let keys = self.directory.all_names(kind, &key).into_iter();
                all.push(match kind {
                    EntryKind::Team => keys.map(Clue::Team).collect(),
                    EntryKind::Queue => keys.map(Clue::Queue).collect(),
                    _ => keys.map(Clue::Contact).collect(),
                });
            }
        }
        if let Some(line) = words::key("line", asked.line.as_deref())? {
            all.push(self.lines(&line).into_iter().map(Clue::Line).collect());
        }
        if let Some(record) = &asked.linked {
            all.push(vec![linked(record)?]);
        }
        if let Some(name) = &asked.name {
            let sought = words::sought("name", name)?;
            let users = self.directory.users_called(&sought).into_iter().map(Clue::User);
            let contacts = Some(sought.clone()).filter(|_| self.knows_contacts && self.directory.has_contacts);
            let called: Vec<Clue> = users.chain(contacts.map(Clue::ContactCalled)).collect();
            let shown = sought.into_iter().map(|(word, begins)| if begins { Clue::NameBegins(word) } else { Clue::Name(word) });
            // Who is called so stands for every word of the name.
            all.extend(shown.map(|word| [vec![word], called.clone()].concat()));
        }
        if let Some(text) = &asked.text {
            let words = words::sought("text", text)?.into_iter();
            all.extend(words.map(|(word, begins)| vec![if begins { Clue::WrittenBegins(word) } else { Clue::Written(word) }]));
        }
        Ok(all)
    }

    /// A number in any spelling; behind a star its last digits, which may be all of a short one. What a star stands before may also
    /// be what is dialled for a service, as `*97`.
    fn numbers(&self, number: &str) -> Answer<Vec<Clue>> {
        let whole = |number: &str| self.numbering.spellings(number).into_iter().map(Clue::Number);
        let Some(digits) = number.strip_prefix('*') else { return Ok(whole(number).collect()) };
        let is_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
        if is_digits && digits.len() > *LAST_DIGITS.end() {
            let most = LAST_DIGITS.end();
            return Err(Problem::field(
                "number",
                format!("expected up to {most} last digits behind `*`, or a number without it"),
            ));
        }
        let Some(ending) = Clue::ending(digits) else { return Ok(whole(number).collect()) };
        Ok(whole(number).chain(whole(digits)).chain([ending]).collect())
    }

    /// The numbers of a line that is named by its key, or by one of them.
    fn lines(&self, line: &Text) -> Vec<Text> {
        let entry = self.directory.settings(EntryKind::Line, line);
        let numbers = entry.into_iter().flat_map(|entry| entry.numbers.iter().map(String::as_str)).chain([line.as_str()]);
        let mut spellings: Vec<Text> = numbers.flat_map(|number| self.numbering.spellings(number)).collect();
        spellings.sort_unstable();
        spellings.dedup();
        spellings
    }
}

impl Wanted {
    /// Where to go on after this page.
    pub(in crate::api) fn next(&self, place: Option<Place>) -> Option<String> {
        place.map(|place| cursor::of_list(self.mark, place))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::api::asked::query;

    #[test]
    fn a_cursor_of_another_filter_or_account_is_refused() {
        let words = |text: &str| query::<ListWords>(text).unwrap();
        let mark = |text: &str, of: &str, account: &str| words(text).facts(of, account).unwrap().1;
        let busy = mark("outcome=busy&number=+1 202-555-0142", "calls", "main");
        assert_eq!(mark("outcome=BUSY&number=%2B12025550142&limit=7", "calls", "main"), busy);
        assert_ne!(mark("outcome=busy&number=+12025550142", "calls", "north"), busy);
        assert_ne!(mark("outcome=busy&number=+12025550142", "conversations", "main"), busy);
        assert_ne!(mark("outcome=failed&number=+12025550142", "calls", "main"), busy);
        assert_ne!(mark("outcome=busy&number=+12025550143", "calls", "main"), busy);
        assert_ne!(mark("outcome=busy&number=+12025550142&name=rosa", "calls", "main"), busy);
    }

    #[test]
    fn a_page_has_a_largest_size() {
        let rows = |text: &str| query::<ListWords>(text).map(|words| words.limit);
        assert_eq!(rows("").unwrap(), None);
        assert_eq!(rows(&format!("limit={PAGE_ROWS_MAX}")).unwrap(), Some(PAGE_ROWS_MAX));
        assert!(rows("limit=0").is_err() && rows("shortest_s=-1").is_err());
        assert!(rows(&format!("limit={}", PAGE_ROWS_MAX + 1)).is_err());
    }

    #[test]
    fn a_number_is_looked_for_in_every_spelling_it_may_stand_in() {
        let numbering = Numbering { region: Some("NL".into()), outside_prefix: Some("9".into()) };
        for text in ["020 123 4567", "+31 20-1234567", "90201234567", "0031201234567"] {
            let number = words::number(Some(text)).unwrap().unwrap();
            assert!(numbering.spellings(&number).contains(&Text::new("31201234567")), "{text}");
        }
        assert_eq!(numbering.spellings("101"), ["101"], "a short number is no other");
    }
}
