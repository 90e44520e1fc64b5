// Between a tool and moto: counts what the tool asks AWS for, notes what it changes, and refuses what a scenario forbids.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type MeteredCall = {
  /** `ecs`, `rds`, as in the credential that the request is signed with. */
  readonly service: string;
  readonly operation: string;
  readonly body: string;
};

/** What a scenario does to a call before AWS sees it: it is refused, or the tool dies. */
type Interfering = (call: MeteredCall) => 'refuse' | 'die' | undefined;

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

const callOf = ({ headers, method, url }: IncomingMessage, body: string): MeteredCall => {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? 'unknown';
  const target = headers['x-amz-target'];
  const operation =
    target === undefined
      ? (/(?:^|&)Action=(\w+)/.exec(body)?.[1] ?? `${method} ${url}`)
      : String(target).split('.').at(-1);
  return { service, operation: operation ?? '', body };
};

/** As the protocol of the request says it: JSON where a target is named, else XML. */
const refuse = (request: IncomingMessage, response: ServerResponse): void => {
  const message = 'refused by the scenario';
  if (request.headers['x-amz-target'] === undefined)
    response
      .writeHead(403, { 'content-type': 'text/xml' })
      .end(
        `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`,
      );
  else
    response
      .writeHead(400, { 'content-type': 'application/x-amz-json-1.1' })
      .end(JSON.stringify({ __type: 'AccessDeniedException', message }));
};

export type Meter = {
  readonly url: string;
  /** What has come since the last time this was asked. */
  readonly take: () => MeteredCall[];
  readonly interfere: (how: Interfering | undefined) => void;
  /** How the tool that runs now is ended at once. */
  readonly killBy: (how: () => void) => void;
  readonly close: () => void;
};

export const meterOver = async (motoUrl: string): Promise<Meter> => {
  let calls: MeteredCall[] = [];
  let interfering: Interfering | undefined;
  let kill: () => void = () => undefined;
  const forward = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const call = callOf(request, body.toString());
    calls.push(call);
    const how = interfering?.(call);
    if (how === 'refuse') return refuse(request, response);
    if (how === 'die') {
      kill();
      response.destroy();
      return;
    }
    const {
      host: _,
      connection: _closed,
      'content-length': _length,
      'transfer-encoding': _coding,
      ...headers
    } = request.headers;
    const answer = await fetch(`${motoUrl}${request.url}`, {
      method: request.method ?? 'POST',
      headers: headers as Record<string, string>,
      ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
    });
    const text = Buffer.from(await answer.arrayBuffer());
    const {
      'content-encoding': _encoding,
      'content-length': _old,
      connection: _kept,
      ...given
    } = Object.fromEntries(answer.headers);
    response.writeHead(answer.status, { ...given, 'content-length': text.length }).end(text);
  };
  const server = createServer((request, response) => {
    forward(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
    interfere: (how) => {
      interfering = how;
    },
    killBy: (how) => {
      kill = how;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
