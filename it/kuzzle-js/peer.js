"use strict";
/*
 * Kuzzle's own JavaScript SDK, as a program that does what it is told.
 *
 *   node peer.js URL        URL: ws://HOST:PORT or kuzzle://HOST:PORT
 *
 * Reads requests from standard input, one JSON object a line, and answers each with
 * one on standard output, in that order:
 *
 *   {"action":"set","args":["key","value",{"ex":60}]}    calls ms.set("key", "value", {ex: 60})
 *   {"result":...}                                       what it gave; null where it gave nothing
 *   {"error":{"id":...,"status":...,"message":...}}      or how it failed
 *
 * Ends with its input. Ends with status 1 and a message on standard error when it
 * cannot connect, loses its connection, or has no answer within 20 s.
 */
const { Kuzzle, WebSocket } = require("kuzzle-sdk");

const USAGE = "usage: node peer.js URL";
const TIMEOUT_MS = 20_000;

async function main([address, ...rest]) {
  if (!address || rest.length > 0) {
    throw new Error(USAGE);
  }
  const url = new URL(address.replace(/^(kuzzle|ws):/, "http:"));
  const port = Number(url.port || 7512);
  const kuzzle = new Kuzzle(new WebSocket(url.hostname, { port, autoReconnect: false }));
  let ending = false;
  kuzzle.on("networkError", fail);
  kuzzle.on("disconnected", () => ending || fail(new Error("the connection is lost")));
  await inTime(kuzzle.connect());
  for await (const line of lines(process.stdin)) {
    console.log(JSON.stringify(await inTime(answer(kuzzle.ms, JSON.parse(line)))));
  }
  ending = true;
  kuzzle.disconnect();
}

async function answer(ms, { action, args }) {
  try {
    return { result: (await ms[action](...args)) ?? null };
  } catch ({ id, status, message }) {
    return { error: { id, status, message } };
  }
}

// Not node:readline, for which U+2028 ends a line too; JSON has it as it is.
async function* lines(stream) {
  let rest = "";
  for await (const chunk of stream.setEncoding("utf8")) {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop();
    yield* parts;
  }
}

async function inTime(promise) {
  const timer = setTimeout(() => fail(new Error(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

function fail(error) {
  console.error(`peer.js: ${error.message}`);
  process.exit(1);
}

main(process.argv.slice(2)).catch(fail);
