//! Who may do what, and what he sees (rule N24): roles, the tokens and people that have them, and the one rule by which
//! everything that shows calls decides whether a call is shown.
//!
//! The rule looks at nothing but the record's own legs and assignment, and at the directory for who is in which team; so the
//! same call is seen, or not, wherever it would show. To add a role: its case in [`Role`], what it sees in [`Sees`], and a
//! migration that knows the word.

use calls::Text;
use calls::moment::Moment;
use uuid::Uuid;

/// What a token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    /// Everything in its account, and entering further accounts.
    Operator,
    /// Everything in its account.
    Administrator,
    /// Reading and doing what concerns the calls of its teams.
    Supervisor,
    /// Reading and doing what concerns the calls of one user.
    User,
    /// Telling signals, and nothing else.
    Source,
}

impl Role {
    /// Every role with its word.
    pub(crate) const WORDS: &[(Self, &'static str)] = &[
        (Self::Operator, "operator"),
        (Self::Administrator, "administrator"),
        (Self::Supervisor, "supervisor"),
        (Self::User, "user"),
        (Self::Source, "source"),
    ];
    /// The roles that a person can have.
    pub(crate) const OF_PEOPLE: &[Self] = &[Self::Administrator, Self::Supervisor, Self::User];

    /// The word for it.
    pub(crate) fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(role, _)| *role == self).map_or("source", |(_, word)| word)
    }

    /// The role with that word.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(role, _)| *role)
    }
}

/// A token, of which only the hash is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TokenRow {
    /// Whose it is.
    pub(crate) account: Text,
    /// Names it in lists.
    pub(crate) id: Uuid,
    /// For people: what it is for.
    pub(crate) name: Text,
    /// SHA-256 of its text.
    pub(crate) hash: [u8; 32],
    /// What it may do.
    pub(crate) role: Role,
    /// Of a source's token: the one source that it may tell of; none: every source of the account. Of any other: `read` if it
    /// writes nothing.
    pub(crate) scope: Option<Text>,
    /// The key of the user of the directory that it stands for.
    pub(crate) user: Option<Text>,
    /// Of a supervisor's token: the keys of his teams.
    pub(crate) teams: Vec<Text>,
    /// The dialect whose key it is, and in which alone it counts; none: the house's own API (rule R18).
    pub(crate) dialect: Option<Text>,
    /// Of a dialect's key: the businesses whose calls it is for, by their scopes, of which the empty one is that of what has none (rule
    /// R18); none: all of them.
    pub(crate) businesses: Vec<Text>,
    /// Of a dialect's key: the client whose calls it shows, somebody outside: the key of a contact, or a UUID by which only other
    /// software knows him.
    pub(crate) client: Option<Text>,
    /// The origins of the pages of other sites for which alone it counts; none: it is for no such page.
    pub(crate) origins: Vec<Text>,
    /// Of a session: the name of the person who signed in.
    pub(crate) person: Option<Text>,
    /// Of a session that was begun with a token: the id of that.
    pub(crate) session_of: Option<Uuid>,
    /// When it was entered.
    pub(crate) created_at: Moment,
    /// Of a session: when it ends by itself.
    pub(crate) expires_at: Option<Moment>,
    /// When it was revoked.
    pub(crate) revoked_at: Option<Moment>,
}

impl TokenRow {
    /// Whether it is a session, which ends by itself, and no key that somebody gave.
    pub(crate) fn is_session(&self) -> bool {
        self.expires_at.is_some()
    }
}

/// Somebody who signs in by name and password.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct PersonRow {
    /// Whose he is.
    pub(crate) account: Text,
    /// By what he signs in; never changes.
    pub(crate) name: Text,
    /// The hash of his password, as PHC text.
    pub(crate) hash: String,
    /// One of [`Role::OF_PEOPLE`].
    pub(crate) role: Role,
    /// The key of the user of the directory that he is.
    pub(crate) user: Option<Text>,
    /// Of a supervisor: the keys of his teams.
    pub(crate) teams: Vec<Text>,
    /// When he was entered.
    pub(crate) created_at: Moment,
    /// When he was changed last.
    pub(crate) changed_at: Moment,
    /// When he was removed.
    pub(crate) deleted_at: Option<Moment>,
}

