// Whatever nobody claims: prose, or JSON of a form that is not known. Claims everything, so it is asked last.

import { notification, type RawMessage, type Recognised } from '#notify/recognition/recognised.ts';
import type { Text } from './detail.ts';

export const recogniseText = (raw: RawMessage): Recognised<Text> => {
  const isJson = typeof raw.json === 'object' && raw.json !== null;
  const text = isJson ? raw.text : raw.text.trim();
  const title = raw.subject || (isJson ? 'a message of unknown form' : text || 'an empty message');
  return notification(raw, {
    source: 'text',
    severity: 'info',
    name: title.slice(0, 200),
    key: [raw.subject || text.slice(0, 100)],
    detail: { kind: 'text', title, text, layout: isJson ? 'json' : 'prose' },
  });
};
