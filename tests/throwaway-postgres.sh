#!/usr/bin/env bash
# A PostgreSQL cluster for a moment: lives while standard input is open, and leaves nothing behind.
# usage: tests/throwaway-postgres.sh [--disk SIZE] DIRECTORY PORT [option of postgres, such as fsync=off]...
# Prints "ready" once it answers on 127.0.0.1:PORT (user postgres, no password). Takes the lines "stop" (at once, as a crash
# does) and "start" on standard input and answers each with "stopped" or "ready"; the end of the input ends the cluster.
# With --disk its tables lie on a file system of that size, such as 96M, which "fill" fills ("filled") and "free" frees
# ("freed"); that takes root, or a user who may have a name space of his own.
set -Eeuo pipefail
disk=
if [ "$1" = --disk ]; then
  disk=$2
  if [ "$(id -u)" != 0 ]; then
    user=$(id -u) exec unshare --map-root-user --mount "$BASH" "$0" "$@"
  fi
  shift 2
fi
directory=$1 port=$2; shift 2

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
if [ -z "$bin" ] && command -v initdb >/dev/null; then bin=$(dirname "$(readlink -f "$(command -v initdb)")"); fi
if [ -z "$bin" ]; then
  echo "PostgreSQL is needed (initdb, pg_ctl): tests/run.sh installs it where it is root, else install your system's postgresql package" >&2
  exit 1
fi

# PostgreSQL refuses to run as root, also as one of its own name space.
as() {
  if [ -n "${user:-}" ]; then unshare --user --map-user="$user" -- "$@"
  elif [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"
  else "$@"; fi
}
stop() { as "$bin/pg_ctl" -D "$directory/data" -w -m immediate stop >/dev/null; }
start() { as "$bin/pg_ctl" -D "$directory/data" -w -t 60 -l "$directory/log" -o "$options" start </dev/null >/dev/null; echo ready; }

mkdir -p "$directory/data"
cd "$directory"
trap 'stop 2>/dev/null || true; cd /; umount "$directory/data" 2>/dev/null || true; rm -rf "$directory"' EXIT
trap '' INT TERM HUP # the end of the input ends it, also where the whole group is asked to stop
if [ -n "$disk" ]; then mount -t tmpfs -o "size=$disk" tmpfs "$directory/data"; fi
if [ "$(id -u)" = 0 ] && [ -z "${user:-}" ]; then chown postgres "$directory" "$directory/data"; fi
# the log of writes lies elsewhere: where it cannot grow the whole server ends, as it does by "stop"
as "$bin/initdb" -D "$directory/data" --waldir="$directory/wal" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$directory/initdb.log"
options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=400"
for option in "$@"; do options+=" -c $option"; done
start
while read -r command; do
  case $command in
    stop) stop; echo stopped ;;
    start) start ;;
    fill) cat /dev/zero >"$directory/data/ballast" 2>/dev/null || true; echo filled ;;
    free) rm "$directory/data/ballast"; echo freed ;;
    *) echo "$0: '$command' is none of stop, start, fill and free" >&2 ;;
  esac
done
