// Payments, newest first: who, how much, how it stands. A line opens to what can happen to it.

import { type ReactNode, useState } from "react";
import {
  disputeTurns,
  moneyWords,
  paymentTurns,
  standingOf,
} from "#src/sandbox/page/model/money.ts";
import { clockTime } from "#src/sandbox/page/model/words.ts";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { StripePayment } from "#src/sandbox/stripe/protocol.ts";
import { personName } from "./person-name.ts";

/** The list, or how to begin. */
export function StripePayments(): ReactNode {
  const { payments } = useWorld().snapshot.state.stripe;
  if (payments.length === 0) {
    return <p className="empty-words">Nobody has bought anything yet. On the phone: /buy</p>;
  }
  return (
    <ul className="payments" aria-label="Payments" data-testid="payments">
      {payments.map((payment, index) => (
        <PaymentLine
          key={payment.sessionId ?? payment.id}
          payment={payment}
          isNewest={index === 0}
        />
      ))}
    </ul>
  );
}

interface PaymentLineProps {
  readonly payment: StripePayment;
  /** Open until somebody closes it. */
  readonly isNewest: boolean;
}

function PaymentLine({ payment, isNewest }: PaymentLineProps): ReactNode {
  const { state } = useWorld().snapshot;
  const [isOpen, setIsOpen] = useState<boolean | null>(null);
  const isShown = isOpen ?? isNewest;
  const standing = standingOf(payment);
  const name = personName(state, payment.personId);
  const price = moneyWords(payment.amount, payment.currency);
  return (
    <li className="payment" data-testid="payment" data-state={payment.state}>
      <button
        type="button"
        className="payment-line"
        aria-expanded={isShown}
        aria-label={`${name}, ${payment.what}, ${price}, ${standing.words}`}
        onClick={() => setIsOpen(!isShown)}
      >
        <span className="payment-words">
          <strong>{name}</strong>
          <span>{payment.what}</span>
        </span>
        <span className="payment-figures">
          <strong>{price}</strong>
          <span className={`tone tone-${standing.tone}`}>{standing.words}</span>
        </span>
      </button>
      {isShown && <PaymentDetails payment={payment} />}
    </li>
  );
}

function PaymentDetails({ payment }: { readonly payment: StripePayment }): ReactNode {
  const { act } = useWorld();
  const { dispute } = payment;
  const turns = paymentTurns(payment).map(({ to, ...turn }) => {
    return { ...turn, act: { act: "stripePayment", paymentId: payment.id, to } as const };
  });
  const ends =
    dispute === null
      ? []
      : disputeTurns(dispute).map(({ to, ...turn }) => {
          return { ...turn, act: { act: "stripeDispute", disputeId: dispute.id, to } as const };
        });
  return (
    <div className="payment-details">
      <p className="payment-notes">{notesOf(payment).join(" · ")}</p>
      <div className="button-row">
        {[...ends, ...turns].map(({ label, isGrave = false, act: what }) => (
          <button
            key={label}
            type="button"
            className={isGrave ? "button small danger" : "button small"}
            onClick={() => void act(what)}
          >
            {label}
          </button>
        ))}
      </div>
    </div>
  );
}

function notesOf(payment: StripePayment): readonly string[] {
  const { at, card, decline, refunded, currency, dispute, id } = payment;
  return [
    clockTime(at),
    card ?? "",
    decline?.replaceAll("_", " ") ?? "",
    refunded > 0 ? `${moneyWords(refunded, currency)} refunded` : "",
    dispute?.status.replaceAll("_", " ") ?? "",
    `${id.slice(0, 12)}…`,
  ].filter((words) => words !== "");
}
