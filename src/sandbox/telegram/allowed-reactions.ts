// The emoji that a bot may react with, as the Bot API documents ReactionTypeEmoji (10.1). Anything
// else is REACTION_INVALID, however reasonable it looks: ✅ is not among them.

const EMOJI =
  "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 " +
  "😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡";

const ALLOWED: ReadonlySet<string> = new Set(EMOJI.split(" "));

/** Whether Telegram takes this emoji as a reaction; variation selectors make it another emoji. */
export function isAllowedReaction(emoji: string): boolean {
  return ALLOWED.has(emoji);
}
