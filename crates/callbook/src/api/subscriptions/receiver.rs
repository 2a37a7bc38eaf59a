//! What is said of a receiver: which fields are of which kind, and what each has to be.
//!
//! A field that is not of the kind is refused, never passed over. Passwords and tokens come in here and are never told back. To
//! add a kind: its arm in [`Receiving::settings`], and its fields here and in `shape`.

use calls::Text;
use calls::dialects::DIALECTS;

use super::super::problem::{Answer, Problem};
use super::super::words;
use crate::outward::{Address, BROKER_BYTES_MAX, Broker, Wall};
use crate::store::{CredentialsRow, DialectRow, Receiver, StreamRow, SubscriptionSettings};

/// The most servers of a stream.
const SERVERS_MAX: usize = 16;
/// What subjects begin with where nothing is said.
const SUBJECT: &str = "callbook";
/// The most bytes of what subjects begin with.
const SUBJECT_BYTES_MAX: usize = 128;
/// The most characters of a user, a password or a token.
const CREDENTIAL_CHARS_MAX: usize = 1_024;

/// The fields of all kinds, as they were said.
pub(super) struct Receiving<'a> {
    pub(super) url: Option<&'a str>,
    pub(super) servers: Option<&'a [String]>,
    pub(super) subject: Option<&'a str>,
    pub(super) user: Option<&'a str>,
    pub(super) password: Option<&'a str>,
    pub(super) token: Option<&'a str>,
    pub(super) dialect: Option<&'a str>,
    pub(super) version: Option<&'a str>,
}

/// The kind of a new subscription: a webhook, if nothing is said.
pub(super) fn kind(said: Option<&str>) -> Answer<Receiver> {
    let Some(said) = said else { return Ok(Receiver::Webhook) };
    // Apps are told by subscriptions too, and have their own room.
    let kinds = || Receiver::WORDS.iter().filter(|(kind, _)| *kind != Receiver::App);
    let known = kinds().find(|(_, word)| words::plain(word) == words::plain(said));
    let all = || kinds().map(|(_, word)| *word).collect::<Vec<_>>().join(", ");
    known.map(|(kind, _)| *kind).ok_or_else(|| Problem::field("kind", format!("expected one of {}", all())))
}

/// That nothing is said in a field, since the kind has none of that name.
pub(super) fn is_not_of<T>(kind: Receiver, field: &str, said: Option<T>) -> Answer<()> {
    match said {
        Some(_) => Err(Problem::field(field, format!("a {} has no `{field}`", kind.word()))),
        None => Ok(()),
    }
}

