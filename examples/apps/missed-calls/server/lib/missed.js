// When a call counts as missed: its customer is missed, and nobody of ours talked.

const MISSED = 3;

module.exports = function isMissed(call) {
  const customer = call.participants.find((one) => one.participant_type === 'Customer');
  return call.direction === 'incoming' && customer?.call_status === MISSED ? customer : undefined;
};
