//! `callbook source`: the phone systems of an account, beside a server that may be running.

use std::io::{Write, stdout};

use anyhow::{Context, Result, anyhow, bail};
use clap::{Args, Subcommand};

use super::opened::{StoreWords, account};
use crate::api::sources::settings::{SOURCES_MAX, faults};
use crate::ctx::Ctx;
use crate::serve::FIRST_ACCOUNT;
use crate::store::{
    AmiLink, AmiOriginate, SOURCE_NAME_WANTED, SourceRow, SourceSettings, TwilioLink, TwilioOriginate, is_source_name, text,
};

/// The variable that holds a secret which is not to stand in a command.
const SECRET_VARIABLE: &str = "CALLBOOK_AMI_SECRET";
/// The same of an account at Twilio, and its second one.
const TOKEN_VARIABLES: [&str; 2] = ["CALLBOOK_TWILIO_AUTH_TOKEN", "CALLBOOK_TWILIO_AUTH_TOKEN_SECONDARY"];

#[derive(Args)]
pub(super) struct Words {
    #[command(subcommand)]
    deed: Deed,
    /// Whose phone systems.
    #[arg(long, value_name = "NAME", default_value = FIRST_ACCOUNT, global = true)]
    account: String,
    #[command(flatten)]
    store: StoreWords,
}

#[derive(Subcommand)]
enum Deed {
    /// Enter a source.
    New {
        /// Its name; ids are derived from it, so it never changes.
        name: String,
        #[command(flatten)]
        said: Said,
    },
    /// Print the sources of the account.
    List,
    /// Change a source; what is not said stays.
    Set {
        /// Its name.
        name: String,
        #[command(flatten)]
        said: Said,
    },
    /// Remove a source. Its records stay.
    Remove {
        /// Its name.
        name: String,
    },
}

/// Lists are separated by commas; an empty text undoes what was said, 0 undoes a limit.
#[derive(Args)]
struct Said {
    /// The feeds that are read from it; native for one that tells its calls itself.
    #[arg(long, value_delimiter = ',', value_name = "ADAPTERS")]
    adapters: Option<Vec<String>>,
    /// Endpoints that are trunks.
    #[arg(long, value_delimiter = ',', value_name = "ENDPOINTS")]
    trunk_endpoints: Option<Vec<String>>,
    /// Contexts that trunks come in on.
    #[arg(long, value_delimiter = ',', value_name = "CONTEXTS")]
    trunk_contexts: Option<Vec<String>>,
    /// Endpoints that are phones of the house.
    #[arg(long, value_delimiter = ',', value_name = "ENDPOINTS")]
    extensions: Option<Vec<String>>,
    /// Host and port of its manager interface.
    #[arg(long, value_name = "HOST:PORT")]
    ami_address: Option<String>,
    /// The manager user. Its secret is read from the variable CALLBOOK_AMI_SECRET.
    #[arg(long, value_name = "USER")]
    ami_username: Option<String>,
    /// Whether to answer a challenge instead of sending the secret.
    #[arg(long, value_name = "BOOL")]
    ami_challenge: Option<bool>,
    /// How a user's phone is called for calls that are asked for, as PJSIP/{endpoint}; empty: the switch is asked for none.
    #[arg(long, value_name = "CHANNEL")]
    ami_originate_channel: Option<String>,
    /// The context in which the number is dialled then.
    #[arg(long, value_name = "CONTEXT")]
    ami_originate_context: Option<String>,
    /// How the number is written there, as 00{digits}.
    #[arg(long, value_name = "NUMBER")]
    ami_originate_number: Option<String>,
    /// What may be dialled then: beginnings of numbers as +31 or 6, and ext for what the directory has; empty: ext and the numbers of
    /// the account's region.
    #[arg(long, value_delimiter = ',', value_name = "BEGINNINGS")]
    ami_originate_dialable: Option<Vec<String>>,
    /// The event log that is followed.
    #[arg(long, value_name = "FILE")]
    cel_file: Option<String>,
    /// The folder in which its recordings stand.
    #[arg(long, value_name = "FOLDER")]
    recordings_folder: Option<String>,
    /// The id of an account at Twilio. Its token is read from the variable CALLBOOK_TWILIO_AUTH_TOKEN, and a second one from
    /// CALLBOOK_TWILIO_AUTH_TOKEN_SECONDARY.
    #[arg(long, value_name = "AC…")]
    twilio_account_sid: Option<String>,
    /// Scheme and place at which Twilio reaches the server.
    #[arg(long, value_name = "URL")]
    twilio_public_url: Option<String>,
    /// Where requests of Twilio are passed on that ask what to do with a call.
    #[arg(long, value_name = "URL")]
    twilio_forward_url: Option<String>,
    /// Where a user's phone is called for calls that are asked for, as sip:{extension}@office.sip.twilio.com; empty: Twilio is asked
    /// for none.
    #[arg(long, value_name = "ADDRESS")]
    twilio_originate_phone: Option<String>,
    /// The number of the account that is shown then, in full form.
    #[arg(long, value_name = "NUMBER")]
    twilio_originate_line: Option<String>,
    /// What may be dialled then, as of a switch.
    #[arg(long, value_delimiter = ',', value_name = "BEGINNINGS")]
    twilio_originate_dialable: Option<Vec<String>>,
    /// After how many seconds without a word it is reported as silent.
    #[arg(long, value_name = "SECONDS")]
    silence_s: Option<u32>,
    /// After how many seconds without a word a call that nobody answered is given up.
    #[arg(long, value_name = "SECONDS")]
    give_up_ringing_s: Option<u32>,
    /// The same for one that was answered.
    #[arg(long, value_name = "SECONDS")]
    give_up_talking_s: Option<u32>,
}

