// Written by `npm run types` from crates/callbook/openapi.json. Do not edit.

export interface paths {
    "/callbook/v1/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The account of this token. */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes the account of this token. What is recorded already stays as it was resolved. */
        patch: operations["changeAccount"];
        trace?: never;
    };
    "/callbook/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All accounts of this server. */
        get: operations["listAccounts"];
        put?: never;
        /** Enters an account, with a token for its administrator. */
        post: operations["enterAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/callbacks/{account}/{source}/{adapter}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same, with the fields in the query. */
        get: operations["callbackByGet"];
        put?: never;
        /**
         * Takes a callback.
         * @description For phone systems, never for people: it counts by its signature, over the URL at which the phone system reached us. Anything
         *     may stand in the path below this one, and in the query. A request that asks what to do with a call is passed on to the
         *     source's `forward_url`, with the rest of the path and the query, and answered with what that answers.
         */
        post: operations["callback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Calls, newest first.
         * @description One page looks at no more than 10,000 rows; then it ends, however few it found, and `next` says where to go on.
         *     Users are told calls with a leg of their own, supervisors calls with a leg of, or assigned to, their teams.
         */
        get: operations["listCalls"];
        put?: never;
        /**
         * Writes down a call that no phone system carried.
         * @description Its state is `logged`, its source `callbook`; it is listed, told in the feed and changed like any other. Numbers, contact and
         *     line are resolved by the directory. What is done about it in one go is done by whoever writes it down.
         */
        post: operations["logCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/calls/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One call.
         * @description The id may be any that was ever told: the call's own, that of a leg or recording in it, or that of a conversation, which
         *     gives its first call. `id` in the answer says what it is called now, `conversation` where it belongs; its `ETag` is the version of
         *     the conversation. One that was deleted is not there unless `deleted=true` asks for it.
         */
        get: operations["getCall"];
        put?: never;
        post?: never;
        /**
         * Deletes the call; of a conversation, all its calls. For supervisors and administrators.
         * @description The record stays, with `deleted_at`: it is left out of lists and not found by its id, unless `deleted=true` asks for it.
         */
        delete: operations["deleteCall"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/calls/{id}/assigned": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes back all that was assigned: whose call it is, is worked out again. For supervisors and administrators. */
        delete: operations["unassignCall"];
        options?: never;
        head?: never;
        /** Assigns the call; of a conversation, its last call that is no consultation. For supervisors and administrators. */
        patch: operations["assignCall"];
        trace?: never;
    };
    "/callbook/v1/calls/{id}/disposition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Says what came of the call; of a conversation, of its last call that is no consultation.
         * @description The latest word counts; the moment stays the first's.
         */
        put: operations["disposeCall"];
        post?: never;
        /** Takes back what came of the call. */
        delete: operations["undisposeCall"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/calls/{id}/handled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Says that somebody took care of the call; of a conversation, of all its calls. It takes no body.
         * @description A missed call stays missed: that it was handled is a fact of its own. The moment stays the first's.
         */
        put: operations["handleCall"];
        post?: never;
        /** Takes back that somebody took care of the call; of a conversation, of all its calls. */
        delete: operations["unhandleCall"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/calls/{id}/links/{kind}/{record}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Links the call to a record; of a conversation, its last call that is no consultation.
         * @description A link that is there is written anew. A call that another one was transferred into has that one's links until it gets
         *     one of its own.
         */
        put: operations["linkCall"];
        post?: never;
        /** Removes a link of the call's own. */
        delete: operations["unlinkCall"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/calls/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adds a note to the call; of a conversation, to its last call that is no consultation.
         * @description `Location` in the answer is where the note is changed and removed.
         */
        post: operations["addCallNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/calls/{id}/notes/{note}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Writes a note anew. */
        put: operations["changeCallNote"];
        post?: never;
        /** Removes a note. */
        delete: operations["removeCallNote"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/calls/{id}/recordings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Brings a recording of a call.
         * @description The body is the audio: wav with plain sound, mp3, ogg with Vorbis, flac or m4a, up to 512 MB. What it is and how long it plays is
         *     found out of it, whatever the request says. Of a conversation its first call is meant. The same request with the same
         *     `Idempotency-Key` is done once. It is durable when it is answered.
         */
        post: operations["addRecording"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/calls/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restores a call that was deleted; of a conversation, all its calls. It takes no body. For supervisors and administrators. */
        post: operations["restoreCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/calls/{id}/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Says the call in short; of a conversation, its last call that is no consultation. */
        put: operations["summariseCall"];
        post?: never;
        /** Removes the summary. */
        delete: operations["removeCallSummary"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/calls/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many calls there are of what is asked for.
         * @description It is exact up to 10,000 rows that are looked at, or 2,500 where each has to be looked up by itself; then `exact` is false,
         *     and there are more than `count`, or may be.
         */
        get: operations["countCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes after a cursor, oldest first.
         * @description With `wait` the answer comes as soon as there is a change that is wanted, or empty after that many seconds. Either way
         *     `next` is where to go on. Users and supervisors are told what they see of each change; one of which they see nothing is
         *     passed over, and so are sources that fall silent. Who comes to see a call later on was told nothing of it before: `record`
         *     has it whole.
         */
        get: operations["listChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/changes/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes as they happen, as Server-Sent Events.
         * @description Each event's id is a cursor, its name the kind of the change, its text the change as `GET changes` gives it. Whoever comes
         *     back with `Last-Event-ID` goes on from there. Who takes longer than 20 seconds to receive a change, or falls 10,000 changes
         *     behind, is told `lagging` and dropped; when the server stops, all are told `goodbye`.
         */
        get: operations["followChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/changes/socket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes as they happen, over a WebSocket.
         * @description If the query says nothing but the token, the first message must say what is wanted, as JSON with the keys of the query:
         *     `{"after": "start", "kind": "ended"}`. Each change is one text message, as `GET changes` gives it, whose `cursor` is where
         *     to resume. Who takes longer than 20 seconds to receive a change, or falls 10,000 changes behind, is closed with code 1013;
         *     when the server stops, all are closed as going away; words that cannot be understood close with 1008.
         */
        get: operations["openSocket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Conversations, newest first.
         * @description One page looks at no more than 10,000 rows; then it ends, however few it found, and `next` says where to go on.
         *     Users and supervisors are told as much as they see, as of `GET conversations/{id}`. One of which they see some calls only is
         *     listed by its time and source; what else is asked for finds its calls under `GET calls`.
         */
        get: operations["listConversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/conversations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One conversation.
         * @description The id may be any that was ever told: the conversation's own, that of a conversation that went into it, or that of a call,
         *     a leg or a recording in it. `id` in the answer says what it is called now, its `ETag` the version.
         *     One that was deleted, all its calls, is not there unless `deleted=true` asks for it.
         *
         *     Users and supervisors are told the calls that they see. Of the others only that they exist: `id`, `serial`, `parent` and
         *     `root`. Lists have the entries of calls that are seen; what is worked out from all calls is null. Where no call is seen,
         *     nothing is there. A version is cut by what is seen now.
         */
        get: operations["getConversation"];
        put?: never;
        post?: never;
        /**
         * Deletes the call; of a conversation, all its calls. For supervisors and administrators.
         * @description The record stays, with `deleted_at`: it is left out of lists and not found by its id, unless `deleted=true` asks for it.
         */
        delete: operations["deleteConversation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/conversations/{id}/assigned": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes back all that was assigned: whose call it is, is worked out again. For supervisors and administrators. */
        delete: operations["unassignConversation"];
        options?: never;
        head?: never;
        /** Assigns the call; of a conversation, its last call that is no consultation. For supervisors and administrators. */
        patch: operations["assignConversation"];
        trace?: never;
    };
    "/callbook/v1/conversations/{id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The changes of a conversation, of every kind, oldest first.
         * @description The id of a conversation that went into another one, as any id ever told, names what it is a part of now: the changes are those
         *     of the one that stayed. The last change of the one that went, of kind `merged`, stands in the change feed.
         */
        get: operations["listConversationChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/conversations/{id}/dialects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which dialects there are, and which calls of a conversation each of them shows.
         * @description Who sees the conversation sees this, and of its calls those that he sees.
         */
        get: operations["listDialects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/conversations/{id}/dialects/{dialect}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A conversation as one dialect shows it: what its clients are answered of each call, and what they are told.
         * @description What is pushed is what would be told if all of it happened at once. Links are signed anew, and good for as long as those
         *     that the dialect tells. Of calls that are not seen nothing is shown.
         */
        get: operations["getInDialect"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/conversations/{id}/disposition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Says what came of the call; of a conversation, of its last call that is no consultation.
         * @description The latest word counts; the moment stays the first's.
         */
        put: operations["disposeConversation"];
        post?: never;
        /** Takes back what came of the call. */
        delete: operations["undisposeConversation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/conversations/{id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erases a conversation for good. For administrators.
         * @description Who called, whom he talked to, notes, recordings, signals, and what was told of it in any version are gone, from webhooks that still
         *     wait too, and raw input of the hours in which it took place goes once no call needs it. What is left is that it was there: its id,
         *     its source, when it began and ended, and `erased_at`; and what is counted of it. The feed tells one change `erased`. What its phone
         *     system tells of it later is passed over. One that goes on is refused with 409. It takes no body; asked for again, it is answered
         *     alike.
         */
        post: operations["eraseConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/conversations/{id}/handled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Says that somebody took care of the call; of a conversation, of all its calls. It takes no body.
         * @description A missed call stays missed: that it was handled is a fact of its own. The moment stays the first's.
         */
        put: operations["handleConversation"];
        post?: never;
        /** Takes back that somebody took care of the call; of a conversation, of all its calls. */
        delete: operations["unhandleConversation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/conversations/{id}/links/{kind}/{record}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Links the call to a record; of a conversation, its last call that is no consultation.
         * @description A link that is there is written anew. A call that another one was transferred into has that one's links until it gets
         *     one of its own.
         */
        put: operations["linkConversation"];
        post?: never;
        /** Removes a link of the call's own. */
        delete: operations["unlinkConversation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/conversations/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adds a note to the call; of a conversation, to its last call that is no consultation.
         * @description `Location` in the answer is where the note is changed and removed.
         */
        post: operations["addConversationNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/conversations/{id}/notes/{note}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Writes a note anew. */
        put: operations["changeConversationNote"];
        post?: never;
        /** Removes a note. */
        delete: operations["removeConversationNote"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/conversations/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restores a call that was deleted; of a conversation, all its calls. It takes no body. For supervisors and administrators. */
        post: operations["restoreConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/conversations/{id}/signals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The signals behind a conversation: for administrators, and for supervisors who see all its calls. */
        get: operations["listSignals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/conversations/{id}/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Says the call in short; of a conversation, its last call that is no consultation. */
        put: operations["summariseConversation"];
        post?: never;
        /** Removes the summary. */
        delete: operations["removeConversationSummary"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/conversations/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many conversations there are of what is asked for.
         * @description It is exact up to 10,000 rows that are looked at, or 2,500 where each has to be looked up by itself; then `exact` is
         *     false, and there are more than `count`, or may be. With `by`, it is also said when they began, the newest first being
         *     looked at: `reached` tells how far back. Of all conversations of a long period, `GET figures` tells it without a limit.
         */
        get: operations["countConversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/directory/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The entries of one kind. Menus and trunks are for administrators. */
        get: operations["listEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/directory/{kind}/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One entry. The key of one that turned out to be another finds that one. Menus and trunks are for administrators. */
        get: operations["getEntry"];
        /** Enters an entry, or says everything of it anew; what is left out is not said any more. */
        put: operations["putEntry"];
        post?: never;
        /** Removes an entry. Records that name it stay as they are; a phone system that tells of it again enters it again. */
        delete: operations["removeEntry"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/directory/{kind}/{key}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says that an entry is the same as another, which stays.
         * @description From now on whatever led to the first leads to the one that stays, its key too; records that name it stay as they are.
         *     What the one that stays does not say of itself, the first said.
         */
        post: operations["mergeEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/directory/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Imports entries: all of them, or none.
         * @description As JSON, or as CSV (`content-type: text/csv`) with a first line of column names: kind, key, name, numbers, extensions, email, team, queue,
         *     menu, line, scope, wrapup, wrapup_limit_s, aliases, ids. Lists are separated by `;`, an alias that only one source says is `source=word`, an id `system=id`.
         *     It may have 16 MiB; what is longer is refused with 413, and is to be told in several. With `dry_run=true` nothing is written, and the answer says what would change and what cannot be taken.
         */
        post: operations["importEntries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exports: one's own; of administrators those of the account. */
        get: operations["listExports"];
        put?: never;
        /**
         * Has a list made into a file.
         * @description All of the list is in it, as whoever asks sees it, and not only a page. It is made one after the other of an account, and
         *     kept for a day. It has at most 500,000 conversations; of more it fails, and `says` tells how to ask for the rest. An
         *     account has at most 20 exports, and 2 GiB of files, at a time; whoever asks, at most 5 of them.
         */
        post: operations["askForExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/exports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One export, and how far it is. */
        get: operations["getExport"];
        put?: never;
        post?: never;
        /** Removes an export; one that is being made is given up. */
        delete: operations["removeExport"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/exports/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The file of an export that is ready. */
        get: operations["getExportFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures of a period.
         * @description Calls are counted once they have ended, under the hour in which they began, by the account's clocks; deleted ones are not
         *     counted. What becomes known later (a late signal, a removal, a rebuild) changes the figures in the same moment as the record.
         *     Supervisors are told figures of the queues and users of their teams, users their own.
         */
        get: operations["getFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/names/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The names of users, queues and lines, by the keys that stand in records. For every token that reads calls, also where it
         *     reads no directory.
         */
        get: operations["listNames"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/originations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Has a phone system call a user, and then a number for him.
         * @description It is answered once the phone system dials. From then on all is in the record, under the id that is answered: the call is one, of
         *     the user to that number (`origin` is `click_to_call`), however it ends. A user asks for himself, a supervisor for users of
         *     his teams, an administrator for everybody. What is asked for again with the same `Idempotency-Key` never dials twice.
         */
        post: operations["askForCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The people of the account. */
        get: operations["listPeople"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/people/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Enters a person, or says everything of him anew; his sessions end. */
        put: operations["putPerson"];
        post?: never;
        /** Removes a person; his sessions end. What he did about calls stays with his name. */
        delete: operations["removePerson"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/people/{name}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Gives a person another password; his sessions end. Administrators do it for anybody, everybody for himself, and then says
         *     the one until now.
         */
        put: operations["setPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/presence/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Agents, as they are right now.
         * @description The answer is what all signals that were recorded before the question say of calls, and what the phone systems said of agents.
         */
        get: operations["listAgents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/presence/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Presence as it changes, as Server-Sent Events.
         * @description The first event is called `view` and says everything: what was known before it counts no longer. Each later one is called
         *     `changed` and says those agents and queues that are other than before, whole, and which are gone. Whoever comes back is told a
         *     `view` again, and so there is nothing to resume. Who takes longer than 20 seconds to receive an event is dropped; when the server
         *     stops, all are told `goodbye`.
         */
        get: operations["followPresence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/presence/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Queues, as they are right now, with their figures of today.
         * @description Figures count those who joined a queue today, also of conversations that go on.
         */
        get: operations["listQueues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/recordings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One recording.
         * @description It is told to whoever sees its call, with a link by which anybody can hear it for a week. One that was removed is told with its
         *     `deleted_at`; one of a call that was deleted is not there.
         */
        get: operations["getRecording"];
        put?: never;
        post?: never;
        /**
         * Removes a recording. For supervisors and administrators.
         * @description Its entry in the record stays, with `deleted_at`; what Callbook kept of it is gone for ever, and links to it are answered with 410.
         */
        delete: operations["removeRecording"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/recordings/{id}/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What Callbook keeps of a recording: the audio. A `Range` of bytes may be asked for. */
        get: operations["hearRecording"];
        /**
         * Brings the media of a recording that is known from its phone system.
         * @description The body is the audio, as for a recording that is new. Brought again, the same bytes change nothing; others are refused with 409:
         *     remove the recording, and bring them as one of the call.
         */
        put: operations["putRecordingMedia"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/recordings/{id}/played": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Says that somebody listened to a recording. It takes no body. */
        put: operations["playRecording"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Signs in. The session lasts for 12 hours; its token is told in the body, and to a browser as the cookie `callbook_session`.
         * @description With the cookie, whatever changes something must come from a page of this server (`Sec-Fetch-Site`, or `Origin`). After
         *     some tries for a name, or from an address, further ones have to wait (429 with `Retry-After`).
         */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who one is, and what one may do: of a session, and of any other token. */
        get: operations["getSession"];
        put?: never;
        post?: never;
        /** Signs out: the session ends here at once. A token that is no session is revoked under `tokens`. */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/sessions/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Signs in with a token, in a browser: the session is told as the cookie `callbook_session` alone.
         * @description It lasts for 12 hours, may what the token may, and ends when that is revoked; what is done in it is done by the token. For a token
         *     that may read calls, and is neither a session nor one of a page of another site.
         */
        post: operations["signInByToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/signals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tells signals.
         * @description The whole batch is taken, or nothing. It is durable when it is answered. A signal whose `key` was told before is passed
         *     over, so that a batch without an answer can be told again.
         */
        post: operations["tellSignals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sources of the account. */
        get: operations["listSources"];
        put?: never;
        /** Enters a source. */
        post: operations["enterSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/sources/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One source, and how its feeds stand. */
        get: operations["getSource"];
        /**
         * Says everything of a source anew; what is left out is not said any more. Only a secret that is left out, or
         *     null, stays, as long as address and user do.
         * @description A source that the server's configuration names is said anew by it at the next start.
         */
        put: operations["putSource"];
        post?: never;
        /** Removes a source. Its records stay. */
        delete: operations["removeSource"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The subscriptions of the account. */
        get: operations["listSubscriptions"];
        put?: never;
        /** Enters a subscription, which is told of every change from now on. The secret of a webhook is told once. */
        post: operations["enterSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/subscriptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One subscription, and how far it is told. */
        get: operations["getSubscription"];
        /** Says everything of a subscription anew, but for its secrets; what is left out is not said any more. */
        put: operations["putSubscription"];
        post?: never;
        /** Removes a subscription with its deliveries. */
        delete: operations["removeSubscription"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/subscriptions/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The deliveries of a subscription. Those that were not tried yet, and wait for nothing, are none of them: `behind` says how many
         *     there may be.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/subscriptions/{id}/deliveries/{delivery}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One delivery, with its tries and, where it may have to be sent again, what is sent. */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/subscriptions/{id}/deliveries/{delivery}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Puts a dead delivery to be tried again, as often as any other, or has one that waits for its time tried now. It keeps its id and its
         *     version.
         */
        post: operations["retryDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/subscriptions/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tells a subscription everything since a moment or a place in the feed once more, under the same ids.
         * @description What waits or is dead since then is among it. A place that was not reached yet changes nothing.
         */
        post: operations["replaySubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/subscriptions/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts all dead deliveries of a subscription to be tried again, and has those that wait for their time tried now. */
        post: operations["retryDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/subscriptions/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a subscription another secret. For a day, what is sent is signed with the one of before too. */
        post: operations["rotateSubscriptionSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/subscriptions/{id}/switch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switches a subscription off or on. What happens while it is off is told once it is on again. */
        post: operations["switchSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/subscriptions/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends the receiver something to try whether it receives, right away, and says what came of it. It is no delivery. */
        post: operations["testSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tokens of this account. Sessions are none of them. */
        get: operations["listTokens"];
        put?: never;
        /** Enters a token. Its text is told once. */
        post: operations["enterToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/callbook/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revokes a token, and with it what its connection or its webhooks are told and the sessions that were begun with it. Here it stops
         *     counting at once, on every other server of the store within a second.
         */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/freshworks/v1/apps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The apps of the account. */
        get: operations["listApps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/freshworks/v1/apps/{app}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Installs an app, or puts it in the place of the one of that name.
         * @description The body is a zip file of the app's folder. `onAppInstall`, or `afterAppUpdate`, is run first, and may refuse. From then on the
         *     app is told of every change; one that was switched off is switched on.
         */
        put: operations["putApp"];
        post?: never;
        /** Removes an app with everything it has: what it keeps, its log, its deliveries. `onAppUninstall` is run first. */
        delete: operations["removeApp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/freshworks/v1/apps/{app}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The deliveries of an app, newest first. Those that were not tried yet, and wait for nothing, are none of them. */
        get: operations["listAppDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/freshworks/v1/apps/{app}/functions/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Calls a server method of an app. It is handed the body with `iparams`, and answers what it gives to `renderData`. */
        post: operations["callAppFunction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/freshworks/v1/apps/{app}/iparams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Says what an app is given from now on, in place of what it was given before: `iparams` of every payload. */
        put: operations["giveApp"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/freshworks/v1/apps/{app}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an app wrote, newest first: the latest megabyte. A run that failed is a line of the level `error` too. */
        get: operations["listAppLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/freshworks/v1/apps/{app}/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Runs the handler of an event once, with the envelope as it is sent; `iparams` are those of the installation. It is no delivery. */
        post: operations["simulateApp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/freshworks/v1/deliveries/{delivery}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One delivery with its payload, where that may have to be run again. */
        get: operations["getAppDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/freshworks/v1/deliveries/{delivery}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts a dead delivery to be run again with the same payload, as often as any other, or has one that waits for its time run now. */
        post: operations["retryAppDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/freshworks/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tells what a Freshworks account says of a call.
         * @description The call keeps the integer of the envelope; one that belongs to another call is refused, and nothing is recorded. Envelopes may come
         *     twice, late and in any order. An administrator's or operator's first envelope enters a source `freshworks` where there is none.
         */
        post: operations["tellFreshworksEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process lives. */
        get: operations["lives"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the server can do its work: 503 if nothing can be written.
         * @description A source that is not heard leaves the server ready: what it keeps can be read, and other sources are heard. It is told
         *     here, as `degraded`.
         */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An account. */
        Account: {
            /** @description Its name in addresses and tokens; it never changes. */
            account: string;
            /**
             * Format: date-time
             * @description When it was entered.
             */
            created_at: string;
            /**
             * @description What prices are in where nothing else is told, ISO 4217.
             * @example USD
             */
            currency: string;
            /** @description What it is at Freshworks, as apps are told. */
            freshworks: components["schemas"]["AccountAtFreshworks"];
            /** @description What is dialled before an outside number. */
            outside_prefix: string | null;
            /** @description Numbers of its own. */
            own_numbers: string[];
            /**
             * Format: int32
             * @description For how many days the bytes of recordings are kept; then they are removed, and their entries in the records stay. Null: as
             *     long as the server keeps them, or their conversations are kept.
             */
            recordings_retention_days: number | null;
            /** @description ISO 3166 letters: where its numbers live. */
            region: string | null;
            /**
             * Format: int32
             * @description For how many days conversations are kept after they began; then they are erased. Null: for ever.
             */
            retention_days: number | null;
            /** @description `required` if users are to say what came of a call once it ended, else `off`. A team may say otherwise. */
            wrapup: string;
            /**
             * Format: int32
             * @description For how many seconds after the end that is waited for.
             */
            wrapup_limit_s: number;
            /** @description IANA name of its time zone. */
            zone: string;
        };
        /** @description What an account is at Freshworks. */
        AccountAtFreshworks: {
            /**
             * @description Its host.
             * @example acme.freshcaller.com
             */
            domain: string;
            /** @description Where it lives: `US`, `EU`, `EUC`, `AUS` or `IND`. */
            region: string;
        };
        /** @description A new account and the key to it. */
        AccountEntered: {
            /** @description The account. */
            account: components["schemas"]["Account"];
            /** @description A token for its administrator. It is told here and never again. */
            token: string;
        };
        /** @description All accounts. */
        Accounts: {
            /** @description By name. */
            accounts: components["schemas"]["Account"][];
        };
        Act: {
            /** Format: date-time */
            at: string;
            by: null | components["schemas"]["Doer"];
        };
        /** @description A call that a user has to do with. */
        AgentCall: {
            /**
             * Format: uuid
             * @description The call.
             */
            call: string;
            /**
             * Format: uuid
             * @description The conversation.
             */
            conversation: string;
            /** @description What he does with it: `talking`, `ringing` or `wrap_up`. */
            doing: string;
            /**
             * Format: date-time
             * @description Since when he does so.
             */
            since: string;
            /** @description Where the call stands, in the record's word. */
            state: string;
        };
        /** @description All agents. */
        AgentList: {
            /** @description By user: everyone in the directory, and whoever has a call or is signed in to a queue. */
            agents: components["schemas"]["AgentPresence"][];
            /** @description Of which moment this is. */
            as_of: components["schemas"]["AsOf"];
        };
        /** @description A user, as he is right now. */
        AgentPresence: {
            /** @description The calls that make him `talking`, `ringing` or `wrap_up`. */
            calls: components["schemas"]["AgentCall"][];
            /** @description His name in the directory. */
            name: string | null;
            /** @description The queues that he is signed in to. */
            queues: components["schemas"]["AgentQueue"][];
            /** @description Of one who is paused: why. */
            reason: string | null;
            /**
             * Format: date-time
             * @description Since when, where that is known. Of one who is free: since his last call of today.
             */
            since: string | null;
            /**
             * @description The first that is true of him: `talking` (on the phone), `ringing`, `wrap_up`, `paused` (in all queues that he is signed in
             *     to), `away` (signed out of all, or no phone of his can be reached), `free`.
             */
            state: string;
            /** @description The user, by directory key. */
            user: string;
        };
        /** @description A queue that a user is signed in to. */
        AgentQueue: {
            /** @description Whether he takes no calls of it for now. */
            paused: boolean;
            /** @description The queue, by directory key. */
            queue: string;
            /** @description Why. */
            reason: string | null;
        };
        /** @description A word under which a phone system knows an entry. */
        Alias: {
            /**
             * @description The source that says so; null: every source.
             * @example office
             */
            source?: string | null;
            /**
             * @description Its word.
             * @example SIP-101
             */
            word: string;
        };
        /** @description How a manager interface is dialled, as it is told. */
        Ami: {
            /** @description Host and port. */
            address: string;
            /** @description Whether a challenge is answered instead of sending the secret. */
            challenge: boolean;
            originate: null | components["schemas"]["AmiOriginate"];
            /** @description Always null: a secret is set, and never told back. */
            secret: string | null;
            /** @description The manager user. */
            username: string;
        };
        /** @description How a switch is asked for calls over its manager interface. The manager user needs the write class `originate`. */
        AmiOriginate: {
            /**
             * @description How a user's phone is called: `{endpoint}` stands for the word that the user's aliases have for this source, else for his
             *     extension, `{extension}` for his extension and `{number}` for his number. Never a Local channel.
             * @example PJSIP/{endpoint}
             */
            channel: string;
            /**
             * @description The context in which the number is dialled.
             * @example from-internal
             */
            context: string;
            /**
             * @description What may be dialled: each a beginning of numbers in full form (`+31`; `+` is every number there is), `ext` for what the directory
             *     has (extensions, queues, menus, own numbers), or a beginning of short numbers (`6`). Left out or empty: `ext`, and the numbers of
             *     the account's region.
             * @example [
             *       "ext",
             *       "+31",
             *       "+32"
             *     ]
             */
            dialable?: string[];
            /**
             * @description How the number is written there: `{number}` as it was asked for, `{digits}` in full form without the `+`.
             * @default {number}
             * @example 00{digits}
             */
            number: string;
            /**
             * Format: int32
             * @description The step of the dialplan.
             * @default 1
             */
            priority: number;
            /**
             * Format: int32
             * @description For how many seconds the user's phone rings at the most.
             * @default 30
             */
            ring_s: number;
        };
        /** @description An installed app. */
        App: {
            /** @description Its name in addresses. */
            app: string;
            /**
             * Format: date-time
             * @description When something was said of it last.
             */
            changed_at: string;
            /**
             * Format: date-time
             * @description When it was installed.
             */
            installed_at: string;
            /** @description What it was given. */
            iparams: Record<string, unknown>;
            /** @description Why it is switched off; null: it is told of calls. */
            off: string | null;
            /**
             * Format: int64
             * @description Counts what was said of it: packages and parameters.
             */
            version: number;
            /** @description What prevented nothing and should be known; only told by an installation. */
            warnings?: string[];
        };
        /** @description Deliveries that are tried again. */
        AppDeliveriesRetried: {
            /** @description How many there are. */
            retried: number;
        };
        /** @description One event that was owed to an app. */
        AppDelivery: {
            /**
             * Format: int64
             * @description The call, as the app knows it; null likewise.
             */
            call_id: number | null;
            /**
             * Format: date-time
             * @description When it was tried first, or began to wait.
             */
            created_at: string;
            /** @description `onCallCreate` or `onCallUpdate`; null of one that waits for one before it and was not tried yet. */
            event: string | null;
            /**
             * Format: uuid
             * @description Names it: the same on every try.
             */
            id: string;
            /** @description Why the last try failed. */
            last_error: string | null;
            /** @description The payload, where it may have to be run again; only of one that is asked for by its id. */
            payload?: Record<string, unknown>;
            /**
             * Format: int64
             * @description How many bytes the payload has; null likewise.
             */
            payload_bytes: number | null;
            /** @description `pending`, `done` or `dead`. */
            state: string;
            /**
             * Format: int32
             * @description How often it was tried since it was last put to be tried.
             */
            tries: number;
        };
        /** @description Deliveries. */
        AppDeliveryPage: {
            /** @description Those of the newest changes first. */
            deliveries: components["schemas"]["AppDelivery"][];
            /** @description The path of the next page; null at the end. */
            next: string | null;
        };
        /** @description An envelope of either generation, with the name of the event. */
        AppEnvelope: {
            /** @description The event, as `onCallCreate`. */
            event: string;
        };
        /** @description Apps. */
        AppList: {
            /** @description By name. */
            apps: components["schemas"]["App"][];
            /** @description Where the list goes on; it never does, since an account has few. */
            next: string | null;
        };
        /** @description The log of an app. */
        AppLog: {
            /** @description Newest first. */
            log: components["schemas"]["AppLogLine"][];
            /** @description The path of the next page; null at the end. */
            next: string | null;
        };
        /** @description A line that an app wrote. */
        AppLogLine: {
            /**
             * Format: date-time
             * @description When the run ended in which it was written.
             */
            at: string;
            /** @description `log`, `info`, `warn`, `error` or `debug`. */
            level: string;
            /** @description What was written. */
            text: string;
        };
        /** @description What came of a run. */
        AppRun: {
            /** @description Whether the handler came to its end. */
            done: boolean;
            /** @description What it wrote. */
            log: components["schemas"]["AppRunLine"][];
            /** @description Why not: `handler_failed`, `refused_by_app`, `timed_out`, `payload_too_large`, `out_of_memory` or `worker_lost`. */
            reason: string | null;
            /** @description The same for people. */
            says: string | null;
            /**
             * Format: int64
             * @description How long it ran.
             */
            took_ms: number;
        };
        /** @description A line that it wrote. */
        AppRunLine: {
            /** @description `log`, `info`, `warn`, `error` or `debug`. */
            level: string;
            /** @description What was written. */
            text: string;
        };
        /** @description A call that is to be dialled. */
        AskForCall: {
            /**
             * @description The own number that is shown to whom he calls: one of a line of the directory. Left out, the one that the phone system shows.
             * @example +31205550199
             */
            line?: string | null;
            /**
             * @description The phone system that dials; left out, the one that can.
             * @example office
             */
            source?: string | null;
            /**
             * @description Whom he calls, in full form, or as a phone of the house dials it.
             * @example +31209876543
             */
            to: string;
            /**
             * @description Whose phone is called first: the key of a user of the directory, or one of his extensions.
             * @example ann
             */
            user: string;
        };
        /** @description What is to be exported. */
        AskForExport: {
            /** @description Which conversations: the words of `GET /conversations`, without `limit` and `cursor`. Left out: all of them. */
            filter?: components["schemas"]["ConversationFilter"];
            /**
             * @description `csv`, `jsonl`, `parquet` or `vcon`.
             * @example csv
             */
            format: string;
        };
        /** @description Of which moment a view is. */
        AsOf: {
            /**
             * Format: date-time
             * @description When it was looked at.
             */
            at: string;
            /** @description The newest change that is in it, as a cursor of the change feed: what comes after it is not in the view yet. */
            cursor: string;
        };
        Assigned: {
            menu: string | null;
            queue: string | null;
            scope: string | null;
            team: string | null;
            user: string | null;
        };
        /** @description One try. */
        Attempt: {
            /** @description The first bytes of the answer. */
            answer: string;
            /**
             * Format: date-time
             * @description When it began.
             */
            at: string;
            /** @description Why it failed. */
            error: string | null;
            /**
             * Format: int32
             * @description The status of the answer.
             */
            status: number | null;
            /**
             * Format: int32
             * @description How long it took, in milliseconds.
             */
            took_ms: number;
        };
        Billed: {
            amount: number | null;
            currency: string | null;
            seconds: number;
        };
        /** @description One caller reaching, or failing to reach, one callee. */
        Call: {
            /** Format: date-time */
            answered_at: string | null;
            assigned: components["schemas"]["Assigned"];
            billed: null | components["schemas"]["Billed"];
            /** Format: date-time */
            changed_at: string;
            conference_s: number;
            /** @description The conversation that it belongs to. Only where a call is told by itself. */
            conversation?: {
                /** Format: uuid */
                id: string;
                version: number;
            };
            /** Format: date-time */
            created_at: string | null;
            /** Format: date-time */
            deleted_at: string | null;
            /** @enum {string|null} */
            direction: "inbound" | "outbound" | "internal" | null;
            disposition: null | components["schemas"]["Disposition"];
            /** Format: date-time */
            ended_at: string | null;
            from: components["schemas"]["FromSide"];
            handled: null | components["schemas"]["Act"];
            hold_s: number;
            /** Format: uuid */
            id: string;
            kept: Record<string, unknown>;
            legs: components["schemas"]["Leg"][];
            line: string | null;
            links: components["schemas"]["LinkEntry"][];
            menu_s: number;
            notes: components["schemas"]["NoteEntry"][];
            /** @enum {string} */
            origin: "inbound" | "device" | "click_to_call" | "api" | "task_log" | "callback" | "consultation" | "transfer" | "fallback" | "conference" | "unknown";
            /** @enum {string|null} */
            outcome: "answered" | "voicemail" | "blocked" | "abandoned" | "ivr" | "cancelled" | "no_answer" | "declined" | "busy" | "unavailable" | "failed" | null;
            /** Format: uuid */
            parent: string | null;
            parked_s: number;
            provider: null | components["schemas"]["Provider"];
            queue_s: number;
            ring_s: number;
            /** Format: uuid */
            root: string;
            serial: number;
            /** Format: date-time */
            started_at: string;
            /** @enum {string|null} */
            state: "ringing" | "menu" | "queued" | "voicemail" | "parked" | "conference" | "talking" | "held" | "ended" | "logged" | null;
            summary: null | components["schemas"]["Summary"];
            /** Format: date-time */
            talk_ended_at: string | null;
            talk_s: number;
            to: components["schemas"]["ToSide"];
            total_s: number | null;
            /** Format: date-time */
            updated_at: string | null;
            voicemail_s: number;
            wrap_up: null | components["schemas"]["WrapUp"];
        };
        /** @description A call that is dialled. */
        CallAskedFor: {
            /**
             * Format: uuid
             * @description The id that the call has in every record.
             */
            call: string;
            /**
             * Format: uuid
             * @description The id of its conversation; null as long as the phone system told nothing of it.
             */
            conversation: string | null;
            /** @description The phone system that dials. */
            source: string;
        };
        /** @description A call as a dialect shows it. */
        CallInDialect: {
            /**
             * Format: uuid
             * @description The call.
             */
            call: string;
            /** @description All that is shown of it; nothing where the dialect has no such calls. */
            shown: components["schemas"]["DialectPiece"][];
        };
        /** @description A page of calls. */
        CallPage: {
            calls: components["schemas"]["Call"][];
            /** @description The cursor of the next page; null at the end. */
            next: string | null;
        };
        /** @description One change, as it is told. */
        Change: {
            /**
             * Format: date-time
             * @description When it happened.
             */
            at: string;
            by?: null | components["schemas"]["Doer"];
            calls: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            /**
             * Format: uuid
             * @description The conversation; null where a source fell silent or speaks again.
             */
            conversation: string | null;
            /** @description Where a reader is who has read it. */
            cursor: string;
            /** @description Calls that there are no longer; their ids stand for what took their place. */
            gone?: string[];
            /**
             * @description `new`, `changed`, `ended`, `corrected`, `imported`, `merged`, `erased`, `source_silent`, `source_heard` or
             *     `subscription_off`, of which `whole` says the subscription.
             */
            kind: string;
            legs?: {
                [key: string]: string[];
            };
            /**
             * Format: int64
             * @description The version before it, 0 if there was none; one less, except where conversations were joined.
             */
            previous: number | null;
            record?: components["schemas"]["Conversation"];
            /**
             * Format: date-time
             * @description When it was recorded.
             */
            recorded_at: string;
            /** @description The source. */
            source: string;
            /**
             * Format: int64
             * @description The version that it made; null of a change of a source.
             */
            version: number | null;
            whole: {
                [key: string]: unknown;
            };
        };
        /** @description What to change of an account. What is left out stays as it is. */
        ChangeAccount: {
            /**
             * @description What prices are in where nothing else is told, ISO 4217.
             * @example EUR
             */
            currency?: string;
            /** @description What it is at Freshworks. */
            freshworks?: components["schemas"]["ChangeAccountAtFreshworks"];
            /**
             * @description What is dialled before an outside number: digits, `*` and `#`; or null.
             * @example 9
             */
            outside_prefix?: string | null;
            /** @description Numbers of its own. */
            own_numbers?: string[];
            /**
             * Format: int32
             * @description For how many days the bytes of recordings are kept; null: as long as the server keeps them, or their conversations are kept.
             */
            recordings_retention_days?: number | null;
            /**
             * @description ISO 3166 letters, or null.
             * @example NL
             */
            region?: string | null;
            /**
             * Format: int32
             * @description For how many days conversations are kept after they began; those that began earlier, and are over, are erased for good within the
             *     hour, with their recordings. Null: for ever.
             */
            retention_days?: number | null;
            /**
             * @description Whether users are to say what came of a call once it ended: `required` or `off`. Calls that were recorded before stay as
             *     they are.
             * @example required
             */
            wrapup?: string;
            /**
             * Format: int32
             * @description For how many seconds after the end that is waited for.
             */
            wrapup_limit_s?: number;
            /**
             * @description IANA name of its time zone.
             * @example Europe/Amsterdam
             */
            zone?: string;
        };
        /** @description What to change of an account at Freshworks. What is left out stays as it is. */
        ChangeAccountAtFreshworks: {
            /**
             * @description Its host, without scheme; null: `<account>.freshcaller.com`.
             * @example acme.freshcaller.com
             */
            domain?: string | null;
            /**
             * @description Where it lives: `US`, `EU`, `EUC`, `AUS` or `IND`; null: `US`.
             * @example EU
             */
            region?: string | null;
        };
        /** @description An entry that changed. */
        Changed: {
            /** @description Each field: what it is now, and what it was. */
            fields: {
                [key: string]: unknown[];
            };
            /** @description Its key. */
            key: string;
            /** @description Its kind. */
            kind: string;
        };
        /**
         * @description A page of the change feed. An empty page is not the end: what was read may hold nothing that is wanted, with more behind it.
         *     The end for now is where `next` no longer moves.
         */
        ChangePage: {
            /** @description Oldest first. There may be fewer than asked for, even none, with more behind them. */
            changes: components["schemas"]["Change"][];
            /** @description Where to go on, always. As long as it moves, there may be more. */
            next: string;
        };
        /** @description How fetching a recording from its phone system stands. */
        Collecting: {
            /**
             * Format: date-time
             * @description When it is tried next; null once it was given up.
             */
            next_at: string | null;
            /**
             * Format: int32
             * @description How often it was tried in vain.
             */
            tries: number;
        };
        /** @description Everything a customer would count as one call, from the first ring to the last goodbye, transfers included. Whoever sees some of its calls only is told the lists' entries of those, and null for what is worked out from all calls. */
        Conversation: {
            /** Format: date-time */
            answered_at: string | null;
            calls: (components["schemas"]["Call"] | components["schemas"]["UnseenCall"])[];
            conference_s: number | null;
            /** Format: date-time */
            deleted_at: string | null;
            /** @enum {string|null} */
            direction: "inbound" | "outbound" | "internal" | null;
            /** Format: date-time */
            ended_at: string | null;
            ended_by: null | components["schemas"]["EndedBy"];
            /** Format: date-time */
            erased_at: string | null;
            flow: string | null;
            forwards: components["schemas"]["Forward"][];
            from: null | components["schemas"]["FromSide"];
            gaps: components["schemas"]["Gap"][] | null;
            handled: null | components["schemas"]["Act"];
            hold_s: number | null;
            holds: components["schemas"]["HoldEntry"][];
            /** Format: uuid */
            id: string;
            line: string | null;
            menu_s: number | null;
            menus: components["schemas"]["MenuEntry"][];
            /** Format: uuid */
            merged_into: string | null;
            missed_by: string[] | null;
            /** @enum {string|null} */
            origin: "inbound" | "device" | "click_to_call" | "api" | "task_log" | "callback" | "consultation" | "transfer" | "fallback" | "conference" | "unknown" | null;
            /** @enum {string|null} */
            outcome: "answered" | "voicemail" | "blocked" | "abandoned" | "ivr" | "cancelled" | "no_answer" | "declined" | "busy" | "unavailable" | "failed" | null;
            parked: components["schemas"]["Parking"][];
            parked_s: number | null;
            pickup: null | components["schemas"]["Pickup"];
            queue_s: number | null;
            queues: components["schemas"]["QueueEntry"][];
            recordings: components["schemas"]["RecordingEntry"][];
            ring_s: number | null;
            serial: number;
            source: string;
            /** Format: date-time */
            started_at: string | null;
            /** @enum {string|null} */
            state: "ringing" | "menu" | "queued" | "voicemail" | "parked" | "conference" | "talking" | "held" | "ended" | "logged" | null;
            talk_s: number | null;
            talked_to: string[] | null;
            to: null | components["schemas"]["ToSide"];
            total_s: number | null;
            transfers: components["schemas"]["TransferEntry"][];
            version: number;
            voicemail: null | components["schemas"]["Voicemail"];
            voicemail_s: number | null;
        };
        /** @description How many there are. */
        ConversationCount: {
            /** @description By when they began, the oldest first; where it was asked for. Hours and days without any are not there. */
            by?: components["schemas"]["CountOf"][];
            /** @description So many were found. */
            count: number;
            /** @description Whether that is all of them. Otherwise there are more, or may be. */
            exact: boolean;
            /**
             * Format: date-time
             * @description If it is not all of them: only those that began then or later were looked at, of which all are counted but of that
             *     very moment.
             */
            reached?: string;
        };
        /** @description Which rows to list, newest first. Whatever is not given is not asked for; what is given must all be true. */
        ConversationFilter: {
            /** @description The key of a contact on one of its legs. */
            contact?: string | null;
            /** @description Whether deleted ones are listed too; if nothing is said, they are not. */
            deleted?: boolean | null;
            /** @description `inbound`, `outbound` or `internal`. */
            direction?: string | null;
            /** @description Began at that moment or later (RFC 3339). */
            from?: string | null;
            /** @description Whether somebody took care of it. */
            handled?: boolean | null;
            /** @description The own number that was called or presented, in any spelling, or the key of its line. */
            line?: string | null;
            /** @description A record of other software that it is linked with: its kind, a slash, and its id there. */
            linked?: string | null;
            /**
             * Format: int32
             * @description Lasted at most so many seconds.
             */
            longest_s?: number | null;
            /** @description Whether it was missed: inbound, and nobody talked with the caller (rule N7). */
            missed?: boolean | null;
            /**
             * @description Words of a name that was shown, or of the name of a user or a contact who has a leg in it. `lin*` finds every word that
             *     begins so. What more than 256 words or contacts begin with is refused.
             */
            name?: string | null;
            /**
             * @description A number of any of the legs or sides, in any spelling: as it was written, local or national by the account's region, with
             *     the prefix for outside numbers, or in full form. Short numbers are found as they are. `*0142` finds every number that ends
             *     so, by 3 to 9 digits; an ending of more than 256 numbers is refused.
             */
            number?: string | null;
            /**
             * @description `answered`, `voicemail`, `blocked`, `abandoned`, `ivr`, `cancelled`, `no_answer`, `declined`, `busy`, `unavailable`
             *     or `failed`.
             */
            outcome?: string | null;
            /** @description The key of a queue that it was in, or is assigned to. */
            queue?: string | null;
            /** @description Whether there is a recording of it. */
            recorded?: boolean | null;
            /**
             * Format: int32
             * @description Lasted at least so many seconds, from its beginning to its end.
             */
            shortest_s?: number | null;
            /** @description The name of a source. */
            source?: string | null;
            /**
             * @description `ringing`, `menu`, `queued`, `voicemail`, `parked`, `conference`, `talking`, `held`, `ended` or `logged`; or `live`: any
             *     but the last two.
             */
            state?: string | null;
            /** @description The key of a team that it is assigned to. */
            team?: string | null;
            /**
             * @description Words of its notes, its summary or its disposition. `invo*` finds every word that begins so; what more than 256 begin with
             *     is refused.
             */
            text?: string | null;
            /** @description Began before that moment (RFC 3339). */
            until?: string | null;
            /** @description The key of a user who has a leg in it, or whom it is assigned to. */
            user?: string | null;
        };
        /** @description A page of conversations. */
        ConversationPage: {
            conversations: components["schemas"]["Conversation"][];
            /** @description The cursor of the next page; null at the end. */
            next: string | null;
        };
        /** @description How many there are. */
        Count: {
            /** @description So many were found. */
            count: number;
            /** @description Whether that is all of them. Otherwise there are more, or may be. */
            exact: boolean;
        };
        /** @description How many began in an hour, or on a day. */
        CountOf: {
            /**
             * Format: int64
             * @description So many of them were answered.
             */
            answered: number;
            /**
             * Format: date-time
             * @description When that began.
             */
            at: string;
            /**
             * Format: int64
             * @description So many there were.
             */
            count: number;
            /** @description The day by the account's calendar; null of hours. */
            day: string | null;
            /**
             * Format: int64
             * @description So many were missed (rule N7).
             */
            missed: number;
        };
        /** @description Deliveries that are tried again. */
        DeliveriesRetried: {
            /** @description How many there are. */
            retried: number;
        };
        /** @description What became of one change that was owed to a subscription. */
        Delivery: {
            /** @description The latest tries, oldest first. */
            attempts: components["schemas"]["Attempt"][];
            /** @description What is sent, where it may have to be sent again. */
            body?: Record<string, unknown>;
            /**
             * Format: int64
             * @description The change's number in the account's feed.
             */
            change: number;
            /**
             * Format: uuid
             * @description The conversation; null of a change that is of none.
             */
            conversation: string | null;
            /**
             * Format: uuid
             * @description Names it: the same on every try, as the receiver sees it.
             */
            id: string;
            /** @description The change's kind. */
            kind: string;
            /**
             * Format: date-time
             * @description When it is tried next; null if it waits for nothing but its turn.
             */
            next_at: string | null;
            /** @description `waiting`, `done` or `dead`. */
            state: string;
            /**
             * Format: int32
             * @description How often it was tried since it was last put to be tried.
             */
            tries: number;
            /**
             * Format: int64
             * @description The version; null of a change that is of no conversation.
             */
            version: number | null;
        };
        /** @description Deliveries. */
        DeliveryPage: {
            /** @description Those of the newest changes first. */
            deliveries: components["schemas"]["Delivery"][];
            /** @description The cursor of the next page; null at the end. */
            next: string | null;
        };
        /** @description The calls that a dialect shows. */
        DialectCalls: {
            /** @description Whose clients it speaks to. */
            about: string;
            /** @description The ids of the calls that it shows, of those that are seen. */
            calls: string[];
            /** @description The name of the dialect. */
            dialect: string;
        };
        /** @description What a dialect does not show. */
        DialectLack: {
            /** @description How many of it the record has. */
            count: number;
            /** @description Its word, as `holds`. */
            fact: string;
            /** @description What it is, for people. */
            says: string;
        };
        /** @description Which dialects there are, and which calls each shows. */
        DialectList: {
            /** @description Every dialect. */
            dialects: components["schemas"]["DialectCalls"][];
            /**
             * Format: uuid
             * @description The conversation.
             */
            id: string;
            /**
             * Format: int64
             * @description The version that is shown.
             */
            version: number;
        };
        /** @description One thing that a client of the dialect is answered or told. */
        DialectPiece: {
            /** @description The path that a client asks for it; null of what is pushed. */
            asked: string | null;
            /** @description What is answered, or told. Of an app it is `data` of its payload. */
            body: Record<string, unknown>;
            /** @description The event that it tells; null of what is asked for. */
            event: string | null;
            /** @description The version of the vendor's shapes; null of what is asked for. */
            shapes: string | null;
        };
        Disposition: {
            /** Format: date-time */
            at: string;
            by: null | components["schemas"]["Doer"];
            code: string | null;
            /** Format: date-time */
            next_call_at: string | null;
            text: string | null;
        };
        Doer: {
            id: string;
            /** @enum {string} */
            kind: "person" | "program" | "system";
            name: string | null;
        };
        EndedBy: {
            number: string | null;
            /** @enum {string|null} */
            side: "caller" | "callee" | "system" | null;
        };
        /** @description A new account. */
        EnterAccount: {
            /** @description Its name in addresses and tokens; it never changes. */
            account: string;
            /** @description What is dialled before an outside number. */
            outside_prefix?: string | null;
            /** @description Numbers of its own. */
            own_numbers?: string[];
            /**
             * @description ISO 3166 letters.
             * @example NL
             */
            region?: string | null;
            /**
             * @description Whether users are to say what came of a call once it ended: `required`, if nothing is said, or `off`.
             * @example required
             */
            wrapup?: string;
            /**
             * Format: int32
             * @description For how many seconds after the end that is waited for; 600 if nothing is said.
             */
            wrapup_limit_s?: number;
            /**
             * @description IANA name of its time zone; UTC if nothing is said.
             * @example Europe/Amsterdam
             */
            zone?: string;
        };
        /** @description A source as it is said, with its name. */
        EnterSource: {
            /**
             * @description The feeds that are read from it, at least one and each once; `native` for one that tells its calls itself, `freshworks` for one
             *     that does so in envelopes.
             */
            adapters: string[];
            ami?: null | components["schemas"]["SayAmi"];
            /** @description The event log that is followed, as a path on the server's machine. Only an operator may set it. */
            cel_file?: string | null;
            /** @description Endpoints that are phones of the house. */
            extensions?: string[];
            /**
             * Format: int32
             * @description After how many seconds without a word a call that nobody answered is given up.
             */
            give_up_ringing_s?: number | null;
            /**
             * Format: int32
             * @description The same for one that was answered.
             */
            give_up_talking_s?: number | null;
            /**
             * @description Its name; ids are derived from it, so it never changes.
             * @example office
             */
            name: string;
            /** @description The folder in which its recordings stand, as a path on the server's machine. Only an operator may set it. */
            recordings_folder?: string | null;
            /**
             * Format: int32
             * @description After how many seconds without a word it is reported as silent; null: never.
             */
            silence_s?: number | null;
            /** @description Contexts that trunks come in on. */
            trunk_contexts?: string[];
            /** @description Endpoints that are trunks. */
            trunk_endpoints?: string[];
            twilio?: null | components["schemas"]["SayTwilio"];
        };
        /** @description A new subscription. */
        EnterSubscription: {
            /**
             * @description Of a webhook: in which dialect it is told, as `vcita`; in our own words if nothing is said.
             * @example vcita
             */
            dialect?: string | null;
            /**
             * @description `webhook` or `stream`; a webhook if nothing is said.
             * @example webhook
             */
            kind?: string | null;
            /**
             * @description What it is for.
             * @example crm
             */
            name: string;
            only?: components["schemas"]["OnlyChanges"];
            /** @description Of a stream: the password of `user`. It is never told back. */
            password?: string | null;
            /** @description Of a webhook: `whsec_` and the base64 of 24 to 64 bytes; one is made if none is said. */
            secret?: string | null;
            /** @description Of a stream: NATS servers of one cluster, `tls://host:port`, or `nats://host:port` inside networks that the operator allows. */
            servers?: string[] | null;
            /** @description Of a stream: what its subjects begin with, before the account and the kind of change; `callbook` if nothing is said. */
            subject?: string | null;
            /** @description Of a stream: what its servers let us in with, instead of `user` and `password`. It is never told back. */
            token?: string | null;
            /**
             * @description Of a webhook: where changes are posted to: https, or http inside networks that the operator allows.
             * @example https://crm.example/hooks/calls
             */
            url?: string | null;
            /** @description Of a stream: as whom its servers let us in, with `password`. */
            user?: string | null;
            /** @description Of a webhook in a dialect: the version of the vendor's shapes, where there are several. */
            version?: string | null;
        };
        /** @description A new token. */
        EnterToken: {
            /** @description Of a key of vCita, a directory's (`supervisor`) or an app's (`source`): the businesses for whose calls it is, by their scopes. */
            businesses?: string[];
            /**
             * @description Of a key of vCita of the role `user`, instead of `user`: the client whose calls it shows, the key of a contact or a UUID.
             * @example rosa
             */
            client?: string | null;
            /**
             * @description The dialect whose key it is to be, as `freshworks` for Freshcaller's REST view; if nothing is said, it is a token of this API.
             * @example freshworks
             */
            dialect?: string | null;
            /**
             * @description What it is for.
             * @example desk
             */
            name: string;
            /**
             * @description Of a token of the scope `read` that stands in a page of another site: the origins of the pages for which alone it counts, as
             *     browsers write them. Their scripts may read what it is answered.
             * @example [
             *       "https://crm.example"
             *     ]
             */
            origins?: string[];
            /**
             * @description `operator`, `administrator`, `supervisor`, `user` or `source`.
             * @example administrator
             */
            role: string;
            /** @description Of the role `source`: the one source that it may tell of. Of any other role: `read`, if it is to read calls and do nothing else. */
            scope?: string | null;
            /** @description Of the role `supervisor`: the keys of the teams whose calls it shows. */
            teams?: string[];
            /**
             * @description Of the role `user`: the key of the user whose calls it shows.
             * @example ann
             */
            user?: string | null;
        };
        /** @description An entry of the directory. Fields that its kind does not have are null or empty. */
        Entry: {
            /** @description Words under which phone systems know it, besides its key. */
            aliases: components["schemas"]["Alias"][];
            /**
             * Format: uuid
             * @description Of a user or line: by what vCita calls that business, or that of whatever has none.
             */
            business_uid: string | null;
            /**
             * Format: date-time
             * @description When it was changed last.
             */
            changed_at: string;
            /**
             * Format: date-time
             * @description When it was entered.
             */
            created_at: string;
            /** @description Of a user or contact. */
            email: string | null;
            /** @description Of a user: short numbers of the house. */
            extensions: string[];
            /** @description What it is called in other systems: system and id. */
            ids: {
                [key: string]: string;
            };
            /** @description Its name in records; never changes. */
            key: string;
            /** @description `user`, `team`, `line`, `queue`, `menu`, `trunk` or `contact`. */
            kind: string;
            /** @description Of a user or trunk: key of the line that its calls show outside, where the phone system does not say. */
            line: string | null;
            /** @description Of a line: key of the menu that its calls are for. */
            menu: string | null;
            /** @description For people. */
            name: string | null;
            /** @description Of a user, line or contact: phone numbers, as somebody wrote them. */
            numbers: string[];
            /** @description Of a line: key of the queue that its calls are for. */
            queue: string | null;
            /** @description Of a user or line: the business of the account that it belongs to. */
            scope: string | null;
            /**
             * Format: int64
             * @description Its integer, unique in the account.
             */
            serial: number;
            /** @description Of a user or queue: key of the team. */
            team: string | null;
            /**
             * Format: uuid
             * @description By what dialects call it that name things by UUIDs, as vCita and Chakra do.
             */
            uuid: string;
            /** @description Of a team: whether its users wrap up calls, `required` or `off`; null: as the account says. */
            wrapup: string | null;
            /**
             * Format: int32
             * @description Of a team: for how many seconds at the most; null: as the account says.
             */
            wrapup_limit_s: number | null;
        };
        /** @description A page of entries. */
        EntryPage: {
            /** @description By key. */
            entries: components["schemas"]["Entry"][];
            /** @description Where the next page goes on; null at the end. */
            next: string | null;
        };
        /** @description An export, and how far it is. */
        Export: {
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            asked_at: string;
            /**
             * Format: int64
             * @description So many bytes it has so far.
             */
            bytes: number;
            /**
             * Format: int64
             * @description So many conversations are in it so far.
             */
            done: number;
            /**
             * Format: date-time
             * @description When it was ready, or failed; null before.
             */
            ended_at: string | null;
            /**
             * Format: date-time
             * @description When it is removed.
             */
            expires_at: string;
            /** @description Which conversations were asked for. */
            filter: Record<string, unknown>;
            /** @description What the file is. */
            format: string;
            /**
             * Format: uuid
             * @description Names it.
             */
            id: string;
            /** @description Why it failed: `too_many`, `too_large`, `interrupted`, `disk`, `unavailable` or `fault`; null if it did not. */
            reason: string | null;
            /** @description The same for people, and what can be done. */
            says: string | null;
            /** @description `waiting`, `running`, `ready` or `failed`. */
            state: string;
            /**
             * Format: int64
             * @description How many there will be, as far as that is known; null if it is not.
             */
            total: number | null;
        };
        /** @description Exports. */
        ExportList: {
            /** @description The newest first. */
            exports: components["schemas"]["Export"][];
        };
        /** @description How a feed stands. */
        FeedStanding: {
            /** @description The adapter that reads it. */
            adapter: string;
            /**
             * Format: date-time
             * @description When it said something last.
             */
            heard_at: string | null;
            /** @description The last of them, or why the link is down. */
            last_note: string | null;
            /** @description `up`, `down`, or `refused`: the phone system does not take our name or secret. */
            link: string;
            /**
             * Format: int64
             * @description How many things it said were not understood.
             */
            notes: number;
            /** @description Whether it has said nothing for longer than is usual of it. */
            silent: boolean;
            /**
             * Format: date-time
             * @description Since when.
             */
            since: string;
        };
        /** @description Calls that have in common what was asked to be told apart. */
        FigureOf: {
            /**
             * Format: int64
             * @description How many gave up so soon that they did not wait.
             */
            abandoned_within: number;
            /**
             * Format: int64
             * @description How many were answered in time.
             */
            answered_within: number;
            /** @description When the hour or day began; null if they are not told apart. */
            at: string | null;
            /**
             * Format: int64
             * @description How many there were. Of an account, a source or a line these are conversations; of a queue how often somebody waited in it;
             *     of a user the calls that he made or that were offered to him.
             */
            calls: number;
            /** @description The day by the account's calendar; null if days are not told apart. */
            day: string | null;
            /** @description The direction; null if they are not told apart, or it was never known. */
            direction: string | null;
            /** @description How long those waited who gave up. */
            gave_up: components["schemas"]["Lengths"];
            /** @description The source, line, queue or user; null if they are not told apart. */
            key: string | null;
            /** @description How many had which outcome; of a queue and a user as it came out for them. */
            outcomes: {
                [key: string]: number;
            };
            /**
             * Format: double
             * @description Which part of all calls was answered in time, from 0 to 1; null of none.
             */
            service_level: number | null;
            /** @description How long was talked with those who were answered. */
            talks: components["schemas"]["Lengths"];
            /** @description How long those waited who were answered. */
            waits: components["schemas"]["Lengths"];
        };
        /** @description Figures, as they were asked for. */
        Figures: {
            /**
             * Format: int32
             * @description Given up sooner than so many seconds was no waiting.
             */
            abandoned_within_s: number;
            /** @description By time, key and direction. What there was nothing of is not there. */
            figures: components["schemas"]["FigureOf"][];
            /** @description When the period begins, and when it ends. */
            from: string;
            /** @description When the period ends. */
            until: string;
            /**
             * Format: int32
             * @description Answered sooner than so many seconds was in time.
             */
            within_s: number;
            /** @description The time zone of the account, by whose clocks hours and days begin. */
            zone: string;
        };
        Forward: {
            /** Format: date-time */
            at: string;
            by: string | null;
            /** Format: uuid */
            call: string | null;
            to: string;
        };
        /** @description An envelope of either generation, or a call alone. */
        FreshworksEvent: {
            /** @description The call, where nothing is around it. */
            call?: {
                [key: string]: unknown;
            } | null;
            /** @description What an event brings along: `{"call": {…}}`, and more. */
            data?: {
                [key: string]: unknown;
            } | null;
        };
        /** @description What became of an envelope. */
        FreshworksEventTold: {
            /** @description Facts that are new, and durable now. */
            accepted: number;
            /**
             * Format: int64
             * @description The call's integer, as the envelope says it.
             */
            id: number;
            /** @description Facts that were known already. */
            repeated: number;
            /** @description The source that it is of. */
            source: string;
            /** @description Versions that the call's record got by them. */
            versions: number;
        };
        FromSide: {
            e164: string | null;
            name: string | null;
            number: string | null;
            user: string | null;
        };
        Gap: {
            /** Format: date-time */
            at: string;
            text: string;
            what: string;
        };
        HoldEntry: {
            by: string | null;
            /** Format: uuid */
            call: string | null;
            /** Format: date-time */
            ended_at: string | null;
            /** Format: uuid */
            leg: string | null;
            /** Format: date-time */
            started_at: string;
        };
        /** @description What an import came to, or would come to. */
        Imported: {
            /** @description Entries that changed. */
            changed: number;
            /** @description What changed; the first hundred. */
            changes: components["schemas"]["Changed"][];
            /** @description Whether nothing was written. */
            dry_run: boolean;
            /** @description Entries that are new. */
            new: number;
            /** @description What cannot be taken. Unless it is a dry run, then nothing is. */
            refused: components["schemas"]["Refused"][];
            /** @description Entries that were there as they are said. */
            unchanged: number;
        };
        /** @description Entries to import. What is not said of one that is there stays; what is null is taken away. */
        ImportEntries: {
            /** @description At most 10,000. */
            entries: components["schemas"]["ImportEntry"][];
        };
        /** @description An entry to import. */
        ImportEntry: components["schemas"]["SayEntry"] & {
            /**
             * @description Its key.
             * @example rosa
             */
            key: string;
            /**
             * @description `user`, `team`, `line`, `queue`, `menu`, `trunk` or `contact`.
             * @example contact
             */
            kind: string;
        };
        /** @description A conversation as one dialect shows it. */
        InDialect: {
            /** @description Whose clients it speaks to. */
            about: string;
            /** @description Its calls that are seen, in the order in which they began. */
            calls: components["schemas"]["CallInDialect"][];
            /** @description The name of the dialect. */
            dialect: string;
            /**
             * Format: uuid
             * @description The conversation.
             */
            id: string;
            /** @description What the dialect does not show of this conversation, whatever it is asked; null where that would be too much work. */
            lacks: components["schemas"]["DialectLack"][] | null;
            /**
             * Format: int64
             * @description The version that is shown.
             */
            version: number;
        };
        /** @description One party's presence in one call. */
        Leg: {
            /** Format: date-time */
            answered_at: string | null;
            /** Format: date-time */
            changed_at: string;
            contact: string | null;
            e164: string | null;
            /** @enum {string|null} */
            end: "normal" | "busy" | "declined" | "no_answer" | "cancelled" | "elsewhere" | "unavailable" | "failed" | "transferred" | "picked_up" | "forwarded" | "lost" | null;
            /** Format: date-time */
            ended_at: string | null;
            /** Format: uuid */
            id: string;
            name: string | null;
            number: string | null;
            /** Format: date-time */
            offered_at: string;
            /** Format: date-time */
            ringing_at: string | null;
            /** @enum {string} */
            role: "caller" | "callee" | "agent" | "consulted" | "supervisor" | "barging" | "conference";
            serial: number;
            trunk: string | null;
            user: string | null;
        };
        /** @description How many there were of some length. Above two minutes, what is up to a twentieth shorter than a bucket may be counted in it. */
        LengthBucket: {
            /**
             * Format: int64
             * @description So many there were.
             */
            count: number;
            /**
             * Format: int32
             * @description As long as so many seconds, or longer ...
             */
            from_s: number;
            /**
             * Format: int32
             * @description ... and shorter than so many; null: however long.
             */
            until_s: number | null;
        };
        /** @description Lengths in seconds: to the second below two minutes, within a twentieth above. The mean is exact. Null where there are none. */
        Lengths: {
            /**
             * @description How many there were of which length, the shortest first; where it was asked for. They are always the same, empty ones among
             *     them: of waiting they begin at each 10 seconds below two minutes, then at 120, 180, 300 and 600; of talk at 0, 10, 30, 60,
             *     120, 180, 300, 600, 900, 1200, 1800, 2700, 3600 and 7200.
             */
            buckets?: components["schemas"]["LengthBucket"][];
            /**
             * Format: int64
             * @description How many.
             */
            count: number;
            /**
             * Format: double
             * @description Their mean.
             */
            mean_s: number | null;
            /**
             * Format: double
             * @description Half of them are no longer.
             */
            p50_s: number | null;
            /**
             * Format: double
             * @description 90 of 100 are no longer.
             */
            p90_s: number | null;
            /**
             * Format: double
             * @description 95 of 100 are no longer.
             */
            p95_s: number | null;
            /**
             * Format: double
             * @description 99 of 100 are no longer.
             */
            p99_s: number | null;
        };
        LinkEntry: {
            /** Format: date-time */
            at: string;
            by: null | components["schemas"]["Doer"];
            id: string;
            kind: string;
            name: string | null;
            url: string | null;
        };
        /**
         * @description A call that no phone system carried, or told of.
         * @example {
         *       "answered_at": "2026-01-05T09:45:12Z",
         *       "direction": "outbound",
         *       "note": "From my own phone.",
         *       "seconds": 142,
         *       "started_at": "2026-01-05T09:45:00Z",
         *       "to": {
         *         "name": "Rosa Lind",
         *         "number": "+12025550142"
         *       },
         *       "user": "ann"
         *     }
         */
        LogCall: {
            /**
             * Format: date-time
             * @description When it was answered. Of an answered call of which that is not said, all of its time counts as talk.
             */
            answered_at?: string | null;
            /** @description `inbound`, `outbound` or `internal`. */
            direction: string;
            disposition?: null | components["schemas"]["WriteDisposition"];
            /**
             * Format: date-time
             * @description When it ended.
             */
            ended_at?: string | null;
            from?: null | components["schemas"]["WhoElse"];
            /** @description The own number that was called, or shown outside. */
            line?: string | null;
            /** @description Links to records of other software. */
            links?: components["schemas"]["LogLink"][];
            /** @description A first note. */
            note?: string | null;
            /** @description `task_log`, if nothing is said: somebody wrote it down; `api`: a program did. */
            origin?: string;
            /** @description What it came to, a word of the record; `answered` where `answered_at` is said. */
            outcome?: string | null;
            /**
             * Format: double
             * @description How long it lasted from `answered_at`, or else from `started_at`, in place of `ended_at`.
             */
            seconds?: number | null;
            /**
             * Format: date-time
             * @description When it began (RFC 3339).
             */
            started_at: string;
            to?: null | components["schemas"]["WhoElse"];
            /** @description The user whose call it was, by a key of the directory: of an inbound call who was called, else the caller. */
            user?: string | null;
        };
        /** @description A link to a record of other software. */
        LogLink: {
            /** @description The record's id in that software. */
            id: string;
            /** @description `task`, `record`, `process`, `user`, `state_task`, `entity`, `procedure` or `app`. */
            kind: string;
            /** @description Its name. */
            name?: string | null;
            /** @description Where the record is to be seen: http or https. */
            url?: string | null;
        };
        MenuEntry: {
            /** Format: uuid */
            call: string | null;
            digits: string;
            /** Format: date-time */
            entered_at: string;
            /** Format: date-time */
            left_at: string | null;
            name: string | null;
        };
        /** @description Which entry it is. */
        MergeEntry: {
            /**
             * @description The key of the entry that stays, of the same kind.
             * @example ann
             */
            into: string;
        };
        /** @description Names by the keys that were asked for. */
        NamesFound: {
            /** @description What is not there, and what nobody named, is left out. */
            names: {
                [key: string]: string;
            };
        };
        /** @description A new password. */
        NewPassword: {
            /**
             * Format: password
             * @description The one until now; whoever changes his own says it.
             */
            current?: string | null;
            /**
             * Format: password
             * @description The new one.
             */
            password: string;
        };
        NoteEntry: {
            /** Format: date-time */
            at: string;
            by: null | components["schemas"]["Doer"];
            id: string;
            text: string;
        };
        /**
         * @description Which changes are told. What a list does not name is not asked for; what is asked for must all be true, of the record as it is
         *     just after the change.
         */
        OnlyChanges: {
            /**
             * @description `inbound`, `outbound` or `internal`.
             * @default []
             */
            directions: string[];
            /**
             * @description Kinds of changes; empty: all but `corrected` and `imported`.
             * @default []
             * @example [
             *       "ended"
             *     ]
             */
            kinds: string[];
            /**
             * @description Keys of queues, one of which it was in or is assigned to.
             * @default []
             */
            queues: string[];
            /**
             * @description Names of sources.
             * @default []
             */
            sources: string[];
            /**
             * @description Keys of users, one of whom has a leg in it or is assigned to it.
             * @default []
             */
            users: string[];
        };
        Parking: {
            /** Format: date-time */
            at: string;
            by: string | null;
            /** Format: uuid */
            call: string | null;
            /** Format: date-time */
            ended_at: string | null;
            retrieved_by: string | null;
            space: string | null;
        };
        /** @description The people of the account. */
        People: {
            /** @description By name. */
            people: components["schemas"]["Person"][];
        };
        /** @description A person. */
        Person: {
            /**
             * Format: date-time
             * @description When he was changed last.
             */
            changed_at: string;
            /**
             * Format: date-time
             * @description When he was entered.
             */
            created_at: string;
            /** @description By what he signs in; never changes. */
            name: string;
            /** @description `administrator`, `supervisor` or `user`. */
            role: string;
            /** @description Of a supervisor: the keys of the teams whose calls he sees. */
            teams: string[];
            /** @description The key of the user of the directory that he is. */
            user: string | null;
        };
        Pickup: {
            by: string | null;
            /** Format: uuid */
            call: string | null;
            from: string | null;
        };
        /** @description A refusal, as it is printed. */
        Problem: {
            /** @description What exactly is wrong. */
            detail: string;
            /** @description Which parameter, or which field of the body, as `signals[3].party.number`. */
            field?: string;
            /**
             * Format: int32
             * @description The status of the answer.
             */
            status: number;
            /** @description The same in words. */
            title: string;
            /** @description Names the kind of the problem. */
            type: string;
        };
        Provider: {
            id: string;
            name: string;
            /** @description JSON of the phone system, whatever it is. */
            payload: unknown;
        };
        /** @description A source as it is said. */
        PutSource: {
            /**
             * @description The feeds that are read from it, at least one and each once; `native` for one that tells its calls itself, `freshworks` for one
             *     that does so in envelopes.
             */
            adapters: string[];
            ami?: null | components["schemas"]["SayAmi"];
            /** @description The event log that is followed, as a path on the server's machine. Only an operator may set it. */
            cel_file?: string | null;
            /** @description Endpoints that are phones of the house. */
            extensions?: string[];
            /**
             * Format: int32
             * @description After how many seconds without a word a call that nobody answered is given up.
             */
            give_up_ringing_s?: number | null;
            /**
             * Format: int32
             * @description The same for one that was answered.
             */
            give_up_talking_s?: number | null;
            /** @description The folder in which its recordings stand, as a path on the server's machine. Only an operator may set it. */
            recordings_folder?: string | null;
            /**
             * Format: int32
             * @description After how many seconds without a word it is reported as silent; null: never.
             */
            silence_s?: number | null;
            /** @description Contexts that trunks come in on. */
            trunk_contexts?: string[];
            /** @description Endpoints that are trunks. */
            trunk_endpoints?: string[];
            twilio?: null | components["schemas"]["SayTwilio"];
        };
        /** @description A subscription, said anew. */
        PutSubscription: {
            /**
             * @description Of a webhook: in which dialect it is told, as `vcita`; in our own words if nothing is said.
             * @example vcita
             */
            dialect?: string | null;
            /**
             * @description What it is for.
             * @example crm
             */
            name: string;
            only?: components["schemas"]["OnlyChanges"];
            /** @description Of a stream: the password of `user`. It is never told back; left out it stays, while the servers do. */
            password?: string | null;
            /** @description Of a stream: NATS servers of one cluster, `tls://host:port`, or `nats://host:port` inside networks that the operator allows. */
            servers?: string[] | null;
            /** @description Of a stream: what its subjects begin with, before the account and the kind of change; `callbook` if nothing is said. */
            subject?: string | null;
            /** @description Of a stream: what its servers let us in with, instead of `user` and `password`. It is never told back. */
            token?: string | null;
            /**
             * @description Of a webhook: where changes are posted to: https, or http inside networks that the operator allows.
             * @example https://crm.example/hooks/calls
             */
            url?: string | null;
            /** @description Of a stream: as whom its servers let us in, with `password`. */
            user?: string | null;
            /** @description Of a webhook in a dialect: the version of the vendor's shapes, where there are several. */
            version?: string | null;
        };
        /** @description Those who are signed in to a queue, counted by what they are. */
        QueueAgents: {
            /**
             * Format: int64
             * @description Their phones cannot be reached.
             */
            away: number;
            /**
             * Format: int64
             * @description They could take a call.
             */
            free: number;
            /**
             * Format: int64
             * @description They take no calls of this queue for now.
             */
            paused: number;
            /**
             * Format: int64
             * @description A call rings at their phones.
             */
            ringing: number;
            /**
             * Format: int64
             * @description They are on the phone.
             */
            talking: number;
            /**
             * Format: int64
             * @description Nobody knows which user they are, and so not whether they are on the phone.
             */
            unknown: number;
            /**
             * Format: int64
             * @description They have a call to wrap up.
             */
            wrap_up: number;
        };
        /** @description Somebody who waits. */
        QueueCaller: {
            /**
             * Format: uuid
             * @description The call.
             */
            call: string | null;
            /**
             * Format: uuid
             * @description The conversation.
             */
            conversation: string;
            /**
             * Format: date-time
             * @description Since when.
             */
            since: string;
        };
        QueueEntry: {
            agent: string | null;
            /** Format: uuid */
            call: string | null;
            /** Format: date-time */
            joined_at: string;
            name: string | null;
            /** @enum {string|null} */
            outcome: "answered" | "abandoned" | "timeout" | "full" | "empty" | "key" | "transferred" | null;
            wait_s: number | null;
        };
        /** @description All queues. */
        QueueList: {
            /** @description Of which moment this is. */
            as_of: components["schemas"]["AsOf"];
            /** @description By queue: each in the directory, and whichever has callers or agents. */
            queues: components["schemas"]["QueuePresence"][];
        };
        /** @description A queue, as it is right now. */
        QueuePresence: {
            /** @description How many of those who are signed in to it are what. */
            agents: components["schemas"]["QueueAgents"];
            /** @description Who waits, the longest wait first. */
            callers: components["schemas"]["QueueCaller"][];
            /**
             * Format: date-time
             * @description Since when who waits longest has waited.
             */
            longest_since: string | null;
            /** @description Its name in the directory. */
            name: string | null;
            /** @description The queue, by directory key. */
            queue: string;
            today: null | components["schemas"]["QueueToday"];
            /** @description How many wait. */
            waiting: number;
        };
        /** @description What came of those who joined a queue today. */
        QueueToday: {
            /**
             * Format: int64
             * @description Those who hung up.
             */
            abandoned: number;
            /**
             * Format: int64
             * @description Of them, those whom an agent took.
             */
            answered: number;
            /**
             * Format: int64
             * @description Callers who joined it.
             */
            offered: number;
            /**
             * Format: int64
             * @description Those who left it otherwise, or nobody knows how.
             */
            otherwise: number;
            /**
             * Format: double
             * @description The mean wait of those who left it, in seconds; null if nobody did.
             */
            wait_mean_s: number | null;
        };
        /** @description Whether the server can do its work. */
        Readiness: {
            /** @description The feeds that are not heard. */
            sources: components["schemas"]["Unheard"][];
            /** @description `ready`; `degraded`: it works, but some sources are not heard; `failing`: nothing can be written. */
            status: string;
            /** @description Why nothing can be written. */
            store: string | null;
        };
        /** @description A signal as it was recorded. */
        RecordedSignal: {
            /**
             * Format: int64
             * @description Its number in the account.
             */
            no: number;
            /**
             * Format: date-time
             * @description When it was recorded.
             */
            recorded_at: string;
            /** @description The signal. */
            signal: Record<string, unknown>;
        };
        /** @description A recording, and how it is heard. */
        Recording: {
            collecting: null | components["schemas"]["Collecting"];
            /** @description Where it belongs. */
            conversation: components["schemas"]["RecordingConversation"];
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description A link by which anybody can hear it, without a token; null if Callbook keeps nothing of it. */
            link: string | null;
            /** @description Until when that link is good: for a week. */
            link_expires_at: string | null;
            /** @description The media type of what Callbook keeps of it; null if it keeps nothing. */
            media_type: string | null;
            recording: components["schemas"]["RecordingEntry"];
        };
        /** @description The conversation of a recording. */
        RecordingConversation: {
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * Format: int64
             * @description Its version.
             */
            version: number;
        };
        RecordingEntry: {
            /** Format: uuid */
            call: string | null;
            /** Format: date-time */
            deleted_at: string | null;
            /** Format: date-time */
            ended_at: string | null;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "call" | "voicemail";
            length_s: number | null;
            name: string | null;
            /** Format: date-time */
            played_at: string | null;
            /** Format: date-time */
            redact_at: string | null;
            serial: number;
            size: number | null;
            /** Format: date-time */
            started_at: string | null;
            /** Format: date-time */
            stored_at: string | null;
            url: string | null;
        };
        /** @description An entry that cannot be taken. */
        Refused: {
            /** @description Which field is wrong. */
            field: string;
            /**
             * @description Where it stands.
             * @example line 4
             */
            place: string;
            /** @description What is wrong with it. */
            says: string;
        };
        /** @description Since when to tell everything once more; one of the two. */
        ReplaySubscription: {
            /** @description Everything after that cursor of the change feed; `start` for all there is. */
            after?: string | null;
            /**
             * Format: date-time
             * @description Everything that was recorded at that time or later (RFC 3339).
             */
            since?: string | null;
        };
        /** @description Another secret. */
        RotateSecret: {
            /** @description `whsec_` and the base64 of 24 to 64 bytes; one is made if none is said. */
            secret?: string | null;
        };
        /** @description How a manager interface is dialled. */
        SayAmi: {
            /**
             * @description Host and port.
             * @example pbx.example:5038
             */
            address: string;
            /** @description Whether to answer a challenge instead of sending the secret; no if nothing is said. */
            challenge?: boolean;
            originate?: null | components["schemas"]["AmiOriginate"];
            /** @description Its secret. Left out or null: as it is, as long as address and user stay the same. */
            secret?: string | null;
            /** @description The manager user. */
            username: string;
        };
        /** @description What is said of an entry. What is left out is not said. */
        SayEntry: {
            /**
             * @description Words under which phone systems know it, besides its key.
             * @default []
             */
            aliases: components["schemas"]["Alias"][];
            /**
             * @description Of a user or contact.
             * @default null
             */
            email: string | null;
            /**
             * @description Of a user: short numbers of the house.
             * @default []
             */
            extensions: string[];
            /**
             * @description What it is called in other systems: system and id.
             * @default {}
             */
            ids: {
                [key: string]: string;
            };
            /**
             * @description Of a user or trunk: key of the line that its calls show outside, where the phone system does not say.
             * @default null
             */
            line: string | null;
            /**
             * @description Of a line: key of the menu that its calls are for.
             * @default null
             */
            menu: string | null;
            /**
             * @description For people.
             * @default null
             * @example Ann Mori
             */
            name: string | null;
            /**
             * @description Of a user, line or contact: phone numbers, in any spelling.
             * @default []
             */
            numbers: string[];
            /**
             * @description Of a line: key of the queue that its calls are for.
             * @default null
             */
            queue: string | null;
            /**
             * @description Of a user or line: the business of the account that it belongs to.
             * @default null
             */
            scope: string | null;
            /**
             * @description Of a user or queue: key of the team.
             * @default null
             */
            team: string | null;
            /**
             * @description Of a team: whether its users are to say what came of a call once it ended, where it differs from what the account says.
             * @default null
             * @example off
             */
            wrapup: string | null;
            /**
             * Format: int32
             * @description Of a team: for how many seconds after the end that is waited for, where it differs from what the account says.
             * @default null
             */
            wrapup_limit_s: number | null;
        };
        /** @description What is said of a person. What is left out is not said, but for the password, which stays. */
        SayPerson: {
            /**
             * Format: password
             * @description By what he signs in; of somebody new it must be said.
             */
            password?: string | null;
            /**
             * @description `administrator`, `supervisor` or `user`.
             * @example user
             */
            role: string;
            /** @description Of a supervisor: the keys of the teams whose calls he sees. */
            teams?: string[];
            /**
             * @description The key of the user of the directory that he is; of the role `user` it must be said.
             * @example ann
             */
            user?: string | null;
        };
        /** @description By what an account at Twilio is known when it calls us, and where. */
        SayTwilio: {
            /**
             * @description Its id.
             * @example AC00000000000000000000000000000000
             */
            account_sid: string;
            /** @description What it signs with. Left out or null: both tokens as they are, as long as the id stays the same. */
            auth_token?: string | null;
            /** @description The one that it signs with too, while the token is exchanged. */
            auth_token_secondary?: string | null;
            /** @description Where requests are passed on that ask what to do with a call. Only an operator may set it. */
            forward_url?: string | null;
            originate?: null | components["schemas"]["TwilioOriginate"];
            /**
             * @description Scheme and place at which Twilio reaches this server, without what the route adds: it is signed.
             * @example https://callbook.example
             */
            public_url: string;
        };
        /** @description Another secret was given. */
        SecretRotated: {
            /**
             * Format: date-time
             * @description Until then what is sent is signed with the one of before too.
             */
            before_counts_until: string;
            /** @description The new one. It is told here and never again. */
            secret: string;
        };
        /** @description Who one is, and what one may do. */
        Session: {
            /** @description The account. */
            account: string;
            /**
             * Format: date-time
             * @description When the session ends; null of a token that is none.
             */
            expires_at: string | null;
            /**
             * @description Some of `tell`, `read`, `work` (do something about calls, ask for them, read the directory and figures), `supervise` (assign,
             *     delete and restore calls), `administer` and `operate`.
             */
            may: string[];
            /** @description The name of the person, or what the token is for. */
            name: string;
            /** @description The name of the person who signed in; null of a token, and of a session that was begun with one. */
            person: string | null;
            /** @description `operator`, `administrator`, `supervisor`, `user` or `source`. */
            role: string;
            /** @description Of a supervisor: the keys of the teams whose calls are seen. */
            teams: string[];
            /** @description The key of the user of the directory that one is. */
            user: string | null;
        };
        /** @description A session with its token. */
        SessionBegun: components["schemas"]["Session"] & {
            /** @description The text to send as `Authorization: Bearer …`. It is told here and in the cookie, and never again. */
            token: string;
        };
        /** @description The token that somebody has. */
        ShowToken: {
            /**
             * Format: password
             * @description Its text.
             */
            token: string;
        };
        /**
         * Signal
         * @description One fact about a call.
         */
        Signal: {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description The number dialled, as dialled. */
            dialled?: string;
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description The own number called, on a trunk, where it differs from `dialled`. */
            line?: string;
            /** @description The caller. */
            party: {
                /** @description The phone at the phone system. */
                device?: string;
                /** @description The same number in full form. Left out, it is worked out by the account's region. */
                e164?: string;
                /** @description The name shown. */
                name?: string;
                /** @description The number as the phone system writes it: `101`, `+31612340017`. */
                number?: string;
                /** @description The trunk that the leg runs over, by directory key. A leg without one is a phone of the house. */
                trunk?: string;
                /** @description The user whose phone it is, by directory key. */
                user?: string;
                /** @description Whether the number was withheld; no number and name are kept then. */
                withheld?: boolean;
            };
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "came_in";
        } | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description True where it calls somebody back. */
            callback?: boolean;
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description Whose phone is called first. */
            party: {
                /** @description The phone at the phone system. */
                device?: string;
                /** @description The same number in full form. Left out, it is worked out by the account's region. */
                e164?: string;
                /** @description The name shown. */
                name?: string;
                /** @description The number as the phone system writes it: `101`, `+31612340017`. */
                number?: string;
                /** @description The trunk that the leg runs over, by directory key. A leg without one is a phone of the house. */
                trunk?: string;
                /** @description The user whose phone it is, by directory key. */
                user?: string;
                /** @description Whether the number was withheld; no number and name are kept then. */
                withheld?: boolean;
            };
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "originated";
        } | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description The leg that dials, or for which the phone system dials. */
            by_leg: string;
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description Who is called. */
            party: {
                /** @description The phone at the phone system. */
                device?: string;
                /** @description The same number in full form. Left out, it is worked out by the account's region. */
                e164?: string;
                /** @description The name shown. */
                name?: string;
                /** @description The number as the phone system writes it: `101`, `+31612340017`. */
                number?: string;
                /** @description The trunk that the leg runs over, by directory key. A leg without one is a phone of the house. */
                trunk?: string;
                /** @description The user whose phone it is, by directory key. */
                user?: string;
                /** @description Whether the number was withheld; no number and name are kept then. */
                withheld?: boolean;
            };
            /** @description The queue that offers the call; left out for a plain dial. */
            queue?: string;
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "dialled";
        } | {
            /**
             * @description As what: it picks up or retrieves, listens, speaks with both, or was added.
             * @enum {unknown}
             */
            as: "taker" | "supervisor" | "barging" | "added";
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description Who it is. */
            party: {
                /** @description The phone at the phone system. */
                device?: string;
                /** @description The same number in full form. Left out, it is worked out by the account's region. */
                e164?: string;
                /** @description The name shown. */
                name?: string;
                /** @description The number as the phone system writes it: `101`, `+31612340017`. */
                number?: string;
                /** @description The trunk that the leg runs over, by directory key. A leg without one is a phone of the house. */
                trunk?: string;
                /** @description The user whose phone it is, by directory key. */
                user?: string;
                /** @description Whether the number was withheld; no number and name are kept then. */
                withheld?: boolean;
            };
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @description A leg of the call that it takes part in. */
            to_leg: string;
            /** @constant */
            what: "joined";
        } | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description The number as it was dialled. */
            number: string;
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "chose";
        } | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description The own number. */
            line: string;
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "presented";
        } | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "ringing";
        } | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "answered";
        } | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description The bridge's name: any word that the two who talk share. */
            bridge: string;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "connected";
        } | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description The bridge's name. */
            bridge: string;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "disconnected";
        } | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description Who pressed hold, where that is known. */
            by_leg?: string;
            /** @description Who is held, where that is known. */
            held_leg?: string;
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "held";
        } | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "resumed";
        } | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "asked_to_end";
        } | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /**
             * @description How the call to it ended; of a caller's leg `normal`, or `blocked` by a rule.
             * @enum {unknown}
             */
            how: "normal" | "busy" | "declined" | "no_answer" | "cancelled" | "elsewhere" | "unavailable" | "failed" | "blocked";
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "ended";
        } | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "lost";
            /** @description In words. */
            why: string;
        } | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description Of a room: this one gathering, which ties the conversations in it into a flow. */
            instance?: string;
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description The place's name. */
            name?: string;
            /**
             * @description What kind of place.
             * @enum {unknown}
             */
            place: "queue" | "menu" | "playback" | "mailbox" | "room";
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "entered";
        } | {
            /** @description Of a queue: the leg that answered. */
            agent_leg?: string;
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /**
             * @description Of a queue: how.
             * @enum {unknown}
             */
            how?: "answered" | "abandoned" | "timeout" | "full" | "empty" | "key" | "transferred";
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /**
             * @description What kind of place.
             * @enum {unknown}
             */
            place: "queue" | "menu" | "playback" | "mailbox" | "room";
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "left";
        } | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description `0`–`9`, `*`, `#`, `A`–`D`. */
            digit: string;
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "pressed";
        } | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description Whether one was left. */
            left: boolean;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "message";
        } | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description Who parked it, where known. */
            by_leg?: string;
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description The parking space, where known. */
            space?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "parked";
        } | ({
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description The retriever's leg. */
            by_leg?: string;
            /**
             * @description A phone retrieved it (its `joined` follows), its time was over, or it hung up.
             * @enum {unknown}
             */
            how: "retrieved" | "returned" | "given_up";
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "unparked";
        } & unknown) | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description The phone's leg in the call on hold. */
            held_leg: string;
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "consults";
        } | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description The leg of the party that transferred; left out for a redirect. */
            by_leg?: string;
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /**
             * @description Straight to a number, after a consultation, or by a program.
             * @enum {unknown}
             */
            kind: "blind" | "attended" | "redirect";
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description Attended: the transferer's leg in the consultation. */
            second_leg?: string;
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description Attended: the target's leg, where there is one already; never the leg that is moved. */
            target_leg?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @description The number that was chosen. */
            to?: string;
            /** @constant */
            what: "transferred";
        } | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description The leg that took it; its `joined` follows. */
            by_leg: string;
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "picked_up";
        } | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @description Where to. */
            to: string;
            /** @constant */
            what: "forwarded";
        } | ({
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /**
             * @description Of what.
             * @enum {unknown}
             */
            kind: "call" | "voicemail";
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description Length of the file in seconds. */
            length_s?: number;
            /** @description The file's name at the phone system. */
            name?: string;
            /** @description Names the recording: the same in all its steps. */
            recording: string;
            /** @description When it is to be redacted. */
            redact_at?: string | number;
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description Bytes. */
            size?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /**
             * @description What happened to it.
             * @enum {unknown}
             */
            step: "started" | "ended" | "stored" | "played" | "redact_at" | "deleted";
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @description A link to it. */
            url?: string;
            /** @constant */
            what: "recorded";
        } & (unknown & unknown & unknown & unknown)) | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description From when; left out: from the leg's beginning. */
            from?: string | number;
            /**
             * @description Which kind.
             * @enum {unknown}
             */
            gap: "lost_end" | "late_start" | "missing_answer" | "restart" | "link_lost" | "undecoded" | "not_told" | "too_many";
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description In words, for people. */
            text: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @description Until when. */
            to?: string | number;
            /** @constant */
            what: "gap";
        } | {
            /** @description When it happened, by the phone system's clock. */
            at: string | number;
            /** @description What it charged. */
            billed?: {
                /** @description The price. */
                amount?: number;
                /** @description ISO 4217. */
                currency?: string;
                /** @description Seconds charged. */
                seconds: number;
            };
            /** @description Who did it, where a person or program did. */
            by?: {
                /** @description Its id. */
                id: string;
                /**
                 * @description What kind of doer.
                 * @enum {unknown}
                 */
                kind: "person" | "program" | "system";
                /** @description Its name. */
                name?: string;
            };
            /** @description What a dialect was told and no other understands. */
            kept?: {
                /** @description The dialect. */
                dialect: string;
                /** @description What it keeps, as JSON text. */
                text: string;
            };
            /** @description Names the fact among those of its leg: told twice, on whatever connection, it has the same key and counts once. */
            key: string;
            /** @description The leg that the fact is about: one party's presence on the line, unique in the source. */
            leg: string;
            /** @description All of a call that was written down and never on a line: it begins at `at`, and is told with no other call. */
            logged?: {
                /** @description When it was answered. Of an answered call without it, all of its time counts as talk. */
                answered_at?: string | number;
                /**
                 * @description Where it came from and went to.
                 * @enum {unknown}
                 */
                direction: "inbound" | "outbound" | "internal";
                /** @description When it ended. */
                ended_at?: string | number;
                /** @description The caller. */
                from?: {
                    /** @description The phone at the phone system. */
                    device?: string;
                    /** @description The same number in full form. Left out, it is worked out by the account's region. */
                    e164?: string;
                    /** @description The name shown. */
                    name?: string;
                    /** @description The number as the phone system writes it: `101`, `+31612340017`. */
                    number?: string;
                    /** @description The trunk that the leg runs over, by directory key. A leg without one is a phone of the house. */
                    trunk?: string;
                    /** @description The user whose phone it is, by directory key. */
                    user?: string;
                    /** @description Whether the number was withheld; no number and name are kept then. */
                    withheld?: boolean;
                };
                /** @description The own number called or presented. */
                line?: string;
                /**
                 * @description Whether somebody wrote it down, or a program; left out: somebody.
                 * @enum {unknown}
                 */
                origin?: "task_log" | "api";
                /**
                 * @description What it came to; `answered` if `answered_at` stands here.
                 * @enum {unknown}
                 */
                outcome?: "answered" | "voicemail" | "blocked" | "abandoned" | "ivr" | "cancelled" | "no_answer" | "declined" | "busy" | "unavailable" | "failed";
                /** @description How long it lasted from its answer, else from its beginning, where `ended_at` is left out. */
                seconds?: number;
                /** @description Who was called. */
                to?: {
                    /** @description The phone at the phone system. */
                    device?: string;
                    /** @description The same number in full form. Left out, it is worked out by the account's region. */
                    e164?: string;
                    /** @description The name shown. */
                    name?: string;
                    /** @description The number as the phone system writes it: `101`, `+31612340017`. */
                    number?: string;
                    /** @description The trunk that the leg runs over, by directory key. A leg without one is a phone of the house. */
                    trunk?: string;
                    /** @description The user whose phone it is, by directory key. */
                    user?: string;
                    /** @description Whether the number was withheld; no number and name are kept then. */
                    withheld?: boolean;
                };
            };
            /** @description The phone system's own word for the call. */
            provider?: {
                /** @description Its id of this call. */
                id: string;
                /** @description The phone system, in capitals. */
                name: string;
                /** @description Its latest message, as JSON text or a form. */
                payload?: string;
            };
            /** @description The phone system's own sequence; orders what has the same `at`. 0 if it is left out. */
            seq?: number;
            /** @description The source's name. It need not stand here; if it does, it is the one that is being told. */
            source?: string;
            /** @description What the fact belongs to, as the phone system names it: a call id. One thread is one conversation. */
            thread: string;
            /** @description Further threads that this fact joins to its own: all of them become one conversation. */
            ties?: string[];
            /** @constant */
            what: "stated";
        };
        /** @description A page of signals. */
        SignalPage: {
            /**
             * Format: int64
             * @description The number to go on after; null at the end.
             */
            next: number | null;
            /** @description In the order in which they were recorded. */
            signals: components["schemas"]["RecordedSignal"][];
        };
        /** @description What became of a batch. */
        SignalsTold: {
            /** @description Signals that are new, and durable now. */
            accepted: number;
            /** @description Signals that were known already. */
            repeated: number;
            /** @description Versions that conversations got by them. */
            versions: number;
        };
        /** @description Who signs in. */
        SignIn: {
            /**
             * @description The account.
             * @example main
             */
            account: string;
            /**
             * @description The person's name.
             * @example ann
             */
            name: string;
            /**
             * Format: password
             * @description The password.
             */
            password: string;
        };
        /** @description A source as it is told. */
        Source: {
            /** @description The feeds that are read from it. */
            adapters: string[];
            ami: null | components["schemas"]["Ami"];
            /** @description The event log that is followed. */
            cel_file: string | null;
            /** @description How fetching its recordings stands. */
            collecting: components["schemas"]["SourceCollecting"];
            /**
             * Format: date-time
             * @description When it was entered.
             */
            created_at: string;
            /** @description Endpoints that are phones of the house. */
            extensions: string[];
            /** @description How its feeds stand, on the server that was asked. */
            feeds: components["schemas"]["FeedStanding"][];
            /**
             * Format: int32
             * @description After how many seconds without a word a call that nobody answered is given up.
             */
            give_up_ringing_s: number | null;
            /**
             * Format: int32
             * @description The same for one that was answered.
             */
            give_up_talking_s: number | null;
            /** @description Its name. */
            name: string;
            /** @description The folder in which its recordings stand. */
            recordings_folder: string | null;
            signals: null | components["schemas"]["SourceSignals"];
            /**
             * Format: int32
             * @description After how many seconds without a word it is reported as silent.
             */
            silence_s: number | null;
            /** @description Contexts that trunks come in on. */
            trunk_contexts: string[];
            /** @description Endpoints that are trunks. */
            trunk_endpoints: string[];
            twilio: null | components["schemas"]["Twilio"];
        };
        /** @description How fetching the recordings of a source stands. */
        SourceCollecting: {
            /**
             * Format: int64
             * @description How many were given up. `GET /callbook/v1/recordings/{id}` says of each how it stands.
             */
            given_up: number;
            /** @description Why the last one was, since the server that was asked began. */
            last_note: string | null;
            /**
             * Format: int64
             * @description How many recordings are still to be fetched.
             */
            waiting: number;
        };
        /** @description The sources of the account. */
        Sources: {
            /** @description By name. */
            sources: components["schemas"]["Source"][];
        };
        /**
         * @description How many signals came of a source, by whatever feed, those that were known already among them. Counted in the memory of the
         *     server that was asked, and gone when it ends.
         */
        SourceSignals: {
            /**
             * Format: date-time
             * @description Since when they are counted: when the server began. Of the time before nothing is known, and told as none.
             */
            counted_since: string;
            /**
             * Format: int64
             * @description In the last 60 seconds.
             */
            last_minute: number;
            /** @description In each quarter of an hour of the last day, the oldest first; the last one goes on. */
            quarters: number[];
            /**
             * Format: date-time
             * @description When the first of the quarters of an hour began.
             */
            quarters_from: string;
        };
        /** @description A subscription. */
        Subscription: {
            /**
             * Format: int64
             * @description How many changes there are after that, told or not wanted.
             */
            behind: number;
            /**
             * Format: date-time
             * @description When it was entered.
             */
            created_at: string;
            /** @description How many deliveries were given up and can be tried again; 10000: that many, or more. */
            dead: number;
            /** @description Of a webhook: in which dialect it is told; null: in our own words. */
            dialect: string | null;
            /**
             * Format: date-time
             * @description Since when every attempt failed. It is later than that by the time in which nothing was tried, but for a day at a time.
             */
            failing_since: string | null;
            /**
             * Format: uuid
             * @description Names it.
             */
            id: string;
            /** @description `webhook` or `stream`. */
            kind: string;
            /** @description What it is for. */
            name: string;
            /** @description Why it is switched off. */
            off: string | null;
            /** @description Whether it is switched on. */
            on: boolean;
            /** @description Which changes are told. */
            only: components["schemas"]["OnlyChanges"];
            /** @description Of a stream: its servers. */
            servers: string[] | null;
            /** @description Of a stream: what its servers let us in with, `password` or `token`; null: they let anybody in. */
            signs_in_by: string | null;
            /** @description Of a stream: what its subjects begin with. */
            subject: string | null;
            /** @description Up to where in the change feed it is told, but for deliveries that wait. */
            told: string;
            /** @description Of a webhook: where changes are posted to. */
            url: string | null;
            /** @description The version of the dialect's shapes; null: the one that is told where none is asked for. */
            version: string | null;
            /** @description How many deliveries wait, for another try or for one before them; 10000: that many, or more. */
            waiting: number;
        };
        /** @description A new subscription with its secret. */
        SubscriptionEntered: components["schemas"]["Subscription"] & {
            /** @description With what is signed, of a webhook. It is told here and never again. */
            secret: string | null;
        };
        /** @description It is told once more. */
        SubscriptionReplayed: {
            /**
             * Format: int64
             * @description How many changes there are since then that had been told or passed over.
             */
            changes: number;
        };
        /** @description The subscriptions of the account. */
        Subscriptions: {
            /** @description In the order in which they were entered. */
            subscriptions: components["schemas"]["Subscription"][];
        };
        /** @description What a trial came to. */
        SubscriptionTried: {
            /** @description The try. */
            attempt: components["schemas"]["Attempt"];
            /** @description Whether the receiver took it. */
            taken: boolean;
        };
        Summary: {
            /** Format: date-time */
            at: string;
            by: null | components["schemas"]["Doer"];
            text: string;
        };
        /** @description Whether it is to be on. */
        SwitchSubscription: {
            /** @description Whether it is to be told. */
            on: boolean;
        };
        /** @description A batch of signals. */
        TellSignals: {
            signals: components["schemas"]["Signal"][];
            /**
             * @description The source that they are of. It may be left out if each signal says it, or if the token has one source only.
             * @example office
             */
            source?: string | null;
        };
        /** @description A token, without its text. */
        Token: {
            /**
             * @description Of a key of vCita: the businesses for whose calls it is, by their scopes, of which the empty one is that of what has none; none:
             *     all of them.
             */
            businesses: string[];
            /** @description Of a key of vCita: the client whose calls it shows. */
            client: string | null;
            /**
             * Format: date-time
             * @description When it was entered.
             */
            created_at: string;
            /** @description The dialect whose key it is, and in which alone it counts; null: this API. */
            dialect: string | null;
            /**
             * Format: uuid
             * @description Names it here.
             */
            id: string;
            /** @description What it is for. */
            name: string;
            /** @description The origins of the pages of other sites for which alone it counts. */
            origins: string[];
            /**
             * Format: date-time
             * @description When it was revoked.
             */
            revoked_at: string | null;
            /** @description `operator`, `administrator`, `supervisor`, `user` or `source`. */
            role: string;
            /** @description Of the role `source`: the one source that it may tell of; null: every one. Of any other: `read` if it only reads calls. */
            scope: string | null;
            /** @description Of the role `supervisor`: the keys of the teams whose calls it shows. */
            teams: string[];
            /** @description Of the role `user`: the key of the user whose calls it shows. */
            user: string | null;
        };
        /** @description A new token with its text. */
        TokenEntered: components["schemas"]["Token"] & {
            /** @description The text to send as `Authorization: Bearer …`. It is told here and never again. */
            token: string;
        };
        /** @description The tokens of the account. */
        Tokens: {
            /** @description Newest first, revoked ones too. */
            tokens: components["schemas"]["Token"][];
        };
        ToSide: {
            e164: string | null;
            name: string | null;
            number: string | null;
        };
        TransferEntry: {
            /** Format: date-time */
            at: string;
            by: string | null;
            /** Format: uuid */
            call: string | null;
            completed: boolean | null;
            /** Format: uuid */
            consultation: string | null;
            /** @enum {string} */
            kind: "blind" | "attended" | "redirect";
            to: string | null;
            transferred: string | null;
        };
        /** @description The same, as it is told. */
        Twilio: {
            /** @description Its id. */
            account_sid: string;
            /** @description Always null: a token is set, and never told back. */
            auth_token: string | null;
            /** @description Always null too. */
            auth_token_secondary: string | null;
            /** @description Where requests are passed on that ask what to do with a call. */
            forward_url: string | null;
            originate: null | components["schemas"]["TwilioOriginate"];
            /** @description Scheme and place at which Twilio reaches this server. */
            public_url: string;
        };
        /** @description How Twilio is asked for calls. */
        TwilioOriginate: {
            /**
             * @description Where its API is; null: at its usual place.
             * @example https://api.dublin.ie1.twilio.com
             */
            api_url?: string | null;
            /**
             * @description What may be dialled, as of a switch.
             * @example [
             *       "+31",
             *       "+32"
             *     ]
             */
            dialable?: string[];
            /**
             * @description The number of the account that is shown where a request names none.
             * @example +31205550199
             */
            line: string;
            /**
             * @description Where a user's phone is called, with the same words in braces as of a switch.
             * @example sip:{extension}@office.sip.twilio.com
             */
            phone: string;
        };
        /** @description A feed that is not heard. */
        Unheard: {
            account: string;
            adapter: string;
            /**
             * Format: date-time
             * @description Since when.
             */
            since: string;
            source: string;
            /** @description `down`, `refused` or `silent`. */
            state: string;
            /** @description Why. */
            why: string | null;
        };
        /** @description A call that is not seen, of which only is told that it exists. */
        UnseenCall: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            parent: string | null;
            /** Format: uuid */
            root: string;
            serial: number;
        };
        Voicemail: {
            /** Format: uuid */
            call: string | null;
            mailbox: string | null;
            message_left: boolean | null;
        };
        /** @description A side of a call that is written down. */
        WhoElse: {
            /** @description The name. */
            name?: string | null;
            /** @description The number, in any spelling. */
            number?: string | null;
        };
        WrapUp: {
            /** Format: date-time */
            ended_at: string | null;
            /** Format: date-time */
            limit_at: string;
        };
        /**
         * @description Whose call it is, by keys of the directory. What is left out or null is not changed; something must be said.
         * @example {
         *       "user": "bea"
         *     }
         */
        WriteAssigned: {
            /** @description A menu. */
            menu?: string | null;
            /** @description A queue. */
            queue?: string | null;
            /** @description A business of the account. */
            scope?: string | null;
            /** @description A team. */
            team?: string | null;
            /** @description A user. */
            user?: string | null;
        };
        /**
         * @description What came of a call. Everything may be left out: then it is only known that it was disposed.
         * @example {
         *       "next_call_at": "2026-01-12T09:00:00Z",
         *       "text": "Wants an offer"
         *     }
         */
        WriteDisposition: {
            /** @description `wrong_number`, or nothing. */
            code?: string | null;
            /**
             * Format: date-time
             * @description When to call again (RFC 3339).
             */
            next_call_at?: string | null;
            /** @description In words. */
            text?: string | null;
        };
        /**
         * @description A link to a record of other software.
         * @example {
         *       "name": "Deal 17",
         *       "url": "https://crm.example/deals/17"
         *     }
         */
        WriteLink: {
            /** @description Its name. */
            name?: string | null;
            /** @description Where the record is to be seen: http or https. */
            url?: string | null;
        };
        /**
         * @description A note.
         * @example {
         *       "text": "Asked for the invoice of March."
         *     }
         */
        WriteNote: {
            /** @description What it says. */
            text: string;
        };
        /**
         * @description A call in short.
         * @example {
         *       "text": "Invoice of March was sent again; paid until Friday."
         *     }
         */
        WriteSummary: {
            /** @description What it says. */
            text: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeAccount"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAccounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accounts"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enterAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnterAccount"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountEntered"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    callbackByGet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account. */
                account: string;
                /** @description The adapter that reads it, as `twilio`. */
                adapter: string;
                /** @description The source. */
                source: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is durable. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/xml": string;
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not signed, or of another account of the phone system. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is durable, and `forward_url` has no answer to it. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    callback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account. */
                account: string;
                /** @description The adapter that reads it, as `twilio`. */
                adapter: string;
                /** @description The source. */
                source: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": string;
            };
        };
        responses: {
            /** @description It is durable. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/xml": string;
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not signed, or of another account of the phone system. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is durable, and `forward_url` has no answer to it. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCalls: {
        parameters: {
            query?: {
                /** @description The key of a contact on one of its legs. */
                contact?: string;
                /** @description Where to go on: `next` of the page before, with the same filters. */
                cursor?: string;
                /** @description Whether deleted ones are listed too; if nothing is said, they are not. */
                deleted?: boolean;
                /** @description `inbound`, `outbound` or `internal`. */
                direction?: string;
                /**
                 * @description Began at that moment or later (RFC 3339).
                 * @example 2026-01-05T00:00:00Z
                 */
                from?: string;
                /** @description Whether somebody took care of it. */
                handled?: boolean;
                /** @description The most rows of this page; 50 if nothing is said. */
                limit?: number;
                /** @description The own number that was called or presented, in any spelling, or the key of its line. */
                line?: string;
                /**
                 * @description A record of other software that it is linked with: its kind, a slash, and its id there.
                 * @example task/42
                 */
                linked?: string;
                /** @description Lasted at most so many seconds. */
                longest_s?: number;
                /** @description Whether it was missed: inbound, and nobody talked with the caller (rule N7). */
                missed?: boolean;
                /**
                 * @description Words of a name that was shown, or of the name of a user or a contact who has a leg in it. `lin*` finds every word that
                 *     begins so. What more than 256 words or contacts begin with is refused.
                 */
                name?: string;
                /**
                 * @description A number of any of the legs or sides, in any spelling: as it was written, local or national by the account's region, with
                 *     the prefix for outside numbers, or in full form. Short numbers are found as they are. `*0142` finds every number that ends
                 *     so, by 3 to 9 digits; an ending of more than 256 numbers is refused.
                 */
                number?: string;
                /**
                 * @description `answered`, `voicemail`, `blocked`, `abandoned`, `ivr`, `cancelled`, `no_answer`, `declined`, `busy`, `unavailable`
                 *     or `failed`.
                 */
                outcome?: string;
                /** @description The key of a queue that it was in, or is assigned to. */
                queue?: string;
                /** @description Whether there is a recording of it. */
                recorded?: boolean;
                /** @description Lasted at least so many seconds, from its beginning to its end. */
                shortest_s?: number;
                /** @description The name of a source. */
                source?: string;
                /**
                 * @description `ringing`, `menu`, `queued`, `voicemail`, `parked`, `conference`, `talking`, `held`, `ended` or `logged`; or `live`: any
                 *     but the last two.
                 */
                state?: string;
                /** @description The key of a team that it is assigned to. */
                team?: string;
                /**
                 * @description Words of its notes, its summary or its disposition. `invo*` finds every word that begins so; what more than 256 begin with
                 *     is refused.
                 */
                text?: string;
                /** @description Began before that moment (RFC 3339). */
                until?: string;
                /** @description The key of a user who has a leg in it, or whom it is assigned to. */
                user?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallPage"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logCall: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token.
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogCall"];
            };
        };
        responses: {
            /** @description The call. */
            201: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    /** @description Where the call is. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCall: {
        parameters: {
            query?: {
                /** @description Whether it may be one that was deleted; if nothing is said, it may not. */
                deleted?: boolean;
                /** @description The version that is wanted; the newest if nothing is said. */
                version?: number;
            };
            header?: never;
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version of its conversation, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCall: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unassignCall: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assignCall: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteAssigned"];
            };
        };
        responses: {
            /** @description The call as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disposeCall: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteDisposition"];
            };
        };
        responses: {
            /** @description The call as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undisposeCall: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    handleCall: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unhandleCall: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    linkCall: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
                /** @description `task`, `record`, `process`, `user`, `state_task`, `entity`, `procedure` or `app`. */
                kind: string;
                /** @description The record's id in that software. */
                record: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteLink"];
            };
        };
        responses: {
            /** @description The call as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unlinkCall: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
                /** @description `task`, `record`, `process`, `user`, `state_task`, `entity`, `procedure` or `app`. */
                kind: string;
                /** @description The record's id in that software. */
                record: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addCallNote: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteNote"];
            };
        };
        responses: {
            /** @description The call as it is now. */
            201: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeCallNote: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
                /** @description The note's id. */
                note: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteNote"];
            };
        };
        responses: {
            /** @description The call as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeCallNote: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
                /** @description The note's id. */
                note: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addRecording: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who brings it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
                /**
                 * @description What was recorded: `call`, the talk, if nothing is said; or `voicemail`, a message that a caller left.
                 * @example voicemail
                 */
                kind?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token.
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "audio/*": number[];
            };
        };
        responses: {
            /** @description The recording. */
            201: {
                headers: {
                    /** @description Where the recording is. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recording"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restoreCall: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    summariseCall: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteSummary"];
            };
        };
        responses: {
            /** @description The call as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeCallSummary: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    countCalls: {
        parameters: {
            query?: {
                /** @description The key of a contact on one of its legs. */
                contact?: string;
                /** @description Where to go on: `next` of the page before, with the same filters. */
                cursor?: string;
                /** @description Whether deleted ones are listed too; if nothing is said, they are not. */
                deleted?: boolean;
                /** @description `inbound`, `outbound` or `internal`. */
                direction?: string;
                /**
                 * @description Began at that moment or later (RFC 3339).
                 * @example 2026-01-05T00:00:00Z
                 */
                from?: string;
                /** @description Whether somebody took care of it. */
                handled?: boolean;
                /** @description The most rows of this page; 50 if nothing is said. */
                limit?: number;
                /** @description The own number that was called or presented, in any spelling, or the key of its line. */
                line?: string;
                /**
                 * @description A record of other software that it is linked with: its kind, a slash, and its id there.
                 * @example task/42
                 */
                linked?: string;
                /** @description Lasted at most so many seconds. */
                longest_s?: number;
                /** @description Whether it was missed: inbound, and nobody talked with the caller (rule N7). */
                missed?: boolean;
                /**
                 * @description Words of a name that was shown, or of the name of a user or a contact who has a leg in it. `lin*` finds every word that
                 *     begins so. What more than 256 words or contacts begin with is refused.
                 */
                name?: string;
                /**
                 * @description A number of any of the legs or sides, in any spelling: as it was written, local or national by the account's region, with
                 *     the prefix for outside numbers, or in full form. Short numbers are found as they are. `*0142` finds every number that ends
                 *     so, by 3 to 9 digits; an ending of more than 256 numbers is refused.
                 */
                number?: string;
                /**
                 * @description `answered`, `voicemail`, `blocked`, `abandoned`, `ivr`, `cancelled`, `no_answer`, `declined`, `busy`, `unavailable`
                 *     or `failed`.
                 */
                outcome?: string;
                /** @description The key of a queue that it was in, or is assigned to. */
                queue?: string;
                /** @description Whether there is a recording of it. */
                recorded?: boolean;
                /** @description Lasted at least so many seconds, from its beginning to its end. */
                shortest_s?: number;
                /** @description The name of a source. */
                source?: string;
                /**
                 * @description `ringing`, `menu`, `queued`, `voicemail`, `parked`, `conference`, `talking`, `held`, `ended` or `logged`; or `live`: any
                 *     but the last two.
                 */
                state?: string;
                /** @description The key of a team that it is assigned to. */
                team?: string;
                /**
                 * @description Words of its notes, its summary or its disposition. `invo*` finds every word that begins so; what more than 256 begin with
                 *     is refused.
                 */
                text?: string;
                /** @description Began before that moment (RFC 3339). */
                until?: string;
                /** @description The key of a user who has a leg in it, or whom it is assigned to. */
                user?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Count"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listChanges: {
        parameters: {
            query?: {
                /** @description Only changes after this cursor. `start` begins with the first there is; from now on if nothing is said. */
                after?: string;
                /** @description Every kind, corrected and imported ones too. */
                all?: boolean;
                /** @description Only changes of this conversation; any id ever told. */
                conversation?: string;
                /**
                 * @description Only these kinds, separated by commas: `new`, `changed`, `ended`, `merged`, `erased`, `source_silent`, `source_heard`,
                 *     `subscription_off`;
                 *     `corrected` and `imported` are told only if they are named here.
                 */
                kind?: string;
                /** @description The most changes of this page; 50 if nothing is said. */
                limit?: number;
                /** @description Each change with the record as it was at that version. */
                record?: boolean;
                /** @description Only changes of this source. */
                source?: string;
                /** @description How many seconds to wait if there is none yet; 0 if nothing is said. */
                wait?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangePage"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    followChanges: {
        parameters: {
            query?: {
                /** @description Only changes after this cursor. `start` begins with the first there is; from now on if nothing is said. */
                after?: string;
                /** @description Every kind, corrected and imported ones too. */
                all?: boolean;
                /** @description Only changes of this conversation; any id ever told. */
                conversation?: string;
                /**
                 * @description Only these kinds, separated by commas: `new`, `changed`, `ended`, `merged`, `erased`, `source_silent`, `source_heard`,
                 *     `subscription_off`;
                 *     `corrected` and `imported` are told only if they are named here.
                 */
                kind?: string;
                /** @description Each change with the record as it was at that version. */
                record?: boolean;
                /** @description Only changes of this source. */
                source?: string;
                /**
                 * @description The token, for browsers, which send no header here. Queries are never logged by this server; see that no proxy before
                 *     it logs them either.
                 */
                token?: string;
            };
            header?: {
                /** @description The cursor to resume from. */
                "Last-Event-ID"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openSocket: {
        parameters: {
            query?: {
                /** @description Only changes after this cursor. `start` begins with the first there is; from now on if nothing is said. */
                after?: string;
                /** @description Every kind, corrected and imported ones too. */
                all?: boolean;
                /** @description Only changes of this conversation; any id ever told. */
                conversation?: string;
                /**
                 * @description Only these kinds, separated by commas: `new`, `changed`, `ended`, `merged`, `erased`, `source_silent`, `source_heard`,
                 *     `subscription_off`;
                 *     `corrected` and `imported` are told only if they are named here.
                 */
                kind?: string;
                /** @description Each change with the record as it was at that version. */
                record?: boolean;
                /** @description Only changes of this source. */
                source?: string;
                /**
                 * @description The token, for browsers, which send no header here. Queries are never logged by this server; see that no proxy before
                 *     it logs them either.
                 */
                token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The socket is open. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConversations: {
        parameters: {
            query?: {
                /** @description The key of a contact on one of its legs. */
                contact?: string;
                /** @description Where to go on: `next` of the page before, with the same filters. */
                cursor?: string;
                /** @description Whether deleted ones are listed too; if nothing is said, they are not. */
                deleted?: boolean;
                /** @description `inbound`, `outbound` or `internal`. */
                direction?: string;
                /**
                 * @description Began at that moment or later (RFC 3339).
                 * @example 2026-01-05T00:00:00Z
                 */
                from?: string;
                /** @description Whether somebody took care of it. */
                handled?: boolean;
                /** @description The most rows of this page; 50 if nothing is said. */
                limit?: number;
                /** @description The own number that was called or presented, in any spelling, or the key of its line. */
                line?: string;
                /**
                 * @description A record of other software that it is linked with: its kind, a slash, and its id there.
                 * @example task/42
                 */
                linked?: string;
                /** @description Lasted at most so many seconds. */
                longest_s?: number;
                /** @description Whether it was missed: inbound, and nobody talked with the caller (rule N7). */
                missed?: boolean;
                /**
                 * @description Words of a name that was shown, or of the name of a user or a contact who has a leg in it. `lin*` finds every word that
                 *     begins so. What more than 256 words or contacts begin with is refused.
                 */
                name?: string;
                /**
                 * @description A number of any of the legs or sides, in any spelling: as it was written, local or national by the account's region, with
                 *     the prefix for outside numbers, or in full form. Short numbers are found as they are. `*0142` finds every number that ends
                 *     so, by 3 to 9 digits; an ending of more than 256 numbers is refused.
                 */
                number?: string;
                /**
                 * @description `answered`, `voicemail`, `blocked`, `abandoned`, `ivr`, `cancelled`, `no_answer`, `declined`, `busy`, `unavailable`
                 *     or `failed`.
                 */
                outcome?: string;
                /** @description The key of a queue that it was in, or is assigned to. */
                queue?: string;
                /** @description Whether there is a recording of it. */
                recorded?: boolean;
                /** @description Lasted at least so many seconds, from its beginning to its end. */
                shortest_s?: number;
                /** @description The name of a source. */
                source?: string;
                /**
                 * @description `ringing`, `menu`, `queued`, `voicemail`, `parked`, `conference`, `talking`, `held`, `ended` or `logged`; or `live`: any
                 *     but the last two.
                 */
                state?: string;
                /** @description The key of a team that it is assigned to. */
                team?: string;
                /**
                 * @description Words of its notes, its summary or its disposition. `invo*` finds every word that begins so; what more than 256 begin with
                 *     is refused.
                 */
                text?: string;
                /** @description Began before that moment (RFC 3339). */
                until?: string;
                /** @description The key of a user who has a leg in it, or whom it is assigned to. */
                user?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationPage"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConversation: {
        parameters: {
            query?: {
                /** @description Whether it may be one that was deleted; if nothing is said, it may not. */
                deleted?: boolean;
                /** @description The version that is wanted; the newest if nothing is said. */
                version?: number;
            };
            header?: never;
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteConversation: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversation as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unassignConversation: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversation as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assignConversation: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteAssigned"];
            };
        };
        responses: {
            /** @description The conversation as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConversationChanges: {
        parameters: {
            query?: {
                /** @description Only those after this cursor; all if nothing is said. */
                after?: string;
                /** @description The most rows of this page; 50 if nothing is said. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangePage"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDialects: {
        parameters: {
            query?: {
                /** @description Whether it may be one that was deleted; if nothing is said, it may not. */
                deleted?: boolean;
                /** @description The version that is wanted; the newest if nothing is said. */
                version?: number;
            };
            header?: never;
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DialectList"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInDialect: {
        parameters: {
            query?: {
                /** @description Whether it may be one that was deleted; if nothing is said, it may not. */
                deleted?: boolean;
                /** @description The version that is wanted; the newest if nothing is said. */
                version?: number;
            };
            header?: never;
            path: {
                /** @description `chakra`, `elma365`, `freshworks`, `vcita`, `xelion` or `freshcaller`. */
                dialect: string;
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InDialect"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disposeConversation: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteDisposition"];
            };
        };
        responses: {
            /** @description The conversation as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undisposeConversation: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversation as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    eraseConversation: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is left of it. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    handleConversation: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversation as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unhandleConversation: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversation as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    linkConversation: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
                /** @description `task`, `record`, `process`, `user`, `state_task`, `entity`, `procedure` or `app`. */
                kind: string;
                /** @description The record's id in that software. */
                record: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteLink"];
            };
        };
        responses: {
            /** @description The conversation as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unlinkConversation: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
                /** @description `task`, `record`, `process`, `user`, `state_task`, `entity`, `procedure` or `app`. */
                kind: string;
                /** @description The record's id in that software. */
                record: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversation as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addConversationNote: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteNote"];
            };
        };
        responses: {
            /** @description The conversation as it is now. */
            201: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeConversationNote: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
                /** @description The note's id. */
                note: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteNote"];
            };
        };
        responses: {
            /** @description The conversation as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeConversationNote: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
                /** @description The note's id. */
                note: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversation as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restoreConversation: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversation as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSignals: {
        parameters: {
            query?: {
                /** @description Only those after the one of this number. */
                after?: number;
                /** @description The most rows of this page; 50 if nothing is said. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignalPage"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    summariseConversation: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteSummary"];
            };
        };
        responses: {
            /** @description The conversation as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeConversationSummary: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token and conversation.
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
                 * @example "7"
                 */
                "If-Match"?: string;
            };
            path: {
                /** @description Any id ever told. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversation as it is now. */
            200: {
                headers: {
                    /** @description The version, in quotes. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since the version that `If-Match` names. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    countConversations: {
        parameters: {
            query?: {
                /** @description `hour` or `day`, of the account's clocks. Without it, there is one number. */
                by?: string;
                /** @description The key of a contact on one of its legs. */
                contact?: string;
                /** @description Where to go on: `next` of the page before, with the same filters. */
                cursor?: string;
                /** @description Whether deleted ones are listed too; if nothing is said, they are not. */
                deleted?: boolean;
                /** @description `inbound`, `outbound` or `internal`. */
                direction?: string;
                /**
                 * @description Began at that moment or later (RFC 3339).
                 * @example 2026-01-05T00:00:00Z
                 */
                from?: string;
                /** @description Whether somebody took care of it. */
                handled?: boolean;
                /** @description The most rows of this page; 50 if nothing is said. */
                limit?: number;
                /** @description The own number that was called or presented, in any spelling, or the key of its line. */
                line?: string;
                /**
                 * @description A record of other software that it is linked with: its kind, a slash, and its id there.
                 * @example task/42
                 */
                linked?: string;
                /** @description Lasted at most so many seconds. */
                longest_s?: number;
                /** @description Whether it was missed: inbound, and nobody talked with the caller (rule N7). */
                missed?: boolean;
                /**
                 * @description Words of a name that was shown, or of the name of a user or a contact who has a leg in it. `lin*` finds every word that
                 *     begins so. What more than 256 words or contacts begin with is refused.
                 */
                name?: string;
                /**
                 * @description A number of any of the legs or sides, in any spelling: as it was written, local or national by the account's region, with
                 *     the prefix for outside numbers, or in full form. Short numbers are found as they are. `*0142` finds every number that ends
                 *     so, by 3 to 9 digits; an ending of more than 256 numbers is refused.
                 */
                number?: string;
                /**
                 * @description `answered`, `voicemail`, `blocked`, `abandoned`, `ivr`, `cancelled`, `no_answer`, `declined`, `busy`, `unavailable`
                 *     or `failed`.
                 */
                outcome?: string;
                /** @description The key of a queue that it was in, or is assigned to. */
                queue?: string;
                /** @description Whether there is a recording of it. */
                recorded?: boolean;
                /** @description Lasted at least so many seconds, from its beginning to its end. */
                shortest_s?: number;
                /** @description The name of a source. */
                source?: string;
                /**
                 * @description `ringing`, `menu`, `queued`, `voicemail`, `parked`, `conference`, `talking`, `held`, `ended` or `logged`; or `live`: any
                 *     but the last two.
                 */
                state?: string;
                /** @description The key of a team that it is assigned to. */
                team?: string;
                /**
                 * @description Words of its notes, its summary or its disposition. `invo*` finds every word that begins so; what more than 256 begin with
                 *     is refused.
                 */
                text?: string;
                /** @description Began before that moment (RFC 3339). */
                until?: string;
                /** @description The key of a user who has a leg in it, or whom it is assigned to. */
                user?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationCount"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEntries: {
        parameters: {
            query?: {
                /** @description Where to go on: `next` of the page before. */
                after?: string;
                /** @description The most rows of this page; 50 if nothing is said. */
                limit?: number;
                /**
                 * @description Those only in whose name or key all these words are, of contacts in the name if they have one; `lin*` is every word that
                 *     begins so. What more than 256 are called is refused.
                 */
                name?: string;
                /** @description Those with this number only, in any spelling. */
                number?: string;
            };
            header?: never;
            path: {
                /** @description `users`, `teams`, `lines`, `queues`, `menus`, `trunks` or `contacts`. */
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryPage"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The key, as records have it. */
                key: string;
                /** @description `users`, `teams`, `lines`, `queues`, `menus`, `trunks` or `contacts`. */
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The key, as records have it. */
                key: string;
                /** @description `users`, `teams`, `lines`, `queues`, `menus`, `trunks` or `contacts`. */
                kind: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SayEntry"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description It is new. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The key, as records have it. */
                key: string;
                /** @description `users`, `teams`, `lines`, `queues`, `menus`, `trunks` or `contacts`. */
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is removed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mergeEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The key of the entry that goes. */
                key: string;
                /** @description `users`, `teams`, `lines`, `queues`, `menus`, `trunks` or `contacts`. */
                kind: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeEntry"];
            };
        };
        responses: {
            /** @description The entry that stays. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importEntries: {
        parameters: {
            query?: {
                /** @description Whether only to say what would change. */
                dry_run?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportEntries"];
                "text/csv": string;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Imported"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listExports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportList"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    askForExport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskForExport"];
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    /** @description Where it is. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Export"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Export"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is removed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExportFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, as what it is. */
            200: {
                headers: {
                    /** @description What it may be called. */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": number[];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not ready yet, or failed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Its file is gone. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFigures: {
        parameters: {
            query?: {
                /** @description Given up sooner than so many seconds is no waiting; 5 if nothing is said. */
                abandoned_within_s?: number;
                /** @description Whether to say of each length how many there were of it, as `buckets`; no if nothing is said. */
                buckets?: boolean;
                /**
                 * @description What is told apart, with commas between: `hour` or `day` (of the account's clocks), `key`, `direction`. Without it all is one.
                 * @example day,direction
                 */
                by?: string;
                /** @description `inbound`, `outbound` or `internal`. */
                direction?: string;
                /**
                 * @description Of calls that began in an hour that began at that moment or later (RFC 3339); if nothing is said, since midnight.
                 * @example 2026-01-05T00:00:00Z
                 */
                from?: string;
                /** @description Of which one: the name of a source, a line's number, the key of a queue or user. Without it, of each. */
                key?: string;
                /** @description Of what: `all`, `source`, `line`, `queue` or `user`; `all` if nothing is said. */
                of?: string;
                /** @description Of calls that began in an hour that began before that moment (RFC 3339); if nothing is said, until now. */
                until?: string;
                /** @description Answered sooner than so many seconds is in time; 20 if nothing is said. */
                within_s?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Figures"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNames: {
        parameters: {
            query?: {
                /** @description A key as records have it, once for each; of a line its number too, as records say it. */
                key?: string[];
            };
            header?: never;
            path: {
                /** @description `users`, `queues` or `lines`. */
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NamesFound"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    askForCall: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: {
                /**
                 * @description Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
                 *     as the first time; with another request it is refused with 422. It counts for this token.
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskForCall"];
            };
        };
        responses: {
            /** @description The phone system dials. */
            202: {
                headers: {
                    /** @description Where the call is. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallAskedFor"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The user has no extension that this phone system can call. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This `Idempotency-Key` was used for another request, or what is named is not there; `field` says which. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was tried too often; `Retry-After` says when to try again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The phone system refuses, or did not answer; then it is not known whether it dials. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The phone system is not connected right now or cannot be reached, and nothing is dialled. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPeople: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["People"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putPerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description By what he signs in: lower-case letters, digits, `.`, `_`, `@`, `+`, `-`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SayPerson"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            /** @description He is new. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removePerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description By what he signs in. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description He is removed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description By what he signs in. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPassword"];
            };
        };
        responses: {
            /** @description It counts from now on. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was tried too often; `Retry-After` says when to try again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAgents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentList"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    followPresence: {
        parameters: {
            query?: {
                /** @description The token, for browsers. Queries are never logged by this server; see that no proxy before it logs them either. */
                token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listQueues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueList"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRecording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The recording's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recording"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeRecording: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: never;
            path: {
                /** @description The recording's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The recording as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recording"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hearRecording: {
        parameters: {
            query?: never;
            header?: {
                /** @description Only if it is still what has this `ETag`; else all of it. */
                "If-Range"?: string;
                /**
                 * @description Which bytes, as `bytes=0-1023`.
                 * @example bytes=0-1023
                 */
                Range?: string;
            };
            path: {
                /** @description The recording's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/*": number[];
                };
            };
            /** @description The bytes that were asked for. */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/*": number[];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There are no such bytes. */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putRecordingMedia: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: never;
            path: {
                /** @description The recording's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "audio/*": number[];
            };
        };
        responses: {
            /** @description The recording. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recording"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Other media is kept of it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    playRecording: {
        parameters: {
            query?: {
                /**
                 * @description The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
                 *     token of the role `user`, stands for himself and names nobody else.
                 * @example ann
                 */
                by?: string;
                /**
                 * @description That person's name.
                 * @example Ann Mori
                 */
                by_name?: string;
            };
            header?: never;
            path: {
                /** @description The recording's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The recording as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recording"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description The token, for browsers: `HttpOnly`, `SameSite=Strict`. */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionBegun"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was tried too often; `Retry-After` says when to try again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session is over. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signInByToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShowToken"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /** @description The session, for browsers: `HttpOnly`, `SameSite=Strict`. */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tellSignals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TellSignals"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignalsTold"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSources: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sources"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enterSource: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnterSource"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the source. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the source. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutSource"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description It is new. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the source. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is removed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSubscriptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscriptions"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enterSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnterSubscription"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionEntered"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the subscription. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the subscription. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutSubscription"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the subscription. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is removed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description Where to go on: `next` of the page before. */
                cursor?: string;
                /** @description The most rows of this page; 50 if nothing is said. */
                limit?: number;
                /** @description `waiting`, `done` or `dead`. */
                state?: string;
            };
            header?: never;
            path: {
                /** @description The id of the subscription. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the delivery. */
                delivery: string;
                /** @description The id of the subscription. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the delivery. */
                delivery: string;
                /** @description The id of the subscription. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description None, if it was taken, or waits only for its turn. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveriesRetried"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaySubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the subscription. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplaySubscription"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionReplayed"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the subscription. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveriesRetried"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateSubscriptionSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the subscription. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateSecret"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretRotated"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has no secret. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    switchSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the subscription. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SwitchSubscription"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the subscription. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionTried"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is switched off. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enterToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnterToken"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenEntered"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the token. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does not count any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listApps: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppList"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putApp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the app. */
                app: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/zip": number[];
            };
        };
        responses: {
            /** @description It took the place of the one before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["App"];
                };
            };
            /** @description It is new. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["App"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The app refuses; `detail` is its message. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeApp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the app. */
                app: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is removed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAppDeliveries: {
        parameters: {
            query?: {
                /** @description Where to go on: as `next` of the page before has it. */
                cursor?: string;
                /** @description The most rows of this page; 50 if nothing is said. Where two states are asked for there may be fewer and still a next page. */
                limit?: number;
                /** @description `pending`, `done`, `dead`, or several of them with commas between. */
                state?: string;
            };
            header?: never;
            path: {
                /** @description The name of the app. */
                app: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppDeliveryPage"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    callAppFunction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the app. */
                app: string;
                /** @description A function of its manifest. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, unknown>;
            };
        };
        responses: {
            /** @description What it gave to `renderData`; `{}` where that is nothing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It refuses, or fails; `detail` is its message. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was tried too often; `Retry-After` says when to try again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It did not answer within 20 seconds. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    giveApp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the app. */
                app: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, unknown>;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["App"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAppLog: {
        parameters: {
            query?: {
                /** @description Only lines before that one, as `next` says it. */
                before?: number;
                /** @description The most lines of this page; 100 if nothing is said. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The name of the app. */
                app: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppLog"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    simulateApp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the app. */
                app: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppEnvelope"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppRun"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAppDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the delivery. */
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppDelivery"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryAppDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the delivery. */
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description None, if it was taken, or waits only for its turn. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppDeliveriesRetried"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing is there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tellFreshworksEvent: {
        parameters: {
            query?: {
                /** @description The source. It may be left out if the token has one only, or the account has one with the adapter `freshworks`, or none yet. */
                source?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FreshworksEvent"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FreshworksEventTold"];
                };
            };
            /** @description Something of the request cannot be understood; `field` says what. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not count. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token that may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is there already, or there are too many. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of another kind. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not right now; `Retry-After` says when to try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lives: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description The request took too long. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A fault of this server. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing can be written. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
}
