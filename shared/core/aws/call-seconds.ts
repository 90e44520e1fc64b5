/**
 * How long one attempt of a call may take. Longer than the slowest answers that were seen, so that they are still heard; and a
 * connection that is dead is noticed, where the SDK would wait for ever.
 */
export const callSeconds = { connect: 5, answer: 65 } as const;
