// The start/stop contract of kernel/service.ts, once for every service of the runtime.
//
//   stopped ──start──▶ starting ──begun──▶ started ──stop──▶ stopping ──all loops ended──▶ stopped
//                          └───────────────stop──────────────▲
//
// `begin` is told of a stop by the signal and should then return soon. A loop that throws is a bug of
// the runtime: its rejection is left unhandled on purpose, so that the process ends.

export interface Stages {
  /** Prepares, and starts background loops with `run`. */
  begin(signal: AbortSignal, run: (loop: Promise<void>) => void): Promise<void>;
  /** Called after the signal: wakes loops that wait, and finishes what must be finished. */
  end(): Promise<void>;
}

export class Lifecycle {
  readonly #stages: Stages;
  #loops: Promise<void>[] = [];
  #abort: AbortController | null = null;
  #started: Promise<void> | null = null;
  #stopped: Promise<void> | null = null;

  constructor(stages: Stages) {
    this.#stages = stages;
  }

  async start(): Promise<void> {
    if (this.#stopped !== null) await this.#stopped;
    this.#started ??= this.#begin();
    return this.#started;
  }

  async stop(): Promise<void> {
    if (this.#started === null) return;
    this.#stopped ??= this.#end(this.#started);
    return this.#stopped;
  }

  async #begin(): Promise<void> {
    this.#abort = new AbortController();
    await this.#stages.begin(this.#abort.signal, (loop) => {
      this.#loops.push(loop);
    });
  }

  async #end(started: Promise<void>): Promise<void> {
    this.#abort?.abort();
    // A start that failed has told its caller; there may still be loops to end.
    await started.catch(() => undefined);
    await this.#stages.end();
    await Promise.all(this.#loops);
    this.#loops = [];
    this.#started = null;
    this.#stopped = null;
  }
}
