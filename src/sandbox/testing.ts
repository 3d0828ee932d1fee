// A sandbox for tests: its clock stands still until turned, and calls go over HTTP as raw JSON, so
// that a test sees exactly what a client would.

import type { APIMethodReturn, APIMethods, TelegramUpdate } from "@gramio/types";
import { SandboxClock } from "./clock.ts";
import { PEOPLE } from "./default-world.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "./sandbox.ts";

/** What a method answers by the published types, where it is a method. */
type ResultOf<M extends string> = M extends keyof APIMethods ? APIMethodReturn<M> : unknown;

export interface Answer<T = unknown> {
  readonly status: number;
  readonly ok: boolean;
  readonly description: string | undefined;
  readonly parameters: Readonly<Record<string, number>> | undefined;
  readonly headers: Headers;
  readonly result: T;
}

type Params = Readonly<Record<string, unknown>>;

export interface TestSandbox extends Sandbox, AsyncDisposable {
  /** Calls a method with a JSON body. */
  call<M extends string>(method: M, params?: Params): Promise<Answer<ResultOf<M>>>;
  /** Calls it, and throws if Telegram would refuse. */
  must<M extends string>(method: M, params?: Params): Promise<ResultOf<M>>;
  /** A person writes to the bot; answers the message's id. */
  say(personId: number, text: string): Promise<number>;
  /** The bot makes a topic; answers its number. */
  topic(name?: string): Promise<number>;
  /** Takes the waiting updates by getUpdates, confirming them. */
  updates(): Promise<readonly TelegramUpdate[]>;
}

export const { mia, leo, ada, ben, dan } = PEOPLE;

/** Opens a sandbox whose clock is frozen; `await using` closes it. */
export async function openTestSandbox(options: SandboxOptions = {}): Promise<TestSandbox> {
  const sandbox = await startSandbox({ clock: SandboxClock.frozen(), ...options });
  const call = async <M extends string>(method: M, params: Params = {}) => {
    const response = await fetch(`${sandbox.telegram.url}/bot${sandbox.token}/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(params),
    });
    return readAnswer<ResultOf<M>>(response);
  };
  const must = async <M extends string>(method: M, params: Params = {}) => {
    const answer = await call(method, params);
    if (!answer.ok) throw new Error(`${method}: ${answer.description}`);
    return answer.result;
  };
  let offset = 0;
  return {
    ...sandbox,
    call,
    must,
    async say(personId, text) {
      const [id] = await sandbox.mustAct({
        act: "send",
        personId,
        place: { in: "private" },
        text,
      });
      return id ?? 0;
    },
    async topic(name = "👤 mia (5000000601)") {
      const topic = await must("createForumTopic", { chat_id: sandbox.groupId, name });
      return topic.message_thread_id;
    },
    async updates() {
      const batch = await must("getUpdates", { offset });
      offset = (batch.at(-1)?.update_id ?? offset - 1) + 1;
      return batch;
    },
    [Symbol.asyncDispose]: () => sandbox.stop(),
  };
}

/** Reads a Bot API answer, whatever its status. */
export async function readAnswer<T = unknown>(response: Response): Promise<Answer<T>> {
  const body = (await response.json()) as Omit<Answer<T>, "status" | "headers">;
  const { ok, description, parameters, result } = body;
  return {
    status: response.status,
    headers: response.headers,
    ok,
    description,
    parameters,
    result,
  };
}
