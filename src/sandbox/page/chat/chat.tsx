// One open chat, the fan's private one or a topic's: pinned bar, messages, who is typing, composer.
// It is keyed by place where it is used, so that a draft never wanders to another chat.

import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { snippet } from "#src/sandbox/page/model/words.ts";
import { Icon } from "#src/sandbox/page/ui/icon.tsx";
import { Toasts } from "#src/sandbox/page/ui/toasts.tsx";
import { useWorld } from "#src/sandbox/page/use-sandbox.ts";
import type { Command, Message, Person, Place } from "#src/sandbox/protocol.ts";
import { ChatContext, type ChatScope } from "./chat-scope.ts";
import { Composer } from "./composer.tsx";
import { MessageList } from "./message-list.tsx";
import { useDraft } from "./use-draft.ts";

interface ChatProps {
  readonly viewer: Person;
  readonly place: Place;
  readonly messages: readonly Message[];
  /** "typing", "recording voice"; null when nobody is. */
  readonly action: string | null;
  readonly commands: readonly Command[];
  readonly placeholder: string;
  /** Stands in for the list while there are no messages. */
  readonly empty: ReactNode;
  /** Stands in for the composer: blocked, not a member. */
  readonly instead: ReactNode;
}

const FLASH_MS = 1400;

/** Every change draws the list anew; so many bubbles cost some 30 ms. */
const SHOWN_AT_FIRST = 200;

/** A chat as one viewer sees it. */
export function Chat(props: ChatProps): ReactNode {
  const { viewer, place, messages } = props;
  const { act } = useWorld();
  const list = useRef<HTMLDivElement>(null);
  const draft = useDraft(viewer, place, messages);
  const byId = useMemo(() => new Map(messages.map((one) => [one.id, one])), [messages]);
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  const showAll = useCallback(() => setShown(Number.POSITIVE_INFINITY), []);
  const jumpTo = useCallback(
    (messageId: number) => {
      const find = (): Element | null | undefined =>
        list.current?.querySelector(`[data-message-id="${messageId}"]`);
      if (find() === null) flushSync(showAll);
      const row = find();
      row?.scrollIntoView({ block: "center" });
      row?.animate([{ backgroundColor: "var(--flash)" }, {}], { duration: FLASH_MS });
    },
    [showAll],
  );
  const { reply, edit } = draft;
  // One identity while nothing of it changes: a keystroke must not draw every message again.
  const scope = useMemo(
    (): ChatScope => ({
      viewer,
      place,
      byId,
      jumpTo,
      reply,
      edit,
      showsAuthors: place.in === "group",
      newestOwnId: messages.findLast((one) => one.from.id === viewer.id)?.id ?? null,
      say: (text) => void act({ act: "send", personId: viewer.id, place, text }),
    }),
    [viewer, place, byId, jumpTo, reply, edit, messages, act],
  );
  return (
    <ChatContext value={scope}>
      <PinnedBar messages={messages} jumpTo={jumpTo} />
      {messages.length === 0 ? (
        <div className="scroll-box">{props.empty}</div>
      ) : (
        <MessageList
          messages={messages}
          list={list}
          action={props.action}
          shown={shown}
          onShowAll={showAll}
        />
      )}
      <Toasts personId={viewer.id} />
      {props.instead ?? (
        <Composer draft={draft} commands={props.commands} placeholder={props.placeholder} />
      )}
    </ChatContext>
  );
}

interface PinnedBarProps {
  readonly messages: readonly Message[];
  readonly jumpTo: (messageId: number) => void;
}

function PinnedBar({ messages, jumpTo }: PinnedBarProps): ReactNode {
  const pinned = messages.findLast((one) => one.isPinned);
  if (pinned === undefined) return null;
  return (
    <button
      type="button"
      className="pinned-bar"
      data-testid="pinned"
      onClick={() => jumpTo(pinned.id)}
    >
      <Icon name="pin" size={16} />
      <span className="pinned-words">
        <strong>Pinned message</strong>
        <span>{snippet(pinned)}</span>
      </span>
    </button>
  );
}
