// Files that people and the bot send: bytes under a file_id that stays good for the sandbox's life.
// People of the sandbox have no camera, so what they send is drawn here: a small picture per kind
// and number, enough to tell one photo from the next on the page.

import { crc32, deflateSync } from "node:zlib";
import type { FileKind, StoredFile } from "./model.ts";

export interface NewFile {
  readonly kind: FileKind;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly fileName: string;
  readonly mimeType: string;
  readonly width?: number;
  readonly height?: number;
  readonly durationSeconds?: number | null;
  readonly emoji?: string;
  readonly previewUrl?: string | null;
  readonly thumbnail?: StoredFile | null;
}

interface KindTraits {
  readonly mark: string;
  readonly extension: string;
  readonly mimeType: string;
  /** The folder of `file_path`, as Telegram names it. */
  readonly folder: string;
  readonly size: readonly [width: number, height: number] | null;
  readonly durationSeconds: number | null;
}

const TRAITS: Record<FileKind, KindTraits> = {
  photo: traits("📷", "jpg", "image/jpeg", "photos", [1280, 960], null),
  video: traits("🎬", "mp4", "video/mp4", "videos", [1280, 720], 12),
  animation: traits("🎞", "mp4", "video/mp4", "animations", [480, 480], 3),
  sticker: traits("🦊", "webp", "image/webp", "stickers", [512, 512], null),
  video_note: traits("🎥", "mp4", "video/mp4", "video_notes", [384, 384], 8),
  voice: traits("🎙", "ogg", "audio/ogg", "voice", null, 7),
  audio: traits("🎵", "mp3", "audio/mpeg", "music", null, 184),
  document: traits("📄", "pdf", "application/pdf", "documents", null, null),
};

function traits(
  mark: string,
  extension: string,
  mimeType: string,
  folder: string,
  size: KindTraits["size"],
  durationSeconds: number | null,
): KindTraits {
  return { mark, extension, mimeType, folder, size, durationSeconds };
}

/** Where the page fetches a file; `src/sandbox/server.ts` answers it. */
export function fileUrl(fileId: string): string {
  return `/sandbox/file/${fileId}`;
}

export class FileStore {
  readonly #byId = new Map<string, StoredFile>();
  readonly #byPath = new Map<string, StoredFile>();
  #made = 0;

  get(fileId: string): StoredFile | undefined {
    return this.#byId.get(fileId);
  }

  /** The file behind a `file_path` of getFile. */
  atPath(path: string): StoredFile | undefined {
    return this.#byPath.get(path);
  }

  /** `file_path` as getFile answers it. */
  pathOf(file: StoredFile): string {
    const { folder } = TRAITS[file.kind];
    return `${folder}/${file.uniqueId}_${encodeURIComponent(file.fileName)}`;
  }

  add(file: NewFile): StoredFile {
    const number = ++this.#made;
    const trait = TRAITS[file.kind];
    // Long and opaque like Telegram's, so that nobody squeezes one into callback data.
    const own = Buffer.from(`${file.kind}:${number}`).toString("base64url");
    const fileId = `SandboxFile${own}${"A".repeat(40)}`;
    const stored: StoredFile = {
      fileId,
      uniqueId: `SBX${number.toString(36).padStart(8, "0")}`,
      width: trait.size?.[0] ?? 0,
      height: trait.size?.[1] ?? 0,
      durationSeconds: trait.durationSeconds,
      emoji: trait.mark,
      previewUrl: file.mimeType.startsWith("image/") ? fileUrl(fileId) : null,
      thumbnail: null,
      ...file,
    };
    this.#byId.set(stored.fileId, stored);
    this.#byPath.set(this.pathOf(stored), stored);
    return stored;
  }

  /** A file drawn for a person who sends this kind. */
  draw(kind: FileKind): StoredFile {
    const trait = TRAITS[kind];
    const number = this.#made + 1;
    const svg = picture(trait.mark, number);
    const thumbnail = kind === "photo" || kind === "video" ? this.#thumbnail(number) : null;
    return this.add({
      thumbnail,
      kind,
      bytes: new TextEncoder().encode(svg),
      fileName: `${kind}-${number}.${trait.extension}`,
      mimeType: trait.mimeType,
      previewUrl: trait.size ? `data:image/svg+xml,${encodeURIComponent(svg)}` : null,
    });
  }

  /** The same colours in a small PNG, as programs can read it. */
  #thumbnail(number: number): StoredFile {
    return this.add({
      kind: "photo",
      bytes: smallPng((number * 67) % 360),
      fileName: `thumbnail-${number}.png`,
      mimeType: "image/png",
      width: THUMBNAIL_SIDE,
      height: THUMBNAIL_SIDE,
    });
  }
}

/** What the page writes beside or instead of a picture. */
export function fileLabel(file: StoredFile): string {
  const trait = TRAITS[file.kind];
  switch (file.kind) {
    case "document":
    case "audio":
      return file.fileName;
    case "sticker":
      return file.emoji;
    case "photo":
    case "video":
    case "voice":
    case "video_note":
    case "animation":
      return trait.mark;
  }
}

function picture(mark: string, number: number): string {
  const hue = (number * 67) % 360;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240">`,
    `<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1">`,
    `<stop offset="0" stop-color="hsl(${hue} 70% 62%)"/>`,
    `<stop offset="1" stop-color="hsl(${(hue + 50) % 360} 75% 38%)"/></linearGradient></defs>`,
    `<rect width="320" height="240" fill="url(#g)"/>`,
    `<text x="160" y="145" font-size="84" text-anchor="middle">${mark}</text>`,
    // Near the middle, where the tiles of an album, which are cut to fit, still show it.
    `<text x="160" y="184" font-size="22" text-anchor="middle" fill="#fff">${number}</text></svg>`,
  ].join("");
}

const THUMBNAIL_SIDE = 90;

/** A square PNG of two colours, the hue's above and its neighbour's below. */
function smallPng(hue: number): Uint8Array<ArrayBuffer> {
  const side = THUMBNAIL_SIDE;
  const row = (shade: number): Uint8Array => {
    const line = new Uint8Array(1 + side * 3);
    for (let x = 0; x < side; x += 1) line.set([hue % 256, shade, (hue * 3) % 256], 1 + x * 3);
    return line;
  };
  const rows = Array.from({ length: side }, (_, y) => row(y * 2 < side ? 60 : 200));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // Eight bits a channel, red, green and blue (www.w3.org/TR/png-3/#11IHDR).
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const image = chunk("IDAT", deflateSync(Buffer.concat(rows)));
  return new Uint8Array(
    Buffer.concat([signature, chunk("IHDR", header), image, chunk("IEND", Buffer.alloc(0))]),
  );
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
