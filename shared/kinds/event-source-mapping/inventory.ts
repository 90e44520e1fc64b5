import { ListTagsCommand } from '@aws-sdk/client-lambda';
import { tagsBy } from '../status-inventory.ts';

export const eventSourceMappingInventory = tagsBy('ListTags', ListTagsCommand, (Resource) => ({ Resource }));
