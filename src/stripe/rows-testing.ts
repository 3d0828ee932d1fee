// Purchases and customers in memory, as the tables would have them.
import type { Rail } from "#actors/kernel/product.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";
import type { PaymentReads, PurchaseAt } from "#db/payments.ts";

export const FAN = 5_000_000_001;

/** Purchases and customers as the tables would have them. */
export class Rows implements PaymentReads {
  readonly purchases = new Map<string, PurchaseAt>();
  readonly customers = new Map<string, number>();
  isDown = false;

  put(purchase: Purchase, fanId = FAN): Purchase {
    this.purchases.set(purchase.id, { fanId, purchase });
    return purchase;
  }

  async purchaseById(id: string): Promise<PurchaseAt | null> {
    this.#check();
    return this.purchases.get(id) ?? null;
  }

  async purchaseByPayment(paymentId: string): Promise<PurchaseAt | null> {
    return this.#find((purchase) => purchase.paymentId === paymentId);
  }

  async purchaseBySession(sessionId: string): Promise<PurchaseAt | null> {
    return this.#find((purchase) => purchase.sessionId === sessionId);
  }

  async fanOfCustomer(customerId: string): Promise<number | null> {
    this.#check();
    return this.customers.get(customerId) ?? null;
  }

  async openPurchases(): Promise<readonly PurchaseAt[]> {
    this.#check();
    const isOpen = ({ state }: Purchase) =>
      ["open", "processing", "requiresAction"].includes(state);
    return [...this.purchases.values()].filter(({ purchase }) => isOpen(purchase));
  }

  async hasPurchases(rail: Rail): Promise<boolean> {
    this.#check();
    return [...this.purchases.values()].some(({ purchase }) => purchase.rail === rail);
  }

  async recentPurchases(): Promise<readonly PurchaseAt[]> {
    this.#check();
    return [...this.purchases.values()];
  }

  #find(is: (purchase: Purchase) => boolean): PurchaseAt | null {
    this.#check();
    return [...this.purchases.values()].find(({ purchase }) => is(purchase)) ?? null;
  }

  #check(): void {
    if (this.isDown) throw new Error("the database is out of reach");
  }
}
