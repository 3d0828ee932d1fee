// `bun run bench [case…]`: measures on this machine, one JSON line a case; everything that a case
// needs is started for it and ended after it. docs/performance.md says what the figures mean.
import { broadcast } from "./broadcast.ts";
import { endToEnd } from "./end-to-end.ts";
import { answerTime, isolation, lonely } from "./latency.ts";
import { lists } from "./lists.ts";
import { memory } from "./memory.ts";
import { payments } from "./payments.ts";
import { benchRelay } from "./relay.ts";
import { rollup } from "./rollup.ts";
import { benchRuntime } from "./runtime.ts";
import { endWhenTold } from "./scratch.ts";

const CASES: Readonly<Record<string, () => Promise<void>>> = {
  broadcast,
  "end-to-end": endToEnd,
  "answer-time": answerTime,
  lonely,
  isolation,
  lists,
  memory,
  payments,
  rollup,
  flood: () => benchRelay(["flood"]),
  runtime: () => benchRuntime(["turns", "isolation"]),
  relay: () => benchRelay(["throughput", "picking"]),
};

endWhenTold();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in CASES));
if (unknown.length > 0) {
  const known = Object.keys(CASES).join(", ");
  process.stderr.write(`no case is called ${unknown.join(", ")}; there are ${known}\n`);
  process.exit(2);
}
for (const [name, run] of Object.entries(CASES)) {
  if (wanted.length === 0 || wanted.includes(name)) await run();
}
