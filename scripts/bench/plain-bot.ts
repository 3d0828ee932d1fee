// What the end-to-end figure is compared with: a bot as it is usually written, a process of its own.
// One transaction an update (dedupe, lock the user, charge, keep the message, write the ledger), then
// the call, then 200. Drizzle on postgres.js, its pool as it comes.
import { eq, sql } from "drizzle-orm";
import { bigint, bigserial, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { endWhenTold } from "./scratch.ts";

const updates = pgTable("updates", { id: bigint("id", { mode: "number" }).primaryKey() });
const users = pgTable("users", {
  id: bigserial("id", { mode: "number" }).primaryKey(),
  telegramId: bigint("telegram_id", { mode: "number" }).notNull().unique(),
  firstName: text("first_name").notNull(),
  credits: integer("credits").notNull(),
  topicId: integer("topic_id").notNull(),
  lastSeenAt: timestamp("last_seen_at").notNull().defaultNow(),
});
const messages = pgTable("messages", {
  id: bigserial("id", { mode: "number" }).primaryKey(),
  userId: bigint("user_id", { mode: "number" }).notNull(),
  text: text("text").notNull(),
  cost: integer("cost").notNull(),
  createdAt: timestamp("created_at").notNull().defaultNow(),
});
const ledger = pgTable("ledger", {
  id: bigserial("id", { mode: "number" }).primaryKey(),
  userId: bigint("user_id", { mode: "number" }).notNull(),
  credits: integer("credits").notNull(),
  reference: text("reference").notNull().unique(),
  createdAt: timestamp("created_at").notNull().defaultNow(),
});

/** The tables; `plain-bot.ts` finds them made. */
export const PLAIN_SCHEMA = `
create table updates (id bigint primary key);
create table users (
  id bigserial primary key, telegram_id bigint not null unique, first_name text not null,
  credits integer not null, topic_id integer not null, last_seen_at timestamp not null default now()
);
create table messages (
  id bigserial primary key, user_id bigint not null references users (id), text text not null,
  cost integer not null, created_at timestamp not null default now()
);
create table ledger (
  id bigserial primary key, user_id bigint not null references users (id), credits integer not null,
  reference text not null unique, created_at timestamp not null default now()
);`;

interface Update {
  readonly update_id: number;
  readonly message: {
    readonly message_id: number;
    readonly from: { readonly id: number; readonly first_name: string };
    readonly text: string;
  };
}

function serve(databaseUrl: string, api: string): void {
  const client = postgres(databaseUrl, { onnotice: () => undefined });
  const db = drizzle(client);

  /** The topic to post into; null when the update came before or cannot be paid for. */
  const charge = (update: Update): Promise<number | null> =>
    db.transaction(async (tx) => {
      const { message } = update;
      const fresh = await tx
        .insert(updates)
        .values({ id: update.update_id })
        .onConflictDoNothing()
        .returning();
      if (fresh.length === 0) return null;
      const [user] = await tx
        .select()
        .from(users)
        .where(eq(users.telegramId, message.from.id))
        .for("update");
      if (user === undefined || user.credits < 1) return null;
      await tx
        .update(users)
        .set({ credits: user.credits - 1, lastSeenAt: sql`now()` })
        .where(eq(users.id, user.id));
      await tx.insert(messages).values({ userId: user.id, text: message.text, cost: 1 });
      await tx.insert(ledger).values({
        userId: user.id,
        credits: -1,
        reference: `message:${message.from.id}:${message.message_id}`,
      });
      return user.topicId;
    });

  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: async (request) => {
      const update = (await request.json()) as Update;
      const topicId = await charge(update);
      if (topicId !== null) {
        const call = { chat_id: -1_001_000_000_001, message_thread_id: topicId };
        const answer = await fetch(`${api}/bot1:x/sendMessage`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ ...call, text: `👤 Fan\n\n${update.message.text}` }),
        });
        await answer.json();
      }
      return new Response(null, { status: 200 });
    },
  });
  process.send?.({ webhook: `http://127.0.0.1:${server.port}/telegram-webhook` });
}

if (import.meta.main) {
  endWhenTold();
  const [databaseUrl = "", api = ""] = process.argv.slice(2);
  serve(databaseUrl, api);
}
