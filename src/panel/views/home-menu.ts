// The way to every part of the panel, for whoever may look at it. What a screen takes is
// kernel/screen.ts's to say; a button that leads to a closed door is left out.
import { SCREEN_NEEDS, type Screen } from "#actors/kernel/screen.ts";
import { go, inRows, type Looking, type PanelButton } from "#src/panel/view.ts";

const DOORS: readonly { readonly text: string; readonly screen: Screen }[] = [
  { text: "💬 Conversations", screen: { at: "queue", filter: "all", page: 0 } },
  { text: "👥 Fans", screen: { at: "fans", list: "active", page: 0 } },
  { text: "📊 Analytics", screen: { at: "charts", chart: "messages", days: "7" } },
  { text: "📣 Broadcast", screen: { at: "campaigns", page: 0 } },
  { text: "🛍 Shop", screen: { at: "shop" } },
  { text: "🗄 Shelf", screen: { at: "shelf", page: 0 } },
  { text: "⚡ Replies", screen: { at: "replies", page: 0 } },
  { text: "🤝 Team", screen: { at: "team" } },
  { text: "⚙️ Settings", screen: { at: "settings" } },
  { text: "📜 Audit", screen: { at: "audit", page: 0 } },
  { text: "☠️ Dead letters", screen: { at: "letters", page: 0 } },
];
const A_ROW = 2;

/** The menu of the dashboard. */
export function homeMenu(looking: Looking): readonly (readonly PanelButton[])[] {
  const { rights } = looking.viewer;
  const open = DOORS.filter(({ screen }) => rights[SCREEN_NEEDS[screen.at]]);
  return inRows(
    open.map(({ text, screen }) => go(looking, text, screen)),
    A_ROW,
  );
}
