//! What the configuration takes, and how it says what it does not.

#![allow(clippy::unwrap_used)]

use super::{Config, DEFAULT, DEFAULT_NAME, Server};

fn of(text: &str, variables: &[(&str, &str)]) -> anyhow::Result<Config> {
    Config::of("x.toml", text, variables.iter().map(|(name, said)| ((*name).to_owned(), (*said).to_owned())))
}

/// What is said against a configuration.
fn refused(text: &str) -> String {
    of(text, &[]).unwrap_err().to_string()
}

#[test]
fn the_manual_is_the_default_configuration() {
    let config = Config::of(DEFAULT_NAME, DEFAULT, std::iter::empty()).unwrap();
    assert_eq!(config.settings("asterisk-ami", None).unwrap().source, "asterisk");
    assert_eq!(config.account.region, None);
    assert_eq!(config.server, Server::default());
    assert!(!config.is_own);
}

#[test]
fn the_manual_shows_every_key() {
    // Every section is asked for a key that it does not have, and says which ones it has.
    let text = "x = 1\n[server]\nx = 1\n[media]\nx = 1\n[account]\nx = 1\n[sources.a]\nx = 1\n[sources.a.ami]\nx = 1\n[sources.a.twilio]\nx = 1\n";
    let says = refused(text);
    let keys: Vec<&str> = says.split('`').filter(|key| !key.is_empty() && !key.contains(' ') && *key != "x").collect();
    assert!(keys.len() > 25, "{keys:?}");
    for key in keys {
        let shown = [format!("{key} ="), format!("[{key}"), format!(".{key}]")];
        assert!(shown.iter().any(|shown| DEFAULT.contains(shown)), "{key}");
    }
}

#[test]
fn recordings_are_kept_beside_the_store_or_in_a_bucket_that_has_its_keys() {
    let at = std::net::SocketAddr::from(([127, 0, 0, 1], 9));
    let manner = of("[server]\nstore = \"/srv/a.db\"\n", &[]).unwrap().media_at(at);
    assert_eq!((manner.folder.to_str(), manner.bucket, manner.keep_days), (Some("/srv/a.db.media"), None, None));
    assert_eq!(manner.public_url, "http://127.0.0.1:9");
    let text = "[server]\npublic_url = \"https://callbook.example\"\n[media]\nbucket = \"calls\"\nkeep_days = 30\n";
    let keys = [("CALLBOOK_MEDIA__ACCESS_KEY_ID", "key"), ("CALLBOOK_MEDIA__SECRET_ACCESS_KEY", "hush")];
    let manner = of(text, &keys).unwrap().media_at(at);
    assert_eq!((manner.public_url.as_str(), manner.keep_days), ("https://callbook.example", Some(30)));
    assert_eq!(manner.bucket.unwrap().secret_access_key, "hush");
    let says = of(text, &[]).unwrap_err().to_string();
    assert!(says.contains("`access_key_id` is missing") && says.contains("`secret_access_key` is missing"), "{says}");
    let wrong = "[server]\npublic_url = \"callbook.example\"\n[media]\nkeep_days = 9999\n";
    let says = of(wrong, &[]).unwrap_err().to_string();
    assert!(says.contains("x.toml:2: `public_url`") && says.contains("x.toml:4: `keep_days`"), "{says}");
}

#[test]
fn an_unknown_key_is_named_with_its_line() {
    let text = "[account]\nzone = \"UTC\"\n\n[sources.office]\nadapters = [\"native\"]\ntrunks = []\n";
    let expected = "x.toml:6: unknown field `trunks`, expected one of `adapters`, `trunk_endpoints`, `trunk_contexts`, \
                    `extensions`, `ami`, `twilio`, `cel_file`, `recordings_folder`, `silence_s`, `give_up_ringing_s`, `give_up_talking_s`";
    assert_eq!(refused(text), expected);
}

#[test]
fn what_a_key_cannot_mean_is_named_with_its_line() {
    assert_eq!(
        refused("[account]\nzone = \"Atlantis\"\n"),
        "x.toml:2: unknown time zone `Atlantis`, expected a name such as `Europe/Amsterdam`"
    );
    assert_eq!(
        refused("[account]\nregion = \"nl\"\n"),
        "x.toml:2: unknown region `nl`, expected two letters of ISO 3166 such as `NL`"
    );
    assert!(
        refused("[sources.a]\nadapters = [\"pigeon\"]\n")
            .starts_with("x.toml:2: unknown adapter `pigeon`, expected one of asterisk-ami")
    );
    assert_eq!(
        refused("[account]\nregion = \"ZZ\"\n"),
        "x.toml:2: unknown region `ZZ`, expected two letters of ISO 3166 such as `NL`"
    );
    assert!(refused("[account\n").starts_with("x.toml:1: "));
    assert_eq!(refused("[server]\nraw_days = -1\n"), "x.toml:2: `raw_days`: expected a whole number from 0 to 4294967295");
}

