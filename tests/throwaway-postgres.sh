#!/usr/bin/env bash
# A PostgreSQL cluster for a moment: lives while standard input is open, and leaves nothing behind.
# usage: tests/throwaway-postgres.sh DIRECTORY PORT [option of postgres, such as fsync=off]...
# Prints "ready" once it answers on 127.0.0.1:PORT (user postgres, no password). Takes the lines "stop" (at once, as a crash
# does) and "start" on standard input and answers each with "stopped" or "ready"; the end of the input ends the cluster.
set -Eeuo pipefail
directory=$1 port=$2; shift 2

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
if [ -z "$bin" ] && command -v initdb >/dev/null; then bin=$(dirname "$(readlink -f "$(command -v initdb)")"); fi
if [ -z "$bin" ]; then
  echo "PostgreSQL is needed (initdb, pg_ctl): tests/run.sh installs it where it is root, else install your system's postgresql package" >&2
  exit 1
fi

# PostgreSQL refuses to run as root.
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
stop() { as "$bin/pg_ctl" -D "$directory/data" -w -m immediate stop >/dev/null; }
start() { as "$bin/pg_ctl" -D "$directory/data" -w -t 60 -l "$directory/log" -o "$options" start </dev/null >/dev/null; echo ready; }

mkdir -p "$directory"
if [ "$(id -u)" = 0 ]; then chown postgres "$directory"; fi
cd "$directory"
trap 'stop 2>/dev/null || true; cd /; rm -rf "$directory"' EXIT
trap '' INT TERM HUP # the end of the input ends it, also where the whole group is asked to stop
as "$bin/initdb" -D "$directory/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$directory/initdb.log"
options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=400"
for option in "$@"; do options+=" -c $option"; done
start
while read -r command; do
  case $command in
    stop) stop; echo stopped ;;
    start) start ;;
    *) echo "$0: '$command' is neither stop nor start" >&2 ;;
  esac
done
