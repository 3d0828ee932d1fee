// Figures of a benchmark: percentiles, and one JSON line a case on stdout.

/** The p-th percentile (0…100) of samples in any order, by the nearest rank; NaN when empty. */
export function percentile(samples: readonly number[], p: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const rank = Math.max(1, Math.ceil((p / 100) * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

/** p50, p99 and the worst of samples, rounded to a hundredth. */
export function spread(samples: readonly number[]): { p50: number; p99: number; max: number } {
  return {
    p50: round(percentile(samples, 50)),
    p99: round(percentile(samples, 99)),
    max: round(percentile(samples, 100)),
  };
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Prints a case as one JSON line. */
export function report(name: string, figures: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify({ case: name, ...figures })}\n`);
}
