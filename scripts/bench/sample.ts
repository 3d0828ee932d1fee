// A conversation as it is in life, made by the conversation itself: what its state and the rows of
// one of its turns look like is not guessed.
import { conversation } from "#actors/conversation/index.ts";
import type { ConversationMessage } from "#actors/conversation/message.ts";
import type { State } from "#actors/conversation/state.ts";
import type { Decision } from "#actors/kernel/actor.ts";
import { effectId } from "#actors/kernel/envelope.ts";
import { Settings } from "#actors/kernel/settings.ts";

const GROUP_ID = -1_001_000_000_001;
const AT = 1_760_000_000_000;

/** Of a deployment with one group whose fans never run out. */
export const SETTINGS = {
  ...Settings.parse({ welcomeCredits: 100_000 }),
  groupIds: [GROUP_ID],
  ownerId: 1,
  rails: [],
  products: [],
  team: [],
  isTeamFormed: false,
};

/** The envelope of a fan's text. */
export function textFrom(fanId: number, messageId: number): ConversationMessage {
  return {
    type: "fanWrote",
    person: { id: fanId, firstName: `Fan ${fanId}`, username: null, languageTag: "en" },
    messageId,
    content: {
      kind: "text",
      text: `Hello there #${fanId}.${messageId}#`,
      entities: [],
      fileId: null,
    },
    replyToMessageId: null,
    albumId: null,
  };
}

/** A fan's conversation after a few texts, in its topic: the last decision. */
export function decideSample(fanId: number): Decision<State> {
  const address = { kind: "conversation", key: String(fanId) } as const;
  let state = conversation.initial(address);
  let id = 0;
  const hear = (message: ConversationMessage): Decision<State> => {
    id += 1;
    const decision = conversation.decide(
      state,
      { id, at: AT + id, attempts: 0, message },
      SETTINGS,
    );
    state = decision.state;
    return decision;
  };
  const first = hear(textFrom(fanId, 1000));
  for (const [index, { effect }] of first.effects.entries()) {
    const sent = { chatId: GROUP_ID, threadId: 7, messageIds: [2000 + index] };
    if (effect.verb !== "openTopic" && effect.verb !== "card") continue;
    hear({
      type: "outcome",
      effectId: effectId(1, index),
      verb: effect.verb,
      outcome: { type: "done", sent },
      tag: effect.tag ?? null,
    });
  }
  let last = first;
  for (let n = 1; n <= 10; n += 1) last = hear(textFrom(fanId, 1000 + n));
  return last;
}
