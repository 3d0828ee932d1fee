// Files as parameters: a file_id that the sandbox gave out, the upload itself, or an attach:// name
// of another part of the same request.

import type { FileKind, StoredFile } from "#src/sandbox/model.ts";
import type { Telegram } from "#src/sandbox/telegram/context.ts";
import type { FileParam } from "#src/sandbox/telegram/method-table.ts";
import { badRequest } from "#src/sandbox/telegram/refusal.ts";

export interface FileTraits {
  readonly duration?: number;
  readonly width?: number;
  readonly height?: number;
}

const ATTACH = "attach://";
const UPLOAD_BYTES_MAX = 50 * 1024 * 1024;

/** TDLib's names of the kinds, for its refusals. */
const KIND_NAMES: Record<FileKind, string> = {
  photo: "Photo",
  video: "Video",
  voice: "VoiceNote",
  audio: "Audio",
  video_note: "VideoNote",
  document: "Document",
  sticker: "Sticker",
  animation: "Animation",
};

/** The file that `param` means, as `kind`. An older file keeps its kind, as on Telegram. */
export async function takeFile(
  telegram: Telegram,
  uploads: ReadonlyMap<string, File>,
  kind: FileKind,
  param: FileParam,
  traits: FileTraits = {},
): Promise<StoredFile> {
  if (param instanceof File) return upload(telegram, kind, param, traits);
  if (param.startsWith(ATTACH)) {
    const part = uploads.get(param.slice(ATTACH.length));
    if (!part) throw badRequest(`there is no ${kind.replace("_", " ")} in the request`);
    return upload(telegram, kind, part, traits);
  }
  const file = telegram.world.files.get(param);
  if (!file) throw badRequest("wrong file identifier/HTTP URL specified");
  if ((file.kind === "photo") !== (kind === "photo")) {
    throw badRequest(`can't use file of type ${KIND_NAMES[file.kind]} as ${KIND_NAMES[kind]}`);
  }
  return file;
}

async function upload(
  telegram: Telegram,
  kind: FileKind,
  part: File,
  traits: FileTraits,
): Promise<StoredFile> {
  if (part.size === 0) throw badRequest("file must be non-empty");
  if (part.size > UPLOAD_BYTES_MAX) throw badRequest("file is too big");
  const { width, height, duration } = traits;
  return telegram.world.files.add({
    kind,
    bytes: new Uint8Array(await part.arrayBuffer()),
    fileName: part.name,
    mimeType: part.type.split(";")[0] || "application/octet-stream",
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    ...(duration !== undefined && { durationSeconds: duration }),
  });
}
