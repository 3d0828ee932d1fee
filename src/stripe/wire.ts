// Everything of Stripe's that a process has, made of its key: what performs, what takes webhooks in,
// and what asks Stripe itself. Nothing runs yet.
import type { Stripe } from "stripe";
import type { Clock, Logger, Performer, Random } from "#actors/kernel/ports.ts";
import type { Units } from "#actors/kernel/purchase.ts";
import type { Language } from "#actors/kernel/say.ts";
import type { Service } from "#actors/kernel/service.ts";
import type { PaymentReads } from "#db/payments.ts";
import type { TakeSigned } from "#src/http/app.ts";
import type { Append } from "#src/http/inbox-batcher.ts";
import type { Incident } from "#src/incidents.ts";
import { createStripeClient, isLiveKey } from "./client.ts";
import { createStripeIntake, type Pressure, type StripeIntakeParts } from "./intake.ts";
import { tagsOfPayments } from "./owner-tags.ts";
import { createOwners } from "./owners.ts";
import { createStripePerformer } from "./perform.ts";
import { createReconciler, type ReconcilerParts } from "./reconciler.ts";

export interface StripeParts {
  readonly apiKey: string;
  readonly apiBase: string;
  readonly botId: number;
  /** null: no webhook is believed. */
  readonly webhookSecret: string | null;
  readonly hasWebhooks: boolean;
  readonly reads: PaymentReads;
  readonly append: Append;
  readonly pressure: Pressure;
  readonly alone: ReconcilerParts["alone"];
  readonly botUsername: () => string | null;
  /** The shop's. */
  readonly currency: () => string;
  readonly nameOf: (gives: Units, language: Language) => string;
  readonly onEvent: StripeIntakeParts["onEvent"];
  readonly onIncident: (incident: Incident) => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

export interface StripeSide {
  readonly performer: Performer;
  readonly take: TakeSigned;
  readonly reconciler: Service;
}

export function wireStripe(parts: StripeParts): StripeSide {
  const client = createStripeClient(parts);
  const { take, takeListed } = wireIntake(parts, client);
  return {
    performer: createStripePerformer({ ...parts, client }),
    take,
    reconciler: createReconciler({ ...parts, connect: connector(parts), takeListed }),
  };
}

/** What one pass by hand needs. */
export function wireReconciliation(
  parts: Omit<StripeParts, "alone" | "botUsername" | "currency" | "nameOf">,
): Omit<ReconcilerParts, "alone"> {
  const { takeListed } = wireIntake(parts, createStripeClient(parts));
  return { ...parts, connect: connector(parts), takeListed };
}

function connector({ apiKey, apiBase }: Pick<StripeParts, "apiKey" | "apiBase">) {
  return (until: AbortSignal): Stripe => createStripeClient({ apiKey, apiBase, until });
}

function wireIntake(
  parts: Omit<StripeIntakeParts, "webhooks" | "secret" | "isLive" | "findOwner"> &
    Pick<StripeParts, "apiKey" | "botId" | "webhookSecret" | "reads" | "random">,
  client: Stripe,
) {
  const tagsOfPayment = tagsOfPayments(client, parts);
  return createStripeIntake({
    ...parts,
    webhooks: client.webhooks,
    secret: parts.webhookSecret,
    isLive: isLiveKey(parts.apiKey),
    findOwner: createOwners({ ...parts, tagsOfPayment }),
  });
}
