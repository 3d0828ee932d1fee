// From a raw webhook, or a listed event, to a committed inbox row. Nothing is believed before its
// signature is checked, and there is no way around that check. The same event id again is found by
// its dedupe key, for ever as far as the books are concerned: they know each payment once.
//
// Where it can stop: a lookup, Stripe or the insert fails (nothing is written: 503, Stripe sends it
// again for three days); after the commit the answer is lost (it comes again, as a duplicate).
// What cannot be read, or is nobody's, is answered with 200 and told: sending it again would not help,
// and an endpoint that keeps failing is switched off by Stripe, with everything behind it.
import type { Stripe } from "stripe";
import type { Address } from "#actors/kernel/address.ts";
import type { Clock, Logger } from "#actors/kernel/ports.ts";
import { errorWords } from "#src/errors.ts";
import type { Taken, TakeSigned } from "#src/http/app.ts";
import { type Append, OverloadedError } from "#src/http/inbox-batcher.ts";
import type { Incident } from "#src/incidents.ts";
import { type Addressed, address } from "./arrival.ts";
import { API_VERSION } from "./client.ts";
import { Event, isUsed, readEvent } from "./events.ts";
import type { FindOwner } from "./owners.ts";

/** A signature is good for so long after it was made. */
const TOLERANCE_SECONDS = 300;
/** Seconds that Stripe is asked to wait; it has its own idea of that. */
const RETRY_SECONDS = { overloaded: 1, failed: 5 } as const;

export interface Pressure {
  isOverloaded(): boolean;
  isFull(address: Address): boolean;
}

export interface StripeIntakeParts {
  readonly webhooks: Pick<Stripe["webhooks"], "signature">;
  readonly secret: string | null;
  /** Whether our key moves real money. */
  readonly isLive: boolean;
  readonly findOwner: FindOwner;
  readonly append: Append;
  readonly pressure: Pressure;
  readonly clock: Clock;
  readonly log: Logger;
  /** Counts an event: its kind (`other` if unused), and what became of it. */
  readonly onEvent: (kind: string, answer: string) => void;
  readonly onIncident: (incident: Incident) => void;
}

export interface StripeIntake {
  /** Takes one webhook in: its body as text, and `Stripe-Signature`. Never rejects. */
  readonly take: TakeSigned;
  /** Takes an event that we have asked Stripe for ourselves. Never rejects. */
  readonly takeListed: (event: object) => Promise<Taken>;
}

type Answer = Taken & { readonly why?: string };

const MALFORMED: Answer = { type: "malformed" };

/** Makes the intake of this process. */
export function createStripeIntake(parts: StripeIntakeParts): StripeIntake {
  const { clock, log, onEvent } = parts;
  const isWelcome = doorkeeper(parts);

  const takeIn = async (event: Event, raw: string, isListed: boolean): Promise<Answer> => {
    if (!isUsed(event.type)) return { type: "ignored", why: "unused" };
    const why = isWelcome(event);
    if (why !== null) return { type: "ignored", why };
    const read = readEvent(event);
    if (read.type === "silent") return { type: "ignored", why: read.why };
    if (read.type === "unreadable") {
      parts.onIncident(unreadable(event, read.why));
      return { type: "ignored", why: "unreadable" };
    }
    const { statement } = read;
    const owner = await parts.findOwner(statement);
    const hearing = { dedupeKey: `stripe:${event.id}`, at: clock.now(), raw };
    return store(parts, address(statement, owner, hearing), isListed);
  };

  const take = async (event: Event, raw: string, isListed = false): Promise<Taken> => {
    const { id, type } = event;
    const kind = isUsed(type) ? type : "other";
    try {
      const { why, ...taken } = await takeIn(event, raw, isListed);
      onEvent(kind, taken.type);
      const fields = { event: id, kind: type, why };
      if (taken.type === "ignored" && kind !== "other") log.info(fields, "an event is ignored");
      return taken;
    } catch (error) {
      const isFlood = error instanceof OverloadedError;
      const retryAfterSeconds = isFlood ? RETRY_SECONDS.overloaded : RETRY_SECONDS.failed;
      onEvent(kind, "later");
      log.warn({ event: id, kind: type, error: errorWords(error) }, "an event is put off");
      return { type: "later", retryAfterSeconds };
    }
  };

  return {
    async take(raw, signature) {
      if (!(await isSigned(parts, raw, signature))) {
        onEvent("none", "malformed");
        return MALFORMED;
      }
      const event = eventIn(raw);
      if (event !== null) return take(event, raw);
      onEvent("other", "ignored");
      log.warn({}, "a signed webhook is no event of version 1: it is ignored");
      return { type: "ignored" };
    },
    async takeListed(listed) {
      const parsed = Event.safeParse(listed);
      return parsed.success ? take(parsed.data, JSON.stringify(listed), true) : MALFORMED;
    },
  };
}

