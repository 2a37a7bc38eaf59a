// SDK 2025.8 and older: without extensions.

interface VoipWebhookRequest {
    event: VoipWebhookEvent;
    direction: VoipCallDirection;
    disposition: VoipCallDisposition;
    srcPhone: string;
    dstPhone: string;
    callId?: string;
}

interface VoipCallRecord {
    call: any;
    callId?: string;
    direction: VoipCallDirection;
    disposition: VoipCallDisposition;
    dstPhone: string;
    duration: number;
    srcPhone: string;
}
