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

exec dotnet test LstmService.sln --nologo "$@"
