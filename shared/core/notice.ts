// What reconcile has to say: once per occasion, to the operator topic. The JSON has a discriminator like the report.

export type Notice = {
  readonly kind: 'curfew-notice';
  readonly version: 1;
  readonly environment: string;
  readonly at: string;
  /** `late`: a slot was missed by more than its tolerance. `not-up`: should be up but is not. `drift`: started while down. `alarms`: not in step. `orphaned`: down, remembered, and no longer in the definition. `schedules`: not as the definition says. `calendars`: a Change Calendar says something else, or cannot be read. `investigations`: no more are started today. `budget`: the month will cost more than planned. */
  readonly notice:
    | 'late'
    | 'not-up'
    | 'drift'
    | 'alarms'
    | 'orphaned'
    | 'schedules'
    | 'calendars'
    | 'investigations'
    | 'budget';
  readonly text: string;
  readonly resources: readonly { readonly resource: string; readonly reason: string }[];
};
