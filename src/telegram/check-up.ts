// What is to be settled with Telegram but must not hold up the start: the bot's own name, whether the
// admin groups are fit, whether updates come where we listen, and, where nobody runs webhooks:set
// because updates are polled, the commands that people are shown. Asked in the background until
// Telegram answers; a group again whenever the bot's standing in it changes.
import type { Clock, Logger } from "#actors/kernel/ports.ts";
import type { Service } from "#actors/kernel/service.ts";
import { Bell } from "#actors/runtime/bell.ts";
import { Lifecycle } from "#actors/runtime/lifecycle.ts";
import { errorWords } from "#src/errors.ts";
import type { Incident } from "#src/incidents.ts";
import { inspectGroup } from "./admin-groups.ts";
import type { TelegramApi } from "./api.ts";
import { setTeamCommands } from "./commands.ts";
import { outcomeOf } from "./outcome.ts";
import { WEBHOOK_PATH } from "./set-up.ts";

const RETRY_MS = 15_000;
/** A change of rights comes as several updates; they are looked at once. */
const SETTLE_MS = 2_000;

export interface CheckUp extends Service {
  /** Somebody's standing in a group has changed, maybe the bot's own. */
  readonly lookAt: (groupId: number) => void;
}

export interface CheckUpParts {
  /** Makes a client whose calls are cut when the signal aborts. */
  readonly connect: (until: AbortSignal) => TelegramApi;
  readonly botId: number;
  readonly groupIds: () => readonly number[];
  /** null: updates are polled. */
  readonly publicUrl: string | null;
  readonly onUsername: (username: string) => void;
  readonly onIncident: (incident: Incident) => void;
  readonly onMigrated: (from: number, to: number) => void;
  readonly clock: Clock;
  readonly log: Logger;
}

type Question = (api: TelegramApi) => Promise<void>;

export function createCheckUp(parts: CheckUpParts): CheckUp {
  const { groupIds, clock, log } = parts;
  const ask = questions(parts);
  const open = new Map<string, Question>();
  const bell = new Bell(clock);

  /** Whether it is settled. A refusal is an answer: asking again would not change it. */
  const isSettled = async (
    name: string,
    asking: Promise<void>,
    signal: AbortSignal,
  ): Promise<boolean> => {
    try {
      await asking;
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      log.warn({ question: name, error: errorWords(error) }, "Telegram could not be asked");
      return outcomeOf(error, { chatId: null, attempt: 0 }).type === "refused";
    }
  };
  const askUntil = async (signal: AbortSignal): Promise<void> => {
    const api = parts.connect(signal);
    open.set("name", ask.name).set("updates", ask.updates);
    for (const groupId of groupIds()) open.set(`group ${groupId}`, ask.group(groupId));
    while (!signal.aborted) {
      for (const [name, question] of open) {
        const settled = await isSettled(name, question(api), signal);
        // One that was put anew meanwhile stays open: the answer may be older than the reason.
        if (settled && open.get(name) === question) open.delete(name);
      }
      await bell.wait(open.size > 0 ? RETRY_MS : undefined);
      if (!signal.aborted) await clock.sleep(SETTLE_MS, signal);
    }
  };
  const lifecycle = new Lifecycle({
    begin: async (signal, run) => run(askUntil(signal)),
    end: async () => bell.ring(),
  });
  return {
    name: "check-up",
    start: () => lifecycle.start(),
    stop: () => lifecycle.stop(),
    lookAt(groupId) {
      open.set(`group ${groupId}`, ask.group(groupId));
      bell.ring();
    },
  };
}

function questions(parts: CheckUpParts): {
  readonly name: Question;
  readonly updates: Question;
  readonly group: (groupId: number) => Question;
} {
  const { botId, groupIds, publicUrl, log } = parts;
  return {
    async name(api) {
      const { username } = await api.getMe();
      if (username !== undefined) parts.onUsername(username);
    },
    async updates(api) {
      if (publicUrl === null) return setTeamCommands(api, groupIds());
      const info = await api.getWebhookInfo();
      const { pending_update_count: pending, last_error_message: lastError } = info;
      if (info.url === `${publicUrl}${WEBHOOK_PATH}`) {
        log.info({ pending, lastError }, "the webhook is set");
      } else {
        log.error({ pending }, "the webhook is not set to this address: run webhooks:set");
      }
    },
    group: (groupId) => async (api) => {
      const { incident, movedTo } = await inspectGroup(api, botId, groupId);
      if (movedTo !== null) parts.onMigrated(groupId, movedTo);
      if (incident !== null) parts.onIncident(incident);
    },
  };
}
