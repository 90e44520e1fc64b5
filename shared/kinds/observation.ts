// What an adapter saw: facts only, as AWS reports them. Decisions about them are in `shared/kinds/<kind>/decide.ts`.
import type { Unreadable } from '#core/aws/errors.ts';
import type { kindDefinitions } from './definitions.ts';
import type { ObservedBy } from './kind-definition.ts';
import type { Kind } from './resource.ts';

export type Observation = { [K in Kind]: ObservedBy<(typeof kindDefinitions)[K]> }[Kind];
export type ObservationOf<K extends Kind> = Extract<Observation, { kind: K }>;

/** The result of trying to look: seen, not there, or unreadable. Unreadable is never stopped. */
export type Reading<O extends Observation = Observation> =
  | { readonly state: 'seen'; readonly observation: O }
  | { readonly state: 'absent' }
  | Unreadable;
