// Saved replies: those that are sent most come first.
import { bold, code, italic, rich } from "#actors/kernel/rich.ts";
import type { ReplyLine, SavedReply } from "#db/replies.ts";
import { counted, cutText, lines, plainName } from "#src/i18n/words.ts";
import {
  act,
  go,
  inRows,
  type Looking,
  type PanelButton,
  pager,
  type View,
  type Views,
} from "#src/panel/view.ts";

export interface ReplyReads {
  list(page: {
    readonly limit: number;
    readonly offset: number;
  }): Promise<{ readonly lines: readonly ReplyLine[]; readonly total: number }>;
  byId(id: number): Promise<SavedReply | null>;
}

type ReplyViews = Pick<Views, "replies" | "savedReply">;

const A_PAGE = 10;
const LINE_LENGTH_MAX = 40;
const TEXT_SHOWN_MAX = 3000;

/** Draws them. */
export function replyViews(reads: ReplyReads): ReplyViews {
  return {
    async replies({ page }, looking) {
      const { lines: found, total } = await reads.list({ limit: A_PAGE, offset: page * A_PAGE });
      return drawList(looking, found, { page, total });
    },
    async savedReply({ replyId }, looking) {
      const reply = await reads.byId(replyId);
      if (reply !== null) return drawReply(looking, reply);
      return { title: "Replies", body: rich("This reply is gone."), buttons: [] };
    },
  };
}

function drawList(
  looking: Looking,
  found: readonly ReplyLine[],
  { page, total }: { readonly page: number; readonly total: number },
): View {
  const buttons = found.map(({ id, name, kind, text }) => {
    const media = kind === "text" ? "" : `${kind} `;
    const words = cutText(text === "" ? "" : plainName(text, LINE_LENGTH_MAX), LINE_LENGTH_MAX);
    return go(looking, `${name} · ${media}${words}`, { at: "savedReply", replyId: id });
  });
  return {
    title: "Replies",
    body: lines(
      rich("In a topic ", code("/r NAME"), " sends one, ", code("/r"), " shows a menu."),
      rich(code("/save NAME"), " as a reply to your own message keeps it."),
    ),
    buttons: [
      ...inRows(buttons, 1),
      ...pager(looking, page, Math.ceil(total / A_PAGE), (to) => ({ at: "replies", page: to })),
      [act(looking, "➕ New reply", { section: "replies", verb: "add" })],
    ],
  };
}

function drawReply(looking: Looking, { id, name, content, uses }: SavedReply): View {
  const press = (text: string, verb: string, style?: "danger"): PanelButton =>
    act(looking, text, { section: "replies", verb, argument: String(id) }, style);
  const { kind, text } = content;
  const sent = counted(uses, { one: "time", other: "times" }, "en");
  return {
    title: `Replies › ${name}`,
    body: lines(
      rich(bold(name), kind === "text" ? "" : ` · ${kind}`, ` · sent ${sent}`),
      "",
      text === "" ? null : italic(cutText(text, TEXT_SHOWN_MAX)),
    ),
    buttons: [
      [press("👁 Preview", "preview"), press("✏️ Rename", "rename")],
      [press("🗑 Delete", "delete", "danger")],
    ],
  };
}
