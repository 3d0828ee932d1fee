# syntax=docker/dockerfile:1
# The image holds Bun, the sources as they are and the production dependencies; nothing is built.
# The tag is the Bun that package.json pins.

FROM oven/bun:1.4.5-slim AS dependencies
WORKDIR /app
COPY package.json bun.lock ./
COPY .config/patches .config/patches
RUN bun install --frozen-lockfile --production

FROM oven/bun:1.4.5-slim
WORKDIR /app
ENV NODE_ENV=production
# Embedded Postgres lives here where DATABASE_URL is unset; it refuses to run as root.
ENV DATA_DIR=/data
RUN install --directory --owner=bun --group=bun --mode=0700 /data
COPY --from=dependencies /app/node_modules node_modules
COPY package.json tsconfig.json ./
COPY actors actors
COPY db db
COPY src src
COPY scripts scripts
USER bun
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["bun", "-e", "process.exit((await fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/health`)).ok ? 0 : 1)"]
# The exec form makes Bun the process that gets SIGTERM, so that it can drain.
CMD ["bun", "src/main.ts"]
