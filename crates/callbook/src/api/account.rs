//! The account of the token: read, and changed key by key.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use calls::Text;
use calls::dialects::freshworks;
use jiff::tz::TimeZone;
use rlibphonenumber::PHONE_NUMBER_UTIL;
use rlibphonenumber::enums::Region;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asked::{Told, value, whole, whole_value};
use super::door::Administrator;
use super::known::account_row;
use super::problem::{Answer, Problem};
use super::words::plain;
use super::{Api, Shared};
use crate::directory::put_account;
use crate::store::{AccountRow, FreshworksSettings, RETENTION_DAYS_MAX, WRAPUP_LIMIT_S_MAX, Wrapup, text};

/// The most numbers that an account calls its own.
const OWN_NUMBERS_MAX: usize = 10_000;
/// The most letters of one of them.
const NUMBER_CHARS_MAX: usize = 32;
/// The longest name of a host.
const HOST_BYTES_MAX: usize = 253;
/// The most letters of an outside prefix.
const PREFIX_CHARS_MAX: usize = 8;

/// The longest wrap-up, in seconds, as a bound of what is asked.
pub(super) const LIMIT_S_MAX: u64 = WRAPUP_LIMIT_S_MAX as u64;

/// The longest retention, in days, the same.
const DAYS_MAX: u64 = RETENTION_DAYS_MAX as u64;

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(get, change))
}

/// An account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Account)]
pub(super) struct Printed {
    /// Its name in addresses and tokens; it never changes.
    account: String,
    /// ISO 3166 letters: where its numbers live.
    #[schema(required)]
    region: Option<String>,
    /// IANA name of its time zone.
    zone: String,
    /// What is dialled before an outside number.
    #[schema(required)]
    outside_prefix: Option<String>,
    /// Numbers of its own.
    own_numbers: Vec<String>,
    /// `required` if users are to say what came of a call once it ended, else `off`. A team may say otherwise.
    wrapup: &'static str,
    /// For how many seconds after the end that is waited for.
    wrapup_limit_s: u32,
    /// What prices are in where nothing else is told, ISO 4217.
    #[schema(example = "USD")]
    currency: String,
    /// What it is at Freshworks, as apps are told.
    freshworks: AtFreshworks,
    /// For how many days conversations are kept after they began; then they are erased. Null: for ever.
    #[schema(required)]
    retention_days: Option<u32>,
    /// For how many days the bytes of recordings are kept; then they are removed, and their entries in the records stay. Null: as
    /// long as the server keeps them, or their conversations are kept.
    #[schema(required)]
    recordings_retention_days: Option<u32>,
    /// When it was entered.
    #[schema(format = DateTime)]
    created_at: String,
}

impl From<AccountRow> for Printed {
    fn from(row: AccountRow) -> Self {
        let own = |text: Text| text.to_string();
        let FreshworksSettings { region, domain } = &row.dialects.freshworks;
        let at = freshworks::Account::new(&row.account, 0, region.as_deref(), domain.as_deref());
        Self {
            account: row.account.to_string(),
            region: row.region.map(own),
            zone: row.zone.to_string(),
            outside_prefix: row.outside_prefix.map(own),
            own_numbers: row.own_numbers.into_iter().map(own).collect(),
            wrapup: row.wrapup.word(),
            wrapup_limit_s: row.wrapup_limit_s,
            currency: row.currency.to_string(),
            freshworks: AtFreshworks { region: at.region.to_string(), domain: at.domain.to_string() },
            retention_days: row.retention.conversations_d,
            recordings_retention_days: row.retention.recordings_d,
            created_at: row.created_at.to_string(),
        }
    }
}

/// What an account is at Freshworks.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccountAtFreshworks)]
struct AtFreshworks {
    /// Where it lives: `US`, `EU`, `EUC`, `AUS` or `IND`.
    region: String,
    /// Its host.
    #[schema(example = "acme.freshcaller.com")]
    domain: String,
}

/// What to change of an account at Freshworks. What is left out stays as it is.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = ChangeAccountAtFreshworks)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeFreshworks {
    /// Where it lives: `US`, `EU`, `EUC`, `AUS` or `IND`; null: `US`.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, pattern = "^(US|EU|EUC|AUS|IND)$", example = "EU")]
    region: Option<Option<String>>,
    /// Its host, without scheme; null: `<account>.freshcaller.com`.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, max_length = 253, example = "acme.freshcaller.com")]
    domain: Option<Option<String>>,
}

