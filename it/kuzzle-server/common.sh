# Sourced by start.sh and stop.sh: where things live, and who is alive.

KUZZLE_IT_HOME=${KUZZLE_IT_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/kvclient/kuzzle}
run=$KUZZLE_IT_HOME/run
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
  ps -ww -o args= -p "$(cat "$run/$1.pid")" | grep -qF -e "$mark" -e start.sh
}
