//! People and their sessions.

use calls::Text;
use uuid::Uuid;

use super::super::{PersonRow, Put, Role, SESSIONS_MAX, StoreError, TokenRow};
use super::{Open, account, noon, with_account};

fn person(name: &str) -> PersonRow {
    PersonRow {
        account: Text::new("main"),
        name: Text::new(name),
        hash: "$argon2id$".to_owned(),
        role: Role::User,
        user: Some(Text::new("ann")),
        teams: Vec::new(),
        created_at: noon(),
        changed_at: noon(),
        deleted_at: None,
    }
}

fn session(person: &str, no: u8) -> TokenRow {
    TokenRow {
        account: Text::new("main"),
        id: Uuid::from_u128(u128::from(no)),
        name: Text::new(person),
        hash: [no; 32],
        role: Role::User,
        scope: None,
        user: Some(Text::new("ann")),
        teams: Vec::new(),
        dialect: None,
        businesses: Vec::new(),
        client: None,
        origins: Vec::new(),
        session_of: None,
        person: Some(Text::new(person)),
        created_at: noon().plus(i64::from(no)),
        expires_at: Some(noon().plus(1_000_000)),
        revoked_at: None,
    }
}

pub(crate) async fn a_person_is_entered_changed_and_removed(open: Open<'_>) {
    let store = with_account(open).await;
    let ann = person("ann");
    assert_eq!(store.put_person(ann.clone()).await.unwrap(), Put::New);
    let teams = vec![Text::new("desk"), Text::new("attic")];
    let changed = PersonRow { role: Role::Supervisor, user: None, teams, changed_at: noon().plus(1), ..ann };
    assert_eq!(store.put_person(changed.clone()).await.unwrap(), Put::Changed);
    assert_eq!(store.person("main", "ann").await.unwrap(), Some(changed.clone()));
    assert_eq!(store.people("main").await.unwrap(), std::slice::from_ref(&changed));
    store.put_account(account("other")).await.unwrap();
    assert_eq!(store.person("other", "ann").await.unwrap(), None);
    assert_eq!(store.people("other").await.unwrap(), []);
    store.put_person(PersonRow { deleted_at: Some(noon()), ..changed }).await.unwrap();
    assert_eq!((store.person("main", "ann").await.unwrap(), store.people("main").await.unwrap()), (None, Vec::new()));
    assert_eq!(store.put_person(person("ann")).await.unwrap(), Put::New, "the name can be given again");
}

pub(crate) async fn a_session_goes_with_what_is_changed_of_its_person(open: Open<'_>) {
    let store = with_account(open).await;
    for name in ["ann", "bea"] {
        store.put_person(person(name)).await.unwrap();
    }
    store.put_token(session("ann", 1)).await.unwrap();
    store.put_token(session("bea", 2)).await.unwrap();
    let counts = async |no: u8| store.token("main", [no; 32]).await.unwrap().is_some();
    assert!(counts(1).await && counts(2).await);
    store.put_person(PersonRow { changed_at: noon().plus(60), ..person("ann") }).await.unwrap();
    assert!(!counts(1).await && counts(2).await);
    let refused = store.put_token(session("ann", 3)).await.unwrap_err();
    assert!(matches!(refused, StoreError::Refused { .. }), "it began before he was changed: {refused}");
}

pub(crate) async fn a_person_has_so_many_sessions_and_those_that_ended_are_dropped(open: Open<'_>) {
    let store = with_account(open).await;
    store.put_person(person("ann")).await.unwrap();
    let ended = TokenRow { expires_at: Some(noon().plus(3)), ..session("ann", 1) };
    store.put_token(ended).await.unwrap();
    for no in 2..SESSIONS_MAX as u8 + 4 {
        store.put_token(session("ann", no)).await.unwrap();
    }
    let there = store.tokens("main").await.unwrap();
    assert_eq!(there.len(), SESSIONS_MAX);
    assert!(there.iter().all(|row| row.created_at > noon().plus(3)), "the oldest went");
}

pub(crate) async fn r18_logins_of_a_dialect_end_no_session_of_the_house(open: Open<'_>) {
    let store = with_account(open).await;
    store.put_person(person("ann")).await.unwrap();
    store.put_token(session("ann", 1)).await.unwrap();
    for no in 2..SESSIONS_MAX as u8 + 6 {
        let login = TokenRow { dialect: Some(Text::new_static("xelion")), ..session("ann", no) };
        store.put_token(login).await.unwrap();
    }
    let there = store.tokens("main").await.unwrap();
    assert_eq!(there.len(), SESSIONS_MAX + 5);
    assert!(there.iter().any(|row| row.dialect.is_none()));
}

/// A token, of which sessions may be.
fn given(no: u8, origins: &[&str]) -> TokenRow {
    let origins = origins.iter().map(Text::new).collect();
    TokenRow { role: Role::Administrator, user: None, person: None, expires_at: None, origins, ..session("crm", no) }
}

pub(crate) async fn a_session_of_a_token_goes_with_it(open: Open<'_>) {
    let store = with_account(open).await;
    let begun =
        |no: u8| TokenRow { session_of: Some(Uuid::from_u128(1)), expires_at: Some(noon().plus(1_000_000)), ..given(no, &[]) };
    let counts = async |no: u8| store.token("main", [no; 32]).await.unwrap().is_some();
    store.put_token(given(1, &[])).await.unwrap();
    for no in 2..SESSIONS_MAX as u8 + 4 {
        store.put_token(begun(no)).await.unwrap();
    }
    assert!(!counts(2).await && !counts(3).await && counts(4).await && counts(1).await, "the oldest went");
    assert_eq!(store.token("main", [4; 32]).await.unwrap(), Some(begun(4)));
    store.put_token(TokenRow { revoked_at: Some(noon().plus(200)), ..given(1, &[]) }).await.unwrap();
    assert!(!counts(4).await);
    assert_eq!(store.tokens("main").await.unwrap().len(), 1);
    let refused = store.put_token(begun(99)).await.unwrap_err();
    assert!(matches!(refused, StoreError::Refused { .. }), "the token was revoked: {refused}");
}

pub(crate) async fn origins_are_listed_while_their_tokens_count(open: Open<'_>) {
    let store = with_account(open).await;
    store.put_account(account("other")).await.unwrap();
    let (crm, shop) = ("https://crm.example", "https://shop.example");
    let listed = async || {
        let mut all = store.origins().await.unwrap();
        all.sort();
        all
    };
    store.put_token(given(1, &[crm])).await.unwrap();
    store.put_token(TokenRow { account: Text::new("other"), ..given(2, &[crm, shop]) }).await.unwrap();
    store.put_token(given(3, &[])).await.unwrap();
    assert_eq!(store.token("main", [1; 32]).await.unwrap(), Some(given(1, &[crm])));
    assert_eq!(listed().await, [crm, shop]);
    let gone = TokenRow { account: Text::new("other"), revoked_at: Some(noon()), ..given(2, &[crm, shop]) };
    store.put_token(gone).await.unwrap();
    assert_eq!(listed().await, [crm]);
}
