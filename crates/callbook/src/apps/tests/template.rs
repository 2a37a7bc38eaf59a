use serde_json::{Value, json};

use crate::apps::template::{Request, Templates};

fn templates(schema: Value) -> Templates {
    Templates::read(&json!({"ask": {"schema": schema}}).to_string()).unwrap()
}

fn expanded(schema: Value, iparam: Value, context: Value) -> Result<Request, String> {
    templates(schema).expand("ask", &iparam, &json!({"context": context}), false).map_err(|refusal| refusal.message)
}

#[test]
fn values_are_put_in_wherever_a_text_stands() {
    let schema = json!({
        "method": "post", "host": "<%= iparam.name %>.example.com", "path": "/v1/<%=context.id%>/x",
        "headers": {"Authorization": "Basic <%= encode(iparam.key + ':' + \"x\") %>", "X-Is": true},
        "query": {"q": "<%= context.q.deep %>", "n": 2}
    });
    let context = json!({"id": 7, "q": {"deep": "a b&c"}});
    let request = expanded(schema, json!({"name": "acme", "key": "k"}), context).unwrap();
    assert_eq!((request.method, request.url.as_str()), ("POST", "https://acme.example.com/v1/7/x?n=2&q=a+b%26c"));
    let headers: Vec<_> = request.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    assert_eq!(headers, ["Authorization: Basic azp4", "X-Is: true"]);
}

#[test]
fn a_value_is_put_in_once_and_never_looked_at_again() {
    let schema = json!({"method": "GET", "host": "x.example.com", "path": "/<%= context.name %>", "headers": {"X": "<%= context.name %>"}});
    let name = "<%= iparam.key %>";
    let request = expanded(schema, json!({"key": "secret"}), json!({"name": name})).unwrap();
    assert_eq!(request.headers[0].1, name);
    assert!(!request.url.contains("secret"), "{}", request.url);
}

#[test]
fn the_body_is_the_apps_own_and_holds_no_template() {
    let templates = templates(json!({"method": "POST", "host": "x.example.com"}));
    let body = |body: Value| templates.expand("ask", &json!({"key": "secret"}), &json!({"body": body}), false).unwrap().body;
    assert_eq!(body(json!("a <%= iparam.key %>")).as_deref(), Some("a <%= iparam.key %>"));
    assert_eq!(body(json!({"a": 1})).as_deref(), Some(r#"{"a":1}"#));
    assert_eq!(body(Value::Null), None);
    let long = templates.expand("ask", &Value::Null, &json!({"body": "x".repeat(262_145)}), false).unwrap_err();
    assert!(long.message.contains("ask.body: more than 262144 bytes"), "{long:?}");
}

#[test]
fn no_value_can_end_the_host_or_a_header_early() {
    let host = |value: &str| {
        let schema = json!({"method": "GET", "host": "<%= context.host %>", "path": "/"});
        expanded(schema, Value::Null, json!({"host": value}))
    };
    for good in ["x.example.com", "10.0.0.1:8080", "localhost"] {
        assert_eq!(host(good).unwrap().url, format!("https://{good}/"));
    }
    for bad in ["x.com/y", "user@x.com", "x.com?", "x.com#", "x com", "x.com:99999", "x..com", "", "x.com\\y", "é.com", "[::1]"]
    {
        assert!(host(bad).unwrap_err().starts_with("ask.host: "), "{bad}");
    }
    let header = |value: &str| {
        let schema = json!({"method": "GET", "host": "x.com", "headers": {"X-A": "<%= context.a %>"}});
        expanded(schema, Value::Null, json!({"a": value}))
    };
    assert!(header("a\r\nX-B: c").unwrap_err().starts_with("ask.headers.X-A: "));
    assert!(header("a\tb é").is_ok());
}

#[test]
fn a_path_is_escaped_where_an_address_needs_it_and_left_alone_elsewhere() {
    let path = |text: &str, value: &str| {
        let schema = json!({"method": "GET", "host": "x.com", "path": text, "query": {"z": "1"}});
        expanded(schema, Value::Null, json!({"a": value})).unwrap().url
    };
    assert_eq!(path("/a/<%= context.a %>", "b c#d\"é\n"), "https://x.com/a/b%20c%23d%22%C3%A9%0A?z=1");
    assert_eq!(path("a?x=<%= context.a %>", "%20"), "https://x.com/a?x=%20&z=1");
}

#[test]
fn what_is_not_there_is_named() {
    let schema = |path: &str| json!({"method": "GET", "host": "x.com", "path": path});
    let error = |path: &str| expanded(schema(path), json!({"a": {"b": 1}}), Value::Null).unwrap_err();
    assert_eq!(error("/<%= iparam.key %>"), "ask.path: iparam.key is not there");
    assert_eq!(error("/<%= context.x %>"), "ask.path: context.x is not there");
    assert_eq!(error("/<%= iparam.a %>"), "ask.path: iparam.a is no text");
    let other = templates(schema("/")).expand("other", &Value::Null, &Value::Null, false).unwrap_err();
    assert_eq!((other.status, other.message.as_str()), (404, "no request template is called \"other\""));
}

#[test]
fn what_no_template_says_is_refused_when_the_app_is_read() {
    let error = |schema: Value| Templates::read(&json!({"ask": {"schema": schema}}).to_string()).unwrap_err();
    for path in [
        "<%= iparam.x",
        "<%= %>",
        "<%= iparam %>",
        "<%= secret.x %>",
        "<%= iparam.x + %>",
        "<%= encode(iparam.x %>",
        "<%= 'x %>",
        "<%= run() %>",
    ] {
        let says = error(json!({"method": "GET", "host": "x.com", "path": path}));
        assert!(says.starts_with("config/requests.json: ask.schema.path: "), "{path}: {says}");
    }
    let deep = format!("<%= {}'x'{} %>", "encode(".repeat(9), ")".repeat(9));
    assert!(error(json!({"method": "GET", "host": deep})).contains("schema.host"));
    assert!(error(json!({"method": "LINK", "host": "x.com"})).contains("ask.schema.method: expected one of GET"));
    assert!(error(json!({"host": "x.com"})).contains("method: it is not there"));
    assert!(error(json!({"method": "GET", "host": "x.com", "headers": {"a": []}})).contains("headers.a: expected a text"));
    assert!(error(json!({"method": "GET", "host": "x.com", "protocol": "ftp"})).contains("protocol"));
    assert!(Templates::read("[]").unwrap_err().starts_with("config/requests.json: "));
}

#[test]
fn http_is_for_tests_only() {
    let templates = templates(json!({"method": "GET", "host": "x.com", "protocol": "http"}));
    assert!(templates.expand("ask", &Value::Null, &Value::Null, false).unwrap_err().message.contains("expected https"));
    assert_eq!(templates.expand("ask", &Value::Null, &Value::Null, true).unwrap().url, "http://x.com/");
}
