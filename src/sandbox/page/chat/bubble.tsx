// One bubble: whose it is, what it answers, its media, its words, and below it the reactions and the
// buttons. An album is one bubble whose head carries the words.

import { type ReactNode, useRef } from "react";
import type { Bubble as BubbleData } from "#src/sandbox/page/model/timeline.ts";
import { clockTime, snippet } from "#src/sandbox/page/model/words.ts";
import { Icon } from "#src/sandbox/page/ui/icon.tsx";
import type { Message } from "#src/sandbox/protocol.ts";
import { BubbleTools } from "./bubble-tools.tsx";
import { useChat } from "./chat-scope.ts";
import { InlineKeyboard } from "./inline-keyboard.tsx";
import { InvoiceCard } from "./invoice-card.tsx";
import { isPicture, MediaView } from "./media.tsx";
import { PaidMediaCard } from "./paid-media-card.tsx";
import { Reactions } from "./reactions.tsx";
import { RichText } from "./rich-text.tsx";
import { useEditFlash } from "./use-edit-flash.ts";

interface BubbleProps {
  readonly bubble: BubbleData;
  /** First and last of a run: the name stands over the first, the tail under the last. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** A row of the message list. */
export function Bubble({ bubble, isFirst, isLast }: BubbleProps): ReactNode {
  const chat = useChat();
  const { head } = bubble;
  const body = useRef<HTMLDivElement>(null);
  useEditFlash(body, captionOf(bubble)?.text ?? "");
  const isMine = head.from.id === chat.viewer.id;
  const isNote = chat.showsAuthors && captionOf(bubble)?.text?.startsWith("//") === true;
  const classes = [
    "row",
    isMine ? "mine" : "theirs",
    isLast ? "ends-run" : "",
    isNote ? "note" : "",
  ];
  return (
    <li
      className={classes.join(" ").trimEnd()}
      tabIndex={-1}
      data-testid="message"
      data-message-id={head.id}
      data-from={isMine ? "me" : head.from.isBot ? "bot" : "other"}
      aria-label={`${head.from.name}, ${clockTime(head.at)}: ${snippet(head)}`}
    >
      <div className="bubble-line">
        <div ref={body} className={`bubble ${shapeOf(bubble)}`}>
          {isNote && (
            <span className="note-label">
              <Icon name="note" size={13} /> Note, stays inside the team
            </span>
          )}
          {isFirst && chat.showsAuthors && !isMine && (
            <span className={`author hue-text-${Math.abs(head.from.id) % 7}`}>
              {head.from.name}
              {head.from.isBot && <span className="author-tag">bot</span>}
            </span>
          )}
          <ReplyQuote message={head} />
          <Content bubble={bubble} />
        </div>
        <BubbleTools message={captionOf(bubble) ?? head} />
      </div>
      <Reactions message={head} />
      <InlineKeyboard message={head} />
    </li>
  );
}

function Content({ bubble }: { readonly bubble: BubbleData }): ReactNode {
  const caption = captionOf(bubble);
  const media = bubble.parts.flatMap((part) => (part.media === null ? [] : [part.media]));
  const meta = <Meta message={caption ?? bubble.head} />;
  return (
    <>
      {media.length > 1 && media.every(isPicture) ? (
        <div className={`album album-${Math.min(media.length, 10)}`} data-testid="album">
          {media.map((one) => (
            <MediaView key={one.fileId} media={one} />
          ))}
        </div>
      ) : (
        media.map((one) => <MediaView key={one.fileId} media={one} />)
      )}
      {bubble.head.paidMedia !== null && (
        <PaidMediaCard message={bubble.head} paid={bubble.head.paidMedia} />
      )}
      {bubble.head.invoice !== null && <InvoiceCard invoice={bubble.head.invoice} />}
      {caption === null ? (
        meta
      ) : (
        <div className="words">
          <RichText text={caption.text ?? ""} entities={caption.entities} />
          {meta}
        </div>
      )}
    </>
  );
}

function Meta({ message }: { readonly message: Message }): ReactNode {
  return (
    <span className="meta">
      {message.isPinned && <Icon name="pin" size={12} />}
      {message.isProtected && (
        <span title="Protected: cannot be forwarded or saved">
          <Icon name="lock" size={12} />
        </span>
      )}
      {message.isEdited && <span>edited</span>}
      <time dateTime={new Date(message.at).toISOString()}>{clockTime(message.at)}</time>
    </span>
  );
}

function ReplyQuote({ message }: { readonly message: Message }): ReactNode {
  const chat = useChat();
  if (message.replyToId === null) return null;
  const target = chat.byId.get(message.replyToId);
  const who = target?.from.name ?? "Deleted message";
  return (
    <button
      type="button"
      className="reply-quote"
      data-testid="reply-quote"
      disabled={target === undefined}
      aria-label={`In reply to ${who}: ${target === undefined ? "" : snippet(target)}`}
      onClick={() => target !== undefined && chat.jumpTo(target.id)}
    >
      <strong>{who}</strong>
      <span>{target === undefined ? "no longer here" : snippet(target)}</span>
    </button>
  );
}

/** The part that carries the words: an album's caption may sit on any of its parts. */
function captionOf(bubble: BubbleData): Message | null {
  return bubble.parts.find((part) => part.text !== null && part.text !== "") ?? null;
}

function shapeOf(bubble: BubbleData): string {
  const media = bubble.head.media;
  const hasWords = captionOf(bubble) !== null;
  if (bubble.head.invoice !== null) return "bubble-invoice";
  if (bubble.head.paidMedia !== null)
    return hasWords ? "bubble-picture has-words" : "bubble-picture";
  if (media === null) return "bubble-text";
  const isBare = media.kind === "sticker" || media.kind === "video_note";
  if (isBare) return "bubble-bare";
  const edge = isPicture(media) ? "bubble-picture" : "bubble-card";
  return hasWords ? `${edge} has-words` : edge;
}