/** Whether Stripe has signed a body within the last five minutes, whatever the body is. */
async function isSigned(
  { webhooks, secret, clock, log }: StripeIntakeParts,
  raw: string,
  signature: string,
): Promise<boolean> {
  if (secret === null || webhooks.signature === null) return false;
  try {
    const { signature: checker } = webhooks;
    const now = clock.now();
    await checker.verifyHeaderAsync(raw, signature, secret, TOLERANCE_SECONDS, undefined, now);
    return true;
  } catch (error) {
    log.warn({ error: errorWords(error) }, "a webhook is not signed by Stripe");
    return false;
  }
}

/** An event of the API's first version; null: anything else. */
function eventIn(raw: string): Event | null {
  try {
    return Event.safeParse(JSON.parse(raw)).data ?? null;
  } catch {
    return null;
  }
}

async function store(
  { onIncident, pressure, append }: StripeIntakeParts,
  addressed: Addressed,
  isListed: boolean,
): Promise<Answer> {
  if (addressed.type === "ignored") return addressed;
  if (addressed.type === "incident") {
    onIncident(addressed.incident);
    return { type: "ignored", why: addressed.incident.kind };
  }
  const { arrival } = addressed;
  // A list is read in order, and cannot leave one actor behind: a full one holds up no other.
  const isFull = !isListed && pressure.isFull(arrival.address);
  if (isFull || pressure.isOverloaded()) {
    throw new OverloadedError("the actors are too far behind");
  }
  const [id] = await append([arrival]);
  return { type: id === null ? "duplicate" : "stored" };
}

/** Says why an event is not for us, null if it is; tells each kind of trouble that a person can mend. */
function doorkeeper(parts: StripeIntakeParts): (event: Event) => string | null {
  const versions = new Set<string>();
  return ({ id, account, livemode, api_version: version }) => {
    if (typeof account === "string") return "of another account";
    if (livemode !== parts.isLive) {
      parts.onIncident(wrongMode(id, livemode));
      return livemode ? "of live mode" : "of test mode";
    }
    if (typeof version === "string" && version !== API_VERSION && !versions.has(version)) {
      versions.add(version);
      parts.onIncident(otherVersion(version));
    }
    return null;
  };
}

function wrongMode(id: string, isLive: boolean): Incident {
  const [events, key] = isLive ? ["live", "test"] : ["test", "live"];
  return {
    kind: "stripe-mode",
    detail: `event ${id} is of ${events} mode, and STRIPE_API_KEY of ${key} mode: it was ignored`,
    mend: "Set the key and the webhook's secret of the same mode.",
  };
}

function otherVersion(version: string): Incident {
  return {
    kind: "stripe-version",
    detail: `the webhook endpoint speaks ${version.slice(0, 40)}, and we ${API_VERSION}`,
    mend: "bun run webhooks:set",
  };
}

function unreadable({ id, type }: Event, why: string): Incident {
  return {
    kind: "stripe-unreadable",
    detail: `event ${id} (${type}) cannot be read: ${why}; nothing was credited`,
    mend: "Look the event up at Stripe; the next reconciliation reads the object itself.",
  };
}
