// A fan's edit: free, the team's copy follows, the old text stays in the row's history. Telegram
// also sends edits that changed nothing we show (a place that moves, a link's preview): the hash
// kept with a recent message tells them apart.
import type { Content } from "#actors/kernel/content.ts";
import { replaceHeld } from "./held.ts";
import { postKeyboard } from "./keyboards.ts";
import type { Heard } from "./message.ts";
import { emitPosts, fanRef, headerFor, splitText } from "./posts.ts";
import { contentHash, hashOf, NOT_RELAYED, remember } from "./recent.ts";
import type { Held } from "./state.ts";
import type { Turn } from "./turn.ts";

export function onFanEdited(turn: Turn, heard: Heard<"fanEdited">): void {
  const { content, messageId } = heard;
  const { state } = turn;
  if (state.isBanned || state.topicStatus === "none" || content.kind === "unsupported") return;
  if (messageId <= state.forgottenUpTo) return;
  const hash = contentHash(content);
  const known = hashOf(state, messageId);
  // Unknown and not older than what is remembered: a message that was never taken in.
  if (known === null && messageId > state.takenInUpTo) return;
  if (known === NOT_RELAYED || known === hash) return;
  if (known !== null) turn.set(remember(state, messageId, hash));
  if (editGathering(turn, messageId, content)) return;
  turn.row({ row: "messageChange", ref: fanRef(messageId), text: content.text });
  const held = state.held.find((one) => one.messageId === messageId);
  if (held === undefined) editPosts(turn, messageId, content);
  else if (held.kind !== "album") holdAnew(turn, held, content);
}

/** A part of an album that still gathers is simply as it is by now. */
function editGathering(turn: Turn, messageId: number, content: Content): boolean {
  const { albumIn } = turn.state;
  if (albumIn === null || !albumIn.messageIds.includes(messageId)) return false;
  if (albumIn.messageIds[0] === messageId || albumIn.content.text === "") {
    const { text, entities } = content;
    turn.set({ albumIn: { ...albumIn, content: { ...albumIn.content, text, entities } } });
  }
  return true;
}

function editPosts(turn: Turn, messageId: number, content: Content): void {
  const header = headerFor(turn, "edited", content.kind);
  const keyboard = postKeyboard(turn.state);
  const [head, rest] = content.kind === "text" ? splitText(content) : [content, null];
  turn.emit({ verb: "editPost", fanMessageId: messageId, header, content: head, keyboard });
  if (rest === null) return;
  // The copy of a long text has two parts and only the first can be found by its message: what
  // stood in the second may have changed, so it is shown again rather than lost.
  turn.emit({
    verb: "post",
    header: null,
    parts: [{ fanMessageId: messageId, content: rest }],
    keyboard: [],
    replyToFanMessageId: null,
  });
}

function holdAnew(turn: Turn, held: Held, content: Content): void {
  const { messageId, replyToMessageId, cost } = held;
  const message = { messageId, content, album: null, replyToMessageId };
  const posted = emitPosts(turn, message, { title: "held", cost, isHeld: true });
  replaceHeld(turn, { ...held, ...posted });
}
