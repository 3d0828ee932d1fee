// Live events for the team's pages: which conversations have moved. Whatever changes a conversation
// begins as an envelope in the inbox, whichever machine takes it in, so this process asks once a while
// for the envelopes above its mark and waits until each has had its turn.
//
// Ids are given out before they are committed, so one may turn up below the mark: ids that are missing
// are asked for again until no insert can be under way any more (`GAP_MS_MAX`), and envelopes that wait
// until they had their turn (`WAIT_MS_MAX`). Nobody listens: nothing is asked.
//
//   open ──its session ends, its role is taken, the process drains──▶ closed
//     └──reads slower than it is written to──▶ dropped: it comes again and reads the list anew
import type { Clock, Logger } from "#actors/kernel/ports.ts";
import type { ApiReads, ConversationRow } from "#db/queries/api.ts";
import { errorWords } from "#src/errors.ts";
import { Problem } from "./problem.ts";

const POLL_MS = 500;
/** Bun ends a connection on which nothing was said for ten seconds. */
const HEARTBEAT_MS = 5_000;
const CHECK_EVERY_MS = 5_000;
const READERS_MAX = 200;
const READERS_OF_ONE_MAX = 4;
/** Events that may wait for a slow reader. */
const QUEUE_MAX = 256;
const ROWS_MAX = 1_000;
/** Above it nobody draws each of them: the page reads its list anew. */
const MOVED_MAX = 100;
const PENDING_MAX = 5_000;
/** An insert that takes longer is given up by the database. */
const GAP_MS_MAX = 15_000;
const WAIT_MS_MAX = 60_000;
const RETRY_SECONDS = 5;

/** Who listens. */
export interface Listener {
  /** Telegram id. */
  readonly id: number;
  /** Unix milliseconds: the session's end. */
  readonly until: number;
  /** Whether they may still listen; asked again and again. */
  readonly mayListen: () => Promise<boolean>;
  /** What they may see of a conversation. */
  readonly shown: (row: ConversationRow) => object;
}

export interface Live {
  /** @throws Problem when there are too many already. */
  open(listener: Listener): ReadableStream<Uint8Array>;
  readers(): number;
}

interface Reader extends Listener {
  readonly write: (event: string) => boolean;
  readonly end: () => void;
  wroteAt: number;
  checkedAt: number;
}

const encoder = new TextEncoder();

/** Makes the live events of this process. */
export function createLive(parts: {
  readonly reads: Pick<ApiReads, "newestEnvelope" | "newsSince" | "conversationsOf">;
  readonly phase: () => "starting" | "ready" | "draining";
  readonly clock: Clock;
  readonly log: Logger;
}): Live {
  const { reads, phase, clock, log } = parts;
  const readers = new Set<Reader>();
  let running: AbortController | null = null;

  const drop = (reader: Reader): void => {
    readers.delete(reader);
    reader.end();
    if (readers.size > 0) return;
    running?.abort();
    running = null;
  };
  const write = (reader: Reader, event: string): void => {
    reader.wroteAt = clock.monotonic();
    if (!reader.write(event)) drop(reader);
  };
  const announce = (moved: readonly ConversationRow[] | "many"): void => {
    for (const reader of readers) {
      if (moved === "many") write(reader, "event: many\ndata: {}\n\n");
      else for (const row of moved) write(reader, conversationEvent(reader, row));
    }
  };
  const tend = async (reader: Reader): Promise<void> => {
    const now = clock.monotonic();
    if (clock.now() >= reader.until || phase() === "draining") return drop(reader);
    if (now - reader.checkedAt >= CHECK_EVERY_MS) {
      reader.checkedAt = now;
      if (!(await isAllowed(reader, log))) return drop(reader);
    }
    if (now - reader.wroteAt >= HEARTBEAT_MS) write(reader, ": here\n\n");
  };
  const run = async (signal: AbortSignal): Promise<void> => {
    const news = createNews(reads, clock);
    while (!signal.aborted) {
      try {
        for (const reader of readers) await tend(reader);
        announce(await news.moved());
      } catch (error) {
        log.warn({ error: errorWords(error) }, "live events could not be read");
      }
      await clock.sleep(POLL_MS, signal);
    }
  };

  return {
    open(listener) {
      const own = [...readers].filter(({ id }) => id === listener.id);
      if (readers.size >= READERS_MAX || own.length >= READERS_OF_ONE_MAX) {
        throw new Problem("too-many", RETRY_SECONDS);
      }
      const stream = openStream(() => drop(reader));
      const now = clock.monotonic();
      const reader: Reader = { ...listener, ...stream, wroteAt: now, checkedAt: now };
      readers.add(reader);
      write(reader, "retry: 2000\n\n");
      if (running === null) {
        running = new AbortController();
        void run(running.signal);
      }
      return stream.readable;
    },
    readers: () => readers.size,
  };
}

