// The scroll of messages. It stays at the end while the reader is at the end, and stays put while
// they read above, offering the way down. Arrow keys walk the rows.

import {
  memo,
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { toDays } from "#src/sandbox/page/model/timeline.ts";
import { dayLabel } from "#src/sandbox/page/model/words.ts";
import { Avatar, BotAvatar } from "#src/sandbox/page/ui/avatar.tsx";
import { Icon } from "#src/sandbox/page/ui/icon.tsx";
import { roveFocus } from "#src/sandbox/page/ui/roving.ts";
import { useNow } from "#src/sandbox/page/use-sandbox.ts";
import type { Message } from "#src/sandbox/protocol.ts";
import { Bubble } from "./bubble.tsx";
import { useChat } from "./chat-scope.ts";

/** Closer to the end than this counts as being at the end, CSS pixels. */
const NEAR_END_PX = 80;

interface MessageListProps {
  readonly messages: readonly Message[];
  readonly list: RefObject<HTMLDivElement | null>;
  /** Who is typing, in words; null when nobody is. */
  readonly action: string | null;
  /** How many of the last messages are drawn. */
  readonly shown: number;
  readonly onShowAll: () => void;
}

/** Days, runs and bubbles, oldest first. */
export const MessageList = memo(function MessageList(props: MessageListProps): ReactNode {
  const { messages, list, action } = props;
  const end = useStickyEnd(list, messages);
  return (
    <div className="scroll-box">
      <section
        className="messages"
        ref={list}
        aria-label="Messages"
        data-rove="[data-testid=message]"
        tabIndex={0}
        onScroll={end.onScroll}
        onKeyDown={(event) => {
          if (event.target instanceof HTMLElement && event.target.closest(".popover")) return;
          roveFocus(event);
        }}
      >
        <div className="messages-inner">
          {messages.length > props.shown && (
            <button type="button" className="button small earlier" onClick={props.onShowAll}>
              {messages.length - props.shown} earlier messages
            </button>
          )}
          {toDays(messages.slice(-props.shown)).map((day) => (
            <div key={day.key} className="day">
              <DayLabel at={day.at} />
              {day.entries.map((entry) =>
                entry.kind === "service" ? (
                  <span key={entry.message.id} className="service" data-testid="service">
                    {entry.message.service}
                  </span>
                ) : (
                  <Run key={entry.bubbles[0]?.head.id} from={entry.from}>
                    {entry.bubbles.map((bubble, index) => (
                      <Bubble
                        key={bubble.head.id}
                        bubble={bubble}
                        isFirst={index === 0}
                        isLast={index === entry.bubbles.length - 1}
                      />
                    ))}
                  </Run>
                ),
              )}
            </div>
          ))}
          <TypingBubble action={action} />
        </div>
      </section>
      {end.isAway && (
        <button
          type="button"
          className="to-end"
          aria-label="To the last message"
          onClick={end.goToEnd}
        >
          <Icon name="down" size={18} />
        </button>
      )}
    </div>
  );
});

function TypingBubble({ action }: { readonly action: string | null }): ReactNode {
  if (action === null) return null;
  return (
    <output className="typing-bubble" data-testid="typing">
      <span className="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {action}…
    </output>
  );
}

/** Apart, because it alone changes with the clock. */
function DayLabel({ at }: { readonly at: number }): ReactNode {
  return <span className="day-label">{dayLabel(at, useNow())}</span>;
}

interface RunProps {
  readonly from: Message["from"];
  readonly children: ReactNode;
}

function Run({ from, children }: RunProps): ReactNode {
  const chat = useChat();
  const hasPicture = chat.showsAuthors && from.id !== chat.viewer.id;
  return (
    <div className={hasPicture ? "run has-picture" : "run"}>
      {hasPicture && (
        <span className="run-picture">
          {from.isBot ? (
            <BotAvatar size={30} />
          ) : (
            <Avatar id={from.id} name={from.name} size={30} />
          )}
        </span>
      )}
      <ul className="run-rows">{children}</ul>
    </div>
  );
}

interface StickyEnd {
  readonly isAway: boolean;
  readonly onScroll: () => void;
  readonly goToEnd: () => void;
}

function useStickyEnd(
  list: RefObject<HTMLDivElement | null>,
  messages: readonly Message[],
): StickyEnd {
  const isAtEnd = useRef(true);
  const shownId = useRef<number | null>(null);
  const [isAway, setIsAway] = useState(false);
  const viewerId = useChat().viewer.id;
  const goToEnd = (): void => list.current?.scrollTo({ top: list.current.scrollHeight });
  useLayoutEffect(() => {
    const last = messages.at(-1);
    const isOwnNews = last?.from.id === viewerId && last.id !== shownId.current;
    shownId.current = last?.id ?? null;
    if (isAtEnd.current || isOwnNews) list.current?.scrollTo({ top: list.current.scrollHeight });
  });
  // A window that is resized, and a pane that is shown again, move the end away from the reader.
  useEffect(() => {
    const box = list.current;
    if (box === null) return;
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) box.scrollTo({ top: box.scrollHeight });
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, [list]);
  return {
    isAway,
    goToEnd,
    onScroll() {
      const box = list.current;
      if (box === null) return;
      isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
      setIsAway(!isAtEnd.current);
    },
  };
}
