// What an answer of Apache Atlas means.

type AtlasError = Error & { readonly status: number; readonly code: string };

export const atlasError = (status: number, code: string, message: string): AtlasError =>
  Object.assign(new Error(`Atlas answered ${status} ${code}: ${message}`.trim()), { status, code });

const isAtlasError = (error: unknown): error is AtlasError =>
  error instanceof Error && 'status' in error && 'code' in error;

/** A value or a request that Atlas does not take, or one that is too large. */
const refused: readonly number[] = [400, 413, 422];

/** So it calls wrong values of an entity. Every other 404 is a type or a server that is not there yet. */
const wrongParameters = 'ATLAS-404-00-007';

/** Who may write can change (401, 403), and two writers may have met (409). */
export const meaningOfAtlas = (error: unknown): 'entities' | 'moment' =>
  isAtlasError(error) && (refused.includes(error.status) || error.code === wrongParameters) ? 'entities' : 'moment';
