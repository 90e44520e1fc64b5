import { missing } from '../aws/simulated-service.ts';
import { resourceNamed } from './history.ts';
import { isFine, ofReported } from './reports.ts';
import type { Invariant } from './violation.ts';

/** A service that a stop calls down has no tasks left: all of them are STOPPED, not only counted as zero. */
export const drainedMeansGone: Invariant = {
  name: 'drainedMeansGone',
  judge: (rehearsal) =>
    ofReported(rehearsal, (one, { action, run, leftUp }, was) => {
      if (action !== 'stop' || !isFine(one)) return undefined;
      if (one.outcome === 'skipped' && leftUp?.includes(one.resource)) return undefined;
      const resource = resourceNamed(rehearsal.scenario.definition, one.resource);
      if (resource?.kind !== 'ecs-service' || resource.leaveAlone !== undefined || resource.keptUp !== undefined)
        return undefined;
      const isGone = (status: string): boolean => status === 'stopped' || status === missing;
      return was(isGone) ? undefined : `${run} reports ${one.resource} down with tasks left`;
    }),
};
