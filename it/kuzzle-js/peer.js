"use strict";
/*
 * Kuzzle's own JavaScript SDK at the command line.
 *
 *   node peer.js URL set KEY JSON   writes the value with ms.set, prints {"ok":true}
 *   node peer.js URL get KEY        prints {"value":...}, as ms.get gives it; null where there is none
 *
 * URL: ws://HOST:PORT or kuzzle://HOST:PORT. Ends with status 1 and a message on
 * standard error when anything fails.
 */
const { Kuzzle, WebSocket } = require("kuzzle-sdk");

const USAGE = "usage: node peer.js URL set KEY JSON | node peer.js URL get KEY";
const TIMEOUT_MS = 20_000;

async function main([address, command, key, json]) {
  const complete = command === "get" ? json === undefined : command === "set" && json !== undefined;
  if (!address || key === undefined || !complete) {
    throw new Error(USAGE);
  }
  const url = new URL(address.replace(/^(kuzzle|ws):/, "http:"));
  const port = Number(url.port || 7512);
  const kuzzle = new Kuzzle(new WebSocket(url.hostname, { port, autoReconnect: false }));
  kuzzle.on("networkError", (error) => fail(error));
  await kuzzle.connect();
  try {
    if (command === "set") {
      await kuzzle.ms.set(key, JSON.parse(json));
      return { ok: true };
    }
    return { value: await kuzzle.ms.get(key) };
  } finally {
    kuzzle.disconnect();
  }
}

function fail(error) {
  console.error(error.message);
  process.exit(1);
}

setTimeout(() => fail(new Error(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS).unref();
main(process.argv.slice(2)).then((answer) => console.log(JSON.stringify(answer)), fail);
