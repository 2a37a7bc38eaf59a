// The text of a `text/event-stream`, cut into its events. Pure: it knows no connection.

export interface StreamEvent {
  id: string;
  name: string;
  data: string;
}

/** Cuts text that comes in any pieces into events, by the rules of `text/event-stream`. */
export function parser(onEvent: (event: StreamEvent) => void): (text: string) => void {
  let rest = '';
  let event: StreamEvent = { id: '', name: 'message', data: '' };
  let lines = 0;
  const line = (text: string) => {
    if (text === '') {
      // One with an id alone says where a reader is, as the first of the change feed does.
      if (lines > 0 || event.id) onEvent(event);
      event = { id: '', name: 'message', data: '' };
      lines = 0;
      return;
    }
    const colon = text.indexOf(':');
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'id') event.id = value;
    else if (field === 'event') event.name = value;
    else if (field === 'data') {
      event.data += (lines > 0 ? '\n' : '') + value;
      lines += 1;
    }
  };
  return (text) => {
    rest += text;
    // A carriage return at the very end may be the first half of a line's end.
    const whole = rest.endsWith('\r') ? rest.slice(0, -1) : rest;
    const parts = whole.split(/\r\n|\n|\r/);
    rest = (parts.pop() ?? '') + (rest.endsWith('\r') ? '\r' : '');
    for (const part of parts) line(part);
  };
}
