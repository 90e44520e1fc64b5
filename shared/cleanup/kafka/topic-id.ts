// Topic ids: hexadecimal on this client's wire, 22 characters of base64url where Kafka shows one to people.
import type { TopicId } from './kafka-admin.ts';

const hexadecimal = /^[0-9a-f]{32}$/;

/** Undefined for the id of nothing, which brokers send where they have none. */
export const topicIdOf = (uuid: string): TopicId | undefined => {
  const hex = uuid.replaceAll('-', '').toLowerCase();
  return hexadecimal.test(hex) && !/^0+$/.test(hex) ? Buffer.from(hex, 'hex').toString('base64url') : undefined;
};

/** Undefined if it is no topic id. */
export const uuidOf = (id: TopicId): string | undefined => {
  const hex = Buffer.from(id, 'base64url').toString('hex');
  return hexadecimal.test(hex) ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : undefined;
};
