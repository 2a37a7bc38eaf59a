//! One app in a worker: its runtime, its globals, and its runs one after another.
//!
//! The context is kept between runs: what a script left in variables may be there in the next run of the same app, as where a
//! process is warm, and it may as well be gone. Nothing of a run goes on after its end: all jobs are done and all questions
//! answered before it ends.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use anyhow::{Result, bail};
use rquickjs::context::EvalOptions;
use rquickjs::promise::PromiseState;
use rquickjs::{
    CatchResultExt, CaughtError, Context, Ctx, Error, Exception, Function, IntoJs, Null, Object, Persistent, Runtime,
    Undefined, Value,
};
use serde_json::value::RawValue;

use super::find::{Found, find};
use super::{Ear, Mouth};
use crate::apps::end::{LOG_BYTES_MAX, LOG_LINES_MAX};
use crate::apps::frame::{Ended, Exported, FromWorker, ToWorker};
use crate::apps::package::{MAIN, PATH_BYTES_MAX};

/// Memory of one app (contract 4.7).
const HEAP_BYTES_MAX: usize = 64 * 1024 * 1024;
/// What an app may leave behind for its next run.
const KEPT_BYTES_MAX: i64 = 16 * 1024 * 1024;
/// How many runs pass between two looks at what was left behind: looking takes as long as a small run.
const LOOK_RUNS: u32 = 32;
/// Its stack.
const STACK_BYTES_MAX: usize = 512 * 1024;
/// Questions that may wait for answers.
const ASKS_MAX: u32 = 100;
/// The longest words of a question.
const WORDS_BYTES_MAX: usize = 1024 * 1024;
/// The longest answer that `renderData` gives.
const RENDERED_BYTES_MAX: usize = 1024 * 1024;
/// Packages that did not come along and are told of.
const MISSING_MAX: usize = 100;
/// Rejections that nobody looked at, told in the log.
const REJECTED_MAX: usize = 20;

const PRELUDE: &str = include_str!("prelude.js");

/// One app that is ready.
pub(super) struct Realm {
    // In this order they are let go of.
    door: Persistent<Object<'static>>,
    context: Context,
    runtime: Runtime,
    run: Rc<RunState>,
    runs: u32,
}

/// What is known of the run that is on.
struct RunState {
    mouth: Rc<Mouth>,
    files: BTreeMap<String, String>,
    missing: RefCell<BTreeSet<String>>,
    log_bytes: Cell<usize>,
    log_lines: Cell<usize>,
    asked: Cell<u32>,
    waiting: Cell<u32>,
    rendered: RefCell<Option<Result<String, String>>>,
    rejected: RefCell<Vec<String>>,
}

impl RunState {
    fn begin(&self) {
        self.log_bytes.set(0);
        self.log_lines.set(0);
        self.waiting.set(0);
        self.rendered.take();
        self.rejected.take();
    }

    /// One line of the log, as far as there is room. The pool looks again.
    fn log(&self, level: &str, text: String) {
        let (bytes, lines) = (self.log_bytes.get(), self.log_lines.get());
        if bytes > LOG_BYTES_MAX || lines > LOG_LINES_MAX {
            return;
        }
        self.log_bytes.set(bytes + text.len());
        self.log_lines.set(lines + 1);
        let text = if text.len() > LOG_BYTES_MAX + 1 {
            text.get(..text.floor_char_boundary(LOG_BYTES_MAX + 1)).unwrap_or_default().to_owned()
        } else {
            text
        };
        // Who cannot be told anything any more has ended the run.
        let _ = self.mouth.say(&FromWorker::Log { level: level.to_owned(), text });
    }

