// What a link does that stays in the app. The page's panes provide it; links ask it before they go to
// the browser.

import { createContext, useContext } from "react";
import { type AppLink, appLinkOf } from "./model/app-links.ts";
import { useWorld } from "./use-sandbox.ts";

/** Goes to the place of a link, as the person who pressed it. */
export type Follow = (link: AppLink, personId: number) => void;

export const FollowContext = createContext<Follow | null>(null);

/** What following an address does; null: the browser opens it. */
export function useAppLink(url: string | null, personId: number): (() => void) | null {
  const { bot } = useWorld().snapshot.state;
  const follow = useContext(FollowContext);
  const link = url === null ? null : appLinkOf(url, bot.username);
  return link === null || follow === null ? null : () => follow(link, personId);
}
