// A broadcast while it is composed: one field of the desk's form, as JSON, read by the desk and by the
// screen. What cannot be read is an empty draft: a draft is nobody's truth.
import { z } from "zod";
import { EVERYBODY, Order } from "./campaign.ts";

const FIELD = "campaign";

const STEPS = ["draft", "shelf", "who", "when"] as const;

const Draft = Order.extend({
  /** Which part of the composer is shown. */
  step: z.enum(STEPS),
  /** Of the shelf's list. */
  page: z.int().min(0),
});
export type Draft = z.infer<typeof Draft>;

export const EMPTY_DRAFT: Draft = {
  parts: [],
  itemId: null,
  segment: EVERYBODY,
  startsAt: null,
  step: "draft",
  page: 0,
};

/** The draft in a desk's form. */
export function draftOf(form: Readonly<Record<string, string>>): Draft {
  const text = form[FIELD];
  if (text === undefined) return EMPTY_DRAFT;
  try {
    return Draft.safeParse(JSON.parse(text)).data ?? EMPTY_DRAFT;
  } catch {
    return EMPTY_DRAFT;
  }
}

/** A form with this draft in it. */
export function withDraft(
  form: Readonly<Record<string, string>>,
  draft: Draft,
): Record<string, string> {
  return { ...form, [FIELD]: JSON.stringify(draft) };
}

/** Whether there is something to send. */
export function isSomething({ parts, itemId }: Draft): boolean {
  return parts.length > 0 || itemId !== null;
}
