// Which methods the sandbox answers and which parameters they take: Bot API 10.1, condensed by hand
// to what a messaging bot uses. "string!" is required, "string" optional, "[]" a list, a capital
// letter an object of OBJECTS. A parameter that is not here is refused, one that Telegram knows too:
// better a loud 400 in the sandbox than an effect that somebody believes in and nobody made.
// The types of the method handlers are derived from this table (see ParamsOf).

const ENTITIES = { parse_mode: "string", entities: "MessageEntity[]" } as const;
const CAPTION = {
  caption: "string",
  parse_mode: "string",
  caption_entities: "MessageEntity[]",
} as const;
const ABOVE = { show_caption_above_media: "boolean" } as const;
const SPOILER = { has_spoiler: "boolean" } as const;
const SIZE = { duration: "integer", width: "integer", height: "integer" } as const;
const PLACE = { chat_id: "chat!", message_thread_id: "integer" } as const;
const QUIET = { disable_notification: "boolean", protect_content: "boolean" } as const;
const SEND = {
  ...PLACE,
  ...QUIET,
  reply_parameters: "ReplyParameters",
  reply_markup: "ReplyMarkup",
} as const;
const MESSAGE = { chat_id: "chat!", message_id: "integer!" } as const;
const EDIT = { ...MESSAGE, reply_markup: "ReplyMarkup" } as const;
const TOPIC = { chat_id: "chat!", message_thread_id: "integer!" } as const;
const SCOPE = { scope: "BotCommandScope", language_code: "string" } as const;
const COPY = { ...PLACE, ...QUIET, from_chat_id: "chat!" } as const;

/** Objects that occur inside parameters. */
export const OBJECTS = {
  MessageEntity: {
    type: "string!",
    offset: "integer!",
    length: "integer!",
    url: "string",
    user: "User",
    language: "string",
    custom_emoji_id: "string",
    unix_time: "integer",
    date_time_format: "string",
  },
  User: {
    id: "integer!",
    is_bot: "boolean",
    first_name: "string",
    last_name: "string",
    username: "string",
    language_code: "string",
  },
  ReplyParameters: {
    message_id: "integer!",
    chat_id: "chat",
    allow_sending_without_reply: "boolean",
    quote: "string",
    quote_parse_mode: "string",
    quote_entities: "MessageEntity[]",
    quote_position: "integer",
  },
  LinkPreviewOptions: {
    is_disabled: "boolean",
    url: "string",
    prefer_small_media: "boolean",
    prefer_large_media: "boolean",
    show_above_text: "boolean",
  },
  ReplyMarkup: {
    inline_keyboard: "InlineKeyboardButton[][]",
    keyboard: "KeyboardButton[][]",
    is_persistent: "boolean",
    resize_keyboard: "boolean",
    one_time_keyboard: "boolean",
    input_field_placeholder: "string",
    selective: "boolean",
    remove_keyboard: "boolean",
    force_reply: "boolean",
  },
  InlineKeyboardButton: {
    text: "string!",
    icon_custom_emoji_id: "string",
    style: "string",
    url: "string",
    callback_data: "string",
    web_app: "WebAppInfo",
    copy_text: "CopyTextButton",
    pay: "boolean",
  },
  KeyboardButton: { text: "string!", style: "string", request_contact: "boolean" },
  WebAppInfo: { url: "string!" },
  CopyTextButton: { text: "string!" },
  ReactionType: { type: "string!", emoji: "string", custom_emoji_id: "string" },
  InputMedia: {
    type: "string!",
    media: "string!",
    ...CAPTION,
    ...ABOVE,
    ...SPOILER,
    ...SIZE,
    performer: "string",
    title: "string",
    supports_streaming: "boolean",
  },
  InputPaidMedia: {
    type: "string!",
    media: "string!",
    ...SIZE,
    supports_streaming: "boolean",
  },
  LabeledPrice: { label: "string!", amount: "integer!" },
  InputPollOption: { text: "string!" },
  BotCommand: { command: "string!", description: "string!" },
  BotCommandScope: { type: "string!", chat_id: "chat", user_id: "integer" },
  MenuButton: { type: "string!", text: "string", web_app: "WebAppInfo" },
} as const satisfies Record<string, Record<string, string>>;

