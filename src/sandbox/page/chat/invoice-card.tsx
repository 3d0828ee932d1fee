// An invoice as Telegram draws it: what it is for and its price in Stars. Its Pay button is the first
// of its keyboard.

import type { ReactNode } from "react";
import type { Invoice } from "#src/sandbox/protocol.ts";

/** The inside of an invoice's bubble. */
export function InvoiceCard({ invoice }: { readonly invoice: Invoice }): ReactNode {
  const { title, description, amount, isPaid } = invoice;
  return (
    <div className="invoice" data-testid="invoice">
      <strong>{title}</strong>
      <p>{description}</p>
      <span className="invoice-price">
        ⭐️ {amount}
        {isPaid ? " · paid" : ""}
      </span>
    </div>
  );
}
