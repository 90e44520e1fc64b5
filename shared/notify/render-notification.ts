// From what a notification says to the message it becomes: recognised, or as it came. Pure.

import type { SlackMessage } from './message.ts';
import { parsedJson } from './recognise-json.ts';
import { recogniseNotice } from './recognise-notice.ts';
import { recogniseReport } from './recognise-report.ts';
import { renderNotice } from './render-notice.ts';
import { renderReport } from './render-report.ts';
import { type RawText, renderText } from './render-text.ts';

/** `environment` is the one the message is about, if it says so; otherwise undefined. */
export type Notification = { readonly environment: string | undefined; readonly message: SlackMessage };

export const renderNotification = (raw: RawText): Notification => {
  const json = parsedJson(raw.body);
  const report = recogniseReport(json);
  if (report) return { environment: report.environment, message: renderReport(report) };
  const notice = recogniseNotice(json);
  if (notice) return { environment: notice.environment, message: renderNotice(notice) };
  return { environment: undefined, message: renderText(raw) };
};