pub(super) fn run(words: Words) -> Result<()> {
    let Words { deed, account: name, store } = words;
    store.with(async move |ctx| {
        let account = account(&ctx, &name).await?.account;
        let rows = ctx.store.sources(Some(&account)).await?;
        let find = |name: &str| {
            let known = || rows.iter().map(|row| row.source.as_str()).collect::<Vec<_>>().join(", ");
            let row = rows.iter().find(|row| row.source == name).cloned();
            row.with_context(|| format!("no source is called {name}; there are: {}", known()))
        };
        match deed {
            Deed::New { name, .. } if !is_source_name(&name) => bail!("{name}: {SOURCE_NAME_WANTED}"),
            Deed::New { name, .. } if rows.iter().any(|row| row.source == name) => bail!("a source is called {name} already"),
            Deed::New { .. } if rows.len() >= SOURCES_MAX => bail!("the account has {SOURCES_MAX} sources already"),
            Deed::New { name, said } => {
                let (source, settings, created_at) = (text(&name), SourceSettings::default(), ctx.clock.now());
                put(&ctx, SourceRow { account, source, settings, created_at, deleted_at: None }, said).await
            }
            Deed::Set { name, said } => put(&ctx, find(&name)?, said).await,
            Deed::Remove { name } => {
                ctx.store.put_source(SourceRow { deleted_at: Some(ctx.clock.now()), ..find(&name)? }).await?;
                Ok(())
            }
            Deed::List => list(&rows),
        }
    })
}

async fn put(ctx: &Ctx, mut row: SourceRow, said: Said) -> Result<()> {
    apply_twilio(&mut row.settings, &said, TOKEN_VARIABLES.map(|name| std::env::var(name).ok()))?;
    apply(&mut row.settings, said, std::env::var(SECRET_VARIABLE).ok())?;
    let wrong: Vec<String> =
        faults(&row.settings).into_iter().map(|(key, says)| format!("--{}: {says}", key.replace(['_', '.'], "-"))).collect();
    if !wrong.is_empty() {
        return Err(anyhow!("{}", wrong.join("\n")));
    }
    ctx.store.put_source(row).await?;
    Ok(())
}

