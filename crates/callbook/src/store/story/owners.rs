//! Accounts, sources and tokens, and the walls between accounts.

use calls::Text;
use uuid::Uuid;

use super::super::{Filter, Put, Role, SourceRow, SourceSettings, StoreError, TokenRow};
use super::{Open, account, changes, noon, record, recorded, records, with_account};

pub(crate) async fn nothing_crosses_accounts(open: Open<'_>) {
    let store = with_account(open).await;
    record(&store, &recorded("answered")).await;
    store.put_account(account("other")).await.unwrap();
    let id: Uuid = records(&store).await[0]["id"].as_str().unwrap().parse().unwrap();
    assert!(store.find("main", id, None).await.unwrap().is_some());
    assert_eq!(store.find("other", id, None).await.unwrap(), None);
    assert_eq!(store.conversations("other", &Filter::default(), None, 10).await.unwrap().rows, []);
    assert_eq!(store.calls("other", &Filter::default(), None, 10).await.unwrap().rows, []);
    assert_eq!(store.signals("other", id, 0, 10).await.unwrap(), []);
    assert_eq!(store.changes("other", 0, None, 10).await.unwrap().rows, []);
    assert_eq!(store.changes("other", 0, Some(id), 10).await.unwrap().rows, []);
    assert!(!changes(&store).await.is_empty());
}

pub(crate) async fn a_token_counts_until_it_is_revoked(open: Open<'_>) {
    let store = with_account(open).await;
    let token = TokenRow {
        account: Text::new("main"),
        id: Uuid::from_u128(7),
        name: Text::new("desk"),
        hash: [7; 32],
        role: Role::Source,
        scope: Some(Text::new("office")),
        user: None,
        teams: Vec::new(),
        dialect: None,
        businesses: Vec::new(),
        client: None,
        origins: Vec::new(),
        session_of: None,
        person: None,
        created_at: noon(),
        expires_at: None,
        revoked_at: None,
    };
    assert_eq!(store.put_token(token.clone()).await.unwrap(), Put::New);
    assert_eq!(store.token("main", [7; 32]).await.unwrap(), Some(token.clone()));
    assert_eq!(store.token("main", [8; 32]).await.unwrap(), None);
    let revoked = TokenRow { revoked_at: Some(noon()), ..token };
    assert_eq!(store.put_token(revoked.clone()).await.unwrap(), Put::Changed);
    assert_eq!(store.token("main", [7; 32]).await.unwrap(), None);
    assert_eq!(store.tokens("main").await.unwrap(), [revoked]);
}

pub(crate) async fn a_source_that_is_removed_is_no_longer_listed(open: Open<'_>) {
    let store = with_account(open).await;
    let settings = SourceSettings { adapters: vec!["native".to_owned()], silence_s: Some(60), ..SourceSettings::default() };
    let source =
        SourceRow { account: Text::new("main"), source: Text::new("office"), settings, created_at: noon(), deleted_at: None };
    assert_eq!(store.put_source(source.clone()).await.unwrap(), Put::New);
    assert_eq!(store.sources(Some("main")).await.unwrap(), std::slice::from_ref(&source));
    assert_eq!(store.sources(None).await.unwrap().len(), 1);
    store.put_source(SourceRow { deleted_at: Some(noon()), ..source.clone() }).await.unwrap();
    assert_eq!(store.sources(Some("main")).await.unwrap(), []);
    assert_eq!(store.put_source(source).await.unwrap(), Put::New, "it can be entered again");
    store.put_account(super::AccountRow { deleted_at: Some(noon()), ..account("main") }).await.unwrap();
    assert_eq!(store.sources(None).await.unwrap(), [], "nor are those of an account that is gone");
}

pub(crate) async fn what_breaks_a_rule_is_refused_and_named(open: Open<'_>) {
    let store = with_account(open).await;
    let refused = |error: StoreError| match error {
        StoreError::Refused { field, .. } => field,
        other => panic!("{other}"),
    };
    assert_eq!(refused(store.put_account(account("Main!")).await.unwrap_err()), "account");
    let source = SourceRow {
        account: Text::new("nobody"),
        source: Text::new("office"),
        settings: SourceSettings::default(),
        created_at: noon(),
        deleted_at: None,
    };
    assert_eq!(refused(store.put_source(source).await.unwrap_err()), "account");
    let batch =
        super::super::Batch { account: Text::new("nobody"), ..super::batch(&recorded("busy"), super::super::Mode::Live) };
    assert_eq!(refused(store.record(batch).await.unwrap_err()), "account");
    record(&store, &recorded("busy")).await;
    assert_eq!(records(&store).await.len(), 1, "and it goes on");
}
