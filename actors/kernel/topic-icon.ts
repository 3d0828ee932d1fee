// What a topic's icon says of its fan. Which picture that is, Telegram's own list decides
// (src/telegram/topic-icons.ts).

export const TOPIC_ICONS = ["none", "new", "waiting", "urgent", "vip", "closed"] as const;
export type TopicIcon = (typeof TOPIC_ICONS)[number];
