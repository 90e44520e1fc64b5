// A gate on the way up: what depends on it starts when a URL answers as it should.
import { status, timeoutSeconds, url } from '../gates/http-check.ts';
import { kindDefinition } from '../kind-definition.ts';

export type HttpObservation = {
  readonly kind: 'http';
  readonly status: 'up' | 'down' | 'not-checked';
  readonly says: string;
};

type HttpTypes = { readonly observation: HttpObservation };

export const http = kindDefinition<HttpTypes>()({
  help: 'A URL that answers with a certain status: a gate. What depends on it starts when it does. A stop does not ask.',
  fields: { url, status, timeoutSeconds },
  identity: ['url'],
  deadlineMinutes: { start: 15, stop: 5 },
  changesMax: 0,
  gate: 'always',
  notPriced: 'a check costs nothing',
  init: { order: 'service', role: 'store', word: 'check', heading: 'Checks that something really works.' },
});
