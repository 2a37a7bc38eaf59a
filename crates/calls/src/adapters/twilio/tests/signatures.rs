//! All verification vectors, and what must not pass.

use super::super::signature::{Body, is_signed};

const TOKEN: &str = "12345";
const URL: &str = "https://mycompany.com/myapp.php?foo=1&bar=2";
const JSON: &str = r#"{"property": "value", "boolean": true}"#;
const JSON_URL: &str =
    "https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
const JSON_SIGNATURE: &str = "a9nBmqA0ju/hNViExpshrM61xv4=";

fn fields() -> Fields {
    let told = [
        ("CallSid", "CA1234567890ABCDE"),
        ("Caller", "+14158675309"),
        ("Digits", "1234"),
        ("From", "+14158675309"),
        ("To", "+18005551212"),
    ];
    owned(&told)
}

fn repeated() -> Fields {
    owned(&[("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234"), ("Sid", "CA123"), ("SidAccount", "AC123")])
}

fn owned(fields: &[(&str, &str)]) -> Fields {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

type Fields = Vec<(String, String)>;

/// The seven vectors over forms: URL, fields, signature.
fn vectors() -> Vec<(&'static str, Fields, &'static str)> {
    vec![
        (URL, fields(), "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        ("https://mycompany.com:443/myapp.php?foo=1&bar=2", fields(), "kvajT1Ptam85bY51eRf/AJRuM3w="),
        ("http://mycompany.com:80/myapp.php?foo=1&bar=2", fields(), "0ZXoZLH/DfblKGATFgpif+LLRf4="),
        ("http://mycompany.com:1234/myapp.php?foo=1&bar=2", fields(), "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
        ("https://user:pass@mycompany.com/myapp.php?foo=1&bar=2", fields(), "CukzLTc1tT5dXEDIHm/tKBanW10="),
        ("https://mycompany.com/myapp.php?foo=1&bar=2&Body=It's+amazing", fields(), "TfZzewPq8wqrGlMfyAud8+/IvJ0="),
        (URL, repeated(), "IK+Dwps556ElfBT0I3Rgjkr1wJU="),
    ]
}

fn passes(token: &str, signature: &str, url: &str, fields: &[(String, String)]) -> bool {
    is_signed(&[token], signature, url, Body::Form(fields))
}

#[test]
fn t1_every_vector_verifies() {
    for (url, fields, signature) in vectors() {
        assert!(passes(TOKEN, signature, url, &fields), "{url} {signature}");
    }
    assert!(is_signed(&[TOKEN], JSON_SIGNATURE, JSON_URL, Body::Json(JSON.as_bytes())));
}

#[test]
fn t2_a_default_port_may_be_signed_or_not_whatever_is_configured() {
    let (plain, with_port) = ("RSOYDt4T1cUTdK1PDd93/VVr8B8=", "kvajT1Ptam85bY51eRf/AJRuM3w=");
    assert!(passes(TOKEN, with_port, URL, &fields()));
    assert!(passes(TOKEN, plain, "https://mycompany.com:443/myapp.php?foo=1&bar=2", &fields()));
    assert!(passes(TOKEN, "0ZXoZLH/DfblKGATFgpif+LLRf4=", "http://mycompany.com/myapp.php?foo=1&bar=2", &fields()));
}

#[test]
fn t2_host_and_scheme_may_be_written_in_capitals() {
    assert!(passes(TOKEN, "RSOYDt4T1cUTdK1PDd93/VVr8B8=", "HTTPS://MyCompany.com/myapp.php?foo=1&bar=2", &fields()));
}

#[test]
fn t3_a_field_that_we_do_not_know_is_part_of_the_signature() {
    let mut more = fields();
    more.push(("SomethingNew".to_owned(), "1".to_owned()));
    assert!(!passes(TOKEN, "RSOYDt4T1cUTdK1PDd93/VVr8B8=", URL, &more));
}

#[test]
fn t17_the_fragment_of_the_configured_url_is_not_signed() {
    assert!(passes(TOKEN, "RSOYDt4T1cUTdK1PDd93/VVr8B8=", &format!("{URL}#rc=5&rt=5000"), &fields()));
}

#[test]
fn one_character_changed_anywhere_fails() {
    let changed = |text: &str, place: usize| {
        let other = |c: char| if c == 'x' { 'y' } else { 'x' };
        text.chars().enumerate().map(|(no, c)| if no == place { other(c) } else { c }).collect::<String>()
    };
    for (url, fields, signature) in vectors() {
        for place in 0..url.chars().count() {
            assert!(!passes(TOKEN, signature, &changed(url, place), &fields), "{url} at {place}");
        }
        for place in 0..TOKEN.len() {
            assert!(!passes(&changed(TOKEN, place), signature, url, &fields), "token at {place}");
        }
        for no in 0..fields.len() {
            // Where a value stands twice, one of the two changed is another set of values.
            for place in 0..fields[no].1.len() {
                let mut wrong = fields.clone();
                wrong[no].1 = changed(&wrong[no].1, place);
                assert!(!passes(TOKEN, signature, url, &wrong), "{} at {place}", fields[no].0);
            }
            let mut wrong = fields.clone();
            wrong[no].0 = changed(&wrong[no].0, 0);
            assert!(!passes(TOKEN, signature, url, &wrong), "{}", fields[no].0);
        }
        for place in 0..signature.len() - 2 {
            assert!(!passes(TOKEN, &changed(signature, place), url, &fields), "{signature} at {place}");
        }
    }
}

#[test]
fn a_json_body_or_its_named_hash_changed_fails() {
    let body = JSON.replace("true", "null");
    assert!(!is_signed(&[TOKEN], JSON_SIGNATURE, JSON_URL, Body::Json(body.as_bytes())));
    assert!(!is_signed(&[TOKEN], JSON_SIGNATURE, &JSON_URL.replace("0a1f", "0a1e"), Body::Json(JSON.as_bytes())));
    assert!(!is_signed(&[TOKEN], "RSOYDt4T1cUTdK1PDd93/VVr8B8=", URL, Body::Json(JSON.as_bytes())), "no hash is named");
}

#[test]
fn while_a_token_is_exchanged_either_counts_and_an_empty_one_never() {
    let signature = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
    assert!(is_signed(&["another", TOKEN], signature, URL, Body::Form(&fields())));
    assert!(!is_signed(&["another"], signature, URL, Body::Form(&fields())));
    assert!(!is_signed(&[], signature, URL, Body::Form(&fields())));
    // What anybody can make without knowing a secret: the hash under an empty key.
    assert!(!is_signed(&[""], "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", URL, Body::Form(&fields())));
}

#[test]
fn what_is_no_signature_or_no_url_fails_and_never_panics() {
    for signature in ["", "=", "RSOY", "RSOYDt4T1cUTdK1PDd93", "🙂", "RSOYDt4T1cUTdK1PDd93/VVr8B8"] {
        assert!(!passes(TOKEN, signature, URL, &fields()), "{signature}");
    }
    for url in ["", "://", "https://", "https://[::1]", "https://:443", "x", "https://🙂:x/'", "https://a@b@c:1:2/?"] {
        assert!(!passes(TOKEN, "RSOYDt4T1cUTdK1PDd93/VVr8B8=", url, &fields()), "{url}");
        assert!(!is_signed(&[TOKEN], JSON_SIGNATURE, url, Body::Json(b"{}")), "{url}");
    }
}
