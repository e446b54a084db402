#!/usr/bin/env bash
# Runs a command as deploy's files have the service run: nothing can be written but below DIRECTORY and in an empty /tmp, and no
# capability is left. Takes root, or a user who may have a name space of his own.
# usage: tests/read-only.sh DIRECTORY COMMAND [ARGUMENT]...
set -Eeuo pipefail
directory=$(readlink -f "$1"); shift
if [ "${READ_ONLY:-}" != inside ]; then
  user=()
  if [ "$(id -u)" != 0 ]; then user=(--map-root-user); fi
  READ_ONLY=inside exec unshare "${user[@]}" --mount "$BASH" "$0" "$directory" "$@"
fi
unset READ_ONLY

mount --bind "$directory" "$directory" # a file system of its own, which stays as it is
# Every other is read-only; in a user's own name space what a mount forbids has to be forbidden again.
mapfile -t mounts < <(awk '{print $5, $6}' /proc/self/mountinfo)
for line in "${mounts[@]}"; do
  at=$(printf '%b' "${line% *}") options=${line##* }
  case $at in "$directory" | /proc | /proc/* | /dev | /dev/*) continue ;; esac
  mount -o "remount,bind,ro,$(tr ',' '\n' <<<"$options" | grep -vx 'r[wo]' | paste -sd,)" "$at"
done
mount -n --move "$directory" /mnt # aside, for what is in /tmp goes
mount -n -t tmpfs tmpfs /tmp
mkdir -p "$directory"
mount -n --move /mnt "$directory"
exec setpriv --no-new-privs --inh-caps=-all --bounding-set=-all -- "$@"
