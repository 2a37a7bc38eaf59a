//! Streams over TLS: the server is whom the operator named, or nothing is told to it.

use std::process::Command;

use super::*;
use crate::Scratch;
use crate::receiver::certified;

#[test]
fn over_tls_a_server_is_told_only_if_its_certificate_is_for_the_name_that_was_said() {
    let [cert, key, trusted] = certified("localhost");
    let [cert, key, trusted] = [("cert", cert), ("key", key), ("trusted", trusted)]
        .map(|(name, text)| Scratch::new(&format!("nats-{name}.pem"), text.as_bytes()));
    let nats = Nats::start(&format!("tls {{ cert_file: {:?}, key_file: {:?} }}\n", cert.path(), key.path()));
    let home = Home::new(std::path::Path::new(env!("CARGO_BIN_EXE_callbook")), &format!("{SECTIONS}{}", deliver()));
    let serve = |trusts: Option<&str>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_callbook"));
        command.arg("serve").arg("--config").arg(home.config());
        if let Some(trusts) = trusts {
            command.env("SSL_CERT_FILE", trusts).env_remove("SSL_CERT_DIR");
        }
        home.serve_by(command)
    };
    let named = json!({"servers": [format!("tls://localhost:{}", nats.port())]});
    let by_address = json!({"servers": [format!("tls://127.0.0.1:{}", nats.port())]});
    let no_stream = "the server has no stream with the subject callbook.main.test, or no JetStream";
    let served = serve(Some(trusted.path()));
    let operator = home.key("main");
    let mut door = Door::open(served.address, &operator).unwrap();
    assert_eq!(refused::error_of(&mut door, &named), no_stream, "it was spoken to");
    assert_eq!(refused::error_of(&mut door, &by_address), "TLS: the certificate is for another name");
    // Who asks for TLS gets it, with the same care, whatever was said.
    let plain = json!({"servers": [format!("nats://127.0.0.1:{}", nats.port())]});
    assert_eq!(refused::error_of(&mut door, &plain), "TLS: the certificate is for another name");
    assert!(served.stop().success());
    let served = serve(None);
    let mut door = Door::open(served.address, &operator).unwrap();
    let stranger = refused::error_of(&mut door, &named);
    let says = [
        "TLS: the certificate is from nobody whom this machine trusts",
        "TLS: the certificates of this machine cannot be read",
    ];
    assert!(says.map(Value::from).contains(&stranger), "{stranger}");
    assert!(served.stop().success());
    // The operator may name whom he trusts beside the machine.
    home.configure(&format!("{SECTIONS}{}ca_file = {:?}\n", deliver(), trusted.path()));
    let served = serve(None);
    let mut door = Door::open(served.address, &operator).unwrap();
    assert_eq!(refused::error_of(&mut door, &named), no_stream);
    assert_eq!(refused::error_of(&mut door, &by_address), "TLS: the certificate is for another name");
    assert!(served.stop().success());
}