/// What to change of an account. What is left out stays as it is.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeAccount {
    /// ISO 3166 letters, or null.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, pattern = "^[A-Z]{2}$", example = "NL")]
    pub(super) region: Option<Option<String>>,
    /// IANA name of its time zone.
    #[serde(default, deserialize_with = "value")]
    #[schema(nullable = false, example = "Europe/Amsterdam")]
    pub(super) zone: Option<String>,
    /// What is dialled before an outside number: digits, `*` and `#`; or null.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, pattern = "^[0-9*#]{1,8}$", example = "9")]
    pub(super) outside_prefix: Option<Option<String>>,
    /// Numbers of its own.
    #[serde(default, deserialize_with = "value")]
    #[schema(nullable = false)]
    pub(super) own_numbers: Option<Vec<String>>,
    /// Whether users are to say what came of a call once it ended: `required` or `off`. Calls that were recorded before stay as
    /// they are.
    #[serde(default, deserialize_with = "value")]
    #[schema(nullable = false, example = "required")]
    pub(super) wrapup: Option<String>,
    /// For how many seconds after the end that is waited for.
    #[serde(default, deserialize_with = "whole_value::<_, _, 1, LIMIT_S_MAX>")]
    #[schema(nullable = false, minimum = 1, maximum = 86400)]
    pub(super) wrapup_limit_s: Option<u32>,
    /// What prices are in where nothing else is told, ISO 4217.
    #[serde(default, deserialize_with = "value")]
    #[schema(nullable = false, pattern = "^[A-Za-z]{3}$", example = "EUR")]
    pub(super) currency: Option<String>,
    /// What it is at Freshworks.
    #[serde(default, deserialize_with = "value")]
    #[schema(nullable = false)]
    pub(super) freshworks: Option<ChangeFreshworks>,
    /// For how many days conversations are kept after they began; those that began earlier, and are over, are erased for good within the
    /// hour, with their recordings. Null: for ever.
    #[serde(default, deserialize_with = "said_days")]
    #[schema(value_type = Option<u32>, minimum = 1, maximum = 36500)]
    pub(super) retention_days: Option<Option<u32>>,
    /// For how many days the bytes of recordings are kept; null: as long as the server keeps them, or their conversations are kept.
    #[serde(default, deserialize_with = "said_days")]
    #[schema(value_type = Option<u32>, minimum = 1, maximum = 36500)]
    pub(super) recordings_retention_days: Option<Option<u32>>,
}

/// A key that was said, if only as null.
fn said<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(value).map(Some)
}

/// The same of a number of days.
fn said_days<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Option<u32>>, D::Error> {
    whole::<_, _, 1, DAYS_MAX>(value).map(Some)
}

/// What cannot be said of an account: which key, and what was expected.
pub(crate) type AccountFault = (String, String);

/// Writes what was said into the account.
pub(super) fn apply(row: &mut AccountRow, said: ChangeAccount) -> Result<(), AccountFault> {
    if let Some(region) = said.region {
        row.region = region.map(|region| self::region(&region)).transpose()?;
    }
    if let Some(zone) = said.zone {
        row.zone = self::zone(&zone)?;
    }
    if let Some(prefix) = said.outside_prefix {
        row.outside_prefix = prefix.map(|prefix| self::prefix(&prefix)).transpose()?;
    }
    if let Some(numbers) = said.own_numbers {
        row.own_numbers = own_numbers(&numbers)?;
    }
    if let Some(wrapup) = said.wrapup {
        row.wrapup = self::wrapup(&wrapup)?;
    }
    row.wrapup_limit_s = said.wrapup_limit_s.unwrap_or(row.wrapup_limit_s);
    if let Some(currency) = said.currency {
        row.currency = self::currency(&currency)?;
    }
    let kept = &mut row.retention;
    kept.conversations_d = said.retention_days.unwrap_or(kept.conversations_d);
    kept.recordings_d = said.recordings_retention_days.unwrap_or(kept.recordings_d);
    let ChangeFreshworks { region, domain } = said.freshworks.unwrap_or_default();
    if let Some(region) = region {
        row.dialects.freshworks.region = region.map(|region| freshworks_region(&region)).transpose()?;
    }
    if let Some(domain) = domain {
        row.dialects.freshworks.domain = domain.map(|domain| freshworks_domain(&domain)).transpose()?;
    }
    Ok(())
}

/// What prices are in.
pub(crate) fn currency(said: &str) -> Result<Text, AccountFault> {
    let is_code = said.len() == 3 && said.bytes().all(|byte| byte.is_ascii_alphabetic());
    let wrong = || ("currency".to_owned(), "expected a currency in three letters of ISO 4217 such as `EUR`".to_owned());
    if is_code { Ok(text(&said.to_ascii_uppercase())) } else { Err(wrong()) }
}

