// What people sent, shown to the team on the Mini App's own origin, so nothing of it may ever run
// there: its type is ours by its kind and never what the sender claims, browsers are told not to guess
// another, and opened by itself it is a download in a sandbox. Ids are signed: nobody can make one up
// for a message that they were not shown.

import type { OpenedFile } from "./files.ts";
import { Problem } from "./problem.ts";
import { createSeal } from "./seal.ts";

/** Telegram makes these itself, whatever was sent; the rest could be anything. */
const TYPES: Readonly<Record<string, string>> = {
  photo: "image/jpeg",
  voice: "audio/ogg",
  video: "video/mp4",
  video_note: "video/mp4",
  animation: "video/mp4",
};
const ANYTHING = "application/octet-stream";

const HEADERS = {
  "x-content-type-options": "nosniff",
  "content-disposition": "attachment",
  "content-security-policy": "sandbox; default-src 'none'",
  "cache-control": "private, no-store",
  "cross-origin-resource-policy": "same-origin",
} as const;

/** The file as an answer. @throws Problem when there is none, or it is too large. */
export function mediaResponse(file: OpenedFile, kind: string): Response {
  if (file.type === "gone") throw new Problem("not-found");
  if (file.type === "too-large") throw new Problem("too-large");
  const type = TYPES[kind] ?? ANYTHING;
  return new Response(file.bytes, { headers: { ...HEADERS, "content-type": type } });
}

/** Where a file is kept: `userId` is the row's, `ref` the message's. */
export interface MediaPlace {
  readonly userId: number;
  readonly ref: string;
}

export interface MediaIds {
  idOf(place: MediaPlace): string;
  /** null: no id of ours. */
  read(id: string): MediaPlace | null;
}

/** The ids of the files of messages. */
export function mediaIds(botToken: string): MediaIds {
  const seal = createSeal(botToken, "api:media:v1");
  return {
    idOf: ({ userId, ref }) => seal.close(`${userId}/${ref}`),
    read(id) {
      const [, userId, ref] = /^(\d{1,16})\/(.+)$/.exec(seal.open(id) ?? "") ?? [];
      return userId === undefined || ref === undefined ? null : { userId: Number(userId), ref };
    },
  };
}
