// The picture on a card of locked media: what tempts and reveals nothing. It is drawn by us, from the
// smallest picture that Telegram has of the file, never from the file: shrunk to a few pixels first, so
// that nothing is left that an unblurring could bring back, then blown up, blurred and darkened under a
// lock and the price. Telegram's own spoiler would be one tap from being seen.
//
// Where there is no small picture, or it cannot be had just now, the card is plain: an offer never
// waits for its looks. The address of a file holds the bot's token, so it is neither logged nor told.
import type { Logger } from "#actors/kernel/ports.ts";

const WIDTH = 640;
const HEIGHT = 480;

/** What is left of the picture before it is blown up: its longer side, in pixels. */
export const PIXELS_MAX = 12;
const BYTES_MAX = 512 * 1024;
const FONT = "@expo-google-fonts/inter/700Bold/Inter_700Bold.ttf";

/** What stands on a card. */
export interface CardWords {
  readonly what: string;
  readonly price: string;
}

/** Kinds of picture by their first bytes; anything else is not drawn. */
const SIGNATURES: readonly (readonly [string, readonly number[]])[] = [
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/png", [0x89, 0x50, 0x4e, 0x47]],
  ["image/webp", [0x52, 0x49, 0x46, 0x46]],
];

/** Fetches a small picture by its file id. @throws whatever keeps it from coming */
export type FetchThumbnail = (fileId: string) => Promise<Uint8Array>;

/** Draws the card of an item whose picture has this id; null: a plain one. Never rejects for a picture. */
export async function drawCard(
  thumbnailId: string | null,
  words: CardWords,
  parts: { readonly fetchThumbnail: FetchThumbnail; readonly log: Logger },
): Promise<Uint8Array> {
  const tiny = thumbnailId === null ? null : await shrunk(thumbnailId, parts);
  return await render(cardSvg(tiny, words), WIDTH);
}

/** The few pixels that are left of a picture, as a PNG; null where there is none to be had. */
async function shrunk(
  thumbnailId: string,
  { fetchThumbnail, log }: Parameters<typeof drawCard>[2],
): Promise<Uint8Array | null> {
  try {
    return await shrink(await fetchThumbnail(thumbnailId));
  } catch {
    // What went wrong may name the file's address.
    log.warn({}, "a locked item's preview is drawn without its picture");
    return null;
  }
}

/** A picture in at most `PIXELS_MAX` × `PIXELS_MAX`; null for what is none. */
export async function shrink(picture: Uint8Array): Promise<Uint8Array | null> {
  const [type] =
    SIGNATURES.find(([, bytes]) => bytes.every((byte, i) => picture[i] === byte)) ?? [];
  if (type === undefined || picture.length > BYTES_MAX) return null;
  const side = PIXELS_MAX;
  return await render(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">
      <image width="${side}" height="${side}" preserveAspectRatio="xMidYMid slice"
        href="${dataUrl(type, picture)}"/></svg>`,
    side,
  );
}

function cardSvg(tiny: Uint8Array | null, { what, price }: CardWords): string {
  const behind =
    tiny === null
      ? `<rect width="${WIDTH}" height="${HEIGHT}" fill="url(#plain)"/>`
      : `<image x="-60" y="-140" width="760" height="760" preserveAspectRatio="none"
          image-rendering="optimizeSpeed" filter="url(#blur)" href="${dataUrl("image/png", tiny)}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}">
    <defs>
      <filter id="blur" x="0" y="0" width="1" height="1"><feGaussianBlur stdDeviation="34"/></filter>
      <linearGradient id="plain" x1="0" y1="0" x2="1" y2="1">
        <stop offset="0" stop-color="#4b3b78"/><stop offset="1" stop-color="#c2527f"/>
      </linearGradient>
    </defs>
    ${behind}
    <rect width="${WIDTH}" height="${HEIGHT}" fill="#14101f" fill-opacity="0.42"/>
    <circle cx="320" cy="186" r="92" fill="#ffffff" fill-opacity="0.14"/>
    <path d="M288 178v-24a32 32 0 0 1 64 0v24" fill="none" stroke="#fff" stroke-width="14"/>
    <rect x="268" y="176" width="104" height="78" rx="16" fill="#fff"/>
    <circle cx="320" cy="208" r="11" fill="#14101f"/>
    <rect x="315" y="210" width="10" height="24" rx="5" fill="#14101f"/>
    ${line(what, 344, 34)}
    ${line(price, 404, 46)}
  </svg>`;
}

function line(words: string, y: number, size: number): string {
  const text = words.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<text x="320" y="${y}" font-family="Inter" font-weight="700" font-size="${size}"
    fill="#fff" text-anchor="middle">${text}</text>`;
}

function dataUrl(type: string, bytes: Uint8Array): string {
  return `data:${type};base64,${Buffer.from(bytes).toString("base64")}`;
}

/** Loaded with the first card: nobody who sells nothing pays for it in memory. */
async function render(svg: string, width: number): Promise<Uint8Array> {
  const { renderAsync } = await import("@resvg/resvg-js");
  const image = await renderAsync(svg, {
    fitTo: { mode: "width", value: width },
    font: {
      fontFiles: [Bun.fileURLToPath(import.meta.resolve(FONT))],
      loadSystemFonts: false,
      defaultFontFamily: "Inter",
    },
  });
  return image.asPng();
}
