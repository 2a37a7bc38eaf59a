// One line for every event of a call.

const STATES = {
  0: 'new', 1: 'ended', 2: 'busy', 3: 'missed', 4: 'failed', 5: 'disconnected', 6: 'queued', 8: 'in progress', 10: 'voicemail',
  12: 'on hold', 13: 'connecting', 15: 'just ended', 16: 'leaving a message',
};

function line(payload) {
  const call = payload.data.call;
  const customer = call.participants.find((one) => one.participant_type === 'Customer');
  const legs = call.participants.map((one) => `${one.participant_type} ${STATES[one.call_status] ?? one.call_status}`);
  return `${call.direction} call ${call.id} of ${customer?.caller_number ?? 'nobody'}: ${legs.join(', ')}`;
}

exports = {
  callCreated: function (payload) {
    console.log('new', line(payload));
  },
  callUpdated: function (payload) {
    const changed = Object.keys(payload.data.changes);
    console.log(line(payload), changed.length > 0 ? `(changed: ${changed.join(', ')})` : '');
  },
};
