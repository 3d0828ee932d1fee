// The sandbox's Stripe from behind the counter: what was paid and by whom, what was told to the bot,
// and what goes wrong on purpose. The page's person is the fan's bank and Stripe's dashboard here.

import { type ReactNode, useState } from "react";
import { StripeCustomers } from "./stripe-customers.tsx";
import { StripeEvents } from "./stripe-events.tsx";
import { StripeFailures } from "./stripe-failures.tsx";
import { StripePayments } from "./stripe-payments.tsx";

const PARTS = [
  { id: "payments", label: "Payments", Part: StripePayments },
  { id: "cards", label: "Cards", Part: StripeCustomers },
  { id: "events", label: "Events", Part: StripeEvents },
  { id: "failures", label: "Failures", Part: StripeFailures },
] as const;

/** A row of parts, and the chosen one. */
export function StripeTab(): ReactNode {
  const [chosen, setChosen] = useState<(typeof PARTS)[number]["id"]>("payments");
  const part = PARTS.find((one) => one.id === chosen);
  return (
    <>
      <fieldset className="filter-line parts" aria-label="Part of Stripe">
        {PARTS.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            className="button small"
            aria-pressed={id === chosen}
            onClick={() => setChosen(id)}
          >
            {label}
          </button>
        ))}
      </fieldset>
      {part !== undefined && <part.Part />}
    </>
  );
}
