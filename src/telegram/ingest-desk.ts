// Which of the team's updates are a desk's (kernel/desk.ts), and how it hears them. Pure, like the rest
// of ingest. In words:
//
//   a panel's button, anywhere ──▶ the presser's own desk at that chat, whoever's panel it is
//   General ──▶ the writer's desk at that group, if they are of the team; a command of the panel,
//     whoever they are: they are told no
//   `/start t_TOKEN` in private ──▶ the writer's private desk, whoever they are: an invitation, whose
//     token is hashed here and kept nowhere
//   anything else in private ──▶ by way of the desk if they are of the team, which passes on what
//     nothing of the panel waits for; buttons of the fan's side stay the conversation's
import { createHash } from "node:crypto";
import type { ConversationMessage } from "#actors/conversation/message.ts";
import { isDeskCommand } from "#actors/desk/commands.ts";
import type { DeskMessage } from "#actors/desk/message.ts";
import type { Lane } from "#actors/kernel/address.ts";
import { unpackDeskPress } from "#actors/kernel/desk.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import { contentOf } from "./content.ts";
import type { CallbackQuery, Message } from "./update.ts";

/** Who acts: a person, or the group itself for an anonymous administrator. */
export interface Sender {
  readonly id: number;
  readonly name: string;
  readonly isAnonymous: boolean;
}

/** What a link of an invitation starts the bot with: `t_` and the token. */
const INVITATION = /^t_[A-Za-z0-9_-]{16,60}$/;

export interface SortedDesk {
  readonly type: "desk";
  /** null: the private chat. */
  readonly groupId: number | null;
  readonly sender: Sender;
  /** An act, as opposed to a message: what the sender may do must be known freshly. */
  readonly isAct: boolean;
  /** Strangers are heard too: they are told no, or are about to join. */
  readonly isForAnybody: boolean;
  /** The update itself is not kept: it holds what lets somebody in. */
  readonly isSecret?: true;
  readonly lane: Lane;
  readonly messageFrom: (by: Teammate) => DeskMessage;
}

/** A private message's way by the desk, for a sender who turns out to be of the team. */
export interface ViaDesk {
  readonly sender: Sender;
  readonly isAct: boolean;
  /** No fan writes this by chance: worth asking Telegram who the sender is. */
  readonly isTelling: boolean;
  readonly messageFrom: (by: Teammate) => DeskMessage;
}

type OfPrivate = Extract<ConversationMessage, { type: "fanWrote" | "fanCommand" | "fanEdited" }>;

/** A press of a panel's button; null when the button is not a panel's. */
export function deskPress(press: CallbackQuery, groupId: number | null): SortedDesk | null {
  const { from, message, id: queryId, data = "" } = press;
  if (message === undefined || unpackDeskPress(data) === null) return null;
  const { message_id: messageId } = message;
  return {
    type: "desk",
    groupId,
    sender: { id: from.id, name: from.first_name, isAnonymous: false },
    isAct: true,
    isForAnybody: true,
    lane: "urgent",
    messageFrom: (by) => ({
      type: "pressed",
      by,
      queryId,
      messageId,
      data,
      ...(message.photo !== undefined && { isPicture: true }),
    }),
  };
}

/** A message of a group's General topic. */
export function deskGeneral(
  message: Message,
  sender: Sender,
  command: { readonly command: string; readonly argument: string } | null,
): SortedDesk {
  const { message_id: messageId } = message;
  const username = message.from?.username ?? null;
  return {
    type: "desk",
    groupId: message.chat.id,
    sender,
    isAct: command !== null,
    isForAnybody: command !== null && isDeskCommand(command.command),
    lane: "normal",
    messageFrom: (by) =>
      command === null
        ? wrote(by, messageId, message, null)
        : { type: "commanded", by, messageId, ...command, username, passOn: null },
  };
}

/** How a private message reaches its sender's desk instead of their conversation. */
export function viaDesk(message: Message, heard: OfPrivate): ViaDesk {
  const { person, messageId } = heard;
  const passOn = JSON.stringify(heard);
  return {
    sender: { id: person.id, name: person.firstName, isAnonymous: false },
    isAct: heard.type === "fanCommand",
    isTelling: heard.type === "fanCommand" && isDeskCommand(heard.command),
    messageFrom: (by) => {
      if (heard.type === "fanEdited") return { type: "passed", by, passOn };
      if (heard.type === "fanWrote") return wrote(by, messageId, message, passOn);
      const { command, argument } = heard;
      const { username } = person;
      return { type: "commanded", by, messageId, command, argument, username, passOn };
    },
  };
}

/** The opening of an invitation's link; null when it is another command. */
export function invitation(heard: OfPrivate, via: ViaDesk): SortedDesk | null {
  if (heard.type !== "fanCommand" || heard.command !== "start") return null;
  if (!INVITATION.test(heard.argument)) return null;
  const { sender, messageFrom } = via;
  const common = { groupId: null, isAct: true, isForAnybody: true, lane: "normal" } as const;
  const argument = `t_${tokenHashOf(heard.argument.slice("t_".length))}`;
  const passOn = JSON.stringify({ ...heard, argument });
  const hashed = (by: Teammate): DeskMessage => {
    const message = messageFrom(by);
    return message.type === "commanded" ? { ...message, argument, passOn } : message;
  };
  return { type: "desk", sender, messageFrom: hashed, isSecret: true, ...common };
}

/** What is kept of an invitation's token. */
export function tokenHashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

function wrote(
  by: Teammate,
  messageId: number,
  message: Message,
  passOn: string | null,
): DeskMessage {
  const albumId = message.media_group_id ?? null;
  return { type: "wrote", by, messageId, content: contentOf(message), albumId, passOn };
}
