// The bot's process under the sandbox's hand: started, stopped (it drains), or killed outright.
//
//   stopped ──start──▶ starting ──it takes work──▶ running
//      ▲                  │ it ended                 │ stop, kill, or it ended by itself
//      └──────────────────┴──────────────────────────┘
import type { Subprocess } from "bun";
import type { BotControl } from "./acts/perform.ts";
import type { Started, Turn } from "./bot.ts";
import type { SandboxClock } from "./clock.ts";

export interface BotProcessOptions {
  /** The server's environment (contract section 2). */
  readonly env: Readonly<Record<string, string>>;
  readonly clock: SandboxClock;
  /** Where its log lines go: a file's path. */
  readonly logFile: string;
  /** Its status has changed. */
  onChange(): void;
  /** It takes work, and listens at this address (no slash at the end): another at each start. */
  onStarted(url: string): void;
}

export class BotProcess implements BotControl {
  readonly #options: BotProcessOptions;
  #child: Subprocess | null = null;
  #status: "starting" | "running" | "stopped" = "stopped";

  constructor(options: BotProcessOptions) {
    this.#options = options;
    options.clock.onAdvance(() => {
      const turn: Turn = { turnedMs: options.clock.turnedMs };
      this.#child?.send(turn);
    });
  }

  status(): "starting" | "running" | "stopped" {
    return this.#status;
  }

  /** Resolves when it takes work, or has ended without. */
  async start(): Promise<void> {
    if (this.#child !== null) return;
    const { env, clock, logFile } = this.#options;
    const log = Bun.file(logFile);
    const started = Promise.withResolvers<void>();
    const child = Bun.spawn([process.execPath, new URL("bot.ts", import.meta.url).pathname], {
      env: { ...process.env, ...env, SANDBOX_TURNED_MS: String(clock.turnedMs) },
      stdin: "ignore",
      stdout: log,
      stderr: log,
      ipc: ({ port }: Started) => {
        this.#options.onStarted(`http://127.0.0.1:${port}`);
        this.#set("running");
        started.resolve();
      },
      onExit: () => {
        this.#child = null;
        this.#set("stopped");
        started.resolve();
      },
    });
    this.#child = child;
    this.#set("starting");
    await started.promise;
  }

  async stop(): Promise<void> {
    await this.#end("SIGTERM");
  }

  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  async #end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    child.kill(signal);
    await child.exited;
  }

  #set(status: "starting" | "running" | "stopped"): void {
    this.#status = status;
    this.#options.onChange();
  }
}
