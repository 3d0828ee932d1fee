// The sandbox as one value: a Telegram and a Stripe in memory, their people, and a server on loopback
// for each. The demo, the end-to-end tests and the pictures in the docs all start it here.

import { type BotControl, perform, type Stage } from "./acts/perform.ts";
import { Changes } from "./changes.ts";
import { type Cancel, SandboxClock } from "./clock.ts";
import { DEFAULT_BOT, DEFAULT_GROUPS, PEOPLE, SANDBOX_TOKEN } from "./default-world.ts";
import type { PersonRecord } from "./model.ts";
import type { Act, ActResult, Faults, State } from "./protocol.ts";
import { type Routes, serveSandbox } from "./server.ts";
import { viewState } from "./state.ts";
import { type StripeServer, serveStripe } from "./stripe/server.ts";
import type { StripeWorld } from "./stripe/world.ts";
import { BotApi } from "./telegram/bot-api.ts";
import { createTelegram } from "./telegram/context.ts";
import { FaultSwitches } from "./telegram/faults.ts";
import { World } from "./world.ts";

export interface SandboxOptions {
  /** The port that is liked; 0 or a taken one means any. */
  readonly port?: number;
  readonly token?: string;
  readonly clock?: SandboxClock;
  readonly people?: readonly PersonRecord[];
  readonly groups?: readonly { readonly id: number; readonly title: string }[];
  readonly faults?: Partial<Faults>;
  /** The bot's process, if the page may stop and start it. */
  readonly bot?: BotControl;
  /** What else the server answers: the page, other fakes. */
  readonly routes?: Routes;
  readonly messagesPerChatMax?: number;
}

/** What a bot needs to know of the sandbox's Stripe, and what a test may do there. */
export interface SandboxStripe {
  /** `STRIPE_API_BASE`. */
  readonly url: string;
  readonly apiKey: string;
  /** `STRIPE_WEBHOOK_SECRET`. */
  readonly webhookSecret: string;
  readonly world: StripeWorld;
  /** Where events go from now on, those that wait for another try too. */
  aim(webhookUrl: string): void;
}

export interface Sandbox {
  /** Where the server listens, without a slash at the end. */
  readonly url: string;
  /** `TELEGRAM_API_ROOT` for a bot of this sandbox. */
  readonly telegram: { readonly url: string };
  readonly stripe: SandboxStripe;
  readonly token: string;
  readonly ownerId: number;
  readonly groupId: number;
  readonly groupIds: readonly number[];
  readonly clock: SandboxClock;
  /** Does what a person would; says why if Telegram's app would not let them. */
  act(act: Act): Promise<ActResult>;
  /** As `act`, but throws the reason; answers the ids of what was written. */
  mustAct(act: Act): Promise<readonly number[]>;
  state(): State;
  /**
   * Resolves with what `look` finds in the state (anything but null, undefined and false), looking
   * again after every change. Rejects after `timeoutMs` of real time, 5 s if not said otherwise.
   */
  waitFor<T>(look: (state: State) => T | null | undefined | false, timeoutMs?: number): Promise<T>;
  /** Resolves once the bot has confirmed every update. */
  idle(timeoutMs?: number): Promise<void>;
  onChange(listener: () => void): Cancel;
  /** Something that the state shows has changed outside: the bot's status. */
  touch(): void;
  /** Ends the server and every wait; safe to call twice. */
  stop(): Promise<void>;
}

/** Known to the bot before there is an endpoint. */
const STRIPE_WEBHOOK_SECRET = "whsec_sandbox_0123456789abcdef";

const WAIT_MS = 5_000;
const MESSAGES_PER_CHAT_MAX = 2_000;

/** Opens a sandbox; resolves when it listens. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { clock = new SandboxClock(), token = SANDBOX_TOKEN } = options;
  const world = createWorld(options, clock, token);
  const telegram = createTelegram(world);
  const faults = new FaultSwitches(options.faults);
  telegram.updates.duplicatesAll = faults.current.duplicatesUpdates;
  const botApi = new BotApi(telegram, token, faults);
  const changes = new Changes(world);
  const stripe = serveStripe({ clock });
  stripe.world.onChange(() => world.changed());
  const stage: Stage = { telegram, stripe: stripe.world, faults, bot: options.bot ?? null };
  const state = () => {
    // Without a process to ask, a bot that takes its updates is a bot that runs.
    const isTaking = telegram.courier.target !== null || telegram.polling.isWaiting;
    const botStatus = options.bot?.status() ?? (isTaking ? "running" : "stopped");
    return viewState({ telegram, botApi, faults, stripe: stripe.world, botStatus });
  };
  const { port = 0, routes = {} } = options;
  const server = serveSandbox({ port, routes, stage, botApi, changes, state });
  const url = `http://127.0.0.1:${server.port}`;
  const groupIds = [...world.groups.keys()];

  const wait = <T>(look: () => T | null | undefined | false, timeoutMs = WAIT_MS) =>
    changes.waitFor(look, timeoutMs, () => explain(state()));

  return {
    url,
    telegram: { url },
    stripe: openStripe(stripe),
    token,
    ownerId: ownerOf(world),
    groupId: groupIds[0] ?? 0,
    groupIds,
    clock,
    act: (act) => perform(stage, act),
    async mustAct(act) {
      const result = await perform(stage, act);
      if (!result.ok) throw new Error(`the sandbox would not ${act.act}: ${result.why}`);
      return result.messageIds;
    },
    state,
    waitFor: (look, timeoutMs) => wait(() => look(state()), timeoutMs),
    async idle(timeoutMs) {
      await wait(() => telegram.updates.pendingCount === 0, timeoutMs);
    },
    onChange: (listener) => changes.onChange(listener),
    touch: () => world.changed(),
    async stop() {
      telegram.courier.aim(null);
      telegram.polling.interrupt("terminated by the end of the sandbox");
      clock.stop();
      await Promise.all([server.stop(true), stripe.stop()]);
    },
  };
}

function openStripe(server: StripeServer): SandboxStripe {
  const secret = STRIPE_WEBHOOK_SECRET;
  return {
    url: server.url,
    apiKey: server.apiKey,
    webhookSecret: secret,
    world: server.world,
    aim: (url) => server.aim({ url, secret }),
  };
}

function createWorld(options: SandboxOptions, clock: SandboxClock, token: string): World {
  return new World({
    clock,
    // A bot's id is the number that its token begins with.
    bot: { ...DEFAULT_BOT, id: Number.parseInt(token, 10) },
    people: options.people ?? Object.values(PEOPLE),
    groups: options.groups ?? DEFAULT_GROUPS,
    messagesPerChatMax: options.messagesPerChatMax ?? MESSAGES_PER_CHAT_MAX,
  });
}

function ownerOf(world: World): number {
  const owner = [...world.people.values()].find((person) => person.role === "creator");
  if (!owner) throw new Error("a sandbox needs a creator among its people");
  return owner.id;
}

function explain(state: State): string {
  const calls = state.calls.slice(-8).map((call) => `${call.method} ${call.status}`);
  return `${state.bot.pendingUpdates} updates wait; last calls: ${calls.join(", ") || "none"}`;
}
