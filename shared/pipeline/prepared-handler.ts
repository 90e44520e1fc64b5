// A handler that is prepared at its first event and kept for the life of the process.

/** A failed preparation is made again at the next event: a secret may get its value later. */
export const preparedHandler = <Answer>(prepare: () => Promise<(event: unknown) => Promise<Answer>>) => {
  let prepares: ReturnType<typeof prepare> | undefined;
  return async (event: unknown): Promise<Answer> => {
    prepares ??= prepare();
    const handle = await prepares.catch((error: unknown) => {
      prepares = undefined;
      throw error;
    });
    return handle(event);
  };
};
