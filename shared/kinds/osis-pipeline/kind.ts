import { startAndStop, startingAndStopping } from '../described/usual-parts.ts';
import { awsName } from '../fields.ts';
import { statusKind, statusList } from '../status-kind.ts';

export const osisPipeline = statusKind({
  kind: 'osis-pipeline',
  help: 'A pipeline of Amazon OpenSearch Ingestion, stopped and started. What its sources send meanwhile is refused, or waits there.',
  fields: {
    pipeline: awsName(/^[a-z][a-z0-9-]{2,27}$/, 'name of the OpenSearch Ingestion pipeline', 'poc-atlas-dev-logs'),
  },
  deadlineMinutes: { start: 45, stop: 45 },
  init: { order: 'connector', role: 'client', word: 'pipeline', heading: 'OpenSearch Ingestion: stopped and started.' },
  statuses: {
    up: ['ACTIVE'],
    down: ['STOPPED'],
    moving: statusList('CREATING UPDATING STARTING STOPPING'),
    broken: statusList('DELETING CREATE_FAILED UPDATE_FAILED START_FAILED'),
  },
  gone: ['DELETING', 'CREATE_FAILED', 'START_FAILED'],
  calls: startAndStop('osis', 'Pipeline'),
  arn: { service: 'osis', prefix: 'pipeline/' },
  metric: { namespace: 'AWS/OSIS', name: 'recordsProcessed.count', dimension: 'PipelineName' },
  notPriced: 'the price table has no price for OpenSearch Ingestion',
  rehearsal: startingAndStopping('ingestion', 'ConflictException'),
});
