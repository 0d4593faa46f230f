"use strict";
/*
 * A bare Kuzzle backend for tests: no plugin, no controller of its own.
 * Everything it needs to know comes from the environment (see start.sh).
 */

const env = (name, fallback) => process.env[name] || fallback;
const port = Number(env("KUZZLE_IT_PORT", "7512"));
const redisPort = Number(env("KUZZLE_IT_REDIS_PORT", "6399"));
const searchPort = Number(env("KUZZLE_IT_SEARCH_PORT", "9219"));

// Kuzzle has no setting for the address its HTTP/WebSocket server binds to and
// would listen on every interface. Keep it on loopback.
const kuzzleHome = require.resolve("kuzzle/package.json");
const uws = require(require.resolve("uWebSockets.js", { paths: [kuzzleHome] }));
const createApp = uws.App;
uws.App = (...args) => {
  const server = createApp(...args);
  const listen = server.listen.bind(server);
  server.listen = (listenPort, done) => listen("127.0.0.1", listenPort, done);
  return server;
};

const { Backend } = require("kuzzle");

const app = new Backend("kvclient-it");

const settings = {
  "server.port": port,
  "cluster.enabled": false,
  "services.internalCache.node.host": "127.0.0.1",
  "services.internalCache.node.port": redisPort,
  "services.memoryStorage.node.host": "127.0.0.1",
  "services.memoryStorage.node.port": redisPort,
  "services.storageEngine.client.node": `http://127.0.0.1:${searchPort}`,
  "security.jwt.secret": env("KUZZLE_IT_JWT_SECRET", "for-tests-on-loopback-only"),
};

// Extra settings, as a JSON object of "dotted.path": value.
Object.assign(settings, JSON.parse(env("KUZZLE_IT_SETTINGS", "{}")));

for (const [path, value] of Object.entries(settings)) {
  app.config.set(path, value);
}

app.start().catch((error) => {
  console.error(error);
  process.exit(1);
});
