// One pass of reconciliation: what Stripe's own lists say is compared with our rows, and what the rows
// do not show is said to its conversation, as a webhook would have said it. So a webhook that was lost,
// refused for days or switched off costs time, never money; and where there are no webhooks at all
// (no public address), passes are what tells us.
//
//   events     every event of Stripe's since then, by the webhook's own way in: one that came is a
//              duplicate by its id, one that was lost is stored
//   lists      recent pages, payments, refunds, disputes and warnings, as they are now: for what no
//              event was made for that we can read
//   open ones  purchases of ours that wait, asked for one by one, however old they are
//
// A statement is said once a state: its dedupe key is the object with its state and amount. A pass
// that is cut off at any point is done again by the next one.
import type { Stripe } from "stripe";
import type { Arrival } from "#actors/kernel/envelope.ts";
import type { Logger } from "#actors/kernel/ports.ts";
import type { PaymentReads } from "#db/payments.ts";
import type { Append } from "#src/http/inbox-batcher.ts";
import type { Incident } from "#src/incidents.ts";
import { address } from "./arrival.ts";
import { EVENT_KINDS } from "./events.ts";
import {
  type Reading,
  readCharge,
  readDisputeWithFunds,
  readIntent,
  readRefund,
  readSession,
  readWarning,
  type Said,
  type Statement,
} from "./facts.ts";
import type { StripeIntake } from "./intake.ts";
import { momentOf } from "./kit.ts";
import { type Listed, type Page, readList } from "./listing.ts";
import { isNews } from "./news.ts";
import { isMissing } from "./outcome.ts";
import type { FindOwner } from "./owners.ts";
import { type Patience, patiently } from "./retry.ts";
import { warningsIfAllowed } from "./warnings.ts";

/** Purchases of ours that a pass asks for one by one. */
const OPEN_MAX = 200;
/** An event younger than this may be on its way to us as a webhook. */
const ON_ITS_WAY_MS = 120_000;
/** Stripe takes a filter of so many kinds of events (docs.stripe.com/api/events/list). */
const KINDS_PER_LIST = 20;
/** What the lists say and our rows do not is looked at again after this. */
const SETTLE_MS = 15_000;

export interface ReconcileParts extends Patience {
  readonly client: Stripe;
  readonly reads: Pick<PaymentReads, "openPurchases">;
  readonly findOwner: FindOwner;
  readonly takeListed: StripeIntake["takeListed"];
  readonly append: Append;
  readonly onIncident: (incident: Incident) => void;
  readonly log: Logger;
}

/** What a pass is to look at. */
export interface Pass {
  /** Unix milliseconds. */
  readonly since: number;
  /** Webhooks come too: what is very young is left to them. */
  readonly hasWebhooks: boolean;
  /** Pages of a hundred that are read of each list, the newest; of one that is longer the owner hears. */
  readonly pagesMax: number;
  /** Ends the pass between two steps. */
  readonly signal: AbortSignal;
}

/**
 * Reads Stripe's events. Answers one line for each that nobody had told us. `heard` holds the ids of
 * those that need not be looked at again; what is read is added.
 * @throws what Stripe rejected with, or an error when the inbox takes nothing.
 */
export async function readEvents(
  parts: ReconcileParts,
  pass: Pass,
  heard: Set<string>,
): Promise<readonly string[]> {
  const events = (await listEvents(parts, pass)).filter(({ id }) => !heard.has(id));
  const mended: string[] = [];
  for (const event of events) {
    stopIf(pass.signal);
    const taken = await parts.takeListed(event);
    if (taken.type === "later") throw new Error(`event ${event.id} could not be taken in`);
    heard.add(event.id);
    if (taken.type === "stored") mended.push(`${event.type} (${event.id})`);
  }
  return mended;
}

/** The events of our kinds, oldest first. */
async function listEvents(parts: ReconcileParts, pass: Pass): Promise<readonly Stripe.Event[]> {
  const { client, clock } = parts;
  const created = {
    gte: Math.floor(pass.since / 1000),
    ...(pass.hasWebhooks && { lte: Math.floor((clock.now() - ON_ITS_WAY_MS) / 1000) }),
  };
  const lists: (readonly Stripe.Event[])[] = [];
  for (let first = 0; first < EVENT_KINDS.length; first += KINDS_PER_LIST) {
    const types = EVENT_KINDS.slice(first, first + KINDS_PER_LIST);
    const read = (page: Page) => client.events.list({ created, types, ...page });
    lists.push(await readWhole(parts, pass, "events", read));
  }
  return lists.flat().toSorted((one, other) => one.created - other.created);
}

/** A list as far as a pass reads it; that it is longer is told, because what is older may be lost. */
async function readWhole<T extends { readonly id: string }>(
  parts: ReconcileParts,
  { pagesMax, since }: Pass,
  name: string,
  read: (page: Page) => Promise<Listed<T>>,
): Promise<readonly T[]> {
  const { rows, isCut } = await readList(parts, pagesMax, read);
  if (isCut) {
    const day = new Date(since).toISOString().slice(0, 10);
    parts.onIncident({
      kind: "reconcile-cut",
      detail: `Stripe lists more ${name} since ${day} than were read: ${rows.length}, the newest`,
      mend: "bun run reconcile --days 3 reads ten times as many.",
    });
  }
  return rows;
}

/**
 * Compares Stripe's lists with our rows. Answers one line for each thing that the rows did not show.
 * @throws what Stripe, the database or the inbox rejected with.
 */