    fn ask(&self, ctx: &Ctx<'_>, of: String, verb: String, words: String) -> rquickjs::Result<u32> {
        if self.waiting.get() >= ASKS_MAX {
            return Err(Exception::throw_range(ctx, &format!("more than {ASKS_MAX} questions wait for their answers")));
        }
        if words.len() > WORDS_BYTES_MAX {
            return Err(Exception::throw_range(ctx, &format!("{of}.{verb}: more than {WORDS_BYTES_MAX} bytes")));
        }
        let words = RawValue::from_string(words).map_err(|_| Exception::throw_type(ctx, "expected JSON"))?;
        let ask = self.asked.get().wrapping_add(1);
        self.asked.set(ask);
        self.waiting.set(self.waiting.get() + 1);
        let said = self.mouth.say(&FromWorker::Ask { ask, of, verb, words });
        said.map_err(|error| Exception::throw_internal(ctx, &error.to_string()))?;
        Ok(ask)
    }

    /// The first word counts.
    fn render(&self, ctx: &Ctx<'_>, accepted: bool, text: String) -> rquickjs::Result<()> {
        if text.len() > RENDERED_BYTES_MAX {
            return Err(Exception::throw_range(ctx, &format!("renderData: more than {RENDERED_BYTES_MAX} bytes")));
        }
        let mut rendered = self.rendered.borrow_mut();
        rendered.get_or_insert(if accepted { Ok(text) } else { Err(text) });
        Ok(())
    }
}

impl Realm {
    /// Reads an app; with what it exports, or why it cannot be read.
    pub(super) fn load(mode: &str, files: BTreeMap<String, String>, mouth: &Rc<Mouth>) -> Result<(Self, Exported), String> {
        let run = Rc::new(RunState {
            mouth: Rc::clone(mouth),
            files,
            missing: RefCell::default(),
            log_bytes: Cell::new(0),
            log_lines: Cell::new(0),
            asked: Cell::new(0),
            waiting: Cell::new(0),
            rendered: RefCell::default(),
            rejected: RefCell::default(),
        });
        let says = |error: Error| error.to_string();
        let runtime = Runtime::new().map_err(says)?;
        runtime.set_memory_limit(HEAP_BYTES_MAX);
        runtime.set_max_stack_size(STACK_BYTES_MAX);
        let context = Context::full(&runtime).map_err(says)?;
        let read = context.with(|ctx| {
            let read = open(&ctx, mode, &run).and_then(|door| {
                let start: Function = door.get("start")?;
                let handlers = if run.files.contains_key(MAIN) { start.call((MAIN,))? } else { Vec::new() };
                while ctx.execute_pending_job() {}
                Ok((Persistent::save(&ctx, door), handlers))
            });
            read.catch(&ctx).map_err(|error| Told::of(&ctx, error).message)
        });
        let (door, handlers) = read?;
        let exported = Exported { handlers, missing: run.missing.borrow().iter().cloned().collect() };
        watch_rejections(&runtime, &run);
        Ok((Self { door, context, runtime, run, runs: 0 }, exported))
    }

    /// Runs a handler to its end.
    pub(super) fn run(&mut self, handler: &str, payload: String, ear: &mut Ear) -> Result<Ended> {
        self.run.begin();
        self.runs = self.runs.wrapping_add(1);
        let (door, run) = (self.door.clone(), &self.run);
        self.context.with(|ctx| {
            let door = match door.restore(&ctx) {
                Ok(door) => door,
                Err(error) => return Ok(Ended::Failed(error.to_string())),
            };
            let begun = door.get("run").and_then(|call: Function| call.call((handler, payload)));
            let begun: Result<Value, Told> = begun.catch(&ctx).map_err(|error| Told::of(&ctx, error));
            pump(&ctx, &door, run, ear)?;
            let told = match begun.map(Value::into_promise) {
                Err(told) => Some(told),
                Ok(Some(promise)) => match promise.state() {
                    PromiseState::Resolved => None,
                    PromiseState::Rejected => {
                        promise.result::<Value>().and_then(|result| result.catch(&ctx).err()).map(|error| Told::of(&ctx, error))
                    }
                    PromiseState::Pending if run.rendered.borrow().is_some() => None,
                    PromiseState::Pending => Some(Told::plain("the handler waits for something that cannot come any more")),
                },
                Ok(None) => None,
            };
            Ok(verdict(run, told))
        })
    }

