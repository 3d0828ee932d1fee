// Bans. A banned fan's messages are neither delivered nor charged, and they are told once a ban; what
// waited to be paid for goes on waiting, and goes out after the ban if it can be paid then. A page that
// they could pay at is closed, a charge that waits for them is given up; what they pay all the same is
// theirs.

import type { Teammate } from "#actors/kernel/team.ts";
import { refreshCard } from "./card.ts";
import { releaseHeld } from "./held.ts";
import { closeCheckouts } from "./money/checkout.ts";
import { giveUpWaiting } from "./money/recharge.ts";
import { tellFan } from "./tell.ts";
import type { Turn } from "./turn.ts";

/** Bans; false when they were banned already. */
export function ban(turn: Turn, by: Teammate): boolean {
  if (turn.state.isBanned) return false;
  turn.set({ isBanned: true, isBanTold: false });
  closeCheckouts(turn);
  giveUpWaiting(turn);
  audit(turn, by, "ban");
  refreshCard(turn);
  return true;
}

/** Lifts a ban; false when there was none. */
export function unban(turn: Turn, by: Teammate): boolean {
  if (!turn.state.isBanned) return false;
  const wasTold = turn.state.isBanTold;
  turn.set({ isBanned: false, isBanTold: false });
  audit(turn, by, "unban");
  if (wasTold) tellFan(turn, { key: "unbanned", with: {} });
  releaseHeld(turn);
  refreshCard(turn);
  return true;
}

/** Says it the first time they write in vain. */
export function tellBanned(turn: Turn): void {
  if (turn.state.isBanTold) return;
  turn.set({ isBanTold: true });
  tellFan(turn, { key: "banned", with: {} });
}

function audit(turn: Turn, by: Teammate, act: "ban" | "unban"): void {
  turn.row({ row: "audit", byId: by.id, byName: by.name, act, detail: {} });
}
