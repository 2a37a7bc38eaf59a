// Callbook as the telephony of ELMA365 (BRIX). Paste this into the scripts of a module that has two text settings: `baseUrl`,
// as in https://calls.example.com, and `token`, the token of the connection in Callbook. How, stands in the README beside it.
//
// Callbook posts what is to be shown; words are taken by the names of the enumerations' members, whatever their values are.

/** A setting of the module. */
function setting(name: 'baseUrl' | 'token'): string {
    const value = Namespace.params.data[name];
    if (!value) {
        throw new Error(`the module's setting ${name} is empty`);
    }
    return value;
}

/** Asks Callbook; throws its own error text on any status from 400 on. */
async function ask(method: string, path: string, body?: object): Promise<any> {
    const base = setting('baseUrl').replace(/\/+$/, '');
    const response = await fetch(`${base}/elma365/v1${path}`, {
        method,
        headers: { 'Authorization': `Bearer ${setting('token')}`, 'Content-Type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const told = readJson(text);
    if (response.status >= 400) {
        const error = told !== undefined && told !== null ? told.error : undefined;
        throw new Error(typeof error === 'string' && error !== '' ? error : `Callbook answered ${response.status}`);
    }
    return told;
}

/** What a text says as JSON; undefined if it says nothing. */
function readJson(text: any): any {
    if (typeof text !== 'string' || text.trim() === '') {
        return undefined;
    }
    try {
        return JSON.parse(text);
    } catch (error) {
        return undefined;
    }
}

function isObject(value: any): boolean {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** "Check connection". */
async function VoipTestConnection(): Promise<VoipTestConnectionResult> {
    try {
        const told = await ask('GET', '/test');
        if (!isObject(told)) {
            return { success: false, failReason: 'this is not Callbook' };
        }
        return told.success === true ? { success: true } : { success: false, failReason: told.failReason };
    } catch (error) {
        // What is thrown may be an error of the platform's own making.
        const thrown: any = error;
        const says = isObject(thrown) ? thrown.message : undefined;
        return { success: false, failReason: typeof says === 'string' ? says : String(thrown) };
    }
}

/** What Callbook posted, as the platform knows it. */
async function VoipParseWebhookRequest(request: FetchRequest): Promise<VoipWebhookParseResult> {
    const told = readJson(request.body);
    if (!isObject(told)) {
        return {};
    }
    if (header(request, 'x-callbook-token') !== setting('token')) {
        return { response: new HttpResponse().status(403).content(JSON.stringify({ error: 'bad token' })) };
    }
    const result: VoipWebhookParseResult = {};
    const event = isObject(told.event) ? toEvent(told.event) : undefined;
    const record = isObject(told.callRecord) ? toRecord(told.callRecord) : undefined;
    if (event === undefined && record === undefined) {
        return {};
    }
    if (event !== undefined) {
        result.event = event;
    }
    if (record !== undefined) {
        result.callRecord = record;
    }
    result.response = new HttpResponse().status(200).content(JSON.stringify({ success: true }));
    return result;
}

/** The first value of a header, in whichever case its name is written. */
function header(request: FetchRequest, name: string): string | undefined {
    const headers = request.headers || {};
    const key = Object.keys(headers).find(key => key.toLowerCase() === name);
    const value = key === undefined ? undefined : headers[key];
    return Array.isArray(value) ? value[0] : value;
}

function toEvent(told: any): VoipWebhookRequest | undefined {
    const words: { [word: string]: VoipWebhookEvent } = {
        NotifyStart: VoipWebhookEvent.NotifyStart,
        NotifyAnswer: VoipWebhookEvent.NotifyAnswer,
        NotifyEnd: VoipWebhookEvent.NotifyEnd,
    };
    const event = member(words, told.event);
    const direction = toDirection(told.direction);
    if (event === undefined || direction === undefined) {
        return undefined;
    }
    const parsed: VoipWebhookRequest = {
        event,
        direction,
        disposition: toDisposition(told.disposition),
        srcPhone: toText(told.srcPhone),
        dstPhone: toText(told.dstPhone),
    };
    addOptional(parsed, told);
    return parsed;
}

function toRecord(told: any): VoipCallRecord | undefined {
    const direction = toDirection(told.direction);
    if (direction === undefined) {
        return undefined;
    }
    const duration = parseInt(String(told.duration), 10);
    const parsed: VoipCallRecord = {
        call: told.call,
        direction,
        disposition: toDisposition(told.disposition),
        dstPhone: toText(told.dstPhone),
        duration: isNaN(duration) ? 0 : duration,
        srcPhone: toText(told.srcPhone),
    };
    addOptional(parsed, told);
    return parsed;
}

/** The member that a word names, of those that are listed and nothing else. */
function member<T>(words: { [word: string]: T }, word: any): T | undefined {
    return typeof word === 'string' && Object.prototype.hasOwnProperty.call(words, word) ? words[word] : undefined;
}

function toDirection(word: any): VoipCallDirection | undefined {
    const words: { [word: string]: VoipCallDirection } = {
        in: VoipCallDirection.In,
        out: VoipCallDirection.Out,
        internal: VoipCallDirection.Internal,
    };
    return member(words, word);
}

function toDisposition(word: any): VoipCallDisposition {
    const words: { [word: string]: VoipCallDisposition } = {
        Answered: VoipCallDisposition.Answered,
        Busy: VoipCallDisposition.Busy,
        Cancel: VoipCallDisposition.Cancel,
        NoAnswer: VoipCallDisposition.NoAnswer,
    };
    const found = member(words, word);
    return found === undefined ? VoipCallDisposition.Unknown : found;
}

function toText(value: any): string {
    return value === undefined || value === null ? '' : String(value);
}

/** What is absent stays undefined. Older platforms do not know the extensions, so that they are set without their type. */
function addOptional(parsed: any, told: any): void {
    for (const key of ['callId', 'srcPhoneExt', 'dstPhoneExt']) {
        if (typeof told[key] === 'string' && told[key] !== '') {
            parsed[key] = told[key];
        }
    }
}

/** Who has a phone: the users of Callbook's directory that have an extension. */
async function VoipGetMembers(): Promise<VoipMember[]> {
    const told = await ask('GET', '/members');
    return (Array.isArray(told) ? told : []).map((one: any) => ({ id: String(one.id), label: String(one.label) }));
}

/** A click on a number: the member's phone rings first. */
async function VoipGenerateCall(srcPhone: string, dstPhone: string): Promise<void> {
    await ask('POST', '/calls', { srcPhone, dstPhone });
}

/** A link that plays, made when somebody wants to hear it; what came with one of its own has that. */
async function VoipGetCallLink(callData: any): Promise<string> {
    if (typeof callData === 'string' && /^https?:\/\//i.test(callData)) {
        return callData;
    }
    if (isObject(callData) && typeof callData.link === 'string' && callData.link !== '') {
        return callData.link;
    }
    const told = await ask('POST', '/call-link', { call: callData === undefined ? null : callData });
    if (!isObject(told) || typeof told.link !== 'string') {
        throw new Error('there is no link');
    }
    return told.link;
}

/** The platform listens elsewhere from now on. Callbook sends the token back with everything that it posts. */
async function VoipOnWebhookUpdated(webhookUrl: string): Promise<void> {
    await ask('PUT', '/webhook', { webhookUrl, token: setting('token') });
}
