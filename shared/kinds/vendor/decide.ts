// The decision about a vendor's kind: by its status, and whether what idles has to be awake.
import { decideByStatus, standingOfStatus } from '../decide-status.ts';
import type { KindDecision } from '../decision.ts';
import type { StatusObservation } from '../status-kind.ts';
import { type VendorKindName, vendorKindNames, vendorKindOf } from './vendor-kinds.ts';

const mustBeAwake = (resource: object, { status }: StatusObservation): boolean =>
  'awake' in resource && resource.awake === true && status === 'idle';

const decisionOf = (name: VendorKindName): KindDecision<VendorKindName> => ({
  towards: (action, { resource, seen }) =>
    action === 'start' && mustBeAwake(resource, seen)
      ? { kind: 'act', effects: [{ do: 'awake' }], reason: 'idle, should be running: awake is true' }
      : decideByStatus(vendorKindOf(name), action, seen),
  standing: (seen) => standingOfStatus(vendorKindOf(name), seen),
});

export const vendorDecisions = Object.fromEntries(
  vendorKindNames.map((name) => [name, decisionOf(name)]),
) as unknown as { readonly [K in VendorKindName]: KindDecision<K> };
