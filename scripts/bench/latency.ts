// How long things take: the answer to a webhook at half of the highest rate, a message that is alone,
// and the same message while everybody else writes.
import { CONNECTIONS, FANS, FIRST_FAN, flood, type Ours, startOurs } from "./fans.ts";
import { report } from "./figures.ts";
import { openStage, type Stage } from "./stage.ts";
import type { Answer } from "./world.ts";

const STEADY_SECONDS = 20;
const LONELY_TEXTS = 500;
const BUSY_FANS = 10_000;

/** Case `answer-time`: webhook answers at half of what the flood reached just before. */
export async function answerTime(): Promise<void> {
  await using stage = await openStage();
  await using ours = await startOurs(stage);
  const rate = await halfRate(stage, ours);
  const answer = await steady(stage, ours.bot.webhook, { fans: FANS, rate });
  report("answer-time", {
    perSecond: rate,
    messages: answer.messages,
    refusals: answer.refusals,
    answerMs: answer.answers,
    deliveryMs: answer.deliveries,
  });
}

/** Case `lonely`: one message at a time, from the webhook to the Bot API. */
export async function lonely(): Promise<void> {
  await using stage = await openStage();
  await using ours = await startOurs(stage);
  const answer = await alone(stage, ours.bot.webhook, FIRST_FAN);
  report("lonely", {
    messages: answer.messages,
    answerMs: answer.answers,
    deliveryMs: answer.deliveries,
  });
}

/** Case `isolation`: one fan's messages alone, and while 10,000 others write at half the rate. */
export async function isolation(): Promise<void> {
  await using stage = await openStage();
  await using ours = await startOurs(stage, BUSY_FANS + 1);
  const probe = FIRST_FAN + BUSY_FANS;
  const rate = await halfRate(stage, ours);
  const before = await alone(stage, ours.bot.webhook, probe);
  const others = steady(stage, ours.bot.webhook, { fans: BUSY_FANS, rate });
  const amid = await alone(stage, ours.bot.webhook, probe);
  await others;
  report("isolation", {
    busyFans: BUSY_FANS,
    perSecond: rate,
    aloneMs: before.deliveries,
    busyMs: amid.deliveries,
  });
}

async function halfRate(stage: Stage, ours: Ours): Promise<number> {
  // The first one warms up.
  await flood(stage, ours.bot.webhook, 5);
  await ours.quiet();
  const answer = await flood(stage, ours.bot.webhook, 5);
  await ours.quiet();
  return Math.round(answer.messages / answer.seconds / 2);
}

function steady(
  stage: Stage,
  webhook: string,
  load: { readonly fans: number; readonly rate: number },
): Promise<Answer> {
  const texts = Math.max(1, Math.round((STEADY_SECONDS * load.rate) / load.fans));
  const common = { firstFan: FIRST_FAN, texts, connections: CONNECTIONS };
  return stage.order({ how: "steady", webhook, ...load, ...common });
}

function alone(stage: Stage, webhook: string, firstFan: number): Promise<Answer> {
  const fan = { firstFan, fans: 1, texts: LONELY_TEXTS };
  return stage.order({ how: "lonely", webhook, ...fan, connections: 1, rate: 0 });
}
