// A broadcast to 50,000 fans beside a business that goes on. Two things are measured.
//
// answers   The real relay under Telegram's limits in virtual time: ten answers a second to fans drawn
//           evenly, once alone and once with the broadcast, in the same seconds to the same fans. The
//           broadcast is fed as its actor feeds it. An answer's wait is from its release to the moment
//           at which its call is made. A server with its own idea of 30 in any second looks on.
// audience  Counting a segment of 200,000 fans, and taking the next hundred of it, on a real Postgres.
import postgres from "postgres";
import { PUMP_MS, QUEUED_MAX } from "#actors/campaign/decide.ts";
import { EVERYBODY, type Segment } from "#actors/kernel/campaign.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import type { Call } from "#actors/kernel/ports.ts";
import { TELEGRAM_LIMITS } from "#actors/runtime/relay.ts";
import { fan, notify, Stage } from "#actors/runtime/relay-test-kit.ts";
import { MemoryDatabase } from "#actors/sim/memory-store.ts";
import { prng } from "#actors/sim/prng.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { enlist, launchCampaign } from "#db/campaigns.ts";
import { type Database, openDatabase } from "#db/client.ts";
import { startEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";
import { createCampaignReads } from "#db/queries/campaigns.ts";
import { SILENT } from "#db/testing-server.ts";
import { report, round, spread } from "./figures.ts";
import { seedLists } from "./lists-seed.ts";
import { openScratch } from "./scratch.ts";

const FANS = 50_000;
const ANSWERS_PER_SECOND = 10;
/** How long Telegram takes. */
const CALL_MS = 60;
/** As long as the broadcast takes. */
const ANSWERED_SECONDS = 1_800;
const LARGE = { fans: 200_000, messages: 1_000 };
const ROUNDS = 50;

export async function broadcast(): Promise<void> {
  const alone = await answers(0);
  const beside = await answers(FANS);
  report("broadcast.answers", {
    fans: FANS,
    answersPerSecond: ANSWERS_PER_SECOND,
    minutes: beside.minutes,
    promotionsPerSecond: round(FANS / (beside.minutes * 60)),
    mostInASecond: beside.mostInASecond,
    waitMsAlone: alone.wait,
    waitMsBeside: beside.wait,
    // The call itself is taken with it: a wait of nothing has no ratio.
    ratio: {
      p50: round((beside.wait.p50 + CALL_MS) / (alone.wait.p50 + CALL_MS)),
      p99: round((beside.wait.p99 + CALL_MS) / (alone.wait.p99 + CALL_MS)),
    },
  });
  await audience();
}

interface Answers {
  readonly wait: ReturnType<typeof spread>;
  readonly minutes: number;
  readonly mostInASecond: number;
}

/** A stretch of answers, with a broadcast to so many of the fans beside them. */
async function answers(promoted: number): Promise<Answers> {
  const clock = new VirtualClock();
  const db = new MemoryDatabase(() => clock.now());
  const random = prng(1);
  const waits: number[] = [];
  const calledAt: number[] = [];
  const askedAt = new Map<string, number>();
  let settled = 0;
  const perform = async ({ effect }: Call) => {
    const at = clock.monotonic();
    calledAt.push(at);
    if (effect.tag !== undefined) waits.push(at - (askedAt.get(effect.tag) ?? at));
    await clock.sleep(CALL_MS);
    if (effect.verb === "promote") settled += 1;
    return { outcome: { type: "done" as const, sent: null }, links: [] };
  };
  const stage = new Stage(
    { clock, store: db.store("n1"), outbox: db.outbox },
    { limits: TELEGRAM_LIMITS, performer: { perform } },
  );
  await stage.relay.start();
  let listed = 0;
  const fill = (): void => {
    for (; listed < promoted && listed - settled < QUEUED_MAX; listed += 1) {
      stage.turn(fan(listed + 1), [promotion]);
    }
  };
  const gapMs = 1_000 / ANSWERS_PER_SECOND;
  const total = ANSWERED_SECONDS * ANSWERS_PER_SECOND;
  const isOver = (n: number): boolean => n >= total && settled >= promoted;
  for (let n = 0; !isOver(n); n += 1) {
    if (n % (PUMP_MS / gapMs) === 0) fill();
    // Drawn even when it is not sent, so that both stretches have the same ones.
    const [who, offset] = [1 + random.below(FANS), random.below(gapMs)];
    await clock.advance(offset);
    if (n < total) {
      askedAt.set(String(n), clock.monotonic());
      stage.turn(fan(who), [notify(String(n))]);
    }
    await clock.advance(gapMs - offset);
  }
  await stage.relay.stop();
  return {
    wait: spread(waits),
    minutes: round((calledAt.at(-1) ?? 0) / 60_000),
    mostInASecond: mostWithin(calledAt, 1_000),
  };
}

const promotion: Effect = {
  verb: "promote",
  parts: [{ kind: "text", text: "News", entities: [], fileId: null }],
  language: "en",
};

/** The most moments in any so long stretch; they are in order. */
function mostWithin(moments: readonly number[], spanMs: number): number {
  let [most, first] = [0, 0];
  for (const [last, at] of moments.entries()) {
    while ((moments[first] ?? at) <= at - spanMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

const SEGMENTS: Readonly<Record<string, Partial<Segment>>> = {
  everybody: {},
  vip: { tiers: ["vip"] },
  "seen in a week": { activeWithinDays: 7 },
  "spent 50 or more": { spentFrom: 5_000 },
  "a tag nobody has": { tags: ["gold"] },
  german: { languages: ["de"] },
};

async function audience(): Promise<void> {
  await using scratch = await openScratch();
  const server = await startEmbedded({ dataDir: scratch.dir, log: SILENT });
  try {
    await migrate(server.url);
    const sql = postgres(server.url, { max: 1, onnotice: () => undefined });
    await seedLists(sql, LARGE);
    await sql.end();
    const database = openDatabase(server.url);
    try {
      await countAll(database);
      await listAll(database);
    } finally {
      await database.close();
    }
  } finally {
    await server.stop();
  }
}

async function countAll(database: Database): Promise<void> {
  const reads = createCampaignReads(database);
  for (const [segment, part] of Object.entries(SEGMENTS)) {
    const at = Date.now();
    const count = await reads.audienceOf({ ...EVERYBODY, ...part }, at);
    // A minute on: what was counted is counted anew.
    const firstMs = await rounds((n) =>
      reads.audienceOf({ ...EVERYBODY, ...part }, at + n * 60_000),
    );
    const againMs = await rounds(() =>
      reads.audienceOf({ ...EVERYBODY, ...part }, at + 60_000 * ROUNDS),
    );
    report("broadcast.audience", { fans: LARGE.fans, segment, count, firstMs, againMs });
  }
}

/** The statement that takes the next hundred, while the list grows. */
async function listAll(database: Database): Promise<void> {
  const at = Date.now();
  await launchCampaign(database, {
    campaignId: 1,
    name: "News",
    plan: {
      promotion: {
        what: "message",
        parts: promotion.verb === "promote" ? [...promotion.parts] : [],
      },
      segment: EVERYBODY,
    },
    startsAt: at,
    by: { id: 1, name: "Ada" },
    at,
  });
  const ask = { campaignId: 1, limit: QUEUED_MAX, at };
  await enlist(database, { ...ask, isFirst: true });
  const ms = await rounds(async () => {
    await database.query("sent", "update campaign_sends set fate = 'sent' where fate = 'queued'");
    await enlist(database, { ...ask, isFirst: false });
  });
  report("broadcast.enlist", { fans: LARGE.fans, batch: QUEUED_MAX, ms });
}

async function rounds(run: (n: number) => Promise<unknown>): Promise<ReturnType<typeof spread>> {
  const times: number[] = [];
  for (let n = 1; n <= ROUNDS; n += 1) {
    const began = performance.now();
    await run(n);
    times.push(performance.now() - began);
  }
  return spread(times);
}
