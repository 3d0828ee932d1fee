// Processor time of processes, from Linux's /proc. Unlike a rate it does not depend on what else the
// machine does, so it is what to compare while others work on it.
import { readdir, readFile } from "node:fs/promises";

/** The kernel's unit of these figures: 1/100 s on every Linux there is (`getconf CLK_TCK`). */
const TICK_MS = 10;

interface ProcessTimes {
  readonly parent: number;
  readonly ms: number;
}

/** Milliseconds of processor time of a process and its children; null where there is no /proc. */
export async function cpuMs(pid: number): Promise<number | null> {
  const pids = (await readdir("/proc").catch(() => [])).map(Number).filter(Number.isInteger);
  const all = new Map<number, ProcessTimes>();
  for (const each of pids) {
    const stat = await readFile(`/proc/${each}/stat`, "utf8").catch(() => null);
    if (stat !== null) all.set(each, timesOf(stat));
  }
  const root = all.get(pid);
  if (root === undefined) return null;
  const children = [...all.values()].filter((each) => each.parent === pid);
  return children.reduce((sum, each) => sum + each.ms, root.ms);
}

/** proc(5): the fields behind the name in brackets, which may itself have blanks. */
function timesOf(stat: string): ProcessTimes {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [, parent = "0"] = fields;
  // utime, stime, and those of children that have ended.
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { parent: Number(parent), ms: ticks * TICK_MS };
}
