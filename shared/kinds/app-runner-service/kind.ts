import { awsName } from '../fields.ts';
import { statusKind } from '../status-kind.ts';

export const appRunnerService = statusKind({
  kind: 'app-runner-service',
  help: 'An App Runner service, paused and resumed. Its instances lose what they hold in memory and on disk.',
  fields: {
    serviceName: awsName(/^[A-Za-z0-9][A-Za-z0-9_-]{3,39}$/, 'name of the App Runner service', 'poc-atlas-dev-web'),
  },
  deadlineMinutes: { start: 30, stop: 30 },
  init: { order: 'service', role: 'client', word: 'web', heading: 'App Runner services: paused and resumed.' },
  statuses: {
    up: ['RUNNING'],
    down: ['PAUSED'],
    moving: ['OPERATION_IN_PROGRESS'],
    broken: ['CREATE_FAILED', 'DELETED', 'DELETE_FAILED'],
  },
  gone: ['CREATE_FAILED', 'DELETED'],
  calls: { service: 'apprunner', reads: ['ListServices'], start: 'ResumeService', stop: 'PauseService' },
  // After its name comes an id that App Runner draws.
  arn: { service: 'apprunner', prefix: 'service/', named: (name) => `${name}/*` },
  metric: { namespace: 'AWS/AppRunner', name: 'ActiveInstances', dimension: 'ServiceName', isShared: true },
  notPriced: 'the price table has no price for App Runner',
  rehearsal: {
    prefix: 'web',
    via: { start: 'OPERATION_IN_PROGRESS', stop: 'OPERATION_IN_PROGRESS' },
    refused: 'InvalidStateException',
    notFound: 'ResourceNotFoundException',
  },
});
