// Events, newest first, and how the bot took them. Each can be sent once more: as it was, late, or
// wrong in one of the ways that the bot must refuse.

import { type ReactNode, useState } from "react";
import { deliveryWords } from "#src/sandbox/page/model/money.ts";
import { clockTimeSeconds } from "#src/sandbox/page/model/words.ts";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { StripeEvent } from "#src/sandbox/stripe/protocol.ts";

const BACKWARDS = 10;

const WAYS = [
  { label: "Again", manner: "asItIs" },
  { label: "In an hour", manner: "asItIs", inAnHour: true },
  { label: "Bad signature", manner: "badSignature" },
  { label: "No signature", manner: "noSignature" },
  { label: "Signed an hour ago", manner: "stale" },
  { label: "Tampered", manner: "tampered" },
  { label: "Live mode", manner: "liveMode" },
  { label: "Other account", manner: "otherAccount" },
] as const;

/** The list, and one button for many at once. */
export function StripeEvents(): ReactNode {
  const { act, snapshot } = useWorld();
  const { events } = snapshot.state.stripe;
  if (events.length === 0) {
    return <p className="empty-words">Every event shows up here, and how the bot took it.</p>;
  }
  return (
    <>
      <div className="events-line">
        <button
          type="button"
          className="button small"
          onClick={() => void act({ act: "sendEventsBackwards", count: BACKWARDS })}
        >
          Send the last {BACKWARDS} again, backwards
        </button>
      </div>
      <ul className="calls" aria-label="Stripe events" data-testid="stripe-events">
        {events.map((event) => (
          <EventLine key={event.id} event={event} />
        ))}
      </ul>
    </>
  );
}

function EventLine({ event }: { readonly event: StripeEvent }): ReactNode {
  const { act } = useWorld();
  const [isOpen, setIsOpen] = useState(false);
  const { words, tone } = deliveryWords(event);
  return (
    <li className="call" data-testid="stripe-event" data-type={event.type}>
      <button
        type="button"
        className="event-line"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        <time>{clockTimeSeconds(event.at)}</time>
        <span className="call-method">{event.type}</span>
        <span className={`tone tone-${tone}`}>
          {words}
          {event.deliveries > 1 && ` ×${event.deliveries}`}
        </span>
      </button>
      {isOpen && (
        <div className="payment-details">
          <p className="payment-notes">{event.id}</p>
          <div className="button-row">
            {WAYS.map(({ label, ...way }) => (
              <button
                key={label}
                type="button"
                className="button small"
                onClick={() => void act({ act: "sendEvent", eventId: event.id, ...way })}
              >
                {label}
              </button>
            ))}
          </div>
        </div>
      )}
    </li>
  );
}
