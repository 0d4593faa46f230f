#!/bin/sh
# Stops what start.sh started, by PID: Kuzzle first, then its two services.
#
#   stop.sh                 all three
#   stop.sh NAME...         of kuzzle, search, redis, in that order
#   stop.sh --mark FILE     what the call of start.sh that wrote FILE had started; nothing if there is no FILE
set -eu

. "$(dirname "$0")/common.sh"

stop() {
  case $1 in kuzzle | search | redis) ;; *) fail "no such service: $1" ;; esac
  if alive "$1"; then
    pid=$(cat "$run/$1.pid")
    kill "$pid" 2>/dev/null || true
    gone "$1" || kill -9 "$pid"
    say "$1 stopped"
  fi
  rm -f "$run/$1.pid"
}

if [ "${1:-}" = --mark ]; then
  markfile=${2:?--mark needs a file}
  [ -f "$markfile" ] || exit 0
  # shellcheck disable=SC2046  # a list of names
  set -- $(cat "$markfile")
  rm -f "$markfile"
fi
[ $# -gt 0 ] || set -- kuzzle search redis
for name in "$@"; do
  stop "$name"
done