impl Receiving<'_> {
    /// Where a receiver of that kind is. `before` is what was said of it until now: who may not be told a password need not
    /// know it to say the rest anew.
    pub(super) fn settings(
        &self,
        kind: Receiver,
        before: Option<&SubscriptionSettings>,
        wall: &Wall,
    ) -> Answer<SubscriptionSettings> {
        match kind {
            Receiver::Webhook => {
                is_not_of(kind, "servers", self.servers)?;
                for (field, said) in [("subject", self.subject), ("user", self.user), ("password", self.password)] {
                    is_not_of(kind, field, said)?;
                }
                is_not_of(kind, "token", self.token)?;
                let url = Address::parse(self.url.unwrap_or_default(), wall).map_err(|says| Problem::field("url", says))?;
                // Nobody else is told what the receiver of before is known by.
                let before = before.filter(|before| before.url.as_deref() == Some(url.as_str()));
                let dialect = self.dialect(before.and_then(|before| before.dialect.as_ref()))?;
                Ok(SubscriptionSettings { url: Some(url.as_str().to_owned()), dialect, ..SubscriptionSettings::default() })
            }
            Receiver::Stream => {
                for (field, said) in [("url", self.url), ("dialect", self.dialect), ("version", self.version)] {
                    is_not_of(kind, field, said)?;
                }
                let servers = self.servers(wall)?;
                let before = before.and_then(|before| before.stream.as_ref());
                let kept = before.filter(|before| before.servers == servers).and_then(|before| before.credentials.clone());
                let credentials = self.credentials()?.or(kept);
                let stream = StreamRow { servers, subject: self.subject()?, credentials };
                Ok(SubscriptionSettings { stream: Some(stream), ..SubscriptionSettings::default() })
            }
            Receiver::App => Err(Problem::field("kind", "expected a webhook or a stream: apps are installed")),
        }
    }

    /// The dialect that is asked for. What a vendor's own client said of it stays as long as it is that one, at the same place.
    fn dialect(&self, before: Option<&DialectRow>) -> Answer<Option<DialectRow>> {
        let Some(said) = self.dialect else {
            if self.version.is_some() {
                return Err(Problem::field("version", "expected the `dialect` whose version it is"));
            }
            return Ok(None);
        };
        let told = || DIALECTS.iter().filter(|kind| !kind.tells.is_empty());
        let kind = told().find(|kind| words::plain(kind.name) == words::plain(said)).ok_or_else(|| {
            let names: Vec<_> = told().map(|kind| kind.name).collect();
            Problem::field("dialect", format!("expected one of {}, or none for our own words", names.join(", ")))
        })?;
        let versions = || kind.tells.iter().map(|(version, _)| *version);
        if self.version.is_some_and(|said| !versions().any(|version| version == said)) {
            let known: Vec<_> = versions().collect();
            return Err(Problem::field("version", format!("expected one of {}", known.join(", "))));
        }
        let kept = before.filter(|before| before.name == kind.name).cloned().unwrap_or_default();
        Ok(Some(DialectRow { name: Text::new_static(kind.name), version: self.version.map(Text::new), ..kept }))
    }

    fn servers(&self, wall: &Wall) -> Answer<Vec<String>> {
        let said = self.servers.unwrap_or_default();
        if !(1..=SERVERS_MAX).contains(&said.len()) {
            let says = format!("expected 1 to {SERVERS_MAX} servers of one cluster, as `tls://nats.example:4222`");
            return Err(Problem::field("servers", says));
        }
        let server = |(place, text): (usize, &String)| {
            let broker = Broker::parse(text, wall).map_err(|says| Problem::field(format!("servers[{place}]"), says))?;
            debug_assert!(broker.to_string().len() <= BROKER_BYTES_MAX + 8);
            Ok(broker.to_string())
        };
        said.iter().enumerate().map(server).collect()
    }

    fn subject(&self) -> Answer<String> {
        let subject = self.subject.unwrap_or(SUBJECT);
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let is_good = subject.len() <= SUBJECT_BYTES_MAX
            && subject.split('.').all(|word| !word.is_empty() && word.bytes().all(is_letter));
        let says =
            || format!("expected words of letters, digits, - and _ with dots between, at most {SUBJECT_BYTES_MAX} bytes");
        is_good.then(|| subject.to_owned()).ok_or_else(|| Problem::field("subject", says()))
    }

    fn credentials(&self) -> Answer<Option<CredentialsRow>> {
        for (field, said) in [("user", self.user), ("password", self.password), ("token", self.token)] {
            let is_good = |said: &str| (1..=CREDENTIAL_CHARS_MAX).contains(&said.chars().count()) && !said.contains('\0');
            if said.is_some_and(|said| !is_good(said)) {
                return Err(Problem::field(field, format!("expected 1 to {CREDENTIAL_CHARS_MAX} characters")));
            }
        }
        match (self.user, self.password, self.token) {
            (None, None, None) => Ok(None),
            (Some(user), Some(password), None) => {
                Ok(Some(CredentialsRow::Password { user: user.to_owned(), password: password.to_owned() }))
            }
            (None, None, Some(token)) => Ok(Some(CredentialsRow::Token { token: token.to_owned() })),
            (Some(_), None, None) => Err(Problem::field("password", "expected the password of `user`")),
            (None, Some(_), None) => Err(Problem::field("user", "expected the user whose `password` it is")),
            (_, _, Some(_)) => Err(Problem::field("token", "expected either `token`, or `user` and `password`")),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const NOTHING: Receiving<'_> = Receiving {
        url: None,
        servers: None,
        subject: None,
        user: None,
        password: None,
        token: None,
        dialect: None,
        version: None,
    };

    /// What a stream is, or the field that was refused.
    fn stream(said: &Receiving<'_>, before: Option<&StreamRow>) -> Result<StreamRow, String> {
        let wall = Wall::new(Vec::new());
        let before = before.map(|stream| SubscriptionSettings { stream: Some(stream.clone()), ..Default::default() });
        let settings = said.settings(Receiver::Stream, before.as_ref(), &wall);
        settings.map(|settings| settings.stream.unwrap()).map_err(|problem| format!("{problem:?}"))
    }

    #[test]
    fn a_field_that_is_not_of_the_kind_is_refused_by_its_name() {
        let wall = Wall::new(Vec::new());
        let servers = ["tls://nats.example".to_owned()];
        let said = Receiving { url: Some("https://crm.example/"), servers: Some(&servers), ..NOTHING };
        for (kind, field) in [(Receiver::Stream, "url"), (Receiver::Webhook, "servers")] {
            let problem = format!("{:?}", said.settings(kind, None, &wall).unwrap_err());
            assert!(problem.contains(&format!("a {} has no `{field}`", kind.word())), "{problem}");
        }
        for field in ["subject", "user", "password", "token"] {
            let said = |of: &str| (of == field).then_some("x");
            let [subject, user] = ["subject", "user"].map(said);
            let [password, token] = ["password", "token"].map(said);
            let said = Receiving { url: Some("https://crm.example/"), subject, user, password, token, ..NOTHING };
            let problem = format!("{:?}", said.settings(Receiver::Webhook, None, &wall).unwrap_err());
            assert!(problem.contains(&format!("Some(\"{field}\")")), "{problem}");
        }
        assert_eq!((kind(None).unwrap(), kind(Some("Stream")).unwrap()), (Receiver::Webhook, Receiver::Stream));
        assert!(kind(Some("pigeon")).is_err());
    }

    #[test]
    fn a_stream_has_servers_and_words_that_its_subjects_begin_with() {
        let servers = ["tls://NATS.example".to_owned(), "tls://8.8.8.8:14222".to_owned()];
        let said = Receiving { servers: Some(&servers), ..NOTHING };
        let kept = stream(&said, None).unwrap();
        assert_eq!(kept.servers, ["tls://nats.example:4222", "tls://8.8.8.8:14222"]);
        assert_eq!((kept.subject.as_str(), kept.credentials), ("callbook", None));
        let many = vec![servers[0].clone(); SERVERS_MAX + 1];
        for servers in [None, Some([].as_slice()), Some(many.as_slice())] {
            assert!(stream(&Receiving { servers, ..NOTHING }, None).unwrap_err().contains("Some(\"servers\")"));
        }
        let inside = ["tls://nats.example".to_owned(), "tls://127.0.0.1".to_owned()];
        assert!(stream(&Receiving { servers: Some(&inside), ..NOTHING }, None).unwrap_err().contains("servers[1]"));
        let with = |subject| stream(&Receiving { subject: Some(subject), servers: Some(&servers), ..NOTHING }, None);
        assert_eq!(with("acme.Desk-1.c_b").unwrap().subject, "acme.Desk-1.c_b");
        for wrong in ["", ".", "a.", "a..b", "a b", "a.*", ">", "$JS.API", "é", &"a".repeat(SUBJECT_BYTES_MAX + 1)] {
            assert!(with(wrong).unwrap_err().contains("Some(\"subject\")"), "{wrong}");
        }
    }

    #[test]
    fn a_dialect_is_one_that_is_pushed_and_a_version_one_of_its_own() {
        let of = |dialect, version, before: Option<&SubscriptionSettings>| {
            let said = Receiving { url: Some("https://crm.example/"), dialect, version, ..NOTHING };
            said.settings(Receiver::Webhook, before, &Wall::new(Vec::new())).map_err(|problem| format!("{problem:?}"))
        };
        let spoken = of(Some("vCita"), Some("v3.0"), None).unwrap();
        let row = spoken.dialect.clone().unwrap();
        assert_eq!((&*row.name, row.version.as_deref()), ("vcita", Some("v3.0")));
        assert_eq!(of(None, None, Some(&spoken)).unwrap().dialect, None, "what is not said is our own words");
        for (dialect, version, field) in [
            (Some("chakra"), None, "dialect"),
            (Some("x"), None, "dialect"),
            (Some("vcita"), Some("v4"), "version"),
            (None, Some("v3"), "version"),
        ] {
            let problem = of(dialect, version, None).unwrap_err();
            assert!(problem.contains(&format!("Some(\"{field}\")")), "{problem}");
        }
        let kept = DialectRow { key: Some("quiet".to_owned()), words: vec![Text::new("w")], ..row };
        assert!(!format!("{kept:?}").contains("quiet"), "it stays out of logs");
        let before = SubscriptionSettings { dialect: Some(kept), ..spoken };
        assert!(of(Some("vcita"), None, Some(&before)).unwrap().dialect.unwrap().key.is_some());
        assert!(of(Some("xelion"), None, Some(&before)).unwrap().dialect.unwrap().key.is_none());
        let elsewhere = SubscriptionSettings { url: Some("https://crm.example/old".to_owned()), ..before };
        assert!(
            of(Some("vcita"), None, Some(&elsewhere)).unwrap().dialect.unwrap().key.is_none(),
            "no other receiver is told it"
        );
    }

    #[test]
    fn credentials_are_user_and_password_or_a_token_and_stay_while_the_servers_do() {
        let (servers, others) = (["tls://nats.example".to_owned()], ["tls://desk.example".to_owned()]);
        let said = |user, password, token| Receiving { servers: Some(&servers), user, password, token, ..NOTHING };
        let kept = stream(&said(Some("ann"), Some("quiet"), None), None).unwrap();
        assert!(!format!("{kept:?}").contains("quiet"), "they stay out of logs");
        let again = stream(&said(None, None, None), Some(&kept)).unwrap();
        assert_eq!(again, kept, "left out they stay");
        let moved = stream(&Receiving { servers: Some(&others), ..NOTHING }, Some(&kept)).unwrap();
        assert_eq!(moved.credentials, None, "no other server is told them");
        let token = stream(&said(None, None, Some("t")), Some(&kept)).unwrap();
        assert_eq!(token.credentials, Some(CredentialsRow::Token { token: "t".to_owned() }));
        let wrong = [
            (Some("ann"), None, None, "password"),
            (None, Some("quiet"), None, "user"),
            (Some("ann"), Some("quiet"), Some("t"), "token"),
            (None, None, Some(""), "token"),
        ];
        for (user, password, token, field) in wrong {
            let problem = stream(&said(user, password, token), None).unwrap_err();
            assert!(problem.contains(&format!("Some(\"{field}\")")), "{problem}");
        }
    }
}
