// Every method of the table with its handler; a method without one does not compile.

import type { Handler } from "#src/sandbox/telegram/context.ts";
import type { MethodName } from "#src/sandbox/telegram/method-table.ts";
import { sendMediaGroup } from "./albums.ts";
import * as chats from "./chats.ts";
import { copyMessage, copyMessages, forwardMessage } from "./copy.ts";
import { deleteMessage, deleteMessages } from "./delete.ts";
import * as delivery from "./delivery.ts";
import * as edit from "./edit.ts";
import { sendPaidMedia } from "./paid-media.ts";
import * as payments from "./payments.ts";
import { pinChatMessage, unpinChatMessage } from "./pins.ts";
import { answerCallbackQuery } from "./presses.ts";
import * as profile from "./profile.ts";
import { setMessageReaction } from "./reactions.ts";
import { sendMessage } from "./send.ts";
import * as media from "./send-media.ts";
import * as topics from "./topics.ts";

export const HANDLERS: { readonly [M in MethodName]: Handler<M> } = {
  getMe: chats.getMe,
  getChat: chats.getChat,
  getChatMember: chats.getChatMember,
  getChatAdministrators: chats.getChatAdministrators,
  sendChatAction: chats.sendChatAction,
  getFile: chats.getFile,

  sendMessage,
  sendPhoto: media.sendPhoto,
  sendVideo: media.sendVideo,
  sendAnimation: media.sendAnimation,
  sendVoice: media.sendVoice,
  sendAudio: media.sendAudio,
  sendVideoNote: media.sendVideoNote,
  sendDocument: media.sendDocument,
  sendSticker: media.sendSticker,
  sendLocation: media.sendLocation,
  sendContact: media.sendContact,
  sendPoll: media.sendPoll,
  sendMediaGroup,

  sendPaidMedia,
  sendInvoice: payments.sendInvoice,
  answerPreCheckoutQuery: payments.answerPreCheckoutQuery,
  refundStarPayment: payments.refundStarPayment,
  getStarTransactions: payments.getStarTransactions,
  getMyStarBalance: payments.getMyStarBalance,

  copyMessage,
  copyMessages,
  forwardMessage,
  editMessageText: edit.editMessageText,
  editMessageCaption: edit.editMessageCaption,
  editMessageMedia: edit.editMessageMedia,
  editMessageReplyMarkup: edit.editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
  setMessageReaction,
  answerCallbackQuery,

  createForumTopic: topics.createForumTopic,
  editForumTopic: topics.editForumTopic,
  closeForumTopic: topics.closeForumTopic,
  reopenForumTopic: topics.reopenForumTopic,
  deleteForumTopic: topics.deleteForumTopic,
  unpinAllForumTopicMessages: topics.unpinAllForumTopicMessages,
  getForumTopicIconStickers: topics.getForumTopicIconStickers,
  pinChatMessage,
  unpinChatMessage,

  setMyCommands: profile.setMyCommands,
  getMyCommands: profile.getMyCommands,
  deleteMyCommands: profile.deleteMyCommands,
  setMyDescription: profile.setMyDescription,
  setMyShortDescription: profile.setMyShortDescription,
  setChatMenuButton: profile.setChatMenuButton,

  setWebhook: delivery.setWebhook,
  deleteWebhook: delivery.deleteWebhook,
  getWebhookInfo: delivery.getWebhookInfo,
  getUpdates: delivery.getUpdates,
};
