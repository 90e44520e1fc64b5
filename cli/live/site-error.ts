/** Something outside the command's arguments is wrong: credentials, permissions, a deployment. The command exits with 1. */
export class SiteError extends Error {
  override readonly name = 'SiteError';
}
