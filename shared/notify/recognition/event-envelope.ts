// What all events of EventBridge have around their detail.
import * as z from 'zod';
import { instant, list, text } from './fields.ts';

export const envelope = {
  source: z.string(),
  'detail-type': z.string(),
  account: text,
  region: text,
  time: instant,
  resources: list(z.string()),
};
