#!/usr/bin/env bash
# Passes the tests on a fresh machine that has the .NET 10 SDK: restores what is missing and runs the whole solution.
# usage: tests/run.sh [arguments of dotnet test, such as --no-build or --filter NAME]
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

command -v dotnet >/dev/null || { echo "tests/run.sh: the .NET 10 SDK is needed (https://dotnet.microsoft.com/download)" >&2; exit 1; }
case "$(dotnet --version)" in
  10.*) ;;
  *) echo "tests/run.sh: the .NET 10 SDK is needed, found $(dotnet --version)" >&2; exit 1 ;;
esac

# install PACKAGE... : from the distribution, or says what is missing
install() {
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "tests/run.sh: install $1 with your system's package manager, and run this again" >&2
    exit 1
  fi
  echo "tests/run.sh: installing $*" >&2
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# the store is tested on PostgreSQL too; each run starts a cluster of its own (tests/throwaway-postgres.sh)
if ! command -v initdb >/dev/null && ! ls -d /usr/lib/postgresql/*/bin >/dev/null 2>&1; then
  install postgresql
fi

# the dashboard is tested in a real browser; CHROMIUM names one that is elsewhere
if [ -z "${CHROMIUM:-}" ] && [ "$(uname -s)" = Linux ] && ! command -v chromium chromium-browser google-chrome >/dev/null; then
  install chromium fonts-dejavu-core
fi

exec dotnet test LstmService.sln --nologo "$@"
