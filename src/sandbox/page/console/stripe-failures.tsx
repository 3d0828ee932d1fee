// What goes wrong at Stripe on purpose, on the line to it and on the way of its webhooks.

import type { ReactNode } from "react";
import { CALM_STRIPE } from "#src/sandbox/page/model/faults.ts";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { StripeFaults } from "#src/sandbox/stripe/faults.ts";
import { FailureRow, Switch } from "./failure-row.tsx";

/** More events than anybody makes by hand: all of them, until it is switched off. */
const ALL_EVENTS = 1_000_000_000;

/** One more of a counted failure at each press. */
const COUNTED = [
  { fault: "rateLimitNext", title: "429 Too Many Requests", does: "Calls are refused, undone." },
  { fault: "lockTimeoutNext", title: "429 lock timeout", does: "Another call holds the object." },
  { fault: "breakNext", title: "500", does: "The call fails, and its key remembers that." },
  { fault: "loseNextAnswers", title: "Lose an answer", does: "It is done; the answer is lost." },
  {
    fault: "loseNextRequests",
    title: "Lose a request",
    does: "The line breaks before it is done.",
  },
  { fault: "delayNextEvents", title: "A webhook comes late", does: "By an hour of this clock." },
  { fault: "misSignNextEvents", title: "A bad signature", does: "First wrong, then right." },
] as const;

const SWITCHES = [
  { fault: "isStripeDown", title: "Stripe is down", does: "Every call answers 503." },
  { fault: "duplicatesEvents", title: "Every webhook twice", does: "As Stripe sometimes does." },
] as const;

const ORDERS: readonly { readonly order: StripeFaults["webhookOrder"]; readonly label: string }[] =
  [
    { order: "asMade", label: "as they were made" },
    { order: "reversed", label: "backwards" },
    { order: "shuffled", label: "shuffled" },
  ];

/** One row a failure. */
export function StripeFailures(): ReactNode {
  const { act, snapshot } = useWorld();
  const { faults } = snapshot.state.stripe;
  const set = (change: Partial<StripeFaults>): void =>
    void act({ act: "stripeFault", set: change });
  return (
    <div className="failures">
      {SWITCHES.map(({ fault, title, does }) => (
        <FailureRow key={fault} title={title} note={does}>
          <Switch label={title} isOn={faults[fault]} onTurn={(isOn) => set(onlyOne(fault, isOn))} />
        </FailureRow>
      ))}
      <FailureRow title="Webhooks are withheld" note="They happen, and the bot is never told.">
        <Switch
          label="Webhooks are withheld"
          isOn={faults.dropNextEvents > 0}
          onTurn={(isOn) => set({ dropNextEvents: isOn ? ALL_EVENTS : 0 })}
        />
      </FailureRow>
      <OrderRow faults={faults} set={set} />
      {COUNTED.map(({ fault, title, does }) => (
        <FailureRow
          key={fault}
          title={title}
          note={faults[fault] === 0 ? does : `${faults[fault]} to come.`}
        >
          <button
            type="button"
            className="button small"
            aria-label={`${title}: one more`}
            onClick={() => set(onlyOne(fault, faults[fault] + 1))}
          >
            One more
          </button>
        </FailureRow>
      ))}
      <FailureRow title="Latency" note={`${faults.latencyMs} ms before every answer.`}>
        <input
          type="range"
          min={0}
          max={10_000}
          step={250}
          aria-label="Latency of Stripe"
          value={faults.latencyMs}
          onChange={(event) => set({ latencyMs: Number(event.target.value) })}
        />
      </FailureRow>
      <button type="button" className="button" onClick={() => set(CALM_STRIPE)}>
        Everything works again
      </button>
    </div>
  );
}

interface OrderRowProps {
  readonly faults: StripeFaults;
  readonly set: (change: Partial<StripeFaults>) => void;
}

function OrderRow({ faults, set }: OrderRowProps): ReactNode {
  return (
    <FailureRow title="Order of webhooks" note="Of what one act causes.">
      <select
        aria-label="Order of webhooks"
        value={faults.webhookOrder}
        onChange={(event) => {
          const chosen = ORDERS.find(({ order }) => order === event.target.value);
          if (chosen !== undefined) set({ webhookOrder: chosen.order });
        }}
      >
        {ORDERS.map(({ order, label }) => (
          <option key={order} value={order}>
            {label}
          </option>
        ))}
      </select>
    </FailureRow>
  );
}

/** A change of one field; a computed key alone would be of any. */
function onlyOne<K extends keyof StripeFaults>(
  fault: K,
  value: StripeFaults[K],
): Partial<StripeFaults> {
  return { [fault]: value };
}
