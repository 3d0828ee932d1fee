// A message's text with its entities. React escapes the words; links go only where `safeHref` lets
// them. One tap on a spoiler uncovers all of a message's spoilers, as Telegram does.

import { type ReactNode, useState } from "react";
import { type Segment, toBlocks } from "#src/sandbox/page/model/entities.ts";
import { useAppLink } from "#src/sandbox/page/use-app-links.ts";
import type { Entity } from "#src/sandbox/protocol.ts";
import { useChat } from "./chat-scope.ts";

interface RichTextProps {
  readonly text: string;
  readonly entities: readonly Entity[];
}

/** Inline text and block quotes, meant to flow inside a bubble. */
export function RichText({ text, entities }: RichTextProps): ReactNode {
  const [isRevealed, setIsRevealed] = useState(false);
  return toBlocks(text, entities).map((block, index) => {
    const inside = block.segments.map((segment, at) => (
      <SegmentView
        key={at}
        segment={segment}
        isRevealed={isRevealed}
        reveal={() => setIsRevealed(true)}
      />
    ));
    if (block.kind === "quote") return <blockquote key={index}>{inside}</blockquote>;
    if (block.kind === "pre") return <pre key={index}>{inside}</pre>;
    return <span key={index}>{inside}</span>;
  });
}

interface SegmentProps {
  readonly segment: Segment;
  readonly isRevealed: boolean;
  readonly reveal: () => void;
}

function SegmentView({ segment, isRevealed, reveal }: SegmentProps): ReactNode {
  const { marks } = segment;
  const classes = marks.map((mark) => `mark-${mark}`).join(" ");
  const styled =
    marks.length === 0 ? segment.text : <span className={classes}>{segment.text}</span>;
  if (marks.includes("spoiler") && !isRevealed) {
    return (
      <button
        type="button"
        className="spoiler"
        aria-label="Spoiler, press to show"
        onClick={reveal}
      >
        {styled}
      </button>
    );
  }
  if (marks.includes("link") && segment.url !== null) {
    return <Link url={segment.url}>{styled}</Link>;
  }
  return marks.includes("command") ? <Command text={segment.text} /> : styled;
}

function Link({
  url,
  children,
}: {
  readonly url: string;
  readonly children: ReactNode;
}): ReactNode {
  const follow = useAppLink(url, useChat().viewer.id);
  if (follow === null) {
    return (
      <a href={url} target="_blank" rel="noopener noreferrer">
        {children}
      </a>
    );
  }
  return (
    <button type="button" className="text-link" onClick={follow}>
      {children}
    </button>
  );
}

function Command({ text }: { readonly text: string }): ReactNode {
  const chat = useChat();
  return (
    <button type="button" className="text-link" onClick={() => chat.say(text)}>
      {text}
    </button>
  );
}
