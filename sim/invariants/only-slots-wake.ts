// A schedule is an alarm clock: a delivery at what is no slot of the definition changes nothing.
import type { Action } from '#core/action.ts';
import type { Definition } from '#definition/definition.ts';
import { awakeTimes } from '#definition/schedule/awake.ts';
import { slotsBetween } from '#definition/schedule/slots.ts';
import { slotsOf } from '#definition/schedule/slots-of.ts';
import { attendedIn } from './awake.ts';
import { versionsIn } from './versions.ts';
import type { Found, Judged } from './violation.ts';

/** Of every version that the night has: which of them a run had it says itself, and that is judged elsewhere. */
const definitionsOf = ({ scenario }: Judged): Definition[] =>
  [...versionsIn(scenario), ...(scenario.others ?? [])].map((definition) => attendedIn({ ...scenario, definition }));

/** Whether a resource's own time begins, or ends. */
const isOwnTime = (definition: Definition, action: Action, ms: number): boolean =>
  definition.resources
    .flatMap((one) => awakeTimes(definition, one, { fromMs: ms, toMs: ms }))
    .some(({ fromMs, untilMs }) => (action === 'start' ? fromMs : untilMs) === ms);

export const onlySlotsWake = (rehearsal: Judged): Found[] => {
  const definitions = definitionsOf(rehearsal);
  return rehearsal.reports.flatMap(({ environment, action, requestedBy, outcome, endedAt, run, ...times }) => {
    // What began early is for the slot that it was to be ready by.
    const scheduledTime = times.readyBy ?? times.scheduledTime;
    if (requestedBy !== 'schedule' || scheduledTime === undefined) return [];
    if (outcome !== 'done' && outcome !== 'partial') return [];
    const ms = Date.parse(scheduledTime);
    const isSlot = definitions.some((one) => {
      const isOn = one.environment === environment && one.schedule.enabled;
      // A slot of everything leaves out what somebody has asked for since.
      const isOfAll = slotsBetween(slotsOf(one, action), one.timeZone, ms, ms).length > 0;
      return isOn && (isOfAll || (times.only !== undefined && isOwnTime(one, action, ms)));
    });
    return isSlot ? [] : [{ at: Date.parse(endedAt), detail: `${run} acted at ${scheduledTime}, which is no slot` }];
  });
};