/// Where an account at Freshworks lives.
pub(crate) fn freshworks_region(said: &str) -> Result<String, AccountFault> {
    let known = freshworks::REGIONS.iter().find(|known| plain(known) == plain(said)).map(|known| (*known).to_owned());
    known.ok_or_else(|| ("freshworks.region".to_owned(), format!("expected one of {}", freshworks::REGIONS.join(", "))))
}

/// The host of an account at Freshworks.
pub(crate) fn freshworks_domain(said: &str) -> Result<String, AccountFault> {
    let host = said.to_ascii_lowercase();
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let label = |label: &str| (1..=63).contains(&label.len()) && label.bytes().all(letter) && !label.starts_with('-');
    let is_host = host.len() <= HOST_BYTES_MAX && host.contains('.') && host.split('.').all(label);
    let wrong = || ("freshworks.domain".to_owned(), "expected a host such as `acme.freshcaller.com`".to_owned());
    if is_host { Ok(host) } else { Err(wrong()) }
}

/// A region.
pub(crate) fn region(region: &str) -> Result<Text, AccountFault> {
    // Where nothing is known of a region no number of it could be told, so that it would count as nothing.
    let known = |region| PHONE_NUMBER_UTIL.get_country_code_for_region(region).is_some();
    let is_written = region.len() == 2 && region.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_written && Region::try_from(region).is_ok_and(known) {
        return Ok(text(region));
    }
    Err(("region".to_owned(), "expected a region in two letters of ISO 3166 such as `NL`".to_owned()))
}

/// A time zone.
pub(crate) fn zone(zone: &str) -> Result<Text, AccountFault> {
    let unknown = |_| ("zone".to_owned(), "expected the name of a time zone such as `Europe/Amsterdam`".to_owned());
    TimeZone::get(zone).map(|_| text(zone)).map_err(unknown)
}

/// What is dialled before an outside number.
pub(crate) fn prefix(prefix: &str) -> Result<Text, AccountFault> {
    let key = |byte: u8| byte.is_ascii_digit() || byte == b'*' || byte == b'#';
    if (1..=PREFIX_CHARS_MAX).contains(&prefix.len()) && prefix.bytes().all(key) {
        return Ok(text(prefix));
    }
    Err(("outside_prefix".to_owned(), format!("expected 1 to {PREFIX_CHARS_MAX} digits, `*` or `#`")))
}

/// Numbers of the account's own.
pub(crate) fn own_numbers(numbers: &[String]) -> Result<Vec<Text>, AccountFault> {
    if numbers.len() > OWN_NUMBERS_MAX {
        return Err(("own_numbers".to_owned(), format!("expected at most {OWN_NUMBERS_MAX} numbers")));
    }
    let number = |(place, number): (usize, &String)| {
        let digit = |c: char| c.is_ascii_digit() || c == '+';
        let good = (1..=NUMBER_CHARS_MAX).contains(&number.len()) && number.chars().all(digit);
        let wrong = || (format!("own_numbers[{place}]"), "expected a number as `+31201234567`".to_owned());
        if good { Ok(text(number)) } else { Err(wrong()) }
    };
    numbers.iter().enumerate().map(number).collect()
}

/// Whether calls are wrapped up.
pub(crate) fn wrapup(said: &str) -> Result<Wrapup, AccountFault> {
    let known = Wrapup::WORDS.iter().find(|(_, word)| plain(word) == plain(said)).map(|(wrapup, _)| *wrapup);
    known.ok_or_else(|| ("wrapup".to_owned(), "expected required or off".to_owned()))
}

/// For how long calls may be wrapped up.
pub(crate) fn wrapup_limit_s(said: u32) -> Result<u32, AccountFault> {
    let wrong = || ("wrapup_limit_s".to_owned(), format!("expected 1 to {WRAPUP_LIMIT_S_MAX}"));
    Some(said).filter(|said| (1..=WRAPUP_LIMIT_S_MAX).contains(said)).ok_or_else(wrong)
}

/// For how many days something is kept; 0 is for ever.
pub(crate) fn retention_d(key: &str, said: u32) -> Result<Option<u32>, AccountFault> {
    let wrong = || (key.to_owned(), format!("expected 1 to {RETENTION_DAYS_MAX} days, or 0 for ever"));
    if said > RETENTION_DAYS_MAX { Err(wrong()) } else { Ok(Some(said).filter(|days| *days > 0)) }
}

/// A fault as a refusal.
pub(super) fn refused((field, says): AccountFault) -> Problem {
    Problem::field(field, says)
}

/// The account of this token.
#[utoipa::path(get, path = "/account", operation_id = "getAccount", tag = "account", responses((status = 200, body = Printed)))]
async fn get(State(api): State<Arc<Api>>, Administrator(visitor): Administrator) -> Answer<Json<Printed>> {
    Ok(Json(account_row(&api.ctx, &visitor.account).await?.into()))
}

