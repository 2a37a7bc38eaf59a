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
