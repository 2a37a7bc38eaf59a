//! `callbook person`: who signs in, beside a server that may be running.
//!
//! A password is read from the standard input and never from the words of the command, where every process could see it.

use std::io::{IsTerminal, Write, stderr, stdin, stdout};
use std::process::Command;

use anyhow::{Context, Result, anyhow, ensure};
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};

use super::opened::{StoreWords, account};
use crate::api::password::Password;
use crate::api::people::{check, removed, role_of_person};
use crate::ctx::Ctx;
use crate::serve::FIRST_ACCOUNT;
use crate::store::{PEOPLE_MAX, PersonRow, Role, text};

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
    /// Enter a person; the password is asked for, or read from the standard input.
    Add(Add),
    /// Print the people of an account.
    List,
    /// Remove a person; his sessions end.
    Remove {
        /// By what he signs in.
        name: String,
    },
    /// Give a person another password, which is asked for, or read from the standard input; his sessions end.
    Password {
        /// By what he signs in.
        name: String,
    },
}

#[derive(Args)]
struct Add {
    /// By what he signs in: lower-case letters, digits, or one of . _ @ + -
    name: String,
    /// What he may do: everything in the account, or what concerns the calls of his teams, or his own.
    #[arg(long, value_parser = PossibleValuesParser::new(Role::OF_PEOPLE.iter().map(|role| role.word())))]
    role: String,
    /// The key of the user of the directory that he is.
    #[arg(long, value_name = "KEY")]
    user: Option<String>,
    /// Of a supervisor: the keys of the teams whose calls he sees, separated by commas.
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    teams: Vec<String>,
}

pub(super) fn run(words: Words) -> Result<()> {
    let Words { deed, account: of, store } = words;
    store.with(async move |ctx| {
        let account = account(&ctx, &of).await?.account;
        match deed {
            Deed::Add(add) => enter(&ctx, &account, add, password).await,
            Deed::List => list(&ctx, &account).await,
            Deed::Remove { name } => {
                let row = person(&ctx, &account, &name).await?;
                ctx.store.put_person(removed(row, ctx.clock.now())).await?;
                Ok(())
            }
            Deed::Password { name } => {
                let row = person(&ctx, &account, &name).await?;
                let hash = password()?.hash()?;
                ctx.store.put_person(PersonRow { hash, changed_at: ctx.clock.now(), ..row }).await?;
                Ok(())
            }
        }
    })
}

async fn person(ctx: &Ctx, account: &str, name: &str) -> Result<PersonRow> {
    let row = ctx.store.person(account, name).await?;
    row.with_context(|| format!("nobody of {account} is called {name}"))
}

/// Enters a person; what is said of him is judged before the password is asked for.
async fn enter(ctx: &Ctx, account: &str, add: Add, password: impl FnOnce() -> Result<Password>) -> Result<()> {
    let now = ctx.clock.now();
    let role = role_of_person(&add.role).context("no such role")?;
    let row = PersonRow {
        account: text(account),
        name: text(&add.name),
        hash: String::new(),
        role,
        user: add.user.as_deref().map(text),
        teams: add.teams.iter().map(|team| text(team)).collect(),
        created_at: now,
        changed_at: now,
        deleted_at: None,
    };
    let directory = ctx.directories.of(&row.account).await?;
    check(&row, &directory).map_err(|(field, says)| match field {
        "name" => anyhow!("{}: {says}", add.name),
        field => anyhow!("--{field}: {says}"),
    })?;
    let known = ctx.store.people(account).await?;
    ensure!(known.iter().all(|one| one.name != row.name), "somebody of {account} is called {} already", row.name);
    ensure!(known.len() < PEOPLE_MAX, "{account} has {PEOPLE_MAX} people already");
    let hash = password()?.hash()?;
    ctx.store.put_person(PersonRow { hash, ..row }).await?;
    Ok(())
}

async fn list(ctx: &Ctx, account: &str) -> Result<()> {
    let mut out = stdout().lock();
    for row in ctx.store.people(account).await? {
        let user = row.user.as_ref().map(|user| format!(" as {user}")).unwrap_or_default();
        let teams = row.teams.iter().map(|team| format!(" of {team}")).collect::<String>();
        writeln!(
            out,
            "{}  {}{user}{teams}  entered {}, changed {}",
            row.name,
            row.role.word(),
            row.created_at,
            row.changed_at
        )?;
    }
    Ok(())
}

/// The password, from the first line of the standard input. At a terminal it is asked for twice, and not shown.
fn password() -> Result<Password> {
    if !stdin().is_terminal() {
        return Password::new(&line()?).map_err(|says| anyhow!("password: {says}"));
    }
    shown(false);
    let said = asked("Password: ").and_then(|first| Ok((first, asked("Once more: ")?)));
    shown(true);
    let (first, again) = said?;
    ensure!(first == again, "these were two passwords");
    Password::new(&first).map_err(|says| anyhow!("password: {says}"))
}

fn asked(question: &str) -> Result<String> {
    write!(stderr(), "{question}")?;
    let said = line();
    writeln!(stderr())?;
    said
}

fn line() -> Result<String> {
    let mut line = String::new();
    stdin().read_line(&mut line).context("expected a password on the standard input")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Whether the terminal shows what is typed. One that cannot be told so shows it.
fn shown(shown: bool) {
    let word = if shown { "echo" } else { "-echo" };
    let _ = Command::new("stty").arg(word).status();
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::api::accounts::blank;
    use crate::api::password::fits;
    use crate::scratch::Scratch;

    fn add(name: &str, role: Role) -> Add {
        Add { name: name.to_owned(), role: role.word().to_owned(), user: None, teams: Vec::new() }
    }

    #[test]
    fn a_person_is_added_once_and_never_with_a_password_in_the_words() {
        let folder = Scratch::new();
        let store = StoreWords::of(&folder.path().join("callbook.db"));
        let chosen = || Password::new("correct horse").map_err(|says| anyhow!(says));
        let unasked = || -> Result<Password> { panic!("what cannot be is told before the password is asked for") };
        let entered = store.with_new(async |ctx| {
            ctx.store.put_account(blank("main", ctx.clock.now())).await?;
            enter(&ctx, "main", add("cas", Role::Administrator), chosen).await?;
            let twice = enter(&ctx, "main", add("cas", Role::Administrator), unasked).await.unwrap_err();
            assert!(twice.to_string().contains("called cas already"), "{twice}");
            let nobody = enter(&ctx, "main", add("bea", Role::User), unasked).await.unwrap_err();
            assert!(nobody.to_string().starts_with("--user:"), "{nobody}");
            let teamless = enter(&ctx, "main", add("dirk", Role::Supervisor), unasked).await.unwrap_err();
            assert!(teamless.to_string().starts_with("--teams:"), "{teamless}");
            Ok(ctx.store.people("main").await?)
        });
        let people = entered.unwrap();
        assert_eq!(people.len(), 1);
        assert!(fits(Some(&people[0].hash), "correct horse"));
    }
}
