//! Webhooks over TLS to a real receiver: he is whom the address names, and somebody vouches for him, or nothing is told to him.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use tokio::sync::mpsc;

use super::super::{Asker, Question, is_unheard};
use super::*;
use crate::scratch::Scratch;

/// Somebody who signs certificates: what he signs with, and his own certificate in PEM.
struct Signer {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

fn signer(name: &str) -> Signer {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let pem = params.self_signed(&key).unwrap().pem();
    Signer { issuer: Issuer::new(params, key), pem }
}

impl Signer {
    /// Whom the operator trusts who has his certificate in a file.
    fn trusted(&self) -> Trust {
        let folder = Scratch::new();
        let file = folder.path().join("ca.pem");
        std::fs::write(&file, &self.pem).unwrap();
        Trust::read(&file).unwrap()
    }

    /// A receiver with a certificate for `localhost`; his port, and what he gets.
    async fn receiver(&self) -> (u16, mpsc::UnboundedReceiver<(HeaderMap, Bytes)>) {
        // Whoever installed one before us has installed the same.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let key = KeyPair::generate().unwrap();
        let cert = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, &self.issuer).unwrap();
        let tls = RustlsConfig::from_pem(cert.pem().into(), key.serialize_pem().into()).await.unwrap();
        let (into, got) = mpsc::unbounded_channel();
        let hears = move |headers: HeaderMap, body: Bytes| {
            let _ = into.send((headers, body));
            async { (StatusCode::OK, "thanks") }
        };
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let router = Router::new().route("/hook", post(hears));
        let server = axum_server::from_tcp(listener).unwrap().acceptor(RustlsAcceptor::new(tls));
        tokio::spawn(server.serve(router.into_make_service()));
        (port, got)
    }
}

/// What comes of sending to that host by one who trusts so.
async fn sent(trust: Trust, host: &str, port: u16) -> Attempt {
    let sender = Sender::new(wall(&["127.0.0.0/8", "::1"]), trust).unwrap();
    sender.send(&receiver(&format!("https://{host}:{port}/hook")), &parcel()).await
}

#[tokio::test]
async fn a_receiver_is_told_over_tls_if_the_operators_own_authority_vouches_for_his_name() {
    let (own, other) = (signer("own"), signer("other"));
    let (port, mut got) = own.receiver().await;
    let attempt = sent(own.trusted(), "localhost", port).await;
    assert_eq!((attempt.verdict(), attempt.error, attempt.answer.as_str()), (Verdict::Taken, None, "thanks"));
    let (headers, body) = got.recv().await.unwrap();
    Webhook::new(&secret(2).reveal()).unwrap().verify(&body, &headers).unwrap();
    assert_eq!(body, parcel().body);
    let refused = [
        (own.trusted(), "127.0.0.1", "TLS: the certificate is for another name"),
        (other.trusted(), "localhost", "TLS: the certificate is from nobody whom this machine trusts"),
        (Trust::default(), "localhost", "TLS: the certificate is from nobody whom this machine trusts"),
    ];
    for (trust, host, says) in refused {
        let attempt = sent(trust, host, port).await;
        assert_eq!((attempt.verdict(), attempt.status, attempt.error), (Verdict::Failed, None, Some(says)));
    }
    assert!(got.recv().now_or_never().is_none(), "nothing is told to him before it is known who he is");
}

#[test]
fn a_file_that_vouches_for_nobody_is_refused_and_it_is_said_why() {
    let folder = Scratch::new();
    let file = folder.path().join("ca.pem");
    let read = |text: Option<&str>| {
        if let Some(text) = text {
            std::fs::write(&file, text).unwrap();
        }
        Trust::read(&file).unwrap_err().to_string()
    };
    assert!(read(None).starts_with("expected certificates in PEM"));
    assert!(read(Some("no certificate")).contains("there is none"));
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    assert!(read(Some(&format!("{}{broken}", signer("own").pem))).contains("certificate 2"));
    assert!(read(Some("-----BEGIN CERTIFICATE-----\nAAAA\n")).starts_with("expected certificates in PEM"));
}

/// A receiver who agrees on TLS, hears what is said, and breaks TLS; whether anything was heard.
fn breaks(listener: &std::net::TcpListener, tls: Arc<rustls::ServerConfig>) -> bool {
    use std::io::{Read, Write};
    let (mut socket, _) = listener.accept().unwrap();
    let mut server = rustls::ServerConnection::new(tls).unwrap();
    let mut heard = [0; 16];
    let length = rustls::Stream::new(&mut server, &mut socket).read(&mut heard).unwrap();
    socket.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
    heard.starts_with(b"POST") && length > 0
}

#[tokio::test]
async fn what_breaks_tls_once_it_was_agreed_on_may_have_heard_all_and_a_handshake_that_fails_nothing() {
    let signer = signer("own");
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let key = KeyPair::generate().unwrap();
    let cert = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, &signer.issuer).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let tls = rustls::ServerConfig::builder().with_no_client_auth().with_single_cert(vec![cert.der().clone()], key).unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://localhost:{}/", listener.local_addr().unwrap().port());
    let asker = Asker::new(wall(&["127.0.0.0/8", "::1"]), &signer.trusted()).unwrap();
    let question =
        Question { method: "POST", url: Address::kept(&url).unwrap(), headers: Vec::new(), body: Some("{}".to_owned()) };
    let hears = tokio::task::spawn_blocking(move || breaks(&listener, Arc::new(tls)));
    let says = asker.ask(question.clone()).await.unwrap_err();
    assert!(hears.await.unwrap(), "it was heard");
    assert_eq!((says, is_unheard(says)), ("the connection broke off: TLS was ended by the receiver", false));
    let (port, _got) = signer.receiver().await;
    let stranger = Asker::new(wall(&["127.0.0.0/8", "::1"]), &Trust::default()).unwrap();
    let url = Address::kept(&format!("https://localhost:{port}/")).unwrap();
    let says = stranger.ask(Question { url, ..question }).await.unwrap_err();
    assert_eq!((says, is_unheard(says)), ("TLS: the certificate is from nobody whom this machine trusts", true));
}
