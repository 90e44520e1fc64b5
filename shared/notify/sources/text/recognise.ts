// Whatever nobody claims: prose, or JSON of a form that is not known. Claims everything, so it is asked last.
import type { Notification } from '#core/notification.ts';
import { notification, type Said } from '#notify/recognition/recognised.ts';

export const recogniseText = (said: Said): Notification => {
  const isJson = typeof said.json === 'object' && said.json !== null;
  const text = isJson ? said.text : said.text.trim();
  const title = said.subject || (isJson ? 'a message of unknown form' : text || 'an empty message');
  return notification(said, {
    source: 'text',
    severity: 'info',
    name: title.slice(0, 200),
    key: [said.subject || text.slice(0, 100)],
    detail: { kind: 'text', title, text, layout: isJson ? 'json' : 'prose' },
  });
};
