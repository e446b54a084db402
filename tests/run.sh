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

# The store's tests run on PostgreSQL too; each run starts a cluster of its own (tests/throwaway-postgres.sh).
if ! ls -d /usr/lib/postgresql/*/bin >/dev/null 2>&1 && ! command -v initdb >/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "tests/run.sh: installing PostgreSQL" >&2
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null
  else
    echo "tests/run.sh: PostgreSQL is needed (initdb, pg_ctl); install your system's postgresql package" >&2
    exit 1
  fi
fi

exec dotnet test LstmService.sln --nologo "$@"
