# Sourced by start.sh, stop.sh and outage.sh: where things live, who is alive, and how Redis and Kuzzle are run.

KUZZLE_IT_HOME=${KUZZLE_IT_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/kvclient/kuzzle}
run=${KUZZLE_IT_RUN:-$KUZZLE_IT_HOME/run}
search=$KUZZLE_IT_HOME/search-engine
server=$KUZZLE_IT_HOME/server

say() { printf '%s\n' "kuzzle: $*"; }
fail() { say "$*" >&2; exit 1; }

# alive NAME: the process of its PID file runs, and is the one we started (a PID
# is soon another's after a reboot). A dead one that nobody has reaped is not alive.
alive() {
  [ -s "$run/$1.pid" ] || return 1
  case $(ps -o stat= -p "$(cat "$run/$1.pid")" 2>/dev/null) in '' | Z*) return 1 ;; esac
  case $1 in redis) mark=redis-server ;; search) mark=$search ;; *) mark=$server ;; esac
  ps -ww -o args= -p "$(cat "$run/$1.pid")" | grep -qF -e "$mark" -e start.sh -e outage.sh
}

# gone NAME: waits up to 10 s for its process to end; fails if it does not.
gone() {
  tries=100
  while [ "$tries" -gt 0 ] && alive "$1"; do
    tries=$((tries - 1)); sleep 0.1
  done
  ! alive "$1"
}

started=
# began NAME PID
began() {
  echo "$2" >"$run/$1.pid"
  started="$1 $started"
}

# stop_what_began: a script that fails stops what it has started. Needs $here.
stop_what_began() {
  code=$?
  trap - EXIT
  # shellcheck disable=SC2086  # a list of names
  [ "$code" = 0 ] || [ -z "$started" ] || "$here/stop.sh" $started || true
  exit "$code"
}

# wait_for NAME SECONDS COMMAND...
wait_for() {
  name=$1; tries=$(($2 * 5)); shift 2
  while [ "$tries" -gt 0 ]; do
    "$@" >/dev/null 2>&1 && return 0
    alive "$name" || { tail -n 20 "$run/$name.log" >&2; fail "$name ended early"; }
    tries=$((tries - 1)); sleep 0.2
  done
  tail -n 20 "$run/$name.log" >&2
  fail "$name did not answer in time"
}

# free NAME PORT: fails when another process listens there; a probe of ours would take it for ours.
free() {
  ! node -e 'const s = require("net").connect(+process.argv[1], "127.0.0.1");
    s.on("connect", () => process.exit(0)).on("error", () => process.exit(1))' "$2" \
    || fail "port $2, for $1, is taken by another process"
}

# ---- Redis and Kuzzle, by the settings of start.sh; they add to their logs ----

run_redis() {
  free redis "$KUZZLE_IT_REDIS_PORT"
  mkdir -p "$run/redis-data"
  redis-server --bind 127.0.0.1 --port "$KUZZLE_IT_REDIS_PORT" --save '' --appendonly no \
    --dir "$run/redis-data" >>"$run/redis.log" 2>&1 &
  began redis $!
}

redis_answers() { [ "$(redis-cli -h 127.0.0.1 -p "$KUZZLE_IT_REDIS_PORT" ping)" = PONG ]; }

run_kuzzle() {
  free kuzzle "$KUZZLE_IT_PORT"
  (cd "$server" && exec node "$server/app.js") >>"$run/kuzzle.log" 2>&1 &
  began kuzzle $!
}

kuzzle_answers() {
  node -e 'fetch(process.argv[1]).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))' \
    "http://127.0.0.1:$KUZZLE_IT_PORT/_publicApi"
}