    /// Whether it may stay for another run.
    pub(super) fn is_small(&self) -> bool {
        !self.runs.is_multiple_of(LOOK_RUNS) || {
            self.runtime.run_gc();
            self.runtime.memory_usage().malloc_size <= KEPT_BYTES_MAX
        }
    }
}

/// Everything that was promised is done: jobs, and questions until their answers have come and were used.
fn pump(ctx: &Ctx<'_>, door: &Object<'_>, run: &RunState, ear: &mut Ear) -> Result<()> {
    loop {
        while ctx.execute_pending_job() {}
        if run.waiting.get() == 0 {
            return Ok(());
        }
        if !ear.hear()? {
            bail!("nobody answers any more");
        }
        let ToWorker::Answer { ask, done, value } = ear.heard()? else { bail!("expected an answer") };
        run.waiting.set(run.waiting.get().saturating_sub(1));
        let settled: rquickjs::Result<()> =
            door.get("settle").and_then(|settle: Function| settle.call((ask, done, value.get())));
        // What the script makes of an answer is looked at where its promise ends.
        let _ = settled.catch(ctx);
    }
}

fn verdict(run: &RunState, told: Option<Told>) -> Ended {
    let mut rejected = run.rejected.take();
    if let Some(place) = told.as_ref().and_then(|told| rejected.iter().position(|text| *text == told.message)) {
        rejected.remove(place);
    }
    for text in rejected {
        run.log("error", format!("a rejection that nobody looked at: {text}"));
    }
    match (run.rendered.take(), told) {
        (_, Some(told)) if told.out_of_memory => Ended::OutOfMemory,
        (Some(Err(message)), _) => Ended::Rendered(message),
        (_, Some(told)) => {
            run.log("error", told.whole);
            Ended::Failed(told.message)
        }
        (rendered, None) => Ended::Done(rendered.and_then(Result::ok).and_then(|text| RawValue::from_string(text).ok())),
    }
}

/// The globals of a context; what comes back are its doors for us.
fn open<'js>(ctx: &Ctx<'js>, mode: &str, run: &Rc<RunState>) -> rquickjs::Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set("mode", mode)?;
    let state = Rc::clone(run);
    native.set("log", Function::new(ctx.clone(), move |level: String, text: String| state.log(&level, text))?)?;
    let state = Rc::clone(run);
    let ask = move |ctx: Ctx<'js>, of: String, verb: String, words: String| state.ask(&ctx, of, verb, words);
    native.set("ask", Function::new(ctx.clone(), ask)?)?;
    let state = Rc::clone(run);
    let render = move |ctx: Ctx<'js>, accepted: bool, text: String| state.render(&ctx, accepted, text);
    native.set("render", Function::new(ctx.clone(), render)?)?;
    let state = Rc::clone(run);
    let found = move |ctx: Ctx<'js>, name: String, from: String| {
        // No file of an app has so long a path.
        if name.len() > PATH_BYTES_MAX {
            return Undefined.into_js(&ctx);
        }
        match find(&state.files, &name, &from) {
            Found::File(path) => path.into_js(&ctx),
            Found::Nowhere => Null.into_js(&ctx),
            Found::Missing => {
                let mut missing = state.missing.borrow_mut();
                if missing.len() < MISSING_MAX {
                    missing.insert(name);
                }
                Undefined.into_js(&ctx)
            }
        }
    };
    native.set("find", Function::new(ctx.clone(), found)?)?;
    let state = Rc::clone(run);
    let source = move |path: String| state.files.get(&path).cloned().unwrap_or_default();
    native.set("source", Function::new(ctx.clone(), source)?)?;
    let state = Rc::clone(run);
    let compile = move |ctx: Ctx<'js>, path: String| {
        let source = state.files.get(&path).map(String::as_str).unwrap_or_default();
        let source = source.strip_prefix("#!").map_or_else(|| source.to_owned(), |rest| format!("//{rest}"));
        // On the first line, so that the lines of errors are those of the file.
        let whole = format!("(function (exports, require, module, __filename, __dirname) {{{source}\n;return exports;\n}})");
        script::<Value>(&ctx, &path, whole)
    };
    native.set("compile", Function::new(ctx.clone(), compile)?)?;
    let prelude: Function = script(ctx, "callbook", PRELUDE.to_owned())?;
    prelude.call((native,))
}

