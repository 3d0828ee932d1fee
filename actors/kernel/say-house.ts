// What the panel says about settings, the shop and promo codes: questions, what was wrong with an
// answer, and what an act came to.
import type { PROMO_KINDS } from "./product.ts";
import type { Bounds } from "./reading.ts";
import type { Editor } from "./setting-fields.ts";

type PromoKind = (typeof PROMO_KINDS)[number];
type Nothing = Readonly<Record<string, never>>;

/** What a wizard takes; the same words ask for it and say what was expected. */
export type Expected =
  | { readonly type: "whole"; readonly bounds: Bounds }
  | { readonly type: "span"; readonly bounds: Bounds; readonly bare: "seconds" | "minutes" }
  | { readonly type: "money"; readonly bounds: Bounds; readonly currency: string }
  | { readonly type: "stars"; readonly bounds: Bounds }
  | { readonly type: "text"; readonly max: number; readonly length: number }
  | { readonly type: "hours" }
  | { readonly type: "currency" }
  | { readonly type: "code" }
  | { readonly type: "limit"; readonly bounds: Bounds }
  | { readonly type: "ends" }
  | { readonly type: "replyName" }
  | { readonly type: "replyContent" };

export interface HouseDeskSays {
  /** Something else was written than the wizard takes. */
  wanted: { readonly expected: Expected };

  askSetting: { readonly field: string; readonly editor: Editor; readonly currency: string };
  /** Values as JSON has them; `currency` is what amounts of money are in. */
  settingChanged: {
    readonly field: string;
    readonly from: unknown;
    readonly to: unknown;
    readonly currency: string;
  };
  settingUnchanged: { readonly field: string };
  /** Before another choice of rails: what it risks. */
  askRails: { readonly rails: string };

  askProductSize: { readonly kind: "credits" | "time" };
  askProductPrice: { readonly currency: string };
  askProductStars: Nothing;
  productAdded: { readonly sku: string };
  productChanged: { readonly sku: string };
  productMoved: { readonly sku: string };

  askPromoCode: Nothing;
  askPromoValue: { readonly kind: PromoKind; readonly currency: string };
  askPromoUses: Nothing;
  askPromoPerFan: Nothing;
  askPromoEnds: Nothing;
  promoAdded: { readonly code: string };
  promoTaken: { readonly code: string };
  confirmPromoOff: { readonly code: string };
  promoEnded: { readonly code: string };
}
