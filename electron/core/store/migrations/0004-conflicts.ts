/**
 * Cases with two values of one field, given by people who did not know of each other. Nothing is filled in for cases folded before:
 * each comes in with its next event, and its own screen shows it anyway.
 */
export const conflicts = `
CREATE TABLE conflicts (ref INTEGER PRIMARY KEY) STRICT;
`
