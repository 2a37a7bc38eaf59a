//! A Rust file taken apart by hand: its code, its comments, its string literals.
//!
//! This is no parser. It knows just enough of the language to tell code from what only looks like it, so that the rules
//! never trip over a brace in a string or a word in a comment.

/// One Rust file.
pub(super) struct Source {
    /// Where it stands in the project.
    pub(super) path: String,
    /// Its code with the inside of strings and all comments blanked out; every line stays where it is.
    pub(super) code: String,
    /// String literals, each with the line it begins on.
    pub(super) strings: Vec<(usize, String)>,
    /// Comments, line by line.
    pub(super) comments: Vec<(usize, String)>,
    /// Its length.
    pub(super) lines: usize,
}

impl Source {
    pub(super) fn new(path: String, text: String) -> Self {
        let mut cut =
            Cut { chars: text.chars().collect(), place: 0, line: 1, code: String::new(), strings: vec![], comments: vec![] };
        cut.file();
        Self { path, lines: text.lines().count(), code: cut.code, strings: cut.strings, comments: cut.comments }
    }

    /// Whether it only holds tests: `tests.rs`, or anything under `tests/`.
    pub(super) fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.split('/').any(|part| part == "tests")
    }

    /// Identifiers and marks of its code, each with its line; `::` is one mark.
    pub(super) fn tokens(&self) -> Vec<(usize, &str)> {
        let mut tokens = Vec::new();
        for (number, line) in self.code.lines().enumerate() {
            let mut rest = line;
            while let Some(first) = rest.chars().next() {
                let word = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
                let length = if word > 0 {
                    word
                } else if rest.starts_with("::") {
                    2
                } else {
                    first.len_utf8()
                };
                let (token, after) = rest.split_at(length);
                if !first.is_whitespace() {
                    tokens.push((number + 1, token));
                }
                rest = after;
            }
        }
        tokens
    }
}

/// A file while it is taken apart.
struct Cut {
    chars: Vec<char>,
    place: usize,
    line: usize,
    code: String,
    strings: Vec<(usize, String)>,
    comments: Vec<(usize, String)>,
}

impl Cut {
    fn file(&mut self) {
        while let Some(c) = self.peek(0) {
            match (c, self.peek(1)) {
                ('/', Some('/')) => self.line_comment(),
                ('/', Some('*')) => self.block_comment(),
                ('"', _) => self.string(),
                ('r', Some('"' | '#')) if !self.in_word() => self.raw_string(),
                ('b' | 'c', Some('r')) if !self.in_word() && matches!(self.peek(2), Some('"' | '#')) => {
                    self.keep();
                    self.raw_string();
                }
                ('\'', _) => self.quote(),
                _ => self.keep(),
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.place + ahead).copied()
    }

    /// Whether the place is inside a word, so that an `r` there begins no raw string.
    fn in_word(&self) -> bool {
        self.code.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_')
    }

    /// Takes one character, as code or blanked out.
    fn take(&mut self, as_code: bool) -> Option<char> {
        let c = self.peek(0)?;
        self.place += 1;
        self.line += usize::from(c == '\n');
        self.code.push(if as_code || c == '\n' { c } else { ' ' });
        Some(c)
    }

    fn keep(&mut self) {
        self.take(true);
    }

    fn line_comment(&mut self) {
        let (line, mut text) = (self.line, String::new());
        while self.peek(0).is_some_and(|c| c != '\n') {
            text.extend(self.take(false));
        }
        self.comments.push((line, text));
    }

    fn block_comment(&mut self) {
        let (line, mut text, mut depth) = (self.line, String::new(), 0_usize);
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth -= 1,
                (None, _) => break,
                _ => {
                    text.extend(self.take(false));
                    continue;
                }
            }
            text.extend(self.take(false));
            text.extend(self.take(false));
            if depth == 0 {
                break;
            }
        }
        self.comments.extend(text.lines().enumerate().map(|(i, text)| (line + i, text.to_owned())));
    }

    fn string(&mut self) {
        let (line, mut text) = (self.line, String::new());
        self.keep();
        while let Some(c) = self.peek(0) {
            if c == '"' {
                self.keep();
                break;
            }
            text.extend(self.take(false));
            if c == '\\' {
                text.extend(self.take(false));
            }
        }
        self.strings.push((line, text));
    }

    fn raw_string(&mut self) {
        let hashes = self.chars.iter().skip(self.place + 1).take_while(|c| **c == '#').count();
        // `r#word` is an identifier.
        if self.peek(1 + hashes) != Some('"') {
            return self.keep();
        }
        let (line, mut text) = (self.line, String::new());
        for _ in 0..hashes + 2 {
            self.keep();
        }
        while let Some(c) = self.peek(0) {
            if c == '"' && (1..=hashes).all(|i| self.peek(i) == Some('#')) {
                break;
            }
            text.push(c);
            self.take(false);
        }
        for _ in 0..=hashes {
            self.keep();
        }
        self.strings.push((line, text));
    }

    /// A character literal, or a lifetime.
    fn quote(&mut self) {
        let escaped = self.peek(1) == Some('\\');
        let literal = escaped || self.peek(2) == Some('\'');
        self.keep();
        if !literal {
            return;
        }
        self.take(false);
        if escaped {
            self.take(false);
        }
        while self.peek(0).is_some_and(|c| c != '\'') {
            self.take(false);
        }
        self.keep();
    }
}
