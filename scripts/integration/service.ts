// What the integration tests need in addition to Node: one file per service in this folder, listed in ../test-integration.ts.

export type Missing = {
  readonly what: string;
  /** The command that brings it, as a person would type it in the root of the project. */
  readonly remedy: string;
};

export type Running = {
  /** Environment variables by which the tests find the service. */
  readonly variables: Readonly<Record<string, string>>;
  /** Resolves when it is gone. */
  readonly stop: () => Promise<void>;
};

export type IntegrationService = {
  readonly name: string;
  /** Empty if the service can be started. */
  readonly missing: () => Promise<readonly Missing[]>;
  /** Brings what can be brought into the project's own folder; changes nothing else on the machine. */
  readonly install: () => Promise<void>;
  /** Resolves when it answers; throws if it does not. */
  readonly start: () => Promise<Running>;
};
