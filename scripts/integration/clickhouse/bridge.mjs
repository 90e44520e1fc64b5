// A ClickHouse server for tests: the engine of `chdb` behind the HTTP interface, as far as `@clickhouse/client` uses it.
//   node bridge.mjs <folder of chdb's node_modules> <data folder> <port>
// A process of its own, so that it can be killed and started again over the same data.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';

const [modules, data, port] = process.argv.slice(2);
const { Session } = createRequire(`${modules}/`)('chdb');
const session = new Session(data);

/** What the client sends beside settings. */
const notSettings = new Set([
  'query',
  'query_id',
  'database',
  'default_format',
  'session_id',
  'role',
  'enable_http_compression',
  'wait_end_of_query',
]);

const quoted = (value) =>
  /^-?\d+$/.test(value) ? value : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const settingsOf = (parameters) =>
  [...parameters]
    .filter(([name]) => !notSettings.has(name) && !name.startsWith('param_'))
    .map(([name, value]) => `${name} = ${quoted(value)}`);

/** Settings stand before the data of an insert and at the end of everything else. */
const statementOf = (sql, body, settings) => {
  const insert = /^\s*INSERT\s+INTO[\s\S]*?(?=\s+FORMAT\s)/i.exec(sql);
  if (insert) {
    const rest = sql.slice(insert[0].length);
    return `${insert[0]}${settings.length > 0 ? ` SETTINGS ${settings.join(', ')}` : ''}${rest}\n${body}`;
  }
  const whole = `${sql}${body}`.trim();
  const canHaveSettings = /^\s*(SELECT|WITH)\b/i.test(whole);
  if (!canHaveSettings || settings.length === 0) return whole;
  const format = /\s+FORMAT\s+\w+\s*$/i.exec(whole)?.[0] ?? '';
  return `${whole.slice(0, whole.length - format.length)} SETTINGS ${settings.join(', ')}${format}`;
};

const bodyOf = async (request) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const whole = Buffer.concat(chunks);
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(whole) : whole).toString();
};

const answer = async (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  const body = await bodyOf(request);
  if (url.pathname === '/ping') return response.end('Ok.\n');
  const sql = url.searchParams.get('query') ?? '';
  try {
    const result = session.query(
      statementOf(sql, body, settingsOf(url.searchParams)),
      url.searchParams.get('default_format') ?? 'TabSeparated',
    );
    response.end(typeof result === 'string' ? result : String(result ?? ''));
  } catch (error) {
    const text = String(error.message ?? error);
    const code = /Code: (\d+)/.exec(text)?.[1] ?? '1';
    response.writeHead(500, { 'x-clickhouse-exception-code': code });
    response.end(
      /Code: \d+/.test(text) ? text.slice(text.indexOf('Code:')) : `Code: ${code}. DB::Exception: ${text} (UNKNOWN)`,
    );
  }
};

createServer((request, response) => void answer(request, response)).listen(Number(port), '127.0.0.1');