/** Who cannot be asked about may not: they come again, and are asked about anew. */
async function isAllowed(reader: Reader, log: Logger): Promise<boolean> {
  try {
    return await reader.mayListen();
  } catch (error) {
    log.warn({ error: errorWords(error) }, "a reader's role could not be read");
    return false;
  }
}

function conversationEvent({ shown }: Reader, row: ConversationRow): string {
  return `event: conversation\ndata: ${JSON.stringify(shown(row))}\n\n`;
}

/** A stream that says when its reader has fallen too far behind. */
function openStream(onGone: () => void): {
  readonly readable: ReadableStream<Uint8Array>;
  readonly write: (event: string) => boolean;
  readonly end: () => void;
} {
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  const readable = new ReadableStream<Uint8Array>(
    {
      start(own) {
        controller = own;
      },
      cancel() {
        controller = null;
        onGone();
      },
    },
    new CountQueuingStrategy({ highWaterMark: QUEUE_MAX }),
  );
  return {
    readable,
    write(event) {
      if (controller === null || (controller.desiredSize ?? 0) <= 0) return false;
      controller.enqueue(encoder.encode(event));
      return true;
    },
    end() {
      controller?.close();
      controller = null;
    },
  };
}

interface News {
  /** The conversations that had a turn since the last time. */
  moved(): Promise<readonly ConversationRow[] | "many">;
}

function createNews(
  reads: Pick<ApiReads, "newestEnvelope" | "newsSince" | "conversationsOf">,
  clock: Pick<Clock, "monotonic">,
): News {
  let mark: number | null = null;
  /** Ids below the mark that are not done with, and when they are given up. */
  const pending = new Map<number, number>();

  const readMoved = async (): Promise<ReadonlySet<number>> => {
    const now = clock.monotonic();
    mark ??= await reads.newestEnvelope();
    const rows = await reads.newsSince(mark, [...pending.keys()], ROWS_MAX);
    const moved = new Set<number>();
    let expected = mark + 1;
    for (const { id, kind, key, isWaiting } of rows.toSorted((a, b) => a.id - b.id)) {
      if (id > mark) {
        for (; expected < id; expected += 1) keep(pending, expected, now + GAP_MS_MAX);
        expected = id + 1;
        if (isWaiting) keep(pending, id, now + WAIT_MS_MAX);
      }
      if (!isWaiting) {
        pending.delete(id);
        if (kind === "conversation") moved.add(Number(key));
      }
    }
    mark = expected - 1;
    for (const [id, until] of pending) if (until <= now) pending.delete(id);
    return moved;
  };
  return {
    async moved() {
      const fanIds = await readMoved();
      if (fanIds.size > MOVED_MAX) return "many";
      return fanIds.size === 0 ? [] : await reads.conversationsOf([...fanIds]);
    },
  };
}

/** Keeps an id, and forgets the oldest where there are too many. */
function keep(pending: Map<number, number>, id: number, until: number): void {
  pending.set(id, until);
  if (pending.size <= PENDING_MAX) return;
  const [oldest] = pending.keys();
  if (oldest !== undefined) pending.delete(oldest);
}
