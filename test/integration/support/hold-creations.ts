// Preloaded into `curfew cleanup`: once a topic is being deleted, no request that creates one leaves the process, as if the
// network held it. So the process is stopped in the middle of a recreation, and never beside it.
import { Socket } from 'node:net';

const createTopics = 19;
const deleteTopics = 20;

let isHolding = false;
const write = Socket.prototype.write;

const apiOf = (frame: unknown): number | undefined =>
  Buffer.isBuffer(frame) && frame.length > 6 ? frame.readInt16BE(4) : undefined;

Socket.prototype.write = function held(this: Socket, ...args: Parameters<Socket['write']>): boolean {
  const api = apiOf(args[0]);
  if (isHolding && api === createTopics) return true;
  isHolding ||= api === deleteTopics;
  return write.apply(this, args);
} as Socket['write'];
