//! `callbook demo`: calls played through a real socket, and signed and posted as callbacks, into a server on a temporary store, shown as they are heard.

use std::io::{IsTerminal, Write, stdout};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use calls::Text;
use clap::Args;
use jiff::tz::TimeZone;
use tokio::runtime::Runtime;
use tokio::signal::ctrl_c;
use tokio::time::timeout;

use super::live::{Live, head};
use crate::api::password::Password;
use crate::clock::{Clock, MachineClock};
use crate::config::{self, Config, Server};
use crate::demo::switch::Switch;
use crate::demo::{self, ACCOUNT};
use crate::scratch::Scratch;
use crate::store::Store;
use crate::{raw, serve, store};

/// So long after the last message of the recordings something may still be heard of them.
const QUIET_AFTER: Duration = Duration::from_millis(1_500);
/// The most rows of the table that moves; more would not stay on the screen.
const TABLE_ROWS_MAX: usize = 20;

#[derive(Args)]
pub(super) struct Words {
    /// How many times as fast as they happened calls are played.
    #[arg(long, value_name = "N", default_value_t = 1.0, value_parser = speed)]
    speed: f64,
    /// How often the recordings are played; 0: until Ctrl-C. If nothing is said: once, or, on a terminal and with a page to look at,
    /// until Ctrl-C.
    #[arg(long, value_name = "N")]
    loops: Option<u32>,
    /// The port at which the page and the API are; if nothing is said, one that is free.
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,
}

impl Words {
    /// How often; 0: until Ctrl-C. Nobody looks at a page that is gone before he has signed in.
    fn loops(&self, has_page: bool) -> u32 {
        self.loops.unwrap_or(if has_page && stdout().is_terminal() { 0 } else { 1 })
    }
}

fn speed(text: &str) -> Result<f64, String> {
    let fits = |speed: &f64| (0.1..=1_000.0).contains(speed);
    text.parse().ok().filter(fits).ok_or_else(|| "expected a number from 0.1 to 1000".to_owned())
}

pub(super) fn run(words: &Words) -> Result<()> {
    let scratch = Scratch::make().context("no temporary folder can be made")?;
    let opened = store::open(&scratch.path().join("callbook.db"))?;
    Runtime::new()?.block_on(async {
        let played = play(&opened, scratch.path(), words).await;
        opened.close().await;
        played
    })
}

async fn play(store: &Arc<dyn Store>, folder: &Path, words: &Words) -> Result<()> {
    let zone = TimeZone::system();
    store.put_account(demo::account(MachineClock.now(), zone.iana_name().unwrap_or("UTC"))).await?;
    let password = Password::new(demo::PASSWORD).map_err(anyhow::Error::msg)?;
    store.put_person(demo::person(MachineClock.now(), password.hash()?)).await?;
    let (listen, store_file) = (SocketAddr::from(([127, 0, 0, 1], words.port)), folder.join("callbook.db"));
    let server = Server { listen, store: store_file, ..Server::default() };
    // Nothing that is played here has a recording anywhere.
    let media = config::Media { collect: false, ..config::Media::default() };
    let config = Config { server, media, ..Config::empty() };
    let running = serve::start(serve::ctx(Arc::clone(store)), &config, raw::Keeper::new(folder.join("raw"), 1)).await?;
    let mut screen = Screen::new(Live::since_now(Arc::clone(store), Text::new_static(ACCOUNT), zone).await?);
    screen.begin(&running)?;
    let shown = tokio::select! {
        shown = show(store, (words.loops(running.has_page), words.speed), running.address, &mut screen) => shown,
        asked = ctrl_c() => asked.context("Ctrl-C cannot be heard"),
    };
    running.stop().await;
    shown?;
    screen.goodbye()
}

/// Plays and shows, as often as was asked for.
async fn show(store: &Arc<dyn Store>, (loops, speed): (u32, f64), server: SocketAddr, screen: &mut Screen) -> Result<()> {
    let mut address = SocketAddr::from(([127, 0, 0, 1], 0));
    let mut round = 0;
    while loops == 0 || round < loops {
        // Each round is another connection to the same address, as after a restart of a switch.
        let now = MachineClock.now();
        let mut switch = Switch::start(address, demo::play(now, speed)).await.context("the simulated switch")?;
        if round == 0 {
            address = switch.address;
            store.put_source(demo::source(now, address)).await?;
            store.put_source(demo::cloud(now, server)).await?;
        }
        let mut twilio = demo::call(now, speed, server).context("the simulated Twilio")?;
        loop {
            tokio::select! {
                () = async { tokio::join!(switch.is_over(), twilio.is_over()); } => break,
                news = screen.live.news() => news?,
            }
            screen.draw()?;
        }
        while let Ok(news) = timeout(QUIET_AFTER, screen.live.news()).await {
            news?;
            screen.draw()?;
        }
        round += 1;
    }
    Ok(())
}

/// Where it is shown: a table that moves on a terminal, one line a change anywhere else.
struct Screen {
    live: Live,
    moves: bool,
    /// How many lines of the table stand there now.
    drawn: usize,
}

impl Screen {
    fn new(live: Live) -> Self {
        Self { live, moves: stdout().is_terminal(), drawn: 0 }
    }

    fn begin(&mut self, running: &serve::Running) -> Result<()> {
        let mut out = stdout().lock();
        let page = format!("http://{}", running.address);
        let at = format!("{page}/callbook/v1");
        if running.has_page {
            writeln!(out, "\n    Look at it:  {page}/live")?;
            writeln!(out, "    Sign in as   {}", demo::PERSON)?;
            writeln!(out, "    Password     {}\n", demo::PASSWORD)?;
        } else {
            writeln!(out, "This build has no page; `./x demo` builds one.")?;
        }
        writeln!(out, "A switch and a Twilio on loopback play calls; this is what a server hears of them. Ctrl-C ends it.")?;
        writeln!(out, "Meanwhile the API answers at {at}; its manual is {at}/docs")?;
        if let Some(key) = &running.key {
            writeln!(out, "    curl -N -H 'Authorization: Bearer {key}' '{at}/changes/events?after=start'")?;
        }
        writeln!(out)?;
        writeln!(out, "{}", head())?;
        Ok(out.flush()?)
    }

    fn draw(&mut self) -> Result<()> {
        let mut out = stdout().lock();
        if !self.moves {
            for line in self.live.lines() {
                writeln!(out, "{line}")?;
            }
            return Ok(out.flush()?);
        }
        // No wrapping, so that a row is one line however narrow the terminal is.
        let up = if self.drawn > 0 { format!("\x1b[{}A", self.drawn) } else { String::new() };
        write!(out, "\x1b[?7l{up}\x1b[J")?;
        for line in self.live.table(TABLE_ROWS_MAX) {
            writeln!(out, "{line}")?;
        }
        write!(out, "\x1b[?7h")?;
        self.drawn = self.live.length().min(TABLE_ROWS_MAX);
        Ok(out.flush()?)
    }

    fn goodbye(&self) -> Result<()> {
        let mut out = stdout().lock();
        writeln!(out, "\n{} conversations were heard, and kept until now in a temporary store.", self.live.length())?;
        writeln!(out, "Next: `callbook serve` listens to your own phone system; docs/operating.md says how to set both up.")?;
        Ok(out.flush()?)
    }
}
