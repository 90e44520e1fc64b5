// The limit of a run that also what deploys the functions has to know.

/** The longest run: the durable functions' execution time-out is a little more. */
export const runSecondsMax = 3 * 3_600;

/** The longest that a stop lets jobs finish before that. */
export const jobMinutesMax = 240;
