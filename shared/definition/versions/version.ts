// Versions of a definition: numbered, hashed, never changed. The port to where they are kept; dynamodb.ts keeps them.
import type { AlsoIn } from '../shared-things.ts';

/** What a run pins, and all that it needs to find the same definition again. */
export type DefinitionPin = { readonly version: number; readonly hash: string };

/** Who made a version: AWS's word for it, or only the caller's. */
export type Applied = {
  readonly by: string;
  readonly byIsVerified: boolean;
  readonly why?: string;
  /** ISO 8601. */
  readonly at: string;
};

export type DefinitionVersion = DefinitionPin &
  Applied & {
    readonly environment: string;
    /** How the content is to be read. */
    readonly schema: number;
    /** The file as it was written, with its comments. */
    readonly yaml: string;
    /** What the file says, before defaults. */
    readonly content: unknown;
    /** The version that it was made from; none for the first. */
    readonly basedOn?: number;
    /** Hash of the rights that it needs. */
    readonly access: string;
    /** By name: resources that another environment changes, too, as far as whoever applied it could tell. */
    readonly alsoIn?: AlsoIn;
  };

/** What a list of versions shows. */
export type VersionSummary = DefinitionPin & Applied & Pick<DefinitionVersion, 'schema' | 'basedOn' | 'access'>;

export type CurrentVersion = DefinitionPin & { readonly at: string };

/** What is given to be stored; number, hash and schema follow. */
export type NewVersion = Applied & Pick<DefinitionVersion, 'yaml' | 'content' | 'access' | 'alsoIn'>;

export type Put =
  | { readonly kind: 'stored'; readonly version: number; readonly hash: string }
  /** Somebody else was first: the version that stands, by whom and when. */
  | { readonly kind: 'conflict'; readonly current: VersionSummary | undefined };

/** What a stack granted. `access` is up to whoever writes it. */
export type GrantedAccess = {
  /** Of the rights as a whole. */
  readonly hash: string;
  /** Which release of the template granted them. */
  readonly template: string;
  readonly at: string;
  readonly access: unknown;
};

/** Which version a function used last. */
export type Observed = DefinitionPin & { readonly function: string; readonly at: string };

/** All that a function needs. */
export type ReadVersions = {
  /** The version that new runs take; undefined where no definition was ever applied. */
  current(environment: string): Promise<CurrentVersion | undefined>;
  /** Throws `OperationError` for a version that is missing, of another hash, or of a newer schema. Read once per process. */
  read(environment: string, pin: DefinitionPin): Promise<DefinitionVersion>;
  /** Newest first. */
  list(environment: string, limit: number): Promise<readonly VersionSummary[]>;
  /** A version without its texts; undefined if there is none. */
  summary(environment: string, version: number): Promise<VersionSummary | undefined>;
  granted(environment: string): Promise<GrantedAccess | undefined>;
  observed(environment: string): Promise<readonly Observed[]>;
  /** Written when a function uses a version for the first time in its process. */
  noteObserved(environment: string, observed: Observed): Promise<void>;
};

export type DefinitionVersions = ReadVersions & {
  /**
   * Stores the next version if `basedOn` is still the current one (undefined: if there is none), and makes it current. Of two at
   * once one is stored. The same again, by the same person, is answered as it was the first time. Throws `InputError` for one that
   * is too large.
   */
  put(environment: string, next: NewVersion, basedOn: number | undefined): Promise<Put>;
  putGranted(environment: string, granted: GrantedAccess): Promise<void>;
};
