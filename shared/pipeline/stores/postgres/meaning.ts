// What an error of PostgreSQL means, judged by its class (SQLSTATE).

/** A value that PostgreSQL cannot hold, a constraint of the table, a value beyond a limit. */
const refusedClasses: readonly string[] = ['22', '23', '54'];

export const meaningOfPostgres = (error: unknown): 'entities' | 'moment' => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return code.length === 5 && refusedClasses.includes(code.slice(0, 2)) ? 'entities' : 'moment';
};
