// What is being written in one chat: words, what they answer or change, what is attached. Sending
// chooses the one act that says it; the draft is cleared only when the sandbox has taken it.
//
// A draft is plain, a reply, or an edit; taking up a reply ends an edit and the other way round.

import { useCallback, useState } from "react";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { Act, Media, Message, Person, Place } from "#src/sandbox/protocol.ts";
import { isEditable } from "./chat-scope.ts";

export interface Attachment {
  readonly label: string;
  readonly kinds: readonly Media["kind"][];
  /** Waits for a caption; others are sent at once. */
  readonly takesCaption: boolean;
}

export interface Draft {
  readonly text: string;
  readonly replyTo: Message | null;
  readonly editing: Message | null;
  readonly staged: Attachment | null;
  readonly isSending: boolean;
  readonly setText: (text: string) => void;
  /** Both keep their identity, so that drawn messages need not be drawn again for them. */
  readonly reply: (message: Message) => void;
  readonly edit: (message: Message) => void;
  /** Takes up the viewer's last message for editing, if there is one. */
  readonly editLast: () => void;
  readonly attach: (attachment: Attachment) => void;
  /** Drops what the words answer, change or accompany; words of an edit go with it. */
  readonly cancel: () => void;
  readonly send: () => void;
}

interface Parts {
  readonly text: string;
  readonly replyTo: Message | null;
  readonly editing: Message | null;
  readonly staged: Attachment | null;
}

const EMPTY: Parts = { text: "", replyTo: null, editing: null, staged: null };

/** The draft of `viewer` at `place`. */
export function useDraft(viewer: Person, place: Place, messages: readonly Message[]): Draft {
  const { act } = useWorld();
  const [parts, setParts] = useState<Parts>(EMPTY);
  const [isSending, setIsSending] = useState(false);

  async function submit(from: Parts): Promise<void> {
    const what = toAct(viewer, place, from);
    if (what === null || isSending) return;
    setIsSending(true);
    const result = await act(what);
    setIsSending(false);
    // Words that were typed on while it was on its way stay.
    if (result.ok) setParts((old) => ({ ...EMPTY, text: rest(old.text, from.text) }));
  }
  const reply = useCallback(
    (message: Message): void =>
      setParts((old) => ({
        ...old,
        replyTo: message,
        editing: null,
        text: old.editing === null ? old.text : "",
      })),
    [],
  );
  const edit = useCallback(
    (message: Message): void => setParts({ ...EMPTY, editing: message, text: message.text ?? "" }),
    [],
  );

  return {
    ...parts,
    isSending,
    setText: (text) => setParts((old) => ({ ...old, text })),
    reply,
    edit,
    editLast() {
      const last = messages.findLast((one) => isEditable(one, viewer));
      if (last !== undefined) edit(last);
    },
    attach(attachment) {
      const next = { ...parts, staged: attachment };
      if (attachment.takesCaption) setParts(next);
      else void submit(next);
    },
    cancel: () => setParts((old) => ({ ...EMPTY, text: old.editing === null ? old.text : "" })),
    send: () => void submit(parts),
  };
}

/** The act that says the draft; null when there is nothing to say. */
export function toAct(viewer: Person, place: Place, draft: Parts): Act | null {
  const text = draft.text.trim();
  const personId = viewer.id;
  const reply = draft.replyTo === null ? {} : { replyToId: draft.replyTo.id };
  if (draft.editing !== null) {
    const { chatId, id: messageId } = draft.editing;
    return text === "" ? null : { act: "edit", personId, chatId, messageId, text };
  }
  if (draft.staged !== null) {
    const caption = text === "" || !draft.staged.takesCaption ? {} : { caption: text };
    return { act: "sendMedia", personId, place, kinds: draft.staged.kinds, ...caption, ...reply };
  }
  return text === "" ? null : { act: "send", personId, place, text, ...reply };
}

function rest(typed: string, sent: string): string {
  return typed.startsWith(sent) ? typed.slice(sent.length) : "";
}
