"use strict";
/*
 * Kuzzle's own JavaScript SDK under load: takes one turn for each line of standard input, and answers each with one
 * line on standard output. Ends when its standard input does.
 *
 *   node kuzzle-js.js HOST PORT [KEYS]
 *
 * KEYS: how many keys a request has, by mset and mget; one, by set and get, unless given.
 *
 *   {"use":{"keys":[..],"values":[..]}}             -> {}
 *   {"operation":"set","window":256,"count":1000}   -> {"perSecond":..,"p50Micros":..,"p99Micros":..,"cpuMicros":..}
 *
 * All figures are by key; window and count are numbers of keys, too. With several keys a request, each request counts
 * as its keys. Wrong answers end the program.
 */
const path = require("path");
const readline = require("readline");
const { performance } = require("perf_hooks");
const { Kuzzle, WebSocket } = require(path.join(__dirname, "../it/kuzzle-js/node_modules/kuzzle-sdk"));

const [host, port, given] = process.argv.slice(2);
const together = Number(given || 1);
const kuzzle = new Kuzzle(new WebSocket(host, { port: Number(port), autoReconnect: false }));
let keys = [];
let values = [];

function fail(error) {
  console.error(error.message);
  process.exit(1);
}

/** One request, for the keys from this number on; gives how many keys it had. */
async function request(operation, first, count) {
  const wanted = [];
  for (let i = first; i < first + count; i++) {
    wanted.push(i % keys.length);
  }
  if (together === 1) {
    const [key] = wanted;
    if (operation === "set") {
      await kuzzle.ms.set(keys[key], values[key]);
    } else if ((await kuzzle.ms.get(keys[key])) !== values[key]) {
      throw new Error("a wrong answer to a get");
    }
  } else if (operation === "set") {
    await kuzzle.ms.mset(wanted.map((key) => ({ key: keys[key], value: values[key] })));
  } else {
    const found = await kuzzle.ms.mget(wanted.map((key) => keys[key]));
    if (found.length !== count || found.some((value, i) => value !== values[wanted[i]])) {
      throw new Error("a wrong answer to an mget");
    }
  }
  return count;
}

function percentile(sorted, share) {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

async function turn({ operation, window, count }) {
  const times = [];
  let next = 0;
  let done = 0;
  const flow = async () => {
    while (next < count) {
      const size = Math.min(together, count - next);
      const first = next;
      next += size;
      const start = performance.now();
      const answered = await request(operation, first, size);
      done += answered;
      times.push((performance.now() - start) * 1000);
    }
  };
  const cpu = process.cpuUsage();
  const start = performance.now();
  await Promise.all(Array.from({ length: Math.max(1, Math.floor(window / together)) }, flow));
  const millis = performance.now() - start;
  const used = process.cpuUsage(cpu);
  if (done !== count) {
    throw new Error(`${done} answers to ${count} requests`);
  }
  times.sort((a, b) => a - b);
  return {
    perSecond: (count * 1000) / millis,
    p50Micros: percentile(times, 0.5),
    p99Micros: percentile(times, 0.99),
    cpuMicros: (used.user + used.system) / count,
  };
}

async function main() {
  kuzzle.on("networkError", fail);
  await kuzzle.connect();
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const order = JSON.parse(line);
    if (order.use) {
      ({ keys, values } = order.use);
      console.log("{}");
    } else {
      console.log(JSON.stringify(await turn(order)));
    }
  }
  kuzzle.disconnect();
}

main().catch(fail);
