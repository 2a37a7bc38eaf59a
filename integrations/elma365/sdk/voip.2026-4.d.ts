// SDK 2026.4: with the extensions behind outside numbers.

interface VoipWebhookRequest {
    event: VoipWebhookEvent;
    direction: VoipCallDirection;
    disposition: VoipCallDisposition;
    srcPhone: string;
    dstPhone: string;
    callId?: string;
    srcPhoneExt?: string;
    dstPhoneExt?: string;
}

interface VoipCallRecord {
    call: any;
    callId?: string;
    direction: VoipCallDirection;
    disposition: VoipCallDisposition;
    dstPhone: string;
    dstPhoneExt?: string;
    duration: number;
    srcPhone: string;
    srcPhoneExt?: string;
}
