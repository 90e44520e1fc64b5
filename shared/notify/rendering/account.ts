// Which account something is in: said where it is not the one whose topic carried the message, by the name people have for it.
import type { AnyNotification } from '#notify/recognition/recognised.ts';
import { arnOf } from '../recognition/arn.ts';
import { type Escaped, line, mrkdwn } from './escape.ts';
import type { Reader } from './reader.ts';

export const renderAccount = (account: string, { accounts = {} }: Pick<Reader, 'accounts'>): Escaped => {
  const alias = Object.hasOwn(accounts, account) ? accounts[account] : undefined;
  return alias === undefined ? line(account, 20) : mrkdwn`${line(alias, 60)} (${line(account, 20)})`;
};

/** Topics that `alarm-notify` listens to are of its own account. */
const isOurs = ({ account, facets }: AnyNotification): boolean => arnOf(facets.topic)?.account === account;

export const accountOf = (notification: AnyNotification, reader: Reader): Escaped[] =>
  notification.account === undefined || isOurs(notification) ? [] : [renderAccount(notification.account, reader)];
