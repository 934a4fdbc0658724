#!/usr/bin/env bash
# Runs every check that a change must pass: locked restore, build, format, tests, the publish commands of the Dockerfile, and bills of materials.
# Needs the .NET 10 SDK on Debian or Ubuntu, and installs the other programs that the tests start. Tests that mount file systems or cut networks
# require root and are skipped otherwise. Arguments are passed to `dotnet test`, for example: ./test.sh --filter JobTests
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# Programs that the tests start: PostgreSQL servers, PgBouncer, the SQLite shell, `ip`, a browser, and libfaketime.
missing=()
compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null || missing+=(postgresql)
PATH="$PATH:/usr/sbin" command -v pgbouncer > /dev/null || missing+=(pgbouncer)
command -v sqlite3 > /dev/null || missing+=(sqlite3)
command -v ip > /dev/null || missing+=(iproute2)
command -v chromium > /dev/null || missing+=(chromium)
compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1' > /dev/null || missing+=(faketime)
if [ "${#missing[@]}" -gt 0 ]; then
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
  if ! { "${as_root[@]}" apt-get update -qq && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; }; then
    echo "Failed to install Debian packages that the tests need. As root, run: apt-get install ${missing[*]}" >&2
    exit 1
  fi
fi

results=artifacts/test-results
rm -rf "$results"

dotnet restore --locked-mode
dotnet tool restore
dotnet build --configuration Release --no-restore
dotnet format --no-restore --verify-no-changes

failed=0
dotnet test Tests --configuration Release --no-build --logger trx --results-directory "$results" "$@" || failed=1

# Publishing fails if the folder contains files of another version.
rm -rf artifacts/publish
# Only a machine with Docker can build the image. The publish commands of the Dockerfile are checked on every machine.
grep -oE 'dotnet publish [A-Za-z]+' Dockerfile | while read -r command; do
  $command --configuration Release --no-restore --output "artifacts/publish/${command##* }" --verbosity quiet
done
./sbom.sh

count() { grep -hoE "<Counters [^>]*" "$results"/*.trx | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+' | awk "{ sum += \$1 } END { print sum + 0 }"; }
total_failed=$(($(count failed) + $(count error) + $(count timeout) + $(count aborted)))
if [ "$total_failed" -gt 0 ]; then failed=1; fi
echo "$(count passed) passed, $total_failed failed"
exit "$failed"
