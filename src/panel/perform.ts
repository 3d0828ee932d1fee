// Carries out what desks ask for in Telegram: screens, words, files. A screen is drawn when it is
// shown, so it is as new as the call. It is edited in place; where that cannot be (no message yet, too
// old, deleted, a picture where a text stood or the other way round) a new message is sent and the old
// one is taken away.
import { type Content, TEXT_LENGTH_MAX } from "#actors/kernel/content.ts";
import { deskPlace } from "#actors/kernel/desk.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import type { Viewer } from "#actors/kernel/effect-desk.ts";
import type { Call, Clock, Performed, Performer } from "#actors/kernel/ports.ts";
import { cutRich } from "#actors/kernel/rich.ts";
import type { Screen, ScreenName } from "#actors/kernel/screen.ts";
import type { ReportReads } from "#src/charts/report.ts";
import type { TelegramApi } from "#src/telegram/api.ts";
import { outcomeOf } from "#src/telegram/outcome.ts";
import { DONE, done, refused } from "#src/telegram/perform-kit.ts";
import { NO_PREVIEW, textOf } from "#src/telegram/render.ts";
import { sendContent } from "#src/telegram/send-content.ts";
import { exportName, type FanExport } from "./fan-export.ts";
import { type Framed, frame } from "./frame.ts";
import { markup } from "./markup.ts";
import { editPicture, sendPicture } from "./picture-message.ts";
import { type FiguresReport, makeFile } from "./reports.ts";
import { type Draw, type Looking, topicLink, type Views } from "./view.ts";
import { deskText } from "./words/index.ts";

export interface PanelKit {
  readonly api: TelegramApi;
  readonly views: Views;
  readonly clock: Pick<Clock, "now">;
  readonly botUsername: () => string | null;
  readonly replyById: (id: number) => Promise<{ readonly content: Content } | null>;
  readonly fanExport: FanExport;
  readonly reports: ReportReads;
  /** Where a fan's topic is; null: there is none. */
  readonly topicOf: (
    fanId: number,
  ) => Promise<{ readonly groupId: number; readonly topicId: number } | null>;
}

type PanelEffect = Extract<
  Effect,
  { verb: "showScreen" | "tellMember" | "tidy" | "sendReport" | "previewReply" }
>;
type Of<Verb extends PanelEffect["verb"]> = Extract<PanelEffect, { verb: Verb }>;

const VERBS: ReadonlySet<string> = new Set([
  "showScreen",
  "tellMember",
  "tidy",
  "sendReport",
  "previewReply",
] satisfies readonly PanelEffect["verb"][]);

/** Whether an effect is the panel's to carry out. */
export function isForPanel(effect: Effect): effect is PanelEffect {
  return VERBS.has(effect.verb);
}

/** Makes the performer; it never rejects. */
export function createPanelPerformer(kit: PanelKit): Performer {
  return {
    async perform(call) {
      const chatId = chatOf(call);
      try {
        return await carryOut(kit, call, chatId);
      } catch (error) {
        return { outcome: outcomeOf(error, { chatId, attempt: call.attempt }), links: [] };
      }
    },
  };
}

function chatOf({ address }: Call): number {
  const { memberId, groupId } = deskPlace(address.key);
  return groupId ?? memberId;
}

async function carryOut(kit: PanelKit, call: Call, chatId: number): Promise<Performed> {
  const { effect } = call;
  if (!isForPanel(effect)) return refused("bad-request", "this is nothing of the panel's");
  switch (effect.verb) {
    case "showScreen":
      return showScreen(kit, chatId, effect);
    case "tellMember":
      return tellMember(kit, chatId, effect);
    case "tidy":
      await kit.api.deleteMessages({ chat_id: chatId, message_ids: [...effect.messageIds] });
      return DONE;
    case "previewReply":
      return previewReply(kit, chatId, effect.replyId);
    case "sendReport":
      return sendReport(kit, chatId, effect);
  }
}

/** One that is gone since shows nothing: its screen says so. */
async function previewReply(kit: PanelKit, chatId: number, replyId: number): Promise<Performed> {
  const reply = await kit.replyById(replyId);
  const sentId = reply && (await sendContent(kit.api, chatId, reply.content));
  return sentId === null ? DONE : done({ chatId, messageIds: [sentId] });
}

