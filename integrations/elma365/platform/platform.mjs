// What a platform is to the module's script, for tests: its enumerations have odd values on purpose, since nothing may depend on them.
import vm from 'node:vm';

class HttpResponse {
    status(code) { this.code = code; return this; }
    content(text) { this.text = text; return this; }
}

/** The functions of a script that has those settings and asks by that `fetch`. */
export function platform(script, settings, fetch) {
    const context = vm.createContext({
        Namespace: { params: { data: settings } },
        HttpResponse,
        fetch,
        VoipCallDirection: { In: 'x1', Out: 'x2', Internal: 'x3' },
        VoipCallDisposition: { Answered: 91, Busy: 92, Cancel: 93, NoAnswer: 94, Unknown: 95 },
        VoipWebhookEvent: { NotifyStart: 'a', NotifyAnswer: 'b', NotifyEnd: 'c' },
    });
    vm.runInContext(script, context);
    return context;
}
