// Customers and their saved cards. A card's bank can change its mind without the card looking any
// different, which is how auto-recharge meets declines and questions while the fan is away.

import type { ReactNode } from "react";
import { CARD_CHOICES } from "#src/sandbox/page/model/money.ts";
import { Icon } from "#src/sandbox/page/ui/icon.tsx";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { StripeCard, StripeCustomer } from "#src/sandbox/stripe/protocol.ts";
import { personName } from "./person-name.ts";

/** One block a customer. */
export function StripeCustomers(): ReactNode {
  const { customers } = useWorld().snapshot.state.stripe;
  if (customers.length === 0) {
    return <p className="empty-words">No customer yet: the first purchase makes one.</p>;
  }
  return (
    <ul className="customers" aria-label="Customers" data-testid="customers">
      {customers.map((customer) => (
        <CustomerBlock key={customer.id} customer={customer} />
      ))}
    </ul>
  );
}

function CustomerBlock({ customer }: { readonly customer: StripeCustomer }): ReactNode {
  const { act, snapshot } = useWorld();
  const name = personName(snapshot.state, customer.personId);
  return (
    <li className="customer">
      <div className="card-head">
        <strong>{name}</strong>
        <button
          type="button"
          className="button small danger"
          aria-label={`Delete the customer ${name}`}
          onClick={() => void act({ act: "deleteCustomer", customerId: customer.id })}
        >
          <Icon name="trash" size={14} /> Delete
        </button>
      </div>
      {customer.cards.length === 0 ? (
        <p className="payment-notes">No card is saved.</p>
      ) : (
        customer.cards.map((card) => <CardBlock key={card.id} card={card} />)
      )}
    </li>
  );
}

function CardBlock({ card }: { readonly card: StripeCard }): ReactNode {
  const { act } = useWorld();
  return (
    <div className="saved-card" data-testid="saved-card">
      <p>
        <Icon name="card" size={16} /> {card.name}
        {card.isDefault && <span className="tag">default</span>}
      </p>
      <p className="payment-notes">Its bank now: {card.bank}</p>
      <fieldset className="button-row" aria-label={`${card.name} from now on`}>
        {CARD_CHOICES.map(({ to, label, isGrave = false }) => (
          <button
            key={to}
            type="button"
            className={isGrave ? "button small danger" : "button small"}
            onClick={() => void act({ act: "stripeCard", cardId: card.id, to })}
          >
            {label}
          </button>
        ))}
      </fieldset>
    </div>
  );
}
