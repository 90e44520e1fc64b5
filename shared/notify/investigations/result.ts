// The event by which AWS DevOps Agent says that an investigation is over, and what it found. Pure.
import * as z from 'zod';
import type { Investigation } from '#core/investigation.ts';
import { redactText } from '../rendering/redact.ts';
import type { JournalRecord } from './devops-agent.ts';

const outcomes: Readonly<Record<string, Investigation['outcome']>> = {
  'Investigation Completed': 'completed',
  'Investigation Failed': 'failed',
  'Investigation Timed Out': 'timed-out',
  'Investigation TimedOut': 'timed-out',
  'Investigation Cancelled': 'cancelled',
  'Investigation Canceled': 'cancelled',
};

const event = z.looseObject({
  source: z.literal('aws.aidevops'),
  'detail-type': z.string(),
  time: z.string(),
  detail: z.looseObject({
    metadata: z.looseObject({
      agent_space_id: z.string(),
      task_id: z.string(),
      execution_id: z.string().optional().catch(undefined),
    }),
    data: z
      .looseObject({ summary_record_id: z.string().optional().catch(undefined) })
      .optional()
      .catch(undefined),
  }),
});

export type InvestigationEnded = {
  readonly outcome: Investigation['outcome'];
  readonly at: string;
  readonly agentSpace: string;
  readonly task: string;
  readonly execution: string | undefined;
  readonly summaryRecord: string | undefined;
};

/** Undefined for what is no such event. */
export const investigationEnded = (json: unknown): InvestigationEnded | undefined => {
  const found = event.safeParse(json).data;
  const outcome = found && outcomes[found['detail-type']];
  if (!found || outcome === undefined) return undefined;
  const { metadata, data } = found.detail;
  return {
    ...{ outcome, at: found.time, agentSpace: metadata.agent_space_id, task: metadata.task_id },
    ...{ execution: metadata.execution_id, summaryRecord: data?.summary_record_id },
  };
};

const summaryMax = 2_500;

const textKeys = ['summary', 'text', 'markdown', 'content', 'message'] as const;

/** A document of any form: its own text if it has one, and all of it otherwise. */
const textOf = (content: unknown, depth = 0): string => {
  if (typeof content === 'string') return content;
  if (typeof content !== 'object' || content === null) return '';
  if (depth < 4) {
    if (Array.isArray(content))
      return content
        .map((one) => textOf(one, depth + 1))
        .join('\n')
        .trim();
    const held = content as Readonly<Record<string, unknown>>;
    const found = textKeys.map((key) => textOf(held[key], depth + 1)).find((text) => text !== '');
    if (found !== undefined) return found;
  }
  return JSON.stringify(content);
};

/** The record that the event names; else the newest that is a summary by its type. */
export const summaryIn = (records: readonly JournalRecord[], summaryRecord: string | undefined): string | undefined => {
  const named = records.find(({ recordId }) => recordId === summaryRecord);
  const found = named ?? records.find(({ recordType }) => /summary/i.test(recordType));
  const text = redactText(textOf(found?.content).toWellFormed()).trim();
  if (text === '') return undefined;
  return text.length > summaryMax
    ? `${text
        .slice(0, summaryMax)
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`
    : text;
};
