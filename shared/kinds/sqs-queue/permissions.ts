// What the calls of adapter.ts need.
import { type KindPermissions, nothing } from '../permission.ts';

export const sqsQueuePermissions: KindPermissions<'sqs-queue'> = {
  observe: (resources, arn) => [
    {
      actions: {
        'sqs:GetQueueUrl': 'find the queues by their names',
        'sqs:GetQueueAttributes': 'count the messages that are left',
      },
      on: resources.map(({ queue }) => arn('sqs', queue)),
    },
  ],
  start: nothing,
  stop: nothing,
};
