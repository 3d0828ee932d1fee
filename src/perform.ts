// Who carries an effect out: Stripe's performer, the books', the desk's, or else
// Telegram's. The one performer
// that the relay has.
import type { Performer } from "#actors/kernel/ports.ts";
import { isForBooks } from "./books-perform.ts";
import { isForCampaign } from "./campaign-perform.ts";
import { isForDesk } from "./desk-perform.ts";
import { isForPanel } from "./panel/perform.ts";
import { isForStripe } from "./stripe/verbs.ts";

const NO_STRIPE: Performer = {
  perform: async () => ({
    outcome: { type: "refused", code: "unavailable", reason: "STRIPE_API_KEY is not set" },
    links: [],
  }),
};

/** @param stripe null: there is no key, and whatever is asked of Stripe is refused. */
export function dispatch(performers: {
  readonly telegram: Performer;
  readonly stripe: Performer | null;
  readonly books: Performer;
  readonly panel: Performer;
  readonly desk: Performer;
  readonly campaign: Performer;
}): Performer {
  const { telegram, books, panel, desk, campaign } = performers;
  const stripe = performers.stripe ?? NO_STRIPE;
  return {
    perform(call) {
      const { effect } = call;
      if (isForStripe(effect)) return stripe.perform(call);
      if (isForCampaign(effect)) return campaign.perform(call);
      if (isForPanel(effect)) return panel.perform(call);
      if (isForDesk(effect)) return desk.perform(call);
      return isForBooks(effect) ? books.perform(call) : telegram.perform(call);
    },
  };
}
