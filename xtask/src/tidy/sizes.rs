//! Nothing grows past what a reader holds in mind: a function is one screen, a file one sitting.

use super::{Finding, House, Source};

const FUNCTION_LINES_MAX: usize = 70;
const FILE_LINES_MAX: usize = 500;

/// Functions, from `fn` to the closing brace.
pub(super) fn functions(house: &House) -> Vec<Finding> {
    house.rust.iter().flat_map(long_functions).collect()
}

fn long_functions(source: &Source) -> Vec<Finding> {
    let tokens = source.tokens();
    let mut findings = Vec::new();
    for (place, (line, token)) in tokens.iter().enumerate() {
        // `fn(` is a type.
        let Some((_, name)) = tokens.get(place + 1).filter(|(_, next)| *token == "fn" && *next != "(") else { continue };
        let length = body_end(tokens.get(place..).unwrap_or_default()).map_or(0, |end| end + 1 - line);
        if length > FUNCTION_LINES_MAX {
            let says = format!("fn {name} has {length} lines, more than {FUNCTION_LINES_MAX}");
            findings.push(Finding { path: source.path.clone(), line: *line, rule: "function size", says });
        }
    }
    findings
}

/// The line of the brace that closes the body; none of a function without one.
fn body_end(tokens: &[(usize, &str)]) -> Option<usize> {
    let (mut braces, mut rounds) = (0_usize, 0_usize);
    for (line, token) in tokens {
        match *token {
            "(" | "[" => rounds += 1,
            ")" | "]" => rounds = rounds.saturating_sub(1),
            ";" if braces == 0 && rounds == 0 => return None,
            "{" => braces += 1,
            "}" => {
                braces = braces.saturating_sub(1);
                if braces == 0 {
                    return Some(*line);
                }
            }
            _ => {}
        }
    }
    None
}

/// Files, those that only hold tests left out.
pub(super) fn files(house: &House) -> Vec<Finding> {
    let long = house.rust.iter().filter(|source| !source.is_test() && source.lines > FILE_LINES_MAX);
    long.map(|source| Finding {
        path: source.path.clone(),
        line: source.lines,
        rule: "file size",
        says: format!("{} lines, more than {FILE_LINES_MAX}", source.lines),
    })
    .collect()
}
