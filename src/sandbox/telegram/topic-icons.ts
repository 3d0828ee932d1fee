// The icons that topics can have (core.telegram.org/bots/api#getforumtopiciconstickers). A few of
// Telegram's: its real list is longer and changes.

export const TOPIC_ICONS: readonly { readonly id: string; readonly emoji: string }[] = [
  { id: "5312536423851630001", emoji: "💬" },
  { id: "5309832892262654231", emoji: "⭐️" },
  { id: "5350305691942788490", emoji: "📈" },
  { id: "5377316857231450742", emoji: "❗️" },
  { id: "5237699328843200968", emoji: "✅" },
  { id: "5417915203100613993", emoji: "💎" },
  { id: "5312016608254762256", emoji: "⚡️" },
  { id: "5357121491508928442", emoji: "👀" },
  { id: "5312241539987020022", emoji: "🔥" },
  { id: "5377498341074542641", emoji: "‼️" },
  { id: "5238156910363950406", emoji: "👑" },
  { id: "5417957323644961063", emoji: "🆕" },
];
