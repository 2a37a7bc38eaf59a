// A message to a team's chat when a call was missed.

const isMissed = require('./lib/missed');

exports = {
  callUpdated: async function (payload) {
    const call = payload.data.call;
    const customer = isMissed(call);
    if (!customer) return;
    const text = `Missed call from ${customer.caller_number} at ${call.created_time}`;
    const answer = await $request.invokeTemplate('tellTeam', {
      context: { call: call.id },
      body: JSON.stringify({ text }),
    });
    console.info(`the team was told of call ${call.id}: ${answer.status}`);
  },
};
