// A ClickPipe, which reads from Kafka, a database or a bucket into a service of ClickHouse Cloud.
import { cloudFields, cloudId } from '../vendor/fields.ts';
import { vendorKind } from '../vendor/vendor-kind.ts';

export const clickpipe = vendorKind({
  kind: 'clickpipe',
  vendor: 'ClickHouse Cloud',
  help: 'A ClickPipe of ClickHouse Cloud, stopped and started. Each of its inserts makes an idle service run again: let it depend on its service, so that it stops first.',
  fields: { ...cloudFields, pipe: cloudId('ClickPipe', '7d9d0b3a-6a1f-4a0e-9a53-0c2f6c1d5e11') },
  identity: ['organization', 'service', 'pipe'],
  deadlineMinutes: { start: 30, stop: 30 },
  init: { order: 'connector', role: 'client', word: 'pipe', heading: 'ClickPipes: stopped and started.' },
  statuses: {
    up: ['Running', 'Degraded', 'Completed'],
    // Its first load: stopped now it would begin again.
    busy: ['Snapshot'],
    // Those that follow a database are paused.
    down: ['Stopped', 'Paused'],
    moving: ['Provisioning', 'Setup', 'Stopping', 'Pausing', 'Modifying', 'Resync'],
    broken: ['Failed', 'InternalError'],
  },
  gone: ['Failed', 'InternalError'],
  cannotStop: ({ completed }) =>
    completed
      ? { code: 'COMPLETED', reason: 'its one load is complete, and a start would load everything again: leave it out' }
      : undefined,
  notPriced: 'the price table has no price for ClickPipes',
});
