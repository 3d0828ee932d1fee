// What people do to groups and to their place in them: topics, roles, the bot's rights, blocking the
// bot, topics switched off, a group that moves to another id.

import { type PersonRecord, type StoredMessage } from "#src/sandbox/model.ts";
import type { Act } from "#src/sandbox/protocol.ts";
import type { Telegram } from "#src/sandbox/telegram/context.ts";
import { changeTopic } from "#src/sandbox/telegram/methods/topics.ts";
import { wireMember } from "#src/sandbox/telegram/wire.ts";
import type { GroupRecord, World } from "#src/sandbox/world.ts";
import { need } from "./impossible.ts";
import { isAdministrator, personOf } from "./messages.ts";

type ActOf<K extends Act["act"]> = Extract<Act, { readonly act: K }>;

const TOPIC_NAME_MAX = 128;

/** The colour that Telegram's apps give to a new topic. */
const TOPIC_COLOR = 7322096;

export function block(telegram: Telegram, act: ActOf<"block">): void {
  const person = personOf(telegram.world, act.personId);
  if (person.hasBlockedBot === act.isBlocked) return;
  person.hasBlockedBot = act.isBlocked;
  telegram.world.changed();
  telegram.feed.blocked(person.id, act.isBlocked);
}

export function addFan(telegram: Telegram, act: ActOf<"addFan">): void {
  const { firstName, username, languageCode } = act;
  const id = Math.max(...telegram.world.people.keys()) + 1;
  telegram.world.addPerson({
    id,
    firstName,
    username,
    languageCode,
    role: "fan",
    hasStarted: false,
    hasBlockedBot: false,
  });
}

export function setTopic(telegram: Telegram, act: ActOf<"topic">): void {
  const { world } = telegram;
  const person = act.personId === undefined ? creatorOf(world) : personOf(world, act.personId);
  const group = forumFor(world, act.groupId, person);
  const topic = group.topics.get(act.topicId);
  need(topic !== undefined, "the topic is gone");
  if (act.to === "deleted") return world.deleteTopic(group, topic.id);
  const isClosed = act.to === "closed";
  need(topic.isClosed !== isClosed, `the topic is ${act.to} already`);
  changeTopic(
    telegram,
    group,
    topic.id,
    { type: isClosed ? "topicClosed" : "topicReopened" },
    person.id,
  );
}

export function newTopic(telegram: Telegram, act: ActOf<"newTopic">): StoredMessage {
  const { world } = telegram;
  const person = personOf(world, act.personId);
  const group = forumFor(world, act.groupId, person);
  const opening = world.openTopic(group, person.id, topicName(act.name), TOPIC_COLOR);
  telegram.feed.message(opening);
  return opening;
}

export function renameTopic(telegram: Telegram, act: ActOf<"renameTopic">): void {
  const person = personOf(telegram.world, act.personId);
  const group = forumFor(telegram.world, act.groupId, person);
  need(group.topics.has(act.topicId), "the topic is gone");
  const service = { type: "topicEdited", name: topicName(act.name) } as const;
  changeTopic(telegram, group, act.topicId, service, person.id);
}

/** A new role in every group; the bot hears of it where it is an administrator. */
export function setRole(telegram: Telegram, act: ActOf<"setRole">): void {
  const { world } = telegram;
  const person = personOf(world, act.personId);
  const groups = [...world.groups.values()].filter((group) => group.migratedTo === null);
  const before = groups.map((group) => wireMember(world, group, person.id));
  if (person.role === act.role) return;
  const by = creatorOf(world).id;
  person.role = act.role;
  world.changed();
  for (const [index, group] of groups.entries()) {
    telegram.feed.memberChanged(group, person.id, by, before[index] ?? {});
  }
}

export function setBot(telegram: Telegram, act: ActOf<"setBot">): void {
  const { world } = telegram;
  const group = groupOf(world, act.groupId);
  const before = wireMember(world, group, world.bot.id);
  const { status, rights } = group.bot;
  group.bot = {
    status: act.status ?? status,
    rights: {
      canManageTopics: act.canManageTopics ?? rights.canManageTopics,
      canPinMessages: act.canPinMessages ?? rights.canPinMessages,
      canDeleteMessages: act.canDeleteMessages ?? rights.canDeleteMessages,
    },
  };
  world.changed();
  telegram.feed.botMemberChanged(group, creatorOf(world).id, before);
}

/** Nobody is told: a bot finds out by its messages going astray. */
export function setForum(telegram: Telegram, act: ActOf<"setForum">): void {
  groupOf(telegram.world, act.groupId).isForum = act.isForum;
  telegram.world.changed();
}

/** The group goes on under a new id, without its topics; both chats say so. */
export function migrateGroup(telegram: Telegram, act: ActOf<"migrateGroup">): void {
  const { world } = telegram;
  const old = groupOf(world, act.groupId);
  const next = world.addGroup(Math.min(...world.groups.keys()) - 1, old.title);
  next.bot = old.bot;
  const by = creatorOf(world).id;
  const note = (chatId: number, type: "migratedTo" | "migratedFrom", other: number) => {
    const content = { type: "service", service: { type, chatId: other } } as const;
    telegram.feed.message(world.post({ chatId, fromId: by, content }));
  };
  note(old.id, "migratedTo", next.id);
  note(next.id, "migratedFrom", old.id);
  old.migratedTo = next.id;
}

function groupOf(world: World, groupId: number): GroupRecord {
  const group = world.groups.get(groupId);
  need(group !== undefined && group.migratedTo === null, "there is no such group");
  return group;
}

function forumFor(world: World, groupId: number, person: PersonRecord): GroupRecord {
  const group = groupOf(world, groupId);
  need(group.isForum, "topics are switched off in this group");
  need(isAdministrator(person), "only administrators change topics");
  return group;
}

function creatorOf(world: World): PersonRecord {
  const creator = [...world.people.values()].find((person) => person.role === "creator");
  need(creator !== undefined, "the group has no creator");
  return creator;
}

function topicName(name: string): string {
  const trimmed = name.trim();
  need(
    trimmed !== "" && trimmed.length <= TOPIC_NAME_MAX,
    "a topic's name has 1 to 128 characters",
  );
  return trimmed;
}
