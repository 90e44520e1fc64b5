// Requests and replies as they lie in the bytes of a connection: a length, a header, a message.
import type { Input, Output } from './fields.ts';
import { type ApiName, apis, nameOfKey } from './messages.ts';

export type Frame = {
  readonly name: ApiName;
  readonly version: number;
  readonly correlation: number;
  readonly body: unknown;
};

/** Kafka's `socket.request.max.bytes`. A client that speaks TLS to a plain listener seems to send more. */
export const requestBytesMax = 104_857_600;

/** Cuts whole messages off what has arrived; the rest waits for more. */
export const framesIn = (arrived: Buffer): { readonly whole: readonly Buffer[]; readonly rest: Buffer } => {
  const whole: Buffer[] = [];
  let rest = arrived;
  while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE()) {
    const end = 4 + rest.readInt32BE();
    whole.push(rest.subarray(4, end));
    rest = rest.subarray(end);
  }
  return { whole, rest };
};

const versionOf = (name: ApiName, number: number) => ({ number, flexible: number >= apis[name].flexibleFrom });

/** The header's client id has a length of two bytes in every version; a flexible header ends with tagged fields. */
export const parseRequest = (bytes: Buffer): Frame => {
  const name = nameOfKey(bytes.readInt16BE(0));
  if (!name) throw new Error(`the fake broker has no API ${bytes.readInt16BE(0)}`);
  const version = bytes.readInt16BE(2);
  const clientIdBytes = Math.max(0, bytes.readInt16BE(8));
  const from: Input = { bytes, at: 10 + clientIdBytes + (version >= apis[name].flexibleFrom ? 1 : 0) };
  const body = apis[name].request.read(from, versionOf(name, version));
  if (from.at !== bytes.length) throw new Error(`${name} v${version} has ${bytes.length - from.at} bytes too many`);
  return { name, version, correlation: bytes.readInt32BE(4), body };
};

export const writeReply = ({ name, version, correlation }: Frame, reply: unknown): Buffer => {
  const body: Output = [];
  const { flexible, number } = versionOf(name, version);
  const writer: { write(to: Output, version: { number: number; flexible: boolean }, value: unknown): void } =
    apis[name].reply;
  writer.write(body, { number, flexible }, reply);
  // ApiVersions alone never has a flexible header: whoever asks does not know yet what to expect.
  const header = Buffer.alloc(flexible && name !== 'ApiVersions' ? 5 : 4);
  header.writeInt32BE(correlation);
  const message = Buffer.concat([header, ...body]);
  const length = Buffer.alloc(4);
  length.writeInt32BE(message.length);
  return Buffer.concat([length, message]);
};
