// Whether an admin group is fit for its work, and what to click where it is not. Bots cannot switch
// topics on or give themselves rights, so all that can be done is to say so, early.
import type { Incident } from "#src/incidents.ts";
import type { TelegramApi } from "./api.ts";
import { movedIncident } from "./groups.ts";
import { outcomeOf } from "./outcome.ts";

/** The rights that the bot works with, and how Telegram's apps name them. */
const RIGHTS = [
  ["can_manage_topics", "Manage Topics"],
  ["can_pin_messages", "Pin Messages"],
  ["can_delete_messages", "Delete Messages"],
] as const;

export interface Inspection {
  /** null: there is nothing to mend. */
  readonly incident: Incident | null;
  /** The group is another chat now. */
  readonly movedTo: number | null;
}

/**
 * Looks at one admin group as Telegram shows it to the bot.
 * @throws when Telegram cannot be asked now.
 */
export async function inspectGroup(
  api: TelegramApi,
  botId: number,
  groupId: number,
): Promise<Inspection> {
  try {
    return { incident: await faultOf(api, botId, groupId), movedTo: null };
  } catch (error) {
    const outcome = outcomeOf(error, { chatId: groupId, attempt: 0 });
    if (outcome.type !== "refused") throw error;
    const { code: kind, reason, migratedTo: movedTo = null } = outcome;
    if (movedTo !== null) return { incident: movedIncident(groupId, movedTo), movedTo };
    const detail = `group ${groupId}: ${reason}`;
    const mend = "Add the bot to that group as an administrator, and check ADMIN_GROUP_IDS.";
    return { incident: { kind, detail, mend }, movedTo };
  }
}

async function faultOf(api: TelegramApi, botId: number, groupId: number): Promise<Incident | null> {
  const chat = await api.getChat({ chat_id: groupId });
  if (chat.is_forum !== true) {
    return {
      kind: "stray-topic",
      detail: `group ${groupId} has no topics`,
      mend: "In the group's settings, switch Topics on.",
    };
  }
  const member = await api.getChatMember({ chat_id: groupId, user_id: botId });
  const lacking = RIGHTS.filter(
    ([right]) => member.status !== "administrator" || member[right] !== true,
  ).map(([, name]) => name);
  if (lacking.length === 0) return null;
  return {
    kind: "no-rights",
    detail: `in group ${groupId} the bot lacks: ${lacking.join(", ")}`,
    mend: `In that group: Administrators → the bot → allow ${lacking.join(", ")}.`,
  };
}
