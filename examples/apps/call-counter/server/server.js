// How often each customer called.

const DAY_S = 24 * 60 * 60;

exports = {
  countCall: async function (payload) {
    const call = payload.data.call;
    const customer = call.participants.find((one) => one.participant_type === 'Customer');
    if (!customer?.caller_number) return;
    try {
      // A handler may be run again for the same event. The first to write this has counted it.
      await $db.set(`call:${call.id}`, { counted: true }, { setIf: 'not_exist', ttl: DAY_S });
    } catch (error) {
      if (error.status !== 400) throw error;
      console.info(`call ${call.id} was counted before`);
      return;
    }
    const key = `customer:${customer.caller_number}`;
    await $db.update(key, 'increment', { calls: 1, [call.direction]: 1 });
    await $db.update(key, 'set', { last: call.created_time });
    const counted = await $db.get(key);
    console.log(`${customer.caller_number}: ${counted.calls} calls`);
  },

  // A server method: {"number": "+12025550142"}.
  callsOf: async function (payload) {
    try {
      renderData(null, await $db.get(`customer:${payload.number}`));
    } catch (error) {
      if (error.status !== 404) throw error;
      renderData(null, { calls: 0 });
    }
  },
};