/// Changes the account of this token. What is recorded already stays as it was resolved.
#[utoipa::path(
    patch, path = "/account", operation_id = "changeAccount", tag = "account", request_body = ChangeAccount,
    responses((status = 200, body = Printed))
)]
async fn change(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Told(said): Told<ChangeAccount>,
) -> Answer<Json<Printed>> {
    let before = account_row(&api.ctx, &visitor.account).await?;
    let mut row = before.clone();
    apply(&mut row, said).map_err(refused)?;
    put_account(&api.ctx, &before, row.clone()).await?;
    api.known.forget();
    Ok(Json(row.into()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::api::asked::json;

    fn row() -> AccountRow {
        AccountRow {
            account: "main".into(),
            region: Some("NL".into()),
            zone: "UTC".into(),
            outside_prefix: None,
            own_numbers: Vec::new(),
            wrapup: Wrapup::default(),
            wrapup_limit_s: 600,
            currency: "USD".into(),
            dialects: Default::default(),
            retention: Default::default(),
            created_at: Default::default(),
            deleted_at: None,
        }
    }

    #[test]
    fn null_undoes_and_what_is_left_out_stays() {
        let mut account = row();
        apply(&mut account, json(b"{\"outside_prefix\":\"9\"}").unwrap()).unwrap();
        assert_eq!((account.region.as_deref(), account.outside_prefix.as_deref()), (Some("NL"), Some("9")));
        apply(&mut account, json(b"{\"region\":null}").unwrap()).unwrap();
        assert_eq!((account.region.as_deref(), account.outside_prefix.as_deref()), (None, Some("9")));
        apply(&mut account, json(b"{\"retention_days\":90,\"recordings_retention_days\":30}").unwrap()).unwrap();
        apply(&mut account, json(b"{\"recordings_retention_days\":null}").unwrap()).unwrap();
        assert_eq!(account.retention, crate::store::Retention { conversations_d: Some(90), recordings_d: None });
        apply(&mut account, json(b"{\"wrapup\":\"Off\"}").unwrap()).unwrap();
        apply(&mut account, json(b"{\"wrapup_limit_s\":30}").unwrap()).unwrap();
        assert_eq!((account.wrapup, account.wrapup_limit_s), (Wrapup::Off, 30));
        apply(&mut account, json(b"{\"currency\":\"eur\",\"freshworks\":{\"region\":\"eu\"}}").unwrap()).unwrap();
        apply(&mut account, json(b"{\"freshworks\":{\"domain\":\"Acme.freshcaller.com\"}}").unwrap()).unwrap();
        let at = account.dialects.freshworks.clone();
        let said = (account.currency.as_str(), at.region.as_deref(), at.domain.as_deref());
        assert_eq!(said, ("EUR", Some("EU"), Some("acme.freshcaller.com")));
        apply(&mut account, json(b"{\"freshworks\":{\"region\":null}}").unwrap()).unwrap();
        assert_eq!((account.dialects.freshworks.region, account.dialects.freshworks.domain), (None, at.domain));
    }

    #[test]
    fn what_cannot_be_is_named() {
        let field = |body: &str| apply(&mut row(), json(body.as_bytes()).unwrap()).unwrap_err().0;
        assert_eq!(field("{\"region\":\"nl\"}"), "region");
        assert_eq!(field("{\"region\":\"ZZ\"}"), "region");
        assert_eq!(field("{\"region\":\"XX\"}"), "region");
        assert_eq!(field("{\"zone\":\"Atlantis\"}"), "zone");
        assert_eq!(field("{\"outside_prefix\":\"\"}"), "outside_prefix");
        assert_eq!(field("{\"own_numbers\":[\"+31\",\"x\"]}"), "own_numbers[1]");
        assert_eq!(field("{\"wrapup\":\"maybe\"}"), "wrapup");
        assert_eq!(field("{\"currency\":\"euro\"}"), "currency");
        assert_eq!(field("{\"freshworks\":{\"region\":\"MOON\"}}"), "freshworks.region");
        assert_eq!(field("{\"freshworks\":{\"domain\":\"https://acme.example\"}}"), "freshworks.domain");
    }

    #[test]
    fn null_is_no_value_of_what_an_account_always_has() {
        for key in ["zone", "own_numbers", "wrapup", "wrapup_limit_s", "currency", "freshworks"] {
            let problem = json::<ChangeAccount>(format!("{{\"{key}\":null}}").as_bytes()).unwrap_err();
            assert_eq!(problem.place(), Some(key), "{}", problem.detail());
        }
    }
}
