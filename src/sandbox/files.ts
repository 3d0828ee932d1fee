// Files that people and the bot send: bytes under a file_id that stays good for the sandbox's life.
// People of the sandbox have no camera, so what they send is drawn here: a small picture per kind
// and number, enough to tell one photo from the next on the page.

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
    return this.add({
      kind,
      bytes: new TextEncoder().encode(svg),
      fileName: `${kind}-${number}.${trait.extension}`,
      mimeType: trait.mimeType,
      previewUrl: trait.size ? `data:image/svg+xml,${encodeURIComponent(svg)}` : null,
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
