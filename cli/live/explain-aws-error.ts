// Errors between a person's machine and AWS, with a remedy. Pure.
import { InputError, OperationError } from '#core/errors.ts';
import { SiteError } from './site-error.ts';

type Place = {
  readonly environment: string;
  readonly region: string;
  readonly canBeRehearsed?: false;
  /** The command that does the same on the simulated AWS. */
  readonly rehearseWith?: string;
};

const chain = (error: unknown): Error[] => (error instanceof Error ? [error, ...chain(error.cause)] : []);

const credentials = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'TokenProviderError',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'AuthFailure',
]);
const denied = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'AuthorizationErrorException',
]);
const network = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'TimeoutError']);

const errorCodeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.name;

/** `… is not authorized to perform: lambda:InvokeFunction on resource: …` */
const actionIn = (message: string): string | undefined => /perform: ([a-z0-9-]+:[A-Za-z]+)/.exec(message)?.[1];

const deniedText = ({ message }: Error, { environment }: Place): string => {
  const action = actionIn(message);
  const missing = action ? `the permission ${action} is missing` : 'a permission is missing';
  return `${missing}: ${message}\nGrant it to the role that you use; docs/permissions.md lists what the command needs for ${environment}.`;
};

const notDeployed = ({ environment, region }: Place): string =>
  `Curfew is not deployed for ${environment} in ${region}: its table or function does not exist there.\n` +
  'If it is deployed elsewhere, give --region or --profile. To deploy it: docs/deploy.md. --rehearsal needs no account.';

const withoutEnd = (sentence: string): string => sentence.replace(/\.$/, '');

/** Two ways out: an account, or the simulated AWS. */
const withoutCredentials = (error: Error, { canBeRehearsed, rehearseWith }: Place): string =>
  [
    // What was being read when they were missed helps nobody.
    `No valid AWS credentials: ${withoutEnd(chain(error).at(-1)?.message ?? '')}. Nothing was changed.`,
    'To use the AWS account: log in (aws sso login), set AWS_PROFILE, or give --profile.',
    ...(canBeRehearsed === false
      ? []
      : [`To use the simulated AWS, which needs no account: ${rehearseWith ?? 'add --rehearsal'}`]),
  ].join('\n');

/** An answer without the marks of AWS, or one that is no JSON: a proxy, a captive portal or a wrong endpoint gave it. */
const foreign = new Set(['Unknown', 'UnknownError', 'SyntaxError']);

const statusOfForeignAnswer = (error: Error): number | undefined => {
  if (!foreign.has(error.name) || !('$response' in error)) return undefined;
  return (error.$response as { readonly statusCode?: number } | undefined)?.statusCode;
};

const explanation = (error: unknown, place: Place): string | undefined => {
  for (const one of chain(error)) {
    const code = one instanceof OperationError ? one.awsCode : errorCodeOf(one);
    if (credentials.has(code)) return withoutCredentials(one, place);
    if (denied.has(code)) return deniedText(one, place);
    if (code === 'ResourceNotFoundException') return notDeployed(place);
    const status = statusOfForeignAnswer(one);
    if (status !== undefined)
      return `Not AWS, but something on the way to ${place.region} answered (HTTP ${status}): a proxy, or a wrong AWS_ENDPOINT_URL.\nNothing more was changed.`;
    if (network.has(code))
      return `AWS in ${place.region} cannot be reached (${code}): ${one.message}\nCheck the region and the network. Nothing more was changed.`;
  }
  return undefined;
};

/** The error itself where it says all there is to say. */
export const explained = (error: unknown, place: Place): unknown => {
  if (error instanceof InputError) return error;
  const text = explanation(error, place);
  if (text !== undefined) return new SiteError(text, { cause: error });
  return error instanceof OperationError ? new SiteError(error.message, { cause: error }) : error;
};