export async function reconcile(parts: ReconcileParts, pass: Pass): Promise<readonly string[]> {
  const at = momentOf(parts);
  const readings = [...(await readRecent(parts, pass, at)), ...(await readOpen(parts, pass, at))];
  const candidates: Statement[] = [];
  for (const read of readings) {
    stopIf(pass.signal);
    if (read.type === "unreadable") {
      parts.log.error({ why: read.why }, "Stripe lists what cannot be read");
    }
    if (read.type === "said" && (await isCandidate(parts, read.statement))) {
      candidates.push(read.statement);
    }
  }
  // What happens at this moment is on its way to us as a webhook, and in our rows a moment later.
  if (pass.hasWebhooks && candidates.length > 0) await parts.clock.sleep(SETTLE_MS, pass.signal);
  const mended: string[] = [];
  for (const statement of candidates) {
    stopIf(pass.signal);
    const line = await tell(parts, statement);
    if (line !== null) mended.push(line);
  }
  return mended;
}

async function isCandidate(parts: ReconcileParts, statement: Statement): Promise<boolean> {
  const owner = await parts.findOwner(statement);
  if (owner.type === "purchase") return isNews(statement.said, owner.purchase);
  return owner.type !== "foreign";
}

function stopIf(signal: AbortSignal): void {
  if (signal.aborted) throw new Error("the process stops");
}

async function readRecent(
  parts: ReconcileParts,
  pass: Pass,
  at: number,
): Promise<readonly Reading[]> {
  const { client } = parts;
  const created = { gte: Math.floor(pass.since / 1000) };
  const list = <T extends { readonly id: string }>(
    name: string,
    read: (page: Page) => Promise<Listed<T>>,
  ) => readWhole(parts, pass, name, read);
  const sessions = await list("pages", (page) =>
    client.checkout.sessions.list({ created, expand: ["data.payment_intent"], ...page }),
  );
  const intents = await list("payments", (page) =>
    client.paymentIntents.list({ created, expand: ["data.latest_charge"], ...page }),
  );
  const refunds = await list("refunds", (page) => client.refunds.list({ created, ...page }));
  const disputes = await list("disputes", (page) => client.disputes.list({ created, ...page }));
  const warnings = await warningsIfAllowed(() =>
    list("warnings", (page) => client.radar.earlyFraudWarnings.list({ created, ...page })),
  );
  return [
    ...sessions.map((session) => readSession(session, at)),
    ...intents.flatMap((intent) => readWithRefunds(intent, at)),
    ...refunds.map((refund) => readRefund(refund, at)),
    ...disputes.map((dispute) => readDisputeWithFunds(dispute, at)),
    ...warnings.map((warning) => readWarning(warning, at)),
  ];
}

/** A payment with what was refunded of it in all: a refund that is not listed any more counts too. */
function readWithRefunds(intent: Stripe.PaymentIntent, at: number): readonly Reading[] {
  const { latest_charge: charge } = intent;
  const isIncluded = typeof charge === "object" && charge !== null;
  return [readIntent(intent, at), ...(isIncluded ? [readCharge(charge, at)] : [])];
}

/** Our purchases that wait to be paid, as Stripe has them. */
async function readOpen(
  parts: ReconcileParts,
  pass: Pass,
  at: number,
): Promise<readonly Reading[]> {
  const { client } = parts;
  // A page whose money never came says so by its payment alone.
  const expand = ["payment_intent"];
  const readings: Reading[] = [];
  for (const { purchase } of await parts.reads.openPurchases("stripe", OPEN_MAX)) {
    const { paymentId, sessionId } = purchase;
    stopIf(pass.signal);
    try {
      if (paymentId !== null) {
        const intent = await patiently(parts, () => client.paymentIntents.retrieve(paymentId));
        readings.push(readIntent(intent, at));
      }
      if (sessionId !== null) {
        const session = await patiently(parts, () =>
          client.checkout.sessions.retrieve(sessionId, { expand }),
        );
        readings.push(readSession(session, at));
      }
    } catch (error) {
      // Of another account, or of the other mode: somebody has changed the key.
      if (!isMissing(error)) throw error;
      parts.log.warn({ purchase: purchase.id }, "Stripe does not know an open purchase");
    }
  }
  return readings;
}

/** Says a statement to its conversation if it is news. Answers what was said, or null. */
async function tell(parts: ReconcileParts, statement: Statement): Promise<string | null> {
  const { said } = statement;
  const owner = await parts.findOwner(statement);
  if (owner.type === "purchase" && !isNews(said, owner.purchase)) return null;
  const dedupeKey = `reconcile:${subjectOf(said)}`;
  const hearing = { dedupeKey, at: parts.clock.now(), raw: null };
  const addressed = address(statement, owner, hearing);
  if (addressed.type === "incident") parts.onIncident(addressed.incident);
  if (addressed.type !== "arrival") return null;
  const { arrival, purchase } = addressed;
  return (await isStored(parts, arrival)) ? `${subjectOf(said)} of ${purchase?.id ?? "?"}` : null;
}

async function isStored({ append }: ReconcileParts, arrival: Arrival): Promise<boolean> {
  const [id] = await append([arrival]);
  return id !== null && id !== undefined;
}

/** An object with its state and amount: what is said once. */
function subjectOf(said: Said): string {
  switch (said.type) {
    case "session":
      return `${said.sessionId}:${said.state}:${said.amount}`;
    case "payment":
      return `${said.paymentId}:${said.state}:${said.amount}`;
    case "refund":
      return `${said.refundId}:${said.state}:${said.amount}`;
    case "refunded":
      return `${said.paymentId}:refunded:${said.amount}`;
    case "dispute":
      return `${said.disputeId}:${said.status}:${said.funds ?? "-"}:${said.amount}`;
    case "fraudWarning":
      return `${said.paymentId}:fraudWarning`;
    default:
      return said.type;
  }
}
