// What the platform gives every module's script, as far as ours uses it. Written from the platform's public help and SDK pages; where
// the editor of your platform says otherwise, the editor is right.

/** The module's settings, by the names of their properties. */
declare const Namespace: { params: { data: { baseUrl?: string; token?: string } } };

interface FetchRequest {
    method?: string;
    headers?: { [name: string]: string | string[] };
    body?: any;
}

interface FetchResponse {
    readonly ok: boolean;
    readonly status: number;
    readonly statusText: string;
    text(): Promise<string>;
    json(): Promise<any>;
}

declare function fetch(url: string, init?: FetchRequest): Promise<FetchResponse>;

/** What the platform answers to whoever called the webhook. */
declare class HttpResponse {
    status(code: number): HttpResponse;
    content(text: string): HttpResponse;
}

interface VoipTestConnectionResult {
    success: boolean;
    failReason?: string;
}

interface VoipMember {
    id: string;
    label: string;
}

interface VoipWebhookParseResult {
    event?: VoipWebhookRequest;
    callRecord?: VoipCallRecord;
    response?: HttpResponse;
}

// The values behind the members are not public: nothing may depend on them.
declare enum VoipCallDirection {
    In = 'in',
    Out = 'out',
    Internal = 'internal',
}

declare enum VoipCallDisposition {
    Answered,
    Busy,
    Cancel,
    NoAnswer,
    Unknown,
}

declare enum VoipWebhookEvent {
    NotifyStart,
    NotifyAnswer,
    NotifyEnd,
}
