// The globals of an app (contract 4.3). It is evaluated once in each context, before any script of the app.
//
// This is no wall: a script may change everything here that it can reach, and harms nobody but itself by it. What must hold is
// held outside: by the process, and by whoever reads what comes out of it. To add a global: here, and its verb in `asked`.
(function (native) {
  'use strict';

  const waiting = new Map();
  const stringify = JSON.stringify;
  const parse = JSON.parse;
  let exported = {};

  // Questions: a promise each, settled when the answer comes.
  function asking(of, verb) {
    return function (...words) {
      return new Promise(function (resolve, reject) {
        const ask = native.ask(of, verb, stringify(words));
        waiting.set(ask, { resolve, reject });
      });
    };
  }
  function settle(ask, done, value) {
    const promise = waiting.get(ask);
    waiting.delete(ask);
    if (promise) (done ? promise.resolve : promise.reject)(parse(value));
  }
  function verbs(of, names) {
    const all = {};
    for (const verb of names) all[verb] = asking(of, verb);
    return Object.freeze(all);
  }

  // Lines of the log: texts as they are, errors with where they came from, everything else as JSON.
  function shown(value) {
    if (typeof value === 'string') return value;
    if (value instanceof Error) return value.stack ? `${value}\n${value.stack}`.trimEnd() : String(value);
    if (typeof value === 'function') return `[Function: ${value.name || 'anonymous'}]`;
    if (typeof value !== 'object' || value === null) return String(value);
    try {
      return stringify(value);
    } catch (_) {
      return Object.prototype.toString.call(value);
    }
  }
  function line(words) {
    if (typeof words[0] === 'string' && words.length > 1 && /%[sdifjoOc]/.test(words[0])) {
      let next = 1;
      const first = words[0].replace(/%[sdifjoOc%]/g, function (mark) {
        if (mark === '%%') return '%';
        if (next >= words.length) return mark;
        const word = words[next++];
        if (mark === '%c') return '';
        return mark === '%d' || mark === '%i' || mark === '%f' ? String(Number(word)) : shown(word);
      });
      words = [first, ...words.slice(next)];
    }
    return words.map(shown).join(' ');
  }
  const console = {};
  for (const level of ['log', 'info', 'warn', 'error', 'debug']) {
    console[level] = (...words) => native.log(level, line(words).toWellFormed());
  }

  // What did not come along can be named, and says so when it is used.
  function missing(name) {
    const use = function () {
      throw new ReferenceError(`${name} is not there: an app has only the packages whose files came along with it`);
    };
    return new Proxy(use, {
      get: (_, key) => (key === Symbol.toPrimitive ? use : typeof key === 'symbol' || key === 'then' ? undefined : missing(name)),
      construct: use,
      set: use,
    });
  }

  // CommonJS. Which file a name means is found out natively, among the files of the app and nowhere else.
  const loaded = new Map();
  function requiring(from) {
    return function require(name) {
      const path = native.find(String(name), from);
      if (path === undefined) return missing(String(name));
      if (path === null) throw new Error(`Cannot find module '${name}' from ${from}`);
      return load(path).exports;
    };
  }
  function load(path) {
    const known = loaded.get(path);
    if (known) return known;
    const module = { exports: {}, id: path };
    loaded.set(path, module);
    try {
      if (path.endsWith('.json')) {
        module.exports = parse(native.source(path));
      } else {
        const first = module.exports;
        const folder = path.slice(0, path.lastIndexOf('/'));
        // `exports = {…}` gives the parameter another value; the script ends by saying which it has.
        const last = native.compile(path).call(first, first, requiring(path), module, path, folder);
        if (module.exports === first && last !== undefined && last !== null) module.exports = last;
      }
    } catch (error) {
      loaded.delete(path);
      throw error;
    }
    return module;
  }

  Object.assign(globalThis, {
    console: Object.freeze(console),
    $db: verbs('$db', ['set', 'get', 'update', 'delete']),
    $schedule: verbs('$schedule', ['create', 'fetch', 'update', 'delete']),
    $request: verbs('$request', ['invokeTemplate']),
    process: Object.freeze({ env: Object.freeze({ ENV: native.mode }) }),
    renderData: function (error, answer) {
      if (error === undefined || error === null) return native.render(true, stringify(answer) ?? 'null');
      const message = typeof error === 'object' && error.message !== undefined ? error.message : error;
      native.render(false, shown(message).toWellFormed());
    },
  });

  return {
    settle,
    start: function (path) {
      exported = load(path).exports ?? {};
      return Object.keys(exported).filter((name) => typeof exported[name] === 'function');
    },
    run: function (name, payload) {
      const handler = exported[name];
      if (typeof handler !== 'function') throw new ReferenceError(`exports.${name} is no function`);
      return handler.call(exported, parse(payload));
    },
    shown,
  };
});
