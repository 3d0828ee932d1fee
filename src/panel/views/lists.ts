// The screens that are lists, and the card that their lines open.
import type { ListReads } from "#src/panel/list-reads.ts";
import type { Views } from "#src/panel/view.ts";
import { auditView } from "./audit.ts";
import { fanMenuView, fanView } from "./fan.ts";
import { fansView, foundView } from "./fans.ts";
import { incidentsView, lettersView, letterView } from "./letters.ts";
import { queueView } from "./queue.ts";

type ListScreens =
  | "queue"
  | "fans"
  | "found"
  | "fan"
  | "fanMenu"
  | "audit"
  | "auditBy"
  | "auditOf"
  | "letters"
  | "letter"
  | "incidents";

export function listViews(reads: ListReads): Pick<Views, ListScreens> {
  return {
    queue: (screen, looking) => queueView(reads, screen, looking),
    fans: (screen, looking) => fansView(reads, screen, looking),
    found: (screen, looking) => foundView(reads, screen, looking),
    fan: (screen, looking) => fanView(reads, screen, looking),
    fanMenu: (screen, looking) => fanMenuView(reads, screen, looking),
    audit: ({ page }, looking) => auditView(reads, { of: "all" }, page, looking),
    auditBy: ({ memberId, page }, looking) =>
      auditView(reads, { of: "member", memberId }, page, looking),
    auditOf: ({ fanId, page }, looking) => auditView(reads, { of: "fan", fanId }, page, looking),
    letters: (screen, looking) => lettersView(reads, screen, looking),
    letter: (screen, looking) => letterView(reads, screen, looking),
    incidents: (screen, looking) => incidentsView(reads, screen, looking),
  };
}
