// The part of Apache Atlas's REST API v2 that the store uses, as EntityREST and TypesREST of Atlas 2.x have it: a bulk write is one transaction,
// an entity is known again by its qualified name, a read leaves out what is not there, and errors have Atlas's own codes.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

type Attributes = Readonly<Record<string, unknown>>;
type Written = { readonly typeName: string; readonly attributes: Attributes };
type Answer = { readonly status: number; readonly body: unknown };

const failed = (status: number, errorCode: string, errorMessage: string): Answer => ({
  status,
  body: { errorCode, errorMessage },
});

const noType = (name: string): Answer => failed(404, 'ATLAS-404-00-001', `Given typename ${name} was invalid`);

const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
};

/** What an attribute of a type takes. */
const fits = (typeName: string, value: unknown): boolean =>
  value === undefined || value === null || typeof value === typeName;

export const localAtlas = async () => {
  const types = new Map<string, ReadonlyMap<string, string>>();
  const entities = new Map<string, Attributes>();
  const requests: string[] = [];
  let broken: Answer | undefined;

  const define = ({
    entityDefs,
  }: {
    entityDefs: readonly { name: string; attributeDefs: readonly Attributes[] }[];
  }) => {
    for (const { name, attributeDefs } of entityDefs) {
      if (types.has(name)) return failed(409, 'ATLAS-409-00-001', `Given type ${name} already exists`);
      const own = attributeDefs.map((one) => [String(one.name), String(one.typeName)] as const);
      types.set(name, new Map([['qualifiedName', 'string'], ['name', 'string'], ...own]));
    }
    return { status: 200, body: { entityDefs } };
  };

  const write = ({ entities: written }: { entities: readonly Written[] }): Answer => {
    for (const { typeName, attributes } of written) {
      const type = types.get(typeName);
      if (!type) return noType(typeName);
      if (!attributes.qualifiedName || !attributes.name)
        return failed(400, 'ATLAS-400-00-01A', `${typeName}.qualifiedName: mandatory attribute value missing`);
      for (const [name, typeOf] of type)
        if (!fits(typeOf, attributes[name]) || attributes[name] === 'refused')
          return failed(404, 'ATLAS-404-00-007', `Invalid instance creation/updation parameters passed : ${name}`);
    }
    for (const { attributes } of written) entities.set(String(attributes.qualifiedName), attributes);
    return { status: 200, body: { mutatedEntities: {}, guidAssignments: {} } };
  };

  const read = (typeName: string, query: URLSearchParams): Answer => {
    if (!types.has(typeName)) return noType(typeName);
    const names = [...query].filter(([key]) => /^attr_\d+:qualifiedName$/.test(key)).map(([, value]) => value);
    const found = names.flatMap((name) => {
      const attributes = entities.get(name);
      return attributes ? [{ typeName, status: 'ACTIVE', attributes }] : [];
    });
    // So Atlas writes an empty answer.
    return { status: 200, body: found.length === 0 ? { referredEntities: {} } : { entities: found } };
  };

  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://atlas');
    requests.push(`${request.method} ${pathname}`);
    if (broken) return broken;
    if (request.headers.authorization !== `Basic ${Buffer.from('curfew:secret').toString('base64')}`)
      return { status: 401, body: 'not JSON' };
    const type = /^\/api\/atlas\/v2\/entity\/bulk\/uniqueAttribute\/type\/(\w+)$/.exec(pathname)?.[1];
    if (request.method === 'GET' && type !== undefined) return read(type, searchParams);
    const content = JSON.parse(await textOf(request));
    if (pathname === '/api/atlas/v2/entity/bulk') return write(content);
    return pathname === '/api/atlas/v2/types/typedefs' ? define(content) : failed(404, 'ATLAS-404-00-000', pathname);
  };

  const server = createServer((request, response) => {
    void answerTo(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    define,
    entities,
    requests,
    breakWith: (answer: Answer | undefined): void => {
      broken = answer;
    },
    stop: async (): Promise<void> => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
};
