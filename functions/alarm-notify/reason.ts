/** The message of a thrown value, for logs. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown error');
