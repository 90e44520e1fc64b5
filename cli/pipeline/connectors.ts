// Connectors, behind the REST interface of a Kafka Connect worker or in MSK Connect.
import { InputError } from '#core/errors.ts';
import type { ConnectorSeen } from '#pipeline/check/judge.ts';

export type Connectors = {
  /** Undefined: there is none of that name. */
  readonly find: (name: string) => Promise<ConnectorSeen | undefined>;
  /** Nothing where there is none. */
  readonly remove: (name: string) => Promise<void>;
};

const timeoutMs = 10_000;

type RestStatus = {
  readonly connector: { readonly state: string };
  readonly tasks: readonly { readonly id: number; readonly state: string }[];
};

const addressOf = (url: string): string => {
  if (!URL.canParse(url)) throw new InputError(`--connect ${url} is not a URL, such as http://localhost:8083`);
  return url.replace(/\/+$/, '');
};

export const restConnectors = (url: string): Connectors => {
  const address = addressOf(url);
  const call = async (method: 'GET' | 'DELETE', path: string): Promise<Response | undefined> => {
    const answer = await fetch(`${address}/connectors/${path}`, { method, signal: AbortSignal.timeout(timeoutMs) });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new Error(`Kafka Connect answers ${answer.status} to ${method} of ${path}`);
    return answer;
  };
  return {
    find: async (name) => {
      const answer = await call('GET', `${encodeURIComponent(name)}/status`);
      if (!answer) return undefined;
      const { connector, tasks } = (await answer.json()) as RestStatus;
      return { state: connector.state, tasks: tasks.map(({ id, state }) => ({ id: `task ${id}`, state })) };
    },
    remove: async (name) => void (await call('DELETE', encodeURIComponent(name))),
  };
};
