// The steps a newcomer is invited to take, first with words and then with money, read off the world
// itself: a step is done when its trace can be seen. A trace may fade (a receipt is taken off once the answer is there), so a step
// once taken stays taken until the sandbox is fresh again.

import type { Message, State } from "#src/sandbox/protocol.ts";
import { fansOf } from "./world.ts";

export type StepId = "start" | "write" | "answer" | "look" | "shop" | "pay" | "trouble" | "stripe";

export interface Step {
  readonly id: StepId;
  readonly title: string;
  readonly hint: string;
}

export const FIRST_STEPS: readonly Step[] = [
  { id: "start", title: "Press Start on the phone", hint: "The fan gets a welcome and credits." },
  { id: "write", title: "Write as the fan", hint: "A topic with a card opens in the admin group." },
  { id: "answer", title: "Answer in the topic", hint: "As Ada, the owner, or one of the team." },
  {
    id: "look",
    title: "Watch the receipt, or turn the clock",
    hint: "Reactions on the fan’s message say delivered, seen, being answered.",
  },
];

export const MONEY_STEPS: readonly Step[] = [
  { id: "shop", title: "Open the shop: /buy", hint: "As the fan. Pick a pack." },
  {
    id: "pay",
    title: "Pay on the page, 4242 or any test card",
    hint: "The link in the chat turns into the receipt.",
  },
  {
    id: "trouble",
    title: "Refund it, or dispute it",
    hint: "In the console under Stripe, as the owner or the bank.",
  },
  {
    id: "stripe",
    title: "Send an event twice, late or wrong",
    hint: "Under Stripe, Events. The credits stay right.",
  },
];

export const STEPS: readonly Step[] = [...FIRST_STEPS, ...MONEY_STEPS];

/** Receipts that say a person acted; 👌 alone only says that the message arrived. */
const SEEN = new Set(["👀", "✍", "✍️"]);
const TURNED_MS = 30_000;

/** The steps taken so far: those of `before`, and those whose traces are there now. */
export function stepsTaken(
  before: ReadonlySet<StepId> | null,
  state: State,
  aheadMs: number,
): ReadonlySet<StepId> {
  const isFresh = state.chats.every((chat) => chat.messages.length === 0);
  const seen = tracesSeen(state, aheadMs);
  return before === null || isFresh ? seen : new Set([...before, ...seen]);
}

function tracesSeen(state: State, aheadMs: number): ReadonlySet<StepId> {
  const done = new Set<StepId>();
  const people = new Set(state.people.map((person) => person.id));
  const fans = new Set(fansOf(state).map((person) => person.id));
  const written = state.chats.flatMap((chat) => chat.messages).filter((m) => fans.has(m.from.id));
  for (const message of written) {
    if (message.text?.startsWith("/start") === true) done.add("start");
    else if (message.service === null && message.text?.startsWith("/") !== true) done.add("write");
    if (message.reactions.some((r) => SEEN.has(r.emoji) && !people.has(r.byId))) done.add("look");
  }
  if (aheadMs > TURNED_MS) done.add("look");
  const answered = state.groups.some((group) =>
    group.messages.some(
      (m) =>
        m.threadId !== null &&
        !m.from.isBot &&
        m.service === null &&
        m.text?.startsWith("/") !== true,
    ),
  );
  if (answered) done.add("answer");
  for (const id of moneyTraces(state, written)) done.add(id);
  return done;
}

/** `written` is what fans wrote. */
function moneyTraces({ stripe }: State, written: readonly Message[]): readonly StepId[] {
  const isPaid = stripe.payments.some(({ state }) => state === "paid" || state === "onItsWay");
  const isRevoked = stripe.payments.some((one) => one.refunded > 0 || one.dispute !== null);
  const isResent = stripe.events.some(({ delivery, deliveries }) => {
    return deliveries > 1 || (delivery !== null && delivery.manner !== "asItIs");
  });
  const seen: readonly (readonly [StepId, boolean])[] = [
    ["shop", written.some((message) => message.text?.startsWith("/buy") === true)],
    ["pay", isPaid],
    ["trouble", isRevoked],
    ["stripe", isResent],
  ];
  return seen.flatMap(([id, isSeen]) => (isSeen ? [id] : []));
}
