import { startAndStop } from '../described/usual-parts.ts';
import { awsName } from '../fields.ts';
import { statusKind, statusList } from '../status-kind.ts';

export const sagemakerNotebook = statusKind({
  kind: 'sagemaker-notebook',
  help: 'A SageMaker notebook instance, stopped and started. Its volume is kept and charged; what is not on it is lost.',
  fields: {
    notebook: awsName(
      /^(?=.{1,63}$)[a-zA-Z0-9](-*[a-zA-Z0-9])*$/,
      'name of the notebook instance',
      'poc-atlas-dev-notebook',
    ),
  },
  deadlineMinutes: { start: 30, stop: 30 },
  init: { order: 'service', role: 'client', word: 'notebook', heading: 'SageMaker notebooks: stopped and started.' },
  statuses: {
    up: ['InService'],
    // A start that failed costs nothing and may be tried again.
    down: ['Stopped', 'Failed'],
    moving: statusList('InMaintenance Pending PendingMaintenance Stopping Updating'),
    broken: ['Deleting'],
  },
  gone: ['Deleting'],
  calls: startAndStop('sagemaker', 'NotebookInstance'),
  // SageMaker writes its names in lower case in ARNs.
  arn: { service: 'sagemaker', prefix: 'notebook-instance/', named: (name) => name.toLowerCase() },
  metric: { namespace: '/aws/sagemaker/NotebookInstances', name: 'CPUUtilization', dimension: 'NotebookInstanceName' },
  notPriced: 'the price table has no price for SageMaker notebook instances',
  rehearsal: {
    prefix: 'notebook',
    via: { start: 'Pending', stop: 'Stopping' },
    refused: 'ValidationException',
    notFound: 'ValidationException',
    texts: {
      refused: 'Status not in ([InService, Stopped, Failed]). Unable to transition.',
      notFound: 'RecordNotFound',
    },
  },
});
