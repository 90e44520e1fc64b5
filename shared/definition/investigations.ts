// Which alarms AWS DevOps Agent investigates. Absent: none.
import * as z from 'zod';
import { whole } from '#kinds/fields.ts';
import { when } from './conditions.ts';

/** The agent's own limit of investigations a day is far above what anybody pays for by mistake. */
const perDayMax = 50;

export const investigations = z
  .strictObject({
    agentSpace: z
      .string('is not text')
      .regex(/^[A-Za-z0-9_.-]{1,128}$/, 'is not the id of an agent space: letters, digits, `.`, `_` and `-`')
      .meta({
        description: 'Id of the agent space of AWS DevOps Agent, in the account and region of this environment.',
        examples: ['7f3c2a90-5d1e-4b8a-9c60-2f4e8d7b1a35'],
      }),
    when: when.exactOptional(),
    perDay: whole({
      min: 1,
      max: perDayMax,
      example: 5,
      help: 'The most investigations that are started on one local day. AWS bills each of them.',
    }).default(5),
    webApp: z
      .url({ protocol: /^https$/, error: 'is not a URL with https' })
      .max(500)
      .meta({
        description: "URL of the agent space's web app. The message with a result links to it instead of the console.",
        examples: ['https://7f3c2a90.aidevops.global.app.aws'],
      })
      .exactOptional(),
  })
  .meta({
    description:
      'Has AWS DevOps Agent investigate real alarms. Off unless this section is there and the stack of `alarm-investigation` is deployed.',
    examples: [{ agentSpace: '7f3c2a90-5d1e-4b8a-9c60-2f4e8d7b1a35', perDay: 5 }],
  })
  .exactOptional();
