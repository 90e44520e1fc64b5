import { ListTagsCommand } from '@aws-sdk/client-sagemaker';
import { tagsBy } from '../status-inventory.ts';

export const sagemakerNotebookInventory = tagsBy('ListTags', ListTagsCommand, (ResourceArn) => ({ ResourceArn }));
