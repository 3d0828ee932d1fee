// For drizzle-kit alone: `bun run db:generate` compares the schema with the migrations and writes
// the next one. It never connects; db/migrate.ts applies them.
import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./db/schema/*.ts",
  out: "./db/migrations",
});
