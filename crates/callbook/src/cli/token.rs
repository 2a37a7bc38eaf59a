//! `callbook token`: keys to the door, beside a server that may be running.

use std::io::{Write, stdout};

use anyhow::{Context, Result, anyhow};
use calls::Text;
use calls::dialects::DIALECTS;
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use uuid::Uuid;

use super::opened::{StoreWords, account};
use crate::api::token::{self, Wanted};
use crate::ctx::Ctx;
use crate::serve::FIRST_ACCOUNT;
use crate::store::{Role, TokenRow, text};

#[derive(Args)]
pub(super) struct Words {
    #[command(subcommand)]
    deed: Deed,
    /// Whose they are.
    #[arg(long, value_name = "NAME", default_value = FIRST_ACCOUNT, global = true)]
    account: String,
    #[command(flatten)]
    store: StoreWords,
}

#[derive(Subcommand)]
enum Deed {
    /// Enter a token, and print its text, once.
    New(New),
    /// Print the tokens of an account, without their texts.
    List,
    /// Make a token count no more.
    Revoke {
        /// Its id, as `list` prints it.
        id: Uuid,
    },
}

#[derive(Args)]
struct New {
    /// What it may do: everything, everything in its account, what concerns the calls of its teams or of one user, or telling
    /// signals.
    #[arg(long, value_parser = PossibleValuesParser::new(Role::WORDS.iter().map(|(_, word)| *word)))]
    role: String,
    /// What it is for.
    #[arg(long)]
    name: String,
    /// The dialect whose key it is, as `freshworks` for Freshcaller's REST view or `chakra`: it counts there and nowhere else.
    #[arg(long, value_parser = PossibleValuesParser::new(DIALECTS.iter().map(|dialect| dialect.name)))]
    dialect: Option<String>,
    /// Of the role source: the one source that it may tell of. Of any other role: `read`, if it is to read calls and do nothing else.
    #[arg(long, value_name = "SOURCE")]
    scope: Option<String>,
    /// Of the role user: the key of the user whose calls it shows.
    #[arg(long, value_name = "KEY")]
    user: Option<String>,
    /// Of the role supervisor: the keys of the teams whose calls it shows, separated by commas.
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    teams: Vec<String>,
    /// Of a key of vCita, a directory's (the role supervisor) or an app's (source): the businesses for whose calls it is, by their scopes,
    /// separated by commas; all of them if nothing is said.
    #[arg(long, value_name = "SCOPES", value_delimiter = ',')]
    businesses: Vec<String>,
    /// Of a key of vCita of the role user, instead of a user: the client whose calls it shows, by the key of a contact or a UUID.
    #[arg(long, value_name = "CLIENT")]
    client: Option<String>,
    /// Of a token of the scope read that stands in a page of another site: the origins of the pages for which alone it counts, as
    /// `https://crm.example`, separated by commas.
    #[arg(long, value_name = "ORIGINS", value_delimiter = ',')]
    origins: Vec<String>,
}

pub(super) fn run(words: Words) -> Result<()> {
    let Words { deed, account: name, store } = words;
    store.with(async move |ctx| {
        let account = account(&ctx, &name).await?.account;
        match deed {
            Deed::New(new) => enter(&ctx, account, new).await,
            Deed::List => list(&ctx, &account).await,
            Deed::Revoke { id } => revoke(&ctx, &account, id).await,
        }
    })
}

async fn enter(ctx: &Ctx, account: Text, new: New) -> Result<()> {
    let sources: Vec<_> = ctx.store.sources(Some(&account)).await?.into_iter().map(|row| row.source).collect();
    let role = Role::of_word(&new.role).context("no such role")?;
    let directory = ctx.directories.of(&account).await?;
    let wanted = Wanted {
        scope: new.scope.as_deref().map(text),
        user: new.user.as_deref().map(text),
        teams: new.teams.iter().map(|team| text(team)).collect(),
        dialect: new.dialect.as_deref().map(text),
        businesses: new.businesses.iter().map(|business| text(business)).collect(),
        client: new.client.as_deref().map(text),
        origins: new.origins.iter().map(|origin| text(origin)).collect(),
        ..Wanted::new(&account, &new.name, role)
    };
    token::check(&wanted, &sources, &directory).map_err(|(field, says)| anyhow!("--{field}: {says}"))?;
    if !token::is_client(&*ctx.store, &wanted).await? {
        return Err(anyhow!("--client: {}", token::CLIENT_WANTED));
    }
    let (row, text) = token::draw(wanted, ctx.clock.now())?;
    ctx.store.put_token(row).await?;
    Ok(writeln!(stdout(), "{text}")?)
}

async fn list(ctx: &Ctx, account: &str) -> Result<()> {
    let mut out = stdout().lock();
    for row in ctx.store.tokens(account).await?.into_iter().filter(|row| !row.is_session()) {
        let teams = row.teams.iter().chain(&row.businesses).map(|team| format!(" of {team}"));
        let scope = row
            .scope
            .iter()
            .chain(&row.user)
            .chain(&row.client)
            .map(|scope| format!(" of {scope}"))
            .chain(teams)
            .collect::<String>();
        let origins = row.origins.iter().map(|origin| format!(" on {origin}")).collect::<String>();
        let dialect = row.dialect.iter().map(|dialect| format!(" for {dialect}")).collect::<String>();
        let revoked = row.revoked_at.map(|at| format!(", revoked {at}")).unwrap_or_default();
        writeln!(
            out,
            "{}  {}{scope}{dialect}{origins}  {:?}  entered {}{revoked}",
            row.id,
            row.role.word(),
            row.name,
            row.created_at
        )?;
    }
    Ok(())
}

async fn revoke(ctx: &Ctx, account: &str, id: Uuid) -> Result<()> {
    let rows = ctx.store.tokens(account).await?;
    let row = token::named(&rows, id).with_context(|| format!("no token of {account} has the id {id}"))?;
    if row.revoked_at.is_none() {
        ctx.store.put_token(TokenRow { revoked_at: Some(ctx.clock.now()), ..row.clone() }).await?;
    }
    Ok(())
}
