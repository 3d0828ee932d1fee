// The sheet that asks before Stars are spent: what for, how many, how many there are. The sandbox
// answers once the bot has approved the payment, has refused it, or has been silent for too long.

import { type ReactNode, useEffect, useRef, useState } from "react";
import { Icon } from "#src/sandbox/page/ui/icon.tsx";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { Invoice, Message, Person } from "#src/sandbox/protocol.ts";

/** A pack of Stars as Telegram's app sells them. */
const TOP_UP = 500;

interface InvoiceSheetProps {
  readonly holder: Person;
  readonly message: Message;
  readonly invoice: Invoice;
  readonly onClose: () => void;
}

/** A dialog at the phone's lower edge. */
export function InvoiceSheet({ holder, message, invoice, onClose }: InvoiceSheetProps): ReactNode {
  const { act } = useWorld();
  const [isPaying, setIsPaying] = useState(false);
  const confirm = useRef<HTMLButtonElement>(null);
  useEffect(() => confirm.current?.focus(), []);
  const isShort = holder.stars < invoice.amount;
  const pay = async (): Promise<void> => {
    setIsPaying(true);
    const { chatId, id: messageId } = message;
    const result = await act({ act: "payInvoice", personId: holder.id, chatId, messageId });
    setIsPaying(false);
    if (result.ok) onClose();
  };
  const topUp = (): void => void act({ act: "topUpStars", personId: holder.id, amount: TOP_UP });
  return (
    <div
      className="sheet-shade"
      role="dialog"
      aria-label="Confirm the purchase"
      data-testid="invoice-sheet"
      onKeyDown={(event) => event.key === "Escape" && !isPaying && onClose()}
    >
      <div className="sheet invoice-sheet">
        <button
          type="button"
          className="icon-button"
          aria-label="Not now"
          disabled={isPaying}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
        <span className="star-disc">
          <Icon name="star" size={30} />
        </span>
        <h3>{invoice.title}</h3>
        <p>{invoice.description}</p>
        <p className={isShort ? "invoice-balance is-short" : "invoice-balance"}>
          {holder.firstName} has ⭐️ {holder.stars}
          {isShort && `, ${invoice.amount - holder.stars} too few`}
        </p>
        <button
          ref={confirm}
          type="button"
          className="button primary big"
          disabled={isPaying}
          aria-busy={isPaying}
          onClick={isShort ? topUp : () => void pay()}
        >
          {isPaying
            ? "Asking the bot…"
            : isShort
              ? `Top up ⭐️ ${TOP_UP}`
              : `Pay ⭐️ ${invoice.amount}`}
        </button>
      </div>
    </div>
  );
}
