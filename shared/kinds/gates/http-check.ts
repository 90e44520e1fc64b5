// Whether a URL answers as it should: the check of the gate `http`, and of what is always on.
import * as z from 'zod';
import { whole } from '../fields.ts';
import { failureText, isUnanswered, type Web, webCommand } from '../web/web-client.ts';

const isPlain = (value: string): boolean => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '';
};

export const url = z
  .string()
  .max(1_000, 'is longer than 1,000 characters')
  .refine(isPlain, 'is not a URL: http:// or https://, a host, and no user name or password')
  .meta({
    description:
      'The URL, without credentials. The functions run outside a VPC, so it has to answer on the internet. The report shows it without its query.',
    examples: ['https://keycloak.example.com/health/ready'],
  });

export const status = whole({
  min: 100,
  max: 599,
  example: 200,
  help: 'The HTTP status that means ready. Redirects are not followed: for a URL that redirects give 302.',
}).default(200);

export const timeoutSeconds = whole({
  min: 1,
  max: 30,
  example: 10,
  help: 'Seconds until a request counts as unanswered.',
}).default(10);

type Check = { readonly url: string; readonly status: number; readonly timeoutSeconds: number };

type Checked = { readonly status: 'up' | 'down'; readonly says: string };

/** A query may have a token in it. */
export const shownUrl = (text: string): string => {
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname}`;
};

const judged = (answered: number, wanted: number): Checked =>
  answered === wanted
    ? { status: 'up', says: `answers ${answered}` }
    : { status: 'down', says: `answers ${answered}, should be ${wanted}` };

/** A URL that does not answer is what it is looked at for: that is never an error of the run. */
export const checked = async (web: Web, check: Check): Promise<Checked> => {
  try {
    const request = { method: 'GET', url: check.url, timeoutSeconds: check.timeoutSeconds, statusOnly: true } as const;
    return judged((await web.send(webCommand('GetUrl', request))).status, check.status);
  } catch (error) {
    if (!isUnanswered(error)) throw error;
    return { status: 'down', says: failureText(error, check.timeoutSeconds) };
  }
};
