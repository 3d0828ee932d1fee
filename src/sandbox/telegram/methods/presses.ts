// answerCallbackQuery: once, within 150 seconds of the press.

import type { Handler } from "#src/sandbox/telegram/context.ts";
import { badRequest, QUERY_TOO_OLD } from "#src/sandbox/telegram/refusal.ts";

const TEXT_MAX = 200;

export const answerCallbackQuery: Handler<"answerCallbackQuery"> = (telegram, { params }) => {
  const { text = "", show_alert: isAlert = false, callback_query_id: id } = params;
  if (text.length > TEXT_MAX) throw badRequest("MESSAGE_TOO_LONG");
  const at = telegram.world.clock.now();
  const press = telegram.presses.close(id, at);
  if (!press) throw badRequest(QUERY_TOO_OLD);
  if (text !== "") telegram.world.toast({ personId: press.personId, text, at, isAlert });
  return true;
};
