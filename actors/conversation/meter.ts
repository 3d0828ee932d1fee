// The optional pinned meter in the fan's chat: sent and pinned once, edited in place after that.
// Edits that wait are replaced by newer ones, so a busy fan costs no more calls than the chat takes.
import type { FanSay } from "#actors/kernel/say.ts";
import { sessionSecondsLeft } from "./facts.ts";
import type { State } from "./state.ts";
import { editNotice, tellFan } from "./tell.ts";
import type { Turn } from "./turn.ts";

/** Tag of the meter's message. */
export const METER_TAG = "meter";

/** Id of a meter that is being sent. */
const ON_ITS_WAY = 0;

/** Shows what the turn made of the figures, once a turn and where the owner wants a meter. */
export function keepMeter(turn: Turn, before: State): void {
  const { credits, session, firstSeenAt, isUnreachable } = turn.state;
  if (!turn.settings.meter || isUnreachable || firstSeenAt === null) return;
  if (credits === before.credits && session === before.session) return;
  const { meterId } = turn.state;
  if (meterId === ON_ITS_WAY) return;
  if (meterId !== null) return editNotice(turn, meterId, meterSay(turn), { tag: METER_TAG });
  tellFan(turn, meterSay(turn), { tag: METER_TAG });
  turn.set({ meterId: ON_ITS_WAY });
}

/** The meter is there: pins it, and shows what changed while it was on its way. */
export function onMeterSent(turn: Turn, messageId: number): void {
  turn.set({ meterId: messageId });
  turn.emit({ verb: "pinNotice", messageId });
  editNotice(turn, messageId, meterSay(turn), { tag: METER_TAG });
}

/** The meter could not be sent or edited: the next change sends a new one. */
export function onMeterGone(turn: Turn): void {
  turn.set({ meterId: null });
}

function meterSay(turn: Turn): FanSay {
  const { credits, creditsFull, session } = turn.state;
  return {
    key: "meter",
    with: {
      credits,
      creditsFull,
      sessionSeconds: sessionSecondsLeft(turn),
      sessionFullSeconds: session?.fullSeconds ?? 0,
    },
  };
}
