import { ListTagsForResourceCommand } from '@aws-sdk/client-transfer';
import { tagsBy } from '../status-inventory.ts';

export const transferServerInventory = tagsBy('ListTagsForResource', ListTagsForResourceCommand, (Arn) => ({ Arn }));
