// The hosted pages by their addresses. What Stripe refuses is shown as a page too: a payer never
// sees JSON.

import { StripeRefusal } from "#src/sandbox/stripe/refusal.ts";
import type { StripeWorld } from "#src/sandbox/stripe/world.ts";
import { authenticatePage, authenticatePost, intentNamed } from "./authenticate.ts";
import { html, line, money, pageAnswer } from "./html.ts";
import { payPage, payPost } from "./pay.ts";
import { portalPage, portalPost } from "./portal.ts";

const PATH = /^\/(pay|authenticate|portal|receipts)\/([^/]+)$/u;

/** Answers a request for a hosted page, or null if it is for something else. */
export async function servePages(world: StripeWorld, request: Request): Promise<Response | null> {
  const [, kind, id = ""] = PATH.exec(new URL(request.url).pathname) ?? [];
  if (kind === undefined) return null;
  const form = request.method === "POST" ? new URLSearchParams(await request.text()) : null;
  try {
    return show(world, kind, id, form) ?? notFound();
  } catch (error) {
    if (!(error instanceof StripeRefusal)) throw error;
    const main = html`<main><div class="sheet"><h1>That did not work</h1>
<p class="note bad" role="alert">${error.message}</p></div></main>`;
    return pageAnswer("That did not work", main, error.status);
  }
}

function show(
  world: StripeWorld,
  kind: string,
  id: string,
  form: URLSearchParams | null,
): Response | null {
  switch (kind) {
    case "pay": {
      const session = world.store.sessions.get(id);
      if (!session) return null;
      return form ? payPost(world, session, form) : payPage(world, session);
    }
    case "authenticate": {
      const intent = intentNamed(world, id);
      if (!intent) return null;
      return form ? authenticatePost(world, intent, form) : authenticatePage(intent);
    }
    case "portal": {
      const session = world.store.portalSessions.get(id);
      if (!session) return null;
      return form ? portalPost(world, session, form) : portalPage(world, session);
    }
    default:
      return receipt(world, id);
  }
}

function receipt(world: StripeWorld, id: string): Response | null {
  const charge = world.store.charges.get(id);
  if (charge?.status !== "succeeded") return null;
  const { amount, amount_refunded: refunded, currency } = charge;
  const main = html`<main><div class="sheet"><h1>Receipt from Stagedoor Sandbox</h1>
<p class="amount">${money(amount, currency)}</p>
<ul class="lines">${line(charge.description ?? "Payment", money(amount, currency))}
${refunded > 0 && line("Refunded", `−${money(refunded, currency)}`)}</ul>
</div></main>`;
  return pageAnswer("Receipt", main);
}

function notFound(): Response {
  const main = html`<main><div class="sheet"><h1>There is no such page</h1></div></main>`;
  return pageAnswer("Not found", main, 404);
}