async function showScreen(
  kit: PanelKit,
  chatId: number,
  effect: Of<"showScreen">,
): Promise<Performed> {
  const { screen, viewer, context, messageId } = effect;
  const looking: Looking = {
    viewer,
    context,
    now: kit.clock.now(),
    botUsername: kit.botUsername(),
  };
  const view = await drawOf(kit.views, screen)(screen, looking);
  const framed = frame(screen, view, looking);
  const isHopeless = effect.isPicture === true && framed.picture === undefined;
  if (messageId !== null && !isHopeless) {
    const isEdited = await edit(kit.api, { chatId, messageId }, framed);
    if (isEdited) return done({ chatId, messageIds: [messageId] });
  }
  const sentId = await send(kit.api, chatId, framed);
  // The old panel goes; one that cannot be deleted any more is harmless, its buttons open the new.
  if (messageId !== null) {
    await kit.api.deleteMessage({ chat_id: chatId, message_id: messageId }).catch(() => undefined);
  }
  return done({ chatId, messageIds: [sentId] });
}

/** The table of views knows that a screen and its view belong together; its type loses sight of it. */
function drawOf(views: Views, screen: Screen): Draw<ScreenName> {
  return views[screen.at] as Draw<ScreenName>;
}

function edit(
  api: TelegramApi,
  place: { readonly chatId: number; readonly messageId: number },
  framed: Framed,
): Promise<boolean> {
  const { picture } = framed;
  return picture === undefined
    ? editText(api, place, framed)
    : editPicture(api, place, { ...framed, picture });
}

/** False where the message cannot become this text: it is gone, too old, or a picture. */
async function editText(
  api: TelegramApi,
  { chatId, messageId }: { readonly chatId: number; readonly messageId: number },
  { text, buttons }: Framed,
): Promise<boolean> {
  try {
    await api.editMessageText({
      chat_id: chatId,
      message_id: messageId,
      ...textOf(cutRich(text, TEXT_LENGTH_MAX)),
      ...NO_PREVIEW,
      ...markup(buttons),
    });
    return true;
  } catch (error) {
    const outcome = outcomeOf(error, { chatId, attempt: 0 });
    if (outcome.type === "done") return true;
    if (outcome.type !== "refused") throw error;
    return false;
  }
}

async function send(api: TelegramApi, chatId: number, framed: Framed): Promise<number> {
  const { text, buttons, picture } = framed;
  if (picture === undefined) {
    const sent = await api.sendMessage({
      chat_id: chatId,
      ...textOf(cutRich(text, TEXT_LENGTH_MAX)),
      ...NO_PREVIEW,
      ...markup(buttons),
    });
    return sent.message_id;
  }
  return sendPicture(api, chatId, { ...framed, picture });
}

async function tellMember(
  kit: PanelKit,
  chatId: number,
  effect: Of<"tellMember">,
): Promise<Performed> {
  const topic = effect.fanId === null ? null : await kit.topicOf(effect.fanId);
  const link = topic === null ? null : topicLink(topic.groupId, topic.topicId);
  const sent = await kit.api.sendMessage({
    chat_id: chatId,
    ...textOf(cutRich(deskText(effect.say), TEXT_LENGTH_MAX)),
    ...NO_PREVIEW,
    ...markup(link === null ? [] : [[{ text: "↗️ Open", url: link }]]),
  });
  return done({ chatId, messageIds: [sent.message_id] });
}

async function sendFigures(
  kit: PanelKit,
  chatId: number,
  report: FiguresReport,
  viewer: Viewer,
): Promise<Performed> {
  const made = await makeFile(kit.reports, report, viewer, kit.clock.now());
  if (made === null) return refused("bad-request", "figures of money are not for this role");
  if (made.type === "picture") {
    const sentId = await sendPicture(kit.api, chatId, { ...made, buttons: [] });
    return done({ chatId, messageIds: [sentId] });
  }
  const sent = await kit.api.sendDocument({ chat_id: chatId, document: made.file });
  return done({ chatId, messageIds: [sent.message_id] });
}

async function sendReport(
  kit: PanelKit,
  chatId: number,
  { report, viewer }: Of<"sendReport">,
): Promise<Performed> {
  if (report.report !== "fanExport") return sendFigures(kit, chatId, report, viewer);
  if (!viewer.rights.privacy || !viewer.rights.money) {
    return refused("bad-request", "what is held of a fan is not for this role");
  }
  const json = await kit.fanExport(report.fanId, viewer, kit.clock.now());
  if (json === null) return refused("bad-request", "there is no such fan");
  const document = new File([json], exportName(report.fanId), { type: "application/json" });
  const sent = await kit.api.sendDocument({ chat_id: chatId, document });
  return done({ chatId, messageIds: [sent.message_id] });
}
