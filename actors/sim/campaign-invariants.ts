// Broadcasts once the world is at rest (G27): what was shown to whom, and what the lists say of it. The
// sentences are those of docs/runtime.md.
import { loadState } from "#actors/campaign/state.ts";
import { addressKey } from "#actors/kernel/address.ts";
import type { Fate } from "#actors/kernel/campaign.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import type { Violation } from "./invariants.ts";
import type { StoredSend } from "./memory-campaigns.ts";
import type { MemoryTables } from "./memory-tables.ts";
import type { Shown, SimTelegram } from "./vendor.ts";

export interface CampaignsToCheck {
  readonly db: MemoryTables;
  readonly telegram: Pick<SimTelegram, "shown" | "doubtful">;
}

export function checkCampaigns(world: CampaignsToCheck): Violation[] {
  return [
    ...shownOnce(world),
    ...[...world.db.campaigns.sends.values()].flatMap((send) => fateAgrees(world, send)),
    ...wereListed(world),
    ...nobodyWhoStopped(world.db),
    ...standingsAgree(world.db),
  ].map((what) => ({ guarantee: "G27", what }));
}

// ── what was shown ───────────────────────────────────────────────────────────────────────────────

/** The same call again has a cause of its own (G7); whoever was erased is somebody else after it. */
function shownOnce({ db, telegram }: CampaignsToCheck): string[] {
  const calls = new Map<string, Set<number>>();
  for (const shown of promotions(telegram)) {
    const subject = `${campaignOf(shown.effect)} to ${shown.chatId}`;
    const ids = calls.get(subject) ?? new Set();
    for (const id of shown.effectIds) ids.add(id);
    calls.set(subject, ids);
  }
  return [...calls].flatMap(([subject, ids]) => {
    const chatId = Number(subject.split(" to ")[1]);
    const most = 1 + erasuresOf(db, chatId);
    return ids.size > most ? [`${subject} was sent ${ids.size} times`] : [];
  });
}

/** Whoever was shown it is on its list. */
function wereListed({ db, telegram }: CampaignsToCheck): string[] {
  return promotions(telegram).flatMap(({ chatId, effect }) => {
    const userId = userOf(db, chatId);
    const isListed = db.campaigns.sends.has(`${campaignOf(effect)}/${userId}`);
    if (isListed || erasuresOf(db, chatId) > 0) return [];
    return [`${campaignOf(effect)} was shown to ${chatId}, who is not on its list`];
  });
}

/** In the order of the commits: what was said of it last, when the conversation let it out. */
function nobodyWhoStopped(db: MemoryTables): string[] {
  const stopped = new Set<string>();
  return [...db.outbox.values()].flatMap(({ address, effect: stored }) => {
    const effect = JSON.parse(stored) as Effect;
    const { key } = address;
    if (effect.verb === "notify" && effect.say.key === "promotionsOff") stopped.add(key);
    if (effect.verb === "notify" && effect.say.key === "promotionsOn") stopped.delete(key);
    const isWanted = effect.verb !== "promote" || !stopped.has(key);
    if (isWanted || erasuresOf(db, Number(key)) > 0) return [];
    return [`${campaignOf(effect)} was let out to ${key}, who had stopped`];
  });
}

// ── what the lists say ───────────────────────────────────────────────────────────────────────────

/** A fate is final, and agrees with what the fan saw, unless an answer was lost. */
function fateAgrees({ db, telegram }: CampaignsToCheck, send: StoredSend): string[] {
  const { campaignId, userId, fate } = send;
  const subject = `${campaignId} at user ${userId}`;
  if (fate === "queued" || fate === "recalling") return [`${subject} is ${fate} still`];
  const chatId = chatOf(db, userId);
  if (chatId === null || erasuresOf(db, chatId) > 0) return [];
  const isAbout = (verb: Effect["verb"]) => (shown: Shown) =>
    shown.effect.verb === verb &&
    shown.chatId === chatId &&
    campaignOf(shown.effect) === campaignId;
  const isSure = ({ effectIds }: Shown): boolean =>
    !effectIds.some((id) => telegram.doubtful.has(id));
  const sent = telegram.shown.filter(isAbout("promote"));
  const unsent = telegram.shown.filter(isAbout("unsend"));
  const isReached = WAS_SENT.has(fate);
  if (isReached && sent.length === 0) return [`${subject} is ${fate}, and was never shown`];
  if (!isReached && sent.some(isSure)) return [`${subject} is ${fate}, and was shown`];
  if (fate === "deleted" && unsent.length === 0) return [`${subject} is deleted, and stands there`];
  if (fate !== "deleted" && unsent.some(isSure)) return [`${subject} is ${fate}, and was deleted`];
  return [];
}

const WAS_SENT: ReadonlySet<Fate> = new Set(["sent", "deleted", "kept"]);

/** The row shows what the actor is; nobody who was told its end is missing from its figures. */
function standingsAgree(db: MemoryTables): string[] {
  return [...db.campaigns.rows.values()].flatMap((row) => {
    const address = { kind: "campaign", key: String(row.id) } as const;
    const stored = db.actors.get(addressKey(address))?.state ?? null;
    if (stored === null) return [`${row.id} never heard that it was launched`];
    const { status, figures, isTold } = loadState(JSON.parse(stored), address);
    if (status !== row.status) return [`${row.id} is ${status}, and ${row.status} in its row`];
    const listed = db.campaigns.listOf(row.id).length;
    const counted = figures === null ? 0 : Object.values(figures).reduce((a, b) => a + b, 0);
    const isWhole = !isTold || figures === null || counted === listed;
    return isWhole ? [] : [`${row.id} counts ${counted} of ${listed} fans`];
  });
}

// ── reading the tables ───────────────────────────────────────────────────────────────────────────

function promotions({ shown }: Pick<SimTelegram, "shown">): readonly Shown[] {
  return shown.filter(({ effect }) => effect.verb === "promote");
}

/** A campaign's effects carry its id; 0: it is of none. */
function campaignOf({ tag }: Effect & { readonly tag?: string }): number {
  return Number(/^c:(\d+)$/.exec(tag ?? "")?.[1] ?? 0);
}

function userOf(db: MemoryTables, chatId: number): number | null {
  const address = { kind: "conversation", key: String(chatId) } as const;
  return db.actors.get(addressKey(address))?.userId ?? null;
}

/** null: the user was erased. */
function chatOf(db: MemoryTables, userId: number): number | null {
  const actor = [...db.actors.values()].find((one) => one.userId === userId);
  return actor === undefined ? null : Number(actor.address.key);
}

function erasuresOf(db: MemoryTables, chatId: number): number {
  return db.erasures.filter(({ key }) => key === String(chatId)).length;
}