fn apply(settings: &mut SourceSettings, said: Said, secret: Option<String>) -> Result<()> {
    said_list(&mut settings.adapters, said.adapters);
    said_list(&mut settings.trunk_endpoints, said.trunk_endpoints);
    said_list(&mut settings.trunk_contexts, said.trunk_contexts);
    said_list(&mut settings.extensions, said.extensions);
    let limit = |to: &mut Option<u32>, said: Option<u32>| {
        if let Some(said) = said {
            *to = Some(said).filter(|said| *said > 0);
        }
    };
    limit(&mut settings.silence_s, said.silence_s);
    limit(&mut settings.give_up_ringing_s, said.give_up_ringing_s);
    limit(&mut settings.give_up_talking_s, said.give_up_talking_s);
    if let Some(file) = said.cel_file {
        settings.cel_file = Some(file).filter(|file| !file.is_empty());
    }
    if let Some(folder) = said.recordings_folder {
        settings.recordings_folder = Some(folder).filter(|folder| !folder.is_empty());
    }
    if said.ami_address.as_deref() == Some("") {
        settings.ami = None;
    } else if said.ami_address.is_some() || said.ami_username.is_some() || said.ami_challenge.is_some() || secret.is_some() {
        let before = settings.ami.clone().unwrap_or_default();
        let secret = secret.unwrap_or(before.secret);
        if secret.is_empty() {
            bail!("expected the secret of the manager user in the variable {SECRET_VARIABLE}");
        }
        settings.ami = Some(AmiLink {
            address: said.ami_address.unwrap_or(before.address),
            username: said.ami_username.unwrap_or(before.username),
            secret,
            challenge: said.ami_challenge.unwrap_or(before.challenge),
            originate: before.originate,
        });
    }
    if let Some(ami) = &mut settings.ami {
        let [channel, context, number] = [said.ami_originate_channel, said.ami_originate_context, said.ami_originate_number];
        let dialable = said.ami_originate_dialable;
        if channel.as_deref() == Some("") {
            ami.originate = None;
        } else if channel.is_some() || context.is_some() || number.is_some() || dialable.is_some() {
            let mut before = ami.originate.clone().unwrap_or_default();
            said_list(&mut before.dialable, dialable);
            ami.originate = Some(AmiOriginate {
                channel: channel.unwrap_or(before.channel),
                context: context.unwrap_or(before.context),
                number: number.unwrap_or(before.number),
                ..before
            });
        }
    }
    Ok(())
}

fn apply_twilio(settings: &mut SourceSettings, said: &Said, [token, secondary]: [Option<String>; 2]) -> Result<()> {
    let Said { twilio_account_sid: sid, twilio_public_url: public_url, twilio_forward_url: forward_url, .. } = said;
    if sid.as_deref() == Some("") {
        settings.twilio = None;
        return Ok(());
    }
    let Said { twilio_originate_phone: phone, twilio_originate_line: line, twilio_originate_dialable: dialable, .. } = said;
    if dialable.is_none() && [sid, public_url, forward_url, phone, line, &token, &secondary].iter().all(|said| said.is_none()) {
        return Ok(());
    }
    let before = settings.twilio.clone().unwrap_or_default();
    let auth_token = token.unwrap_or(before.auth_token);
    if auth_token.is_empty() {
        bail!("expected the token of the account at Twilio in the variable {}", TOKEN_VARIABLES[0]);
    }
    let undone = |said: Option<String>, before| said.map_or(before, |said| Some(said).filter(|said| !said.is_empty()));
    settings.twilio = Some(TwilioLink {
        account_sid: sid.clone().unwrap_or(before.account_sid),
        auth_token,
        auth_token_secondary: undone(secondary, before.auth_token_secondary),
        public_url: public_url.clone().unwrap_or(before.public_url),
        forward_url: undone(forward_url.clone(), before.forward_url),
        originate: twilio_originate(before.originate, phone.clone(), line.clone(), dialable.clone()),
    });
    Ok(())
}

fn twilio_originate(
    before: Option<TwilioOriginate>,
    phone: Option<String>,
    line: Option<String>,
    dialable: Option<Vec<String>>,
) -> Option<TwilioOriginate> {
    match (phone, line, dialable) {
        (None, None, None) => before,
        (Some(phone), ..) if phone.is_empty() => None,
        (phone, line, dialable) => {
            let mut before = before.unwrap_or_default();
            said_list(&mut before.dialable, dialable);
            let (phone, line) = (phone.unwrap_or(before.phone), line.unwrap_or(before.line));
            Some(TwilioOriginate { phone, line, ..before })
        }
    }
}

/// A list as it was said, if it was; an empty text undoes it.
fn said_list(to: &mut Vec<String>, said: Option<Vec<String>>) {
    if let Some(said) = said {
        *to = said.into_iter().filter(|one| !one.is_empty()).collect();
    }
}

fn list(rows: &[SourceRow]) -> Result<()> {
    let mut out = stdout().lock();
    for row in rows {
        let link = row.settings.ami.as_ref().map(|ami| format!("  ami {}@{}", ami.username, ami.address));
        let file = row.settings.cel_file.as_ref().map(|file| format!("  cel {file}"));
        let twilio = row.settings.twilio.as_ref().map(|link| format!("  twilio {} at {}", link.account_sid, link.public_url));
        let ways: String = [link, file, twilio].into_iter().flatten().collect();
        writeln!(out, "{}  {}{ways}", row.source, row.settings.adapters.join(","))?;
    }
    Ok(())
}
