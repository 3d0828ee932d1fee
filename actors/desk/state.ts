// Where one person of the team is in the panel. Nothing here is the truth about anything but that:
// a desk that is lost loses somebody's place in a menu.
import { z } from "zod";
import type { Address } from "#actors/kernel/address.ts";
import { Content } from "#actors/kernel/content.ts";
import { deskPlace } from "#actors/kernel/desk.ts";
import { InvariantError } from "#actors/kernel/errors.ts";
import { StoredScreen } from "#actors/kernel/screen.ts";
import { ROLES } from "#actors/kernel/team.ts";

const Id = z.int();
const Time = z.int();

/** A wizard's open question. */
const Asking = z.object({
  section: z.string(),
  step: z.string(),
  /** What the answer is about: a setting's key, a sku. */
  subject: z.string(),
  at: Time,
});

/** An act that waits for a Yes; its token is in the button. */
const Pending = z.object({
  token: z.string(),
  section: z.string(),
  verb: z.string(),
  argument: z.string(),
  at: Time,
});

const Stored = z.object({
  key: z.string(),
  name: z.string(),
  /** What its person was when they were last heard: Telegram knows a group's administrators, no list. */
  role: z.enum(ROLES).default("stranger"),
  /** When somebody of no team was last told so in a group; null: never. */
  refusedAt: Time.nullable().default(null),
  /** What the panel shows. */
  screen: StoredScreen,
  /** The panel's message; null: none was sent yet. */
  panelId: Id.nullable(),
  /** What was searched for last. */
  query: z.string().nullable(),
  asking: Asking.nullable(),
  /** Of the last answer that was part of an album: the other parts are no messages of their own. */
  albumId: z.string().nullable().default(null),
  pending: Pending.nullable(),
  /** What a wizard has gathered, by the field's name. */
  form: z.record(z.string(), z.string()),
  /** A message that a wizard was given: a broadcast's, a saved reply's. */
  content: Content.nullable(),
});

export type DeskState = Readonly<z.infer<typeof Stored>>;
export type Asking = Readonly<z.infer<typeof Asking>>;

export const STATE_VERSION = 1;

/** A group is told once in so long that somebody is of no team, however often they ask. */
export const REFUSAL_EVERY_MS = 600_000;

/** A question or a confirmation that nobody answers is forgotten. */
export const ASK_LIFE_MS = 600_000;

export function initialState(address: Address): DeskState {
  deskPlace(address.key);
  return {
    key: address.key,
    name: "",
    role: "stranger",
    refusedAt: null,
    screen: { at: "home" },
    panelId: null,
    query: null,
    asking: null,
    albumId: null,
    pending: null,
    form: {},
    content: null,
  };
}

/** @throws InvariantError when it is not one that this version can read. */
export function loadState(stored: unknown, address: Address): DeskState {
  const parsed = Stored.safeParse(stored);
  if (!parsed.success) throw new InvariantError("the stored state of a desk can be read");
  if (parsed.data.key !== address.key) throw new InvariantError("a state belongs to its address");
  return parsed.data;
}
