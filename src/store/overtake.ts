/**
 * Take the next observation number of every server, under an id that no observation has: a reading that looked at the
 * books before this can then no longer be committed, and is worked out anew.
 */
export const ADD_OBSERVATIONS = `
  INSERT INTO observations (server, number, id) SELECT id, observation + 1, ?1 FROM servers`;
export const COUNT_OBSERVATIONS = "UPDATE servers SET observation = observation + 1";
