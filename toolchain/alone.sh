#!/bin/sh
# alone.sh LOCK COMMAND...: runs the command while nobody else in this folder runs one of the same lock, and says on a
# terminal whom it waits for. The kernel holds the lock (util-linux's flock) as long as the command or what it has
# started lives, so one that was killed leaves none behind. A command that holds the lock may run another of it.
# Where stderr is a pipe of the tinygram command, TINYGRAM_TERMINAL=1 says that a terminal is behind it.
set -eu
name=$1
shift
case " ${TINYGRAM_HELD:-} " in *" $name "*) exec "$@" ;; esac
command -v flock >/dev/null || exec "$@"
lock=$(dirname "$0")/../build/.lock-$name
[ -d "${lock%/*}" ] || mkdir -p "${lock%/*}" 2>/dev/null || exec "$@"
# Somebody else's clone: what is built may be used, and what is not fails by itself.
if [ -e "$lock" ]; then [ -w "$lock" ] || exec "$@"; else [ -w "${lock%/*}" ] || exec "$@"; fi
exec 9>>"$lock"
if ! flock -n 9; then
  if [ -t 2 ] || [ -n "${TINYGRAM_TERMINAL:-}" ]; then
    printf 'tinygram: waiting for another one that builds the same: %s …\n' "$(cat "$lock")" >&2
  fi
  flock 9
fi
echo "process $$, $*" >"$lock"
TINYGRAM_HELD="${TINYGRAM_HELD:-} $name" exec "$@"