fn script<'js, V: rquickjs::FromJs<'js>>(ctx: &Ctx<'js>, name: &str, source: String) -> rquickjs::Result<V> {
    let mut options = EvalOptions::default();
    options.strict = false;
    options.filename = Some(name.to_owned());
    ctx.eval_with_options(source, options)
}

/// Rejections that nobody looks at are told in the log; they fail no run (F24).
fn watch_rejections(runtime: &Runtime, run: &Rc<RunState>) {
    let run = Rc::clone(run);
    runtime.set_host_promise_rejection_tracker(Some(Box::new(move |ctx, _promise, reason, is_handled| {
        let text = Told::of_value(&ctx, reason).message;
        let Ok(mut rejected) = run.rejected.try_borrow_mut() else { return };
        if is_handled {
            if let Some(place) = rejected.iter().position(|known| *known == text) {
                rejected.remove(place);
            }
        } else if rejected.len() < REJECTED_MAX {
            rejected.push(text);
        }
    })));
}

/// What a script threw, in words.
struct Told {
    /// In one line, with the place.
    message: String,
    /// With all that is known of where it came from.
    whole: String,
    out_of_memory: bool,
}

impl Told {
    fn plain(message: &str) -> Self {
        Self { message: message.to_owned(), whole: message.to_owned(), out_of_memory: false }
    }

    fn of<'js>(ctx: &Ctx<'js>, error: CaughtError<'js>) -> Self {
        match error {
            CaughtError::Error(Error::Allocation) => Self { out_of_memory: true, ..Self::plain("out of memory") },
            CaughtError::Error(error) => Self::plain(&error.to_string()),
            CaughtError::Exception(exception) => Self::of_exception(&exception),
            CaughtError::Value(value) => Self::of_value(ctx, value),
        }
    }

    fn of_value<'js>(ctx: &Ctx<'js>, value: Value<'js>) -> Self {
        if let Some(exception) = value.clone().into_object().and_then(Exception::from_object) {
            return Self::of_exception(&exception);
        }
        // Where there was no memory for an error, nothing is thrown.
        let out_of_memory = value.is_null();
        let message = value.as_object().and_then(|object| object.get::<_, Option<String>>("message").ok().flatten());
        let text = || value.as_string().and_then(|text| text.to_string().ok());
        let json = || ctx.json_stringify(value.clone()).ok().flatten().and_then(|text| text.to_string().ok());
        let message = message.or_else(text).or_else(json).unwrap_or_else(|| "undefined".to_owned());
        // Reading it may have thrown too.
        ctx.catch();
        Self { whole: message.clone(), message, out_of_memory }
    }

    fn of_exception(exception: &Exception<'_>) -> Self {
        let name = exception.get::<_, Option<String>>("name").ok().flatten().unwrap_or_else(|| "Error".to_owned());
        let message = exception.message().unwrap_or_default();
        let stack = exception.stack().unwrap_or_default();
        exception.ctx().catch();
        let place = stack.lines().find(|line| line.contains(".js:")).map(|line| {
            let place = line.trim().trim_start_matches("at ");
            place.rsplit_once('(').map_or(place, |(_, place)| place.trim_end_matches(')')).to_owned()
        });
        let out_of_memory = name == "InternalError" && message == "out of memory";
        let line = if message.is_empty() { name } else { format!("{name}: {message}") };
        // Lines of our own prelude say nothing about the app.
        let whole =
            stack.lines().filter(|line| !line.contains("(callbook:")).fold(line.clone(), |whole, line| whole + "\n" + line);
        let message = place.map_or_else(|| line.clone(), |place| format!("{line} ({place})"));
        Self { message, whole, out_of_memory }
    }
}
