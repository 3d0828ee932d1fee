// What every actor may hear from the runtime, as schemas: an inbox row is JSON of an earlier turn,
// maybe of an earlier version of this program, so it is parsed like anything else that comes in.
import { z } from "zod";
import { Answer } from "./answer.ts";
import type { EffectVerb } from "./effect.ts";
import type { OutcomeMessage, TimerMessage } from "./envelope.ts";

const REFUSAL_CODES = [
  "blocked",
  "topic-gone",
  "topic-closed",
  "migrated",
  "no-rights",
  "chat-gone",
  "message-gone",
  "too-late",
  "unwanted",
  "unauthorized",
  "unavailable",
  "bad-request",
] as const;

const Sent = z.object({
  chatId: z.int(),
  threadId: z.int().nullable(),
  messageIds: z.array(z.int()),
});

const AnyOutcome = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("done"),
    sent: Sent.nullable(),
    answer: Answer.exactOptional(),
  }),
  z.object({
    type: z.literal("retry"),
    afterMs: z.number(),
    scope: z.enum(["chat", "bot"]),
    isUnreached: z.literal(true).exactOptional(),
  }),
  z.object({
    type: z.literal("refused"),
    code: z.enum(REFUSAL_CODES),
    reason: z.string(),
    migratedTo: z.int().exactOptional(),
  }),
  z.object({ type: z.literal("unknown"), reason: z.string() }),
]);

/** An {@link OutcomeMessage} as it is read from the inbox. */
export const OutcomeHeard = z.object({
  type: z.literal("outcome"),
  effectId: z.int(),
  verb: z.custom<EffectVerb>((verb) => typeof verb === "string"),
  outcome: AnyOutcome,
  tag: z.string().nullable(),
}) satisfies z.ZodType<OutcomeMessage>;

/** A {@link TimerMessage} as it is read from the inbox. */
export const TimerHeard = z.object({
  type: z.literal("timer"),
  name: z.string(),
  dueAt: z.int(),
}) satisfies z.ZodType<TimerMessage>;
