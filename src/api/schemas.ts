// What goes in and out, as schemas: they check requests, cut answers down to what is described, and
// are the description itself (/openapi.json) and the types of the client. Times are Unix milliseconds,
// money is in the smallest unit of its currency (or whole Stars).
import { t } from "elysia";
import { RAILS } from "#actors/kernel/product.ts";
import { LOCKED_KINDS } from "#actors/kernel/shelf.ts";
import { PERMISSIONS } from "#actors/kernel/team.ts";
import { INIT_DATA_LENGTH_MAX } from "./init-data.ts";

/** Ids of ours and Telegram's are whole numbers that JSON carries exactly. */
const ID = { minimum: 1, maximum: Number.MAX_SAFE_INTEGER } as const;

const Time = t.Integer({ description: "Unix milliseconds." });
const Nullable = <Schema extends Parameters<typeof t.Nullable>[0]>(schema: Schema) =>
  t.Union([schema, t.Null()]);

/** Pages are numbered from 0, the newest; nobody turns a thousand pages by hand. */
const PAGE_MAX = 999;

export const Page = t.Object({ page: t.Optional(t.Integer({ minimum: 0, maximum: PAGE_MAX })) });

export const SignIn = t.Object({
  initData: t.String({ maxLength: INIT_DATA_LENGTH_MAX, description: "Telegram.WebApp.initData" }),
});

export const SessionGranted = t.Object({
  token: t.String({ description: "Send it as `Authorization: Bearer …`." }),
  expiresAt: Time,
});

export const Me = t.Object({
  id: t.Integer(),
  name: t.String(),
  isFan: t.Boolean(),
  role: Nullable(t.UnionEnum(["owner", "admin", "agent", "viewer"])),
  permissions: t.Array(t.UnionEnum(PERMISSIONS)),
});

export const Balance = t.Object({
  credits: t.Integer(),
  /** End of the time session; null: there is none. */
  sessionEndsAt: Nullable(Time),
  debtCredits: t.Integer({ description: "Taken back beyond what was left, not worked off yet." }),
  autoRecharge: t.Boolean(),
});

export const History = t.Object({
  pages: t.Integer(),
  lines: t.Array(
    t.Object({
      id: t.Integer(),
      kind: t.String(),
      credits: t.Integer({ description: "Signed." }),
      seconds: t.Integer({ description: "Signed." }),
      amount: t.Integer({ description: "Signed." }),
      currency: Nullable(t.String()),
      messageKind: Nullable(t.String()),
      isGivenBack: t.Boolean(),
      at: Time,
    }),
  ),
});

const Price = t.Object({
  amount: t.Integer(),
  fullAmount: t.Integer({ description: "Without the promo code." }),
  currency: t.String(),
});

export const Shop = t.Object({
  products: t.Array(
    t.Object({
      sku: t.String(),
      kind: t.UnionEnum(["credits", "time"]),
      credits: t.Integer(),
      seconds: t.Integer(),
      /** null: not sold that way. */
      stripe: Nullable(Price),
      stars: Nullable(Price),
    }),
  ),
});

export const CheckoutAsked = t.Object({
  sku: t.String({ minLength: 1, maxLength: 40 }),
  rail: t.UnionEnum(RAILS),
});

export const CheckoutBegun = t.Object({ id: t.String() });

/** A purchase's id as `purchaseIdOf` makes it. */
export const CheckoutId = t.Object({
  id: t.String({ pattern: "^p[0-9a-z]{1,11}-[0-9a-z]{1,10}$" }),
});

export const Checkout = t.Object({
  id: t.String(),
  state: t.UnionEnum([
    "waiting",
    "refused",
    "open",
    "processing",
    "requiresAction",
    "paid",
    "expired",
    "failed",
    "mismatch",
  ]),
  /** Where to pay by card; null: not there yet, or not any more. */
  url: Nullable(t.String()),
  /** What shows the purchase in the chat is there: an invoice in Stars is paid in it. */
  isInChat: t.Boolean(),
});

export const Purchases = t.Object({
  hasMore: t.Boolean(),
  purchases: t.Array(
    t.Object({
      id: t.String(),
      rail: t.UnionEnum(RAILS),
      sku: t.String(),
      credits: t.Integer(),
      seconds: t.Integer(),
      amount: t.Integer(),
      currency: t.String(),
      refundedAmount: t.Integer(),
      state: t.String(),
      createdAt: Time,
      paidAt: Nullable(Time),
    }),
  ),
});

export const Unlocked = t.Object({
  pages: t.Integer(),
  items: t.Array(
    t.Object({
      id: t.Integer(),
      kind: t.UnionEnum(LOCKED_KINDS),
      count: t.Integer({ description: "Of files." }),
      caption: t.String(),
      price: t.Object({ unit: t.UnionEnum(["credits", "stars"]), amount: t.Integer() }),
      at: Time,
    }),
  ),
});

export const ItemId = t.Object({
  id: t.Integer({ ...ID, description: "`id` of an item." }),
});

export const SentAgain = t.Object({
  isNew: t.Boolean({ description: "false: asked for already, with this key." }),
});

export const ListAsked = t.Object({
  filter: t.Optional(t.UnionEnum(["all", "mine", "unread"])),
  after: t.Optional(
    t.String({ pattern: "^\\d{1,16}_\\d{1,16}$", description: "`next` of a page." }),
  ),
});

const Conversation = t.Object({
  fanId: t.Integer(),
  name: t.String(),
  username: Nullable(t.String()),
  tier: t.String(),
  credits: t.Integer(),
  /** Left out for who may not see money. */
  spentCents: t.Optional(t.Integer()),
  status: t.String(),
  priority: t.String(),
  isPinned: t.Boolean(),
  assignedTo: Nullable(t.Integer()),
  unread: t.Integer(),
  waitingSince: Nullable(Time),
  lastMessageAt: Nullable(Time),
});

export const Conversations = t.Object({
  conversations: t.Array(Conversation),
  next: Nullable(
    t.String({ description: "The `after` of the next page; null: this is the last." }),
  ),
});

export const OfFan = t.Object({ fanId: t.Integer(ID) });

export const MessagesAsked = t.Object({
  before: t.Optional(t.Integer({ ...ID, description: "Id of the oldest message one has." })),
});

export const Messages = t.Object({
  hasMore: t.Boolean(),
  /** Oldest first. */
  messages: t.Array(
    t.Object({
      id: t.Integer(),
      direction: t.UnionEnum(["in", "out"]),
      kind: t.String(),
      text: t.String(),
      mediaId: Nullable(t.String({ description: "For /api/v1/team/media/{id}." })),
      cost: t.Integer(),
      status: t.String(),
      byId: Nullable(t.Integer()),
      at: Time,
    }),
  ),
});

export const ReplyAsked = t.Object({ text: t.String({ minLength: 1, maxLength: 4096 }) });

export const ReplyTaken = t.Object({
  /** What is asked about afterwards. */
  id: t.Integer(),
  isNew: t.Boolean({
    description: "false: the same key was used before, and nothing was sent twice.",
  }),
});

export const OfReply = t.Object({
  fanId: t.Integer(ID),
  id: t.Integer(ID),
});

export const ReplyState = t.Object({
  id: t.Integer(),
  state: t.String({ description: "waiting, refused, queued, delivered or failed" }),
});

/** Of requests that change something: the same key is the same request, however often it is sent. */
export const Keyed = t.Object({ "idempotency-key": t.String({ pattern: "^[\\w-]{8,64}$" }) });

export const MediaId = t.Object({ id: t.String({ pattern: "^[\\w.-]{1,300}$" }) });

export const Nothing = t.Null();
