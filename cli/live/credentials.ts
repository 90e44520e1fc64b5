// The credentials of the user: looked for first and quickly, before the rest of the AWS SDK is loaded.
import { defaultProvider } from '@aws-sdk/credential-provider-node';

/** Only servers of AWS answer there: without an answer the command ends within a second. */
const metadata = { timeout: 300, maxRetries: 0 } as const;

export type Credentials = ReturnType<typeof defaultProvider>;

export const credentialsOf = (profile: string | undefined): Credentials =>
  defaultProvider({ ...metadata, ...(profile === undefined ? {} : { profile }) });
