// Structured logs. Inside a durable execution they carry the execution and the operation they belong to.
import { Logger } from '@aws-lambda-powertools/logger';

type Fields = Record<string, unknown>;

/** What the durable SDK offers a logger so that it can name the execution and the operation. */
type LoggingContext = { readonly getDurableLogData: () => object };

/**
 * A logger for the durable SDK, which silences it while it replays. Level by `POWERTOOLS_LOG_LEVEL`. Nothing secret is
 * ever given to it: webhook URLs stay in `shared/notify`.
 */
export const durableLogger = (
  logger: Pick<Logger, 'debug' | 'error' | 'info' | 'warn'> = new Logger({ serviceName: 'curfew' }),
) => {
  let where = (): object => ({});
  const extended = (fields: Fields = {}): Fields => ({ ...where(), ...fields });
  return {
    configureDurableLoggingContext(context: LoggingContext): void {
      where = () => context.getDurableLogData();
    },
    debug: (message: string, fields?: Fields) => logger.debug(message, extended(fields)),
    info: (message: string, fields?: Fields) => logger.info(message, extended(fields)),
    warn: (message: string, fields?: Fields) => logger.warn(message, extended(fields)),
    error: (message: string, fields?: Fields) => logger.error(message, extended(fields)),
  };
};

/** For a function that is not durable: one JSON line each, with the invocation it belongs to. */
export const plainLogger = (logger: Pick<Logger, 'info' | 'warn'> = new Logger({ serviceName: 'curfew' })) => ({
  info: (message: string, fields: Fields = {}) => logger.info(message, fields),
  warn: (message: string, fields: Fields = {}) => logger.warn(message, fields),
});
