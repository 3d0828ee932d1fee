import { expect, test } from "bun:test";
import { Resvg } from "@resvg/resvg-js";
import { SILENT } from "#db/testing.ts";
import { drawCard, PIXELS_MAX, shrink } from "./preview.ts";

const WORDS = { what: "Photo <b>&", price: "30 credits" };

/** A fine pattern that nobody could miss: black and white lines, one pixel each. */
const PICTURE = new Resvg(
  `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="320">${Array.from(
    { length: 160 },
    (_, i) => `<rect x="${i * 2}" width="1" height="320" fill="#000"/>`,
  ).join("")}</svg>`,
  { background: "#fff" },
)
  .render()
  .asPng();

/** Width and height of a PNG (www.w3.org/TR/png-3/#11IHDR). */
function sizeOf(png: Uint8Array): readonly [number, number] {
  const view = Buffer.from(png);
  return [view.readUInt32BE(16), view.readUInt32BE(20)];
}

test("what is left of a picture is a few pixels", async () => {
  const tiny = await shrink(PICTURE);
  expect(sizeOf(tiny ?? new Uint8Array(24))).toEqual([PIXELS_MAX, PIXELS_MAX]);
  expect(PIXELS_MAX).toBeLessThanOrEqual(16);
});

test("what is no picture is not drawn", async () => {
  expect(await shrink(new TextEncoder().encode("<svg/>"))).toBeNull();
});

test("a card is drawn from those few pixels and nothing else of the picture", async () => {
  const log = SILENT;
  const card = (picture: Uint8Array) =>
    drawCard("thumb", WORDS, { fetchThumbnail: async () => picture, log });
  const tiny = (await shrink(PICTURE)) ?? new Uint8Array();
  const [whole, fromTiny] = [await card(PICTURE), await card(tiny)];
  expect(sizeOf(whole)).toEqual([640, 480]);
  expect(Buffer.compare(Buffer.from(whole), Buffer.from(fromTiny))).toBe(0);
});

test("a picture that cannot be had leaves a plain card, and nothing of its address in the log", async () => {
  const said: unknown[] = [];
  const log = { ...SILENT, warn: (...words: readonly unknown[]) => void said.push(words) };
  const fetchThumbnail = () => Promise.reject(new Error("https://api/file/bot1:SECRET/photos/1"));
  const plain = await drawCard("thumb", WORDS, { fetchThumbnail, log });
  const none = await drawCard(null, WORDS, { fetchThumbnail, log });
  expect(Buffer.compare(Buffer.from(plain), Buffer.from(none))).toBe(0);
  expect(said).toHaveLength(1);
  expect(JSON.stringify(said)).not.toContain("SECRET");
});
