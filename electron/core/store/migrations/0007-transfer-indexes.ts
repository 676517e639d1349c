/** Whoever asks for their transfers never walks those of others: each way to ask has its index, in the order of the deadlines. */
export const transferIndexes = `
CREATE INDEX transfers_team ON transfers(team);
CREATE INDEX transfers_receiver ON transfers(receiver) WHERE receiver IS NOT NULL;
CREATE INDEX transfers_sender ON transfers(sender);
`
