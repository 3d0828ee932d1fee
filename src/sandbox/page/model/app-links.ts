// Links that Telegram's apps open themselves: a topic of a private group, and the bot with a start
// parameter (core.telegram.org/api/links). Anything else is the browser's.

export type AppLink =
  | { readonly to: "topic"; readonly groupId: number; readonly topicId: number }
  | { readonly to: "start"; readonly payload: string };

/** The place in the app that an address means; null: none that the sandbox has. */
export function appLinkOf(url: string, botUsername: string): AppLink | null {
  if (!URL.canParse(url)) return null;
  const { hostname, pathname, searchParams } = new URL(url);
  if (hostname !== "t.me") return null;
  const [, group, topic] = /^\/c\/(\d+)\/(\d+)(?:\/\d+)?$/.exec(pathname) ?? [];
  if (group !== undefined && topic !== undefined) {
    return { to: "topic", groupId: Number(`-100${group}`), topicId: Number(topic) };
  }
  const payload = searchParams.get("start");
  const isOurs = pathname.slice(1).toLowerCase() === botUsername.toLowerCase();
  return isOurs && payload !== null ? { to: "start", payload } : null;
}
