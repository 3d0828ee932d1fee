// What an invoice in Stars carries for us, unseen by the payer: enough to answer Telegram's question
// before the checkout from memory alone. Only our own bot makes its invoices, so it is not forged;
// it can be old, and its message can have been forwarded to somebody else.
//
// Format: `<purchase>.<fan in base 36>.<amount in Stars>.<sku>`; the sku is last, it may hold a dot.
import { invariant } from "#actors/kernel/errors.ts";

/** Telegram's bound (core.telegram.org/bots/api#sendinvoice). */
const PAYLOAD_BYTES_MAX = 128;

export interface InvoicePayload {
  readonly purchaseId: string;
  /** Whose purchase it is. */
  readonly fanId: number;
  /** Whole Stars. */
  readonly amount: number;
  readonly sku: string;
}

/** @throws InvariantError when it would not fit, or could not be read again. */
export function packPayload(payload: InvoicePayload): string {
  const { purchaseId, fanId, amount, sku } = payload;
  const packed = `${purchaseId}.${fanId.toString(36)}.${amount}.${sku}`;
  invariant(Buffer.byteLength(packed) <= PAYLOAD_BYTES_MAX, "an invoice's payload fits");
  invariant(unpackPayload(packed)?.sku === sku, "an invoice's payload can be read again");
  return packed;
}

/** null: not one of ours. */
export function unpackPayload(packed: string): InvoicePayload | null {
  const match = /^([0-9a-z-]{1,40})\.([0-9a-z]{1,11})\.(\d{1,9})\.(.{1,40})$/u.exec(packed);
  const [, purchaseId, fan, amount, sku] = match ?? [];
  if (purchaseId === undefined || fan === undefined || amount === undefined || sku === undefined) {
    return null;
  }
  return { purchaseId, fanId: Number.parseInt(fan, 36), amount: Number(amount), sku };
}
