// A voice message's bars. The sandbox has no sound, so the shape comes from the file's id: always
// the same for one file, different for the next.

/** Heights between 0 and 1, smoothed the way speech looks: syllables and pauses. */
export function waveform(fileId: string, bars: number): readonly number[] {
  let seed = 2166136261;
  for (const unit of fileId) seed = Math.imul(seed ^ (unit.codePointAt(0) ?? 0), 16777619);
  const heights: number[] = [];
  let level = 0.4;
  for (let index = 0; index < bars; index++) {
    seed = Math.imul(seed ^ (seed >>> 15), 2246822519) + index;
    const noise = ((seed >>> 0) % 1000) / 1000;
    level = level * 0.45 + noise * 0.55;
    const breath = 0.55 + 0.45 * Math.sin((index / bars) * Math.PI * 5 + (seed % 7) * 0.1);
    heights.push(Math.min(1, Math.max(0.12, level * breath * 1.25)));
  }
  return heights;
}
