#!/bin/sh
# Makes Redis or Kuzzle fail and come back, by PID: only those that start.sh has started, with its settings.
#
#   outage.sh owns PORT            succeeds if start.sh has started the Kuzzle of that port, and its Redis
#   outage.sh term|kill NAME       SIGTERM or SIGKILL to kuzzle or redis; returns once it has ended
#   outage.sh freeze|thaw NAME     SIGSTOP, SIGCONT
#   outage.sh start NAME           runs it again; returns once it answers. Does nothing where it runs
set -eu

here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
export KUZZLE_IT_HOME

[ $# = 2 ] || fail "usage: outage.sh owns PORT, or outage.sh term|kill|freeze|thaw|start kuzzle|redis"
# Anything older, or started by hand, could not be started again as it was.
[ -s "$run/settings.sh" ] || fail "start.sh has not started what runs here, or an older one has"
. "$run/settings.sh"

if [ "$1" = owns ]; then
  alive kuzzle && alive redis || fail "start.sh has not started what runs here"
  [ "$2" = "$KUZZLE_IT_PORT" ] || fail "the Kuzzle that start.sh has started is at port $KUZZLE_IT_PORT, not $2"
  exit 0
fi

name=$2
case $name in kuzzle | redis) ;; *) fail "no such service: $name" ;; esac

# signal SIGNAL
signal() {
  alive "$name" || fail "$name does not run"
  kill -s "$1" "$(cat "$run/$name.pid")"
}

case $1 in
  term | kill)
    if [ "$1" = term ]; then signal TERM; else signal KILL; fi
    gone "$name" || fail "$name has not ended"
    rm -f "$run/$name.pid"
    ;;
  freeze) signal STOP ;;
  thaw) signal CONT ;;
  start)
    alive "$name" && exit 0
    trap stop_what_began EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    "run_$name"
    wait_for "$name" 60 "${name}_answers"
    ;;
  *) fail "no such outage: $1" ;;
esac
say "$1 $name"
