#!/bin/sh
# Starts Redis, a one-node Elasticsearch and a real Kuzzle on loopback, in the
# background, installing whatever is missing first (apt, Maven, npm: the
# machine's own clients, as they are configured). Returns once Kuzzle answers.
# Does nothing but say so where a Kuzzle answers on the port already. What it
# started is stopped again if it cannot finish.
#
#   start.sh [--mark FILE]   writes to FILE what this call started, for stop.sh --mark
#
#   KUZZLE_IT_HOME           where installs, data, logs and PID files live
#   KUZZLE_IT_RUN            data, logs and PID files, for one more of the same installs, on other ports
#   KUZZLE_IT_PORT           HTTP and WebSocket (7512)
#   KUZZLE_IT_REDIS_PORT     (6399)
#   KUZZLE_IT_SEARCH_PORT    HTTP of the search engine (9219); transport is +100
#   KUZZLE_IT_SETTINGS       JSON object of extra Kuzzle settings, dotted paths
#   KUZZLE_IT_CLEAN=1        forget all data left by earlier runs
set -eu

here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
export KUZZLE_IT_HOME
export KUZZLE_IT_PORT="${KUZZLE_IT_PORT:-7512}"
export KUZZLE_IT_REDIS_PORT="${KUZZLE_IT_REDIS_PORT:-6399}"
export KUZZLE_IT_SEARCH_PORT="${KUZZLE_IT_SEARCH_PORT:-9219}"
export KUZZLE_IT_SETTINGS="${KUZZLE_IT_SETTINGS:-{\}}"
export NODE_ENV="${NODE_ENV:-production}"

markfile=
case ${1:-} in
  --mark) markfile=${2:?--mark needs a file}; rm -f "$markfile" ;;
  '') ;;
  *) fail "unknown argument: $1" ;;
esac

command -v node >/dev/null || fail "needs Node 20"
# The uWebSockets.js build that npm offers has no binary for later Nodes, and its
# JavaScript stand-in lacks what Kuzzle calls. Kuzzle itself asks for 20 or more.
[ "$(node -p process.versions.modules)" = 115 ] || fail "needs Node 20, this is $(node -v)"
for tool in npm mvn java ps; do
  command -v "$tool" >/dev/null || fail "needs $tool"
done

if kuzzle_answers; then
  say "already answers on 127.0.0.1:$KUZZLE_IT_PORT"
  exit 0
fi

mkdir -p "$run"
trap stop_what_began EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# keep_settings: for outage.sh, which runs Redis and Kuzzle again as they were; in a file of the owner's alone.
keep_settings() {
  (
    umask 077
    for name in KUZZLE_IT_PORT KUZZLE_IT_REDIS_PORT KUZZLE_IT_SEARCH_PORT KUZZLE_IT_SETTINGS \
      KUZZLE_IT_JWT_SECRET NODE_ENV; do
      eval "value=\${$name:-}"
      printf "export %s='%s'\n" "$name" "$(printf '%s' "$value" | sed "s/'/'\\\\''/g")"
    done >"$run/settings.sh"
  )
}

# ---- install what is missing ------------------------------------------------

if ! command -v redis-server >/dev/null; then
  command -v apt-get >/dev/null || fail "needs redis-server"
  say "installing redis-server"
  { apt-get update && apt-get install -y --no-install-recommends redis-server; } \
    >"$run/apt.log" 2>&1 || fail "apt-get failed (install redis-server by hand), see $run/apt.log"
fi

if ! cmp -s "$here/search-engine/pom.xml" "$search/pom.xml" || [ ! -s "$search/classpath" ]; then
  say "building the search engine launcher"
  rm -rf "$search"; mkdir -p "$search"
  cp -r "$here/search-engine/pom.xml" "$here/search-engine/src" "$search/"
  (cd "$search" && mvn -B -q compile dependency:build-classpath \
    -Dmdep.outputFile=classpath) >"$run/mvn.log" 2>&1 \
    || { rm -f "$search/classpath"; tail -n 20 "$run/mvn.log" >&2; fail "mvn failed, see $run/mvn.log"; }
fi

if ! cmp -s "$here/server/package-lock.json" "$server/.installed"; then
  say "installing Kuzzle (compiles four native modules, some minutes)"
  rm -rf "$server"; mkdir -p "$server"
  cp "$here/server/package.json" "$here/server/package-lock.json" "$server/"
  # Only these four need their install script; the others ship what they need.
  (cd "$server" && npm ci --ignore-scripts --omit=dev && npm rebuild --foreground-scripts \
    re2 boost-geospatial-index kuzzle-espresso-logic-minimizer dumpme) \
    >"$run/npm.log" 2>&1 || { tail -n 20 "$run/npm.log" >&2; fail "npm failed, see $run/npm.log"; }
  cp "$here/server/package-lock.json" "$server/.installed"
fi
cp "$here/server/app.js" "$server/app.js"

# ---- start ------------------------------------------------------------------

if [ "${KUZZLE_IT_CLEAN:-0}" = 1 ]; then
  ! alive redis && ! alive search && ! alive kuzzle || fail "stop it first, then start with KUZZLE_IT_CLEAN=1"
  rm -rf "$run/search-data" "$run/redis-data"
fi

if ! alive redis; then
  : >"$run/redis.log"
  run_redis
fi

if ! alive search; then
  free search "$KUZZLE_IT_SEARCH_PORT"
  java -Xms256m -Xmx512m -cp "$search/target/classes:$(cat "$search/classpath")" \
    dev.kvclient.it.SearchEngine "$run/search-data" "$KUZZLE_IT_SEARCH_PORT" \
    "$((KUZZLE_IT_SEARCH_PORT + 100))" >"$run/search.log" 2>&1 &
  began search $!
fi

wait_for redis 20 redis_answers
wait_for search 120 grep -q 'search engine ready' "$run/search.log"

if ! alive kuzzle; then
  : >"$run/kuzzle.log"
  run_kuzzle
  keep_settings
fi
wait_for kuzzle 120 kuzzle_answers
[ -z "$markfile" ] || [ -z "$started" ] || { mkdir -p "$(dirname "$markfile")" && printf '%s\n' "$started" >"$markfile"; }
say "answers on 127.0.0.1:$KUZZLE_IT_PORT"