#[test]
fn a_log_that_would_be_no_log_at_all_is_refused() {
    let log = |text: &str| of(&format!("[server]\nlog = \"{text}\"\n"), &[]);
    for text in ["loud", "", "info,", "callbook", "callbook::api=loud", "=debug", "[x]=info", "3"] {
        let says = log(text).unwrap_err().to_string();
        assert!(says.starts_with("x.toml:2: `log`: `"), "{says}");
    }
    for text in ["error", "WARN", "off", "info, callbook::api=debug", "callbook::listen=trace,info,hyper=off"] {
        assert_eq!(log(text).unwrap().server.log, text.replace(' ', ""));
    }
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let text = "[server]\nlisten = \"here\"\ntls_cert = \"a.pem\"\nlog_format = \"xml\"\n[sources.\"A b\"]\nsilence_s = 0\n\
                [sources.a]\nadapters = [\"native\", \"native\"]\n[sources.a.ami]\naddress = \"pbx\"\n";
    let variables = [
        ("CALLBOOK_SERVER_LISTEN", "127.0.0.1:1"),
        ("CALLBOOK_ACCOUNT__ZONE", "Mars"),
        ("CALLBOOK_SERVER__COLOUR", "red"),
        ("CALLBOOK_HOME", "x"),
    ];
    let says = of(text, &variables).unwrap_err().to_string();
    let begins: Vec<&str> = says.lines().map(|line| line.split(": ").next().unwrap()).collect();
    let expected = [
        "CALLBOOK_SERVER_LISTEN",
        "CALLBOOK_ACCOUNT__ZONE",
        "x.toml:2",
        "x.toml:3",
        "x.toml:4",
        "CALLBOOK_SERVER__COLOUR",
        "x.toml:5",
        "x.toml:6",
        "x.toml:5",
        "x.toml:9",
        "x.toml:9",
        "x.toml:10",
        "x.toml:8",
        "x.toml:9",
    ];
    assert_eq!(begins, expected, "{says}");
}

#[test]
fn the_environment_stands_over_the_file() {
    let text = "[server]\nraw_days = 3\n[sources.north-office]\nadapters = [\"asterisk-ami\"]\n[sources.north-office.ami]\naddress = \"pbx:5038\"\nusername = \"u\"\n";
    let variables = [
        ("CALLBOOK_SERVER__LISTEN", "0.0.0.0:80"),
        ("CALLBOOK_SERVER__RAW_DAYS", "0"),
        ("CALLBOOK_SERVER__TRUSTED_PROXIES", "10.0.0.1, ::1"),
        ("CALLBOOK_SOURCES__NORTH_OFFICE__AMI__SECRET", "s3cret"),
        ("CALLBOOK_SOURCES__NORTH_OFFICE__AMI__CHALLENGE", "true"),
        ("CALLBOOK_SOURCES__SOUTH__ADAPTERS", "native"),
    ];
    let config = of(text, &variables).unwrap();
    assert_eq!((config.server.listen.port(), config.server.raw_days), (80, 0));
    assert_eq!(config.server.trusted_proxies.len(), 2);
    let ami = config.sources["north-office"].ami.clone().unwrap();
    assert_eq!((ami.secret.as_str(), ami.challenge), ("s3cret", true));
    assert_eq!(config.sources["south"].adapters, ["native"]);
}

#[test]
fn an_account_at_twilio_is_said_in_a_section_of_its_source_and_its_tokens_in_the_environment() {
    let text =
        "[sources.cloud]\nadapters = [\"twilio\"]\n[sources.cloud.twilio]\naccount_sid = \"AC1\"\npublic_url = \"calls\"\n";
    assert_eq!(
        refused(text).lines().map(|line| line.split(", as").next().unwrap()).collect::<Vec<_>>(),
        [
            "x.toml:3: `auth_token` is missing",
            "x.toml:5: `twilio.public_url`: expected scheme and place at which Twilio reaches this server"
        ]
    );
    let text = text.replace("calls", "https://calls.example");
    let variables = [
        ("CALLBOOK_SOURCES__CLOUD__TWILIO__AUTH_TOKEN", "12345"),
        ("CALLBOOK_SOURCES__CLOUD__TWILIO__AUTH_TOKEN_SECONDARY", "67890"),
    ];
    let link = of(&text, &variables).unwrap().sources["cloud"].twilio.clone().unwrap();
    assert_eq!((link.auth_token.as_str(), link.auth_token_secondary.as_deref()), ("12345", Some("67890")));
    assert_eq!(link.forward_url, None);
    assert!(!format!("{link:?}").contains("12345"), "a token is logged");
    let without = text.replace("twilio\"]", "native\"]");
    assert!(of(&without, &variables).unwrap_err().to_string().contains("`twilio`: is read by the adapter twilio"));
}

#[test]
fn how_changes_are_told_is_said_in_a_section_of_its_own() {
    let said = of("[deliver]\nca_file = \"ca.pem\"\nkeep_days = 3\nkeep_dead_days = 7\n", &[]).unwrap().deliver;
    assert_eq!((said.manner.keep_days, said.manner.keep_dead_days), (3, 7));
    assert_eq!(said.ca_file.as_deref(), Some(std::path::Path::new("ca.pem")));
    let nothing = of("[deliver]\n", &[]).unwrap().deliver;
    assert_eq!((nothing.manner.keep_dead_days, nothing.ca_file), (90, None));
    let says = refused("[deliver]\nkeep_dead_days = 0\n");
    assert_eq!(says, "x.toml:2: `keep_dead_days`: expected a whole number from 1 to 3660");
}

#[test]
fn a_source_is_found_by_its_adapter_or_by_its_name() {
    let text = "[sources.north]\nadapters = [\"asterisk-ami\"]\ntrunk_endpoints = [\"carrier\"]\n[sources.south]\nadapters = [\"asterisk-ami\"]\n";
    let config = of(text, &[]).unwrap();
    let several = config.settings("asterisk-ami", None).unwrap_err().to_string();
    assert_eq!(several, "several sources are read by asterisk-ami: say which one with --source NAME");
    assert_eq!(config.settings("asterisk-ami", Some("north")).unwrap().trunk_endpoints, ["carrier"]);
    assert_eq!(config.settings("asterisk-cel", None).unwrap().source, "asterisk");
    let unknown = config.settings("asterisk-ami", Some("east")).unwrap_err().to_string();
    assert_eq!(unknown, "no source is called east; configured are: north, south");
}
