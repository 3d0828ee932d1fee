// Saved replies in the panel: a new one is a name and then any message that can be sent again; an old
// one is looked at, renamed, deleted.
import type { Section } from "#actors/desk/section.ts";
import type { DeskTurn } from "#actors/desk/turn.ts";
import { isStorable, replyName } from "#actors/kernel/saved-reply.ts";
import type { DeskSay } from "#actors/kernel/say-desk.ts";

const ID = /^\d{1,15}$/;
const NAME_WANTED: DeskSay = { key: "wanted", with: { expected: { type: "replyName" } } };
const CONTENT_WANTED: DeskSay = { key: "wanted", with: { expected: { type: "replyContent" } } };

export const replies: Section = {
  name: "replies",
  needs: "reply",
  press(turn, verb, argument) {
    if (verb === "add") {
      turn.set({ screen: { at: "replies", page: 0 } });
      askName(turn, "");
      return null;
    }
    if (!ID.test(argument)) return undefined;
    const replyId = Number(argument);
    turn.set({ screen: { at: "savedReply", replyId } });
    switch (verb) {
      case "rename":
        askName(turn, argument);
        return null;
      case "delete":
        turn.confirm(
          { section: "replies", verb: "delete", argument },
          { key: "confirmReplyDelete", with: {} },
          "danger",
        );
        return null;
      case "preview":
        turn.emit({ verb: "previewReply", replyId });
        return null;
      default:
        return undefined;
    }
  },
  confirmed(turn, verb, argument) {
    if (verb !== "delete") return undefined;
    turn.act({ act: "deleteReply", replyId: Number(argument) });
    return null;
  },
  answer(turn, step, subject, { text, content }) {
    if (step === "content") {
      if (!isStorable(content)) return askContent(turn, subject, CONTENT_WANTED);
      turn.act({ act: "saveReply", name: subject, content });
      return turn.show();
    }
    const name = content.kind === "text" ? replyName(text) : null;
    if (name === null) return askName(turn, subject, NAME_WANTED);
    if (subject === "") return askContent(turn, name);
    turn.act({ act: "renameReply", replyId: Number(subject), name });
    turn.show();
  },
};

/** @param subject the id of one that is renamed, "" for a new one */
function askName(turn: DeskTurn, subject: string, error: DeskSay | null = null): void {
  const question = { section: "replies", step: "name", subject };
  turn.ask(question, { key: "askReplyName", with: {} }, error);
}

function askContent(turn: DeskTurn, name: string, error: DeskSay | null = null): void {
  const question = { section: "replies", step: "content", subject: name };
  turn.ask(question, { key: "askReplyContent", with: { name } }, error);
}
