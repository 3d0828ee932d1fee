import { expect, test } from "bun:test";
import { waveform } from "./waveform.ts";

test("a voice has one shape, another voice another, and every bar fits", () => {
  const bars = waveform("file-a", 36);
  expect(waveform("file-a", 36)).toEqual(bars);
  expect(waveform("file-b", 36)).not.toEqual(bars);
  expect(bars).toHaveLength(36);
  expect(bars.every((height) => height >= 0.12 && height <= 1)).toBe(true);
});
