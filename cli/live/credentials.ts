// The credentials of whoever types a command: looked for first and quickly, before the rest of the AWS SDK is loaded.
import { defaultProvider } from '@aws-sdk/credential-provider-node';

/** A machine that is no server of AWS has nobody to answer there: whoever waits is told within a second. */
const metadata = { timeout: 300, maxRetries: 0 } as const;

export type Credentials = ReturnType<typeof defaultProvider>;

export const credentialsOf = (profile: string | undefined): Credentials =>
  defaultProvider({ ...metadata, ...(profile === undefined ? {} : { profile }) });
