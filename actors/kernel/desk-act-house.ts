// Acts of settings, the shop, promo codes and saved replies. Each sets a state: a field to a value, a
// product to a place, so that one carried out twice changes nothing the second time.
import type { Content } from "./content.ts";
import type { Product, Promo } from "./product.ts";

/** One change of a product; figures in their smallest units. */
export type ProductChange =
  /** Credits of a pack, minutes of a block of time. */
  | { readonly field: "size"; readonly value: number }
  | { readonly field: "priceCents"; readonly value: number }
  /** null: not sold for Stars. */
  | { readonly field: "priceStars"; readonly value: number | null }
  | { readonly field: "isActive"; readonly value: boolean };

export interface HouseDeskActs {
  /**
   * `json` is the value. `readAt`: when it was said that the risk of these rails was read (Unix
   * milliseconds), put down before the change; null for any other setting.
   */
  setSetting: { readonly field: string; readonly json: string; readonly readAt: number | null };
  /** At the end of the shop. The sku is made of the envelope that asks for it. */
  addProduct: {
    readonly sku: string;
    readonly kind: Product["kind"];
    readonly size: number;
    readonly priceCents: number;
    readonly priceStars: number | null;
    readonly currency: string;
  };
  changeProduct: { readonly sku: string; readonly change: ProductChange };
  /** To this place in the list of all products, 0 the first. */
  moveProduct: { readonly sku: string; readonly place: number };
  /** `madeAt` tells the same act from another code of that name; Unix milliseconds. */
  addPromo: {
    readonly code: string;
    readonly kind: Promo["kind"];
    readonly value: number;
    readonly maxUses: number | null;
    readonly maxUsesPerFan: number;
    readonly endsAt: number | null;
    readonly madeAt: number;
  };
  endPromo: { readonly code: string };
  /** In the place of another of that name, where there is one. */
  saveReply: { readonly name: string; readonly content: Content };
  renameReply: { readonly replyId: number; readonly name: string };
  deleteReply: { readonly replyId: number };
}
