/** The files that a deployment reads, held against the program that they deploy. */
import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { readConfig } from "#src/config.ts";

const root = join(import.meta.dir, "..");
const read = (path: string): Promise<string> => Bun.file(join(root, path)).text();

const dockerfile = await read("Dockerfile");
const fly = Bun.TOML.parse(await read("fly.toml"));
const manifest = JSON.parse(await read("package.json")) as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly patchedDependencies: Record<string, string>;
  readonly devDependencies: { readonly bun: string };
};

/** The packages that a program loads: what its files import, and theirs, but types. */
async function packagesOf(entries: readonly string[]): Promise<ReadonlySet<string>> {
  const scanners = {
    ts: new Bun.Transpiler({ loader: "ts" }),
    tsx: new Bun.Transpiler({ loader: "tsx" }),
  };
  const files = new Set(entries);
  const packages = new Set<string>();
  for (const file of files) {
    const scanner = scanners[file.endsWith("x") ? "tsx" : "ts"];
    for (const { path } of scanner.scanImports(await read(file))) {
      if (path.startsWith("#")) files.add(path.slice(1));
      else if (path.startsWith(".")) files.add(join(dirname(file), path));
      else if (!/^(node|bun)(:|$)/.test(path)) packages.add(packageName(path));
    }
  }
  return packages;
}

/** `drizzle-orm/pg-core` → `drizzle-orm`, `@scope/name/part` → `@scope/name` */
function packageName(path: string): string {
  return path
    .split("/")
    .slice(0, path.startsWith("@") ? 2 : 1)
    .join("/");
}

describe("the Dockerfile", () => {
  const instructions = dockerfile
    .replaceAll("\\\n", " ")
    .split("\n")
    .filter((line) => /^[A-Z]+ /.test(line));
  const argumentsOf = (name: string): readonly string[] =>
    instructions
      .filter((line) => line.startsWith(`${name} `))
      .map((line) => line.slice(name.length + 1));

  test("runs the Bun that package.json pins, in both stages", () => {
    const images = argumentsOf("FROM").map((from) => from.split(" ")[0]);
    expect(images).toEqual(Array(2).fill(`oven/bun:${manifest.devDependencies.bun}-slim`));
  });

  test("installs from the lockfile, without what only development needs", () => {
    expect(argumentsOf("RUN")).toContain("bun install --frozen-lockfile --production");
  });

  test("runs the server as a person without rights, in the exec form that gets SIGTERM", () => {
    const last = instructions.at(-1) ?? "";
    expect(JSON.parse(last.replace("CMD ", ""))).toEqual(["bun", "src/main.ts"]);
    expect(argumentsOf("USER")).toEqual(["bun"]);
    expect(argumentsOf("ENV")).toContain("DATA_DIR=/data");
  });

  test("copies only what exists and what .dockerignore lets through", async () => {
    const ignore = (await read(".dockerignore")).split("\n");
    const copied = argumentsOf("COPY")
      .filter((line) => !line.startsWith("--from"))
      .flatMap((line) => line.split(" ").slice(0, -1));
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(copied.filter((path) => !ignore.includes(`!${path}`))).toEqual([]);
  });

  test("installs dependencies with our patches to them", async () => {
    const patches = Object.values(manifest.patchedDependencies);
    expect(patches.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const code = await read("node_modules/postgres/src/connection.js");
    const [patch = ""] = patches;
    const added = (await read(patch)).split("\n").filter((line) => /^\+[^+]/.test(line));
    expect(added.length).toBeGreaterThan(0);
    expect(added.filter((line) => !code.includes(line.slice(1)))).toEqual([]);
  });

  test("leaves out nothing that the server or the migrations import", async () => {
    const entries = ["src/main.ts", "scripts/migrate.ts"];
    const installed = Object.keys(manifest.dependencies);
    const missing = [...(await packagesOf(entries))].filter((name) => !installed.includes(name));
    expect(missing).toEqual([]);
  });

  test.each([
    ["well", 200, 0],
    ["ill", 503, 1],
  ])("its health check finds a server %s", async (_state, status, exitCode) => {
    const command = /HEALTHCHECK .*?CMD (\[.*\])$/m.exec(dockerfile.replaceAll("\\\n", " "))?.[1];
    const [, ...bunArgs] = JSON.parse(command ?? "[]") as string[];
    const server = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      fetch: ({ url }) =>
        new Response("", { status: new URL(url).pathname === "/health" ? status : 404 }),
    });
    const probe = Bun.spawn([process.execPath, ...bunArgs], {
      env: { ...process.env, PORT: String(server.port) },
    });
    expect(await probe.exited).toBe(exitCode);
    await server.stop(true);
  });
});

describe("fly.toml", () => {
  test("lets a machine drain, and replaces machines one by one", () => {
    expect(fly).toMatchObject({
      kill_signal: "SIGTERM",
      kill_timeout: 30,
      deploy: { strategy: "rolling", release_command: "bun scripts/migrate.ts" },
    });
    expect(existsSync(join(root, "scripts/migrate.ts"))).toBe(true);
  });

  test("keeps one machine on, because timers fire and leases are renewed uncalled", () => {
    expect(fly).toMatchObject({
      http_service: {
        internal_port: 3000,
        force_https: true,
        auto_stop_machines: "off",
        min_machines_running: 1,
        concurrency: { type: "requests" },
      },
      env: { PORT: "3000" },
    });
  });

  test("asks /ready as if by https, and scrapes the metrics", () => {
    expect(fly).toMatchObject({
      http_service: { checks: [{ path: "/ready", headers: { "X-Forwarded-Proto": "https" } }] },
      metrics: { port: 3000, path: "/metrics" },
    });
  });
});

describe(".env.example", () => {
  type Variable = { readonly name: string; readonly value: string; readonly isRequired: boolean };

  async function variables(): Promise<readonly Variable[]> {
    const lines = (await read(".env.example")).matchAll(/^(#?)([A-Z][A-Z_]+)=(.*)$/gm);
    return [...lines].map(([, mark, name = "", value = ""]) => ({
      name,
      value,
      isRequired: mark === "",
    }));
  }

  test("has every variable that the server reads, each once", async () => {
    const source = await read("src/config.ts");
    const known = [...source.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name = ""]) => name);
    const ours = known.filter((name) => !name.startsWith("FLY_"));
    expect(ours.length).toBeGreaterThan(20);
    expect((await variables()).map(({ name }) => name).toSorted()).toEqual(ours.toSorted());
  });

  test("shows the defaults as they are, and marks as required what is", async () => {
    const required = { BOT_TOKEN: "123456:AAE", ADMIN_CHAT_ID: "1", ADMIN_GROUP_IDS: "-1001" };
    const all = await variables();
    expect(all.filter(({ isRequired }) => isRequired).map(({ name }) => name)).toEqual(
      Object.keys(required),
    );
    const shown = Object.fromEntries(all.map(({ name, value }) => [name, value]));
    const named = { ...required, INSTANCE_ID: "one" };
    expect(readConfig({ ...shown, ...named })).toEqual(readConfig(named));
  });
});
