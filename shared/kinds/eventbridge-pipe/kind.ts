import { startAndStop, startingAndStopping } from '../described/usual-parts.ts';
import { awsName } from '../fields.ts';
import { statusKind, statusList } from '../status-kind.ts';

export const eventbridgePipe = statusKind({
  kind: 'eventbridge-pipe',
  help: 'An EventBridge pipe, stopped and started. What its source deletes meanwhile (retention) is lost to its target.',
  fields: { pipe: awsName(/^[.\-_A-Za-z0-9]{1,64}$/, 'name of the EventBridge pipe', 'poc-atlas-dev-orders') },
  deadlineMinutes: { start: 15, stop: 15 },
  init: { order: 'connector', role: 'client', word: 'pipe', heading: 'EventBridge pipes: stopped and started.' },
  statuses: {
    up: ['RUNNING'],
    down: ['STOPPED'],
    moving: statusList('CREATING UPDATING STARTING STOPPING'),
    broken: statusList(
      'DELETING CREATE_FAILED CREATE_ROLLBACK_FAILED DELETE_FAILED DELETE_ROLLBACK_FAILED START_FAILED STOP_FAILED UPDATE_FAILED UPDATE_ROLLBACK_FAILED',
    ),
  },
  gone: statusList('DELETING CREATE_FAILED START_FAILED'),
  calls: startAndStop('pipes', 'Pipe'),
  arn: { service: 'pipes', prefix: 'pipe/' },
  metric: { namespace: 'AWS/EventBridge/Pipes', name: 'Invocations', dimension: 'PipeName' },
  notPriced: 'an idle pipe costs nothing: it is stopped for the order, so that nothing reaches a target that sleeps',
  rehearsal: startingAndStopping('pipe', 'ConflictException', 'NotFoundException'),
});
