// Pictures for what a topic's icon says. Bots may only use those of Telegram's own list, which is long
// and changes (core.telegram.org/bots/api#getforumtopiciconstickers), so it is asked once and each icon
// is the first of its pictures that is in it.
import type { TopicIcon } from "#actors/kernel/topic-icon.ts";
import type { TelegramApi } from "./api.ts";

/** Best first. */
const PICTURES: Readonly<Record<TopicIcon, readonly string[]>> = {
  none: [],
  new: ["🆕", "⚡️", "🔝"],
  waiting: ["💬", "🗣", "❓"],
  urgent: ["‼️", "❗️", "🔥"],
  vip: ["👑", "⭐️", "💎"],
  closed: ["✅", "🏁", "📁"],
};

export interface TopicIcons {
  /** Id of the picture, "" for no icon; null: Telegram has none for it. */
  idOf(icon: TopicIcon): Promise<string | null>;
  /** An id was refused: the list is asked anew the next time. */
  forget(): void;
}

export function createTopicIcons(api: Pick<TelegramApi, "getForumTopicIconStickers">): TopicIcons {
  let asked: Promise<ReadonlyMap<string, string>> | null = null;
  const ask = async (): Promise<ReadonlyMap<string, string>> => {
    const stickers = await api.getForumTopicIconStickers();
    return new Map(
      stickers.map((sticker) => [plain(sticker.emoji ?? ""), sticker.custom_emoji_id ?? ""]),
    );
  };
  const forget = (): void => {
    asked = null;
  };
  return {
    forget,
    async idOf(icon) {
      if (icon === "none") return "";
      asked ??= ask();
      try {
        const ids = await asked;
        const found = PICTURES[icon].find((picture) => ids.has(plain(picture)));
        return found === undefined ? null : (ids.get(plain(found)) ?? null);
      } catch (error) {
        forget();
        throw error;
      }
    },
  };
}

/** Without the sign that asks for a coloured picture: lists have it or not. */
function plain(emoji: string): string {
  return emoji.replaceAll("\ufe0f", "");
}