export const METHODS = {
  getMe: {},
  getChat: { chat_id: "chat!" },
  getChatMember: { chat_id: "chat!", user_id: "integer!" },
  getChatAdministrators: { chat_id: "chat!", return_bots: "boolean" },

  sendMessage: {
    ...SEND,
    text: "string!",
    ...ENTITIES,
    link_preview_options: "LinkPreviewOptions",
  },
  sendPhoto: { ...SEND, photo: "file!", ...CAPTION, ...ABOVE, ...SPOILER },
  sendVideo: {
    ...SEND,
    video: "file!",
    ...CAPTION,
    ...ABOVE,
    ...SPOILER,
    ...SIZE,
    supports_streaming: "boolean",
  },
  sendAnimation: { ...SEND, animation: "file!", ...CAPTION, ...ABOVE, ...SPOILER, ...SIZE },
  sendVoice: { ...SEND, voice: "file!", ...CAPTION, duration: "integer" },
  sendAudio: {
    ...SEND,
    audio: "file!",
    ...CAPTION,
    duration: "integer",
    performer: "string",
    title: "string",
  },
  sendVideoNote: { ...SEND, video_note: "file!", duration: "integer", length: "integer" },
  sendDocument: {
    ...SEND,
    document: "file!",
    ...CAPTION,
    disable_content_type_detection: "boolean",
  },
  sendSticker: { ...SEND, sticker: "file!", emoji: "string" },
  sendLocation: { ...SEND, latitude: "float!", longitude: "float!" },
  sendContact: { ...SEND, phone_number: "string!", first_name: "string!", last_name: "string" },
  sendPoll: {
    ...SEND,
    question: "string!",
    options: "InputPollOption[]!",
    is_anonymous: "boolean",
    type: "string",
    allows_multiple_answers: "boolean",
  },
  sendMediaGroup: {
    ...PLACE,
    ...QUIET,
    media: "InputMedia[]!",
    reply_parameters: "ReplyParameters",
  },
  sendChatAction: { ...PLACE, action: "string!" },

  sendInvoice: {
    ...SEND,
    title: "string!",
    description: "string!",
    payload: "string!",
    provider_token: "string",
    currency: "string!",
    prices: "LabeledPrice[]!",
    start_parameter: "string",
  },
  sendPaidMedia: {
    ...SEND,
    star_count: "integer!",
    media: "InputPaidMedia[]!",
    payload: "string",
    ...CAPTION,
    ...ABOVE,
  },
  answerPreCheckoutQuery: {
    pre_checkout_query_id: "string!",
    ok: "boolean!",
    error_message: "string",
  },
  refundStarPayment: { user_id: "integer!", telegram_payment_charge_id: "string!" },
  getStarTransactions: { offset: "integer", limit: "integer" },
  getMyStarBalance: {},

  copyMessage: {
    ...COPY,
    message_id: "integer!",
    ...CAPTION,
    ...ABOVE,
    reply_parameters: "ReplyParameters",
    reply_markup: "ReplyMarkup",
  },
  copyMessages: { ...COPY, message_ids: "integer[]!", remove_caption: "boolean" },
  forwardMessage: { ...COPY, message_id: "integer!" },

  editMessageText: {
    ...EDIT,
    text: "string!",
    ...ENTITIES,
    link_preview_options: "LinkPreviewOptions",
  },
  editMessageCaption: { ...EDIT, ...CAPTION, ...ABOVE },
  editMessageMedia: { ...EDIT, media: "InputMedia!" },
  editMessageReplyMarkup: EDIT,
  deleteMessage: MESSAGE,
  deleteMessages: { chat_id: "chat!", message_ids: "integer[]!" },
  setMessageReaction: { ...MESSAGE, reaction: "ReactionType[]", is_big: "boolean" },
  answerCallbackQuery: {
    callback_query_id: "string!",
    text: "string",
    show_alert: "boolean",
    url: "string",
    cache_time: "integer",
  },

  createForumTopic: {
    chat_id: "chat!",
    name: "string!",
    icon_color: "integer",
    icon_custom_emoji_id: "string",
  },
  editForumTopic: { ...TOPIC, name: "string", icon_custom_emoji_id: "string" },
  closeForumTopic: TOPIC,
  reopenForumTopic: TOPIC,
  deleteForumTopic: TOPIC,
  unpinAllForumTopicMessages: TOPIC,
  getForumTopicIconStickers: {},
  pinChatMessage: { ...MESSAGE, disable_notification: "boolean" },
  unpinChatMessage: { chat_id: "chat!", message_id: "integer" },

  setMyCommands: { commands: "BotCommand[]!", ...SCOPE },
  getMyCommands: SCOPE,
  deleteMyCommands: SCOPE,
  setMyDescription: { description: "string", language_code: "string" },
  setMyShortDescription: { short_description: "string", language_code: "string" },
  setChatMenuButton: { chat_id: "integer", menu_button: "MenuButton" },
  getFile: { file_id: "string!" },

  setWebhook: {
    url: "string",
    max_connections: "integer",
    allowed_updates: "string[]",
    drop_pending_updates: "boolean",
    secret_token: "string",
  },
  deleteWebhook: { drop_pending_updates: "boolean" },
  getWebhookInfo: {},
  getUpdates: {
    offset: "integer",
    limit: "integer",
    timeout: "integer",
    allowed_updates: "string[]",
  },
} as const satisfies Record<string, Record<string, string>>;

export type MethodName = keyof typeof METHODS;

/** A file as a parameter: a file_id, an attach:// name, or the upload itself. */
export type FileParam = string | File;

interface Scalars {
  integer: number;
  float: number;
  boolean: boolean;
  string: string;
  /** An id or "@username". */
  chat: number | string;
  file: FileParam;
}

type ValueOf<T extends string> = T extends `${infer Item}[]`
  ? readonly ValueOf<Item>[]
  : T extends keyof Scalars
    ? Scalars[T]
    : T extends keyof typeof OBJECTS
      ? Shaped<(typeof OBJECTS)[T]>
      : never;

type Shaped<S> = {
  readonly [K in keyof S as S[K] extends `${string}!` ? K : never]: S[K] extends `${infer T}!`
    ? ValueOf<T>
    : never;
} & {
  readonly [K in keyof S as S[K] extends `${string}!` ? never : K]?: S[K] extends string
    ? ValueOf<S[K]>
    : never;
};

/** The parameters of a method, parsed and checked against the table. */
export type ParamsOf<M extends MethodName> = Shaped<(typeof METHODS)[M]>;

/** An object of OBJECTS, parsed. */
export type ObjectOf<N extends keyof typeof OBJECTS> = Shaped<(typeof OBJECTS)[N]>;
