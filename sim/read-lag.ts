/** What reads show may be as old as this: RDS and ECS are eventually consistent, and a look takes a moment. */
export const readLagMs = 5_000;
