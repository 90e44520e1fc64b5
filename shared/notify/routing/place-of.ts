// Whether something is in the account and region of the topic that carried it, which are those of `alarm-notify` itself.
import { arnOf } from '../recognition/arn.ts';
import type { AnyNotification } from '../recognition/recognised.ts';

export const isOfTopicsAccount = ({ account, facets }: AnyNotification): boolean =>
  account !== undefined && arnOf(facets.topic)?.account === account;

export const isOfTopicsPlace = (notification: AnyNotification): boolean =>
  isOfTopicsAccount(notification) && arnOf(notification.facets.topic)?.region === notification.region;
