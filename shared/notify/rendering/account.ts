// Which account something is in: said where it is not the one whose topic carried the message, by the name people have for it.
import type { AnyNotification } from '#notify/recognition/recognised.ts';
import { isOfTopicsAccount } from '../routing/place-of.ts';
import { type Escaped, line, mrkdwn } from './escape.ts';
import type { Reader } from './reader.ts';

export const renderAccount = (account: string, { accounts = {} }: Pick<Reader, 'accounts'>): Escaped => {
  const alias = Object.hasOwn(accounts, account) ? accounts[account] : undefined;
  return alias === undefined ? line(account, 20) : mrkdwn`${line(alias, 60)} (${line(account, 20)})`;
};

export const accountOf = (notification: AnyNotification, reader: Reader): Escaped[] =>
  notification.account === undefined || isOfTopicsAccount(notification)
    ? []
    : [renderAccount(notification.account, reader)];
