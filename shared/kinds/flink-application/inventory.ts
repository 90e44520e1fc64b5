import { ListTagsForResourceCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { tagsBy } from '../status-inventory.ts';

export const flinkApplicationInventory = tagsBy('ListTagsForResource', ListTagsForResourceCommand, (ResourceARN) => ({
  ResourceARN,
}));
