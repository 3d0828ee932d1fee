// The one start/stop contract. Every long-lived part of the process obeys it, and one shared test
// (`service-contract.ts`) holds each of them to it.

export interface Service {
  readonly name: string;
  /** Resolves when the service does its work. Starting a started service does nothing. */
  start(): Promise<void>;
  /**
   * Resolves when nothing of the service runs any more. Stopping before starting, twice, or while
   * starting is allowed, and each call resolves only when it is fully stopped.
   */
  stop(): Promise<void>;
}