/// The hash stays out of logs.
impl std::fmt::Debug for PersonRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PersonRow({} of {}, {})", self.name, self.account, self.role.word())
    }
}

/// Whose calls somebody sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sees {
    /// Every call of the account.
    All,
    /// Calls with a leg of a user of these teams, or assigned to one of them.
    Teams(Vec<Text>),
    /// Calls with a leg of this user.
    User(Text),
    /// None.
    Nothing,
}

/// Who is who now, as the rule asks for it. A key in a record may be that of an entry which turned out to be another.
pub(crate) trait WhoIsWho {
    /// The key that a user has now.
    fn user(&self, key: &str) -> Text;
    /// The key that a team has now.
    fn team(&self, key: &str) -> Text;
    /// The team of a user.
    fn team_of(&self, user: &str) -> Option<Text>;
}

impl Sees {
    /// What the bearer of such a token sees.
    pub(crate) fn of(role: Role, user: Option<&Text>, teams: &[Text]) -> Self {
        match (role, user) {
            (Role::Operator | Role::Administrator, _) => Self::All,
            (Role::Supervisor, _) => Self::Teams(teams.to_vec()),
            (Role::User, Some(user)) => Self::User(user.clone()),
            (Role::User, None) | (Role::Source, _) => Self::Nothing,
        }
    }

    /// The rule: whether a call is seen that has legs of these users and is assigned to this team.
    pub(crate) fn call<'a>(
        &self,
        mut users: impl Iterator<Item = &'a str>,
        assigned_team: Option<&str>,
        who: &dyn WhoIsWho,
    ) -> bool {
        match self {
            Self::All => true,
            Self::Nothing => false,
            Self::User(own) => {
                let own = who.user(own);
                users.any(|user| who.user(user) == own)
            }
            Self::Teams(teams) => {
                let teams: Vec<Text> = teams.iter().map(|team| who.team(team)).collect();
                let is_theirs = |team: &str| teams.contains(&who.team(team));
                assigned_team.is_some_and(is_theirs)
                    || users.any(|user| who.team_of(&who.user(user)).is_some_and(|team| is_theirs(&team)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ann and bea are of the desk; `101` turned out to be ann, the old desk to be the desk.
    struct House;

    impl WhoIsWho for House {
        fn user(&self, key: &str) -> Text {
            Text::new(if key == "101" { "ann" } else { key })
        }

        fn team(&self, key: &str) -> Text {
            Text::new(if key == "old-desk" { "desk" } else { key })
        }

        fn team_of(&self, user: &str) -> Option<Text> {
            ["ann", "bea"].contains(&user).then(|| Text::new("desk"))
        }
    }

    fn sees(sees: &Sees, users: &[&str], team: Option<&str>) -> bool {
        sees.call(users.iter().copied(), team, &House)
    }

    #[test]
    fn n24_a_user_sees_calls_with_an_own_leg_alone() {
        let ann = Sees::of(Role::User, Some(&Text::new("ann")), &[]);
        assert!(sees(&ann, &["cas", "ann"], None) && sees(&ann, &["101"], None));
        assert!(!sees(&ann, &["bea"], Some("desk")) && !sees(&ann, &[], None));
    }

    #[test]
    fn n24_a_supervisor_sees_calls_with_a_leg_of_or_assigned_to_his_teams() {
        let desk = Sees::of(Role::Supervisor, None, &["old-desk".into()]);
        assert!(sees(&desk, &["cas", "101"], None) && sees(&desk, &["cas"], Some("desk")));
        assert!(!sees(&desk, &["cas"], Some("attic")) && !sees(&desk, &[], None));
        assert!(!sees(&Sees::of(Role::Supervisor, None, &[]), &["ann"], Some("desk")));
    }

    #[test]
    fn n24_administrators_see_all_and_sources_nothing() {
        for role in [Role::Administrator, Role::Operator] {
            assert!(sees(&Sees::of(role, None, &[]), &[], None));
        }
        let source = Sees::of(Role::Source, Some(&Text::new("ann")), &["desk".into()]);
        assert!(!sees(&source, &["ann"], Some("desk")));
    }
}
