// A topic's picture as Telegram draws it: the emoji that it was given, or else a speech bubble in the
// topic's colour with its first letter.

import type { ReactNode } from "react";
import { initials } from "#src/sandbox/page/model/words.ts";
import { Icon } from "#src/sandbox/page/ui/icon.tsx";
import type { Topic } from "#src/sandbox/protocol.ts";

interface TopicIconProps {
  /** Null is General. */
  readonly topic: Topic | null;
  /** Edge in CSS pixels; 32 unless told. */
  readonly size?: number;
}

/** Decorative: the topic's name stands beside it. */
export function TopicIcon({ topic, size = 32 }: TopicIconProps): ReactNode {
  if (topic === null) {
    return (
      <span className="topic-icon general" style={{ width: size, height: size }} aria-hidden="true">
        <Icon name="hash" size={Math.round(size * 0.62)} />
      </span>
    );
  }
  if (topic.iconEmoji !== null) {
    const style = { width: size, height: size, fontSize: Math.round(size * 0.75) };
    return (
      <span className="topic-icon emoji" style={style} aria-hidden="true">
        {topic.iconEmoji}
      </span>
    );
  }
  const colour = `#${topic.iconColor.toString(16).padStart(6, "0")}`;
  return (
    <svg className="topic-icon" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path
        d="M16 3.5c7.2 0 12.5 4.9 12.5 11.3S23.2 26 16 26c-1 0-2-.1-2.9-.3-1.4 1.6-3.7 2.8-6.3 3 1-1.3 1.6-3 1.6-4.7C5.2 22 3.5 18.7 3.5 14.8 3.5 8.4 8.8 3.5 16 3.5Z"
        fill={colour}
      />
      <text x="16" y="19.6" textAnchor="middle" className="topic-letter">
        {initials(topic.name).slice(0, 1)}
      </text>
    </svg>
  );
}
