// Everything a person can do in the sandbox, one act at a time. An act that Telegram's app would not
// offer is answered with the reason and changes nothing.

import type { Act, ActResult } from "#src/sandbox/protocol.ts";
import type { StripeAct } from "#src/sandbox/stripe/protocol.ts";
import type { StripeWorld } from "#src/sandbox/stripe/world.ts";
import type { Telegram } from "#src/sandbox/telegram/context.ts";
import type { FaultSwitches } from "#src/sandbox/telegram/faults.ts";
import * as groups from "./groups.ts";
import { Impossible, need } from "./impossible.ts";
import * as messages from "./messages.ts";
import * as money from "./money.ts";

/** The bot's process, as far as the sandbox may touch it; whoever started it provides this. */
export interface BotControl {
  status(): "starting" | "running" | "stopped";
  /** SIGKILL: what is not committed is lost. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** SIGTERM: it drains first. */
  stop(): Promise<void>;
}

export interface Stage {
  readonly telegram: Telegram;
  readonly stripe: StripeWorld;
  readonly faults: FaultSwitches;
  readonly bot: BotControl | null;
}

/** Does it, or says why not. Throws only for the sandbox's own mistakes. */
export async function perform(stage: Stage, act: Act): Promise<ActResult> {
  try {
    return { ok: true, messageIds: await run(stage, act) };
  } catch (error) {
    if (error instanceof Impossible) return { ok: false, why: error.message };
    throw error;
  }
}

/** Answers the ids of the messages that the act wrote. */
async function run(stage: Stage, act: Act): Promise<readonly number[]> {
  const { telegram } = stage;
  switch (act.act) {
    case "send":
      return messages.send(telegram, act);
    case "sendMedia":
      return messages.sendMedia(telegram, act);
    case "newTopic":
      return [groups.newTopic(telegram, act).id];
    case "payInvoice":
      return [await money.payInvoice(telegram, act)];
    default:
      await carryOut(stage, act);
      return [];
  }
}

type Silent = Exclude<Act, { act: "send" | "sendMedia" | "newTopic" | "payInvoice" }>;

function carryOut(stage: Stage, act: Silent): void | Promise<void> {
  const { telegram } = stage;
  switch (act.act) {
    case "edit":
      return messages.edit(telegram, act);
    case "press":
      return messages.press(telegram, act);
    case "react":
      return messages.react(telegram, act);
    case "pin":
      return messages.pinMessage(telegram, act);
    case "block":
      return groups.block(telegram, act);
    case "addFan":
      return groups.addFan(telegram, act);
    case "topic":
      return groups.setTopic(telegram, act);
    case "renameTopic":
      return groups.renameTopic(telegram, act);
    case "setRole":
      return groups.setRole(telegram, act);
    case "setBot":
      return groups.setBot(telegram, act);
    case "setForum":
      return groups.setForum(telegram, act);
    case "migrateGroup":
      return groups.migrateGroup(telegram, act);
    case "topUpStars":
      return money.topUpStars(telegram, act);
    case "buyMedia":
      return money.buyMedia(telegram, act);
    case "fault":
    case "duplicateLastUpdate":
    case "advanceClock":
      return disturb(stage, act);
    case "bot":
      return controlBot(stage, act.to);
    default:
      return money.actAtStripe(stage.stripe, act satisfies StripeAct);
  }
}

type Disturbance = Extract<Act, { act: "fault" | "duplicateLastUpdate" | "advanceClock" }>;

function disturb({ telegram, faults }: Stage, act: Disturbance): void {
  switch (act.act) {
    case "fault":
      faults.set(act.set);
      telegram.updates.duplicatesAll = faults.current.duplicatesUpdates;
      break;
    case "duplicateLastUpdate":
      need(telegram.updates.repeatLast(), "there was no update yet");
      break;
    case "advanceClock":
      telegram.world.clock.advance(act.byMs);
      break;
  }
  telegram.world.changed();
}

async function controlBot({ bot, telegram }: Stage, to: "kill" | "start" | "stop"): Promise<void> {
  need(bot !== null, "the bot runs outside this sandbox");
  await bot[to]();
  telegram.world.changed();
}
