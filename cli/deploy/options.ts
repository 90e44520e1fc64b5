import type { SiteOptions } from '../live/site-options.ts';

export type DeployOptions = SiteOptions & {
  readonly email?: string;
  readonly bucket?: string;
  readonly parameter?: Readonly<Record<string, string>>;
  readonly webhookStdin?: true;
  readonly paused?: true;
  readonly plan?: true;
  readonly why?: string;
  readonly yes?: true;
  readonly json?: true;
};

export type DestroyOptions = SiteOptions & {
  readonly deleteTable?: true;
  readonly yes?: true;
  readonly json?: true;
};
