// What a look sees of a connector, and the changes that can be made of it.
import type { TakenDown } from '../taken-down.ts';

export type ConnectorObservation = { readonly kind: 'msk-connector'; readonly status: string; readonly arn: string };

export type ConnectorTypes = {
  readonly observation: ConnectorObservation;
  readonly effect:
    | { readonly do: 'pause-connector'; readonly arn: string }
    | { readonly do: 'resume-connector'; readonly arn: string };
  readonly remembered: TakenDown<'msk-connector'>;
};
