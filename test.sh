#!/usr/bin/env bash
# Everything that must hold before a change lands: locked restore, build, format, and tests, which also publish and write bills of materials.
# Needs the .NET 10 SDK on Debian or Ubuntu; installs what else the tests start. As root it also runs the tests that mount or cut networks,
# which are skipped otherwise. Arguments are passed on to `dotnet test`, for example: ./test.sh --filter JobTests
#   ./test.sh --fast   builds, and runs the tests of rules, grains, and documents, which start nothing: about two minutes of tests on two processors
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

fast=
if [ "${1:-}" = --fast ]; then
  fast=1
  shift
  set -- --filter '(Layer=Unit|Layer=Architecture|Layer=Cluster)&FullyQualifiedName!~RetailPulse.Tests.Cluster.Faults' "$@"
fi

# PostgreSQL's programs (the tests start servers of their own), PgBouncer, nginx, SQLite's shell, `ip`, a browser, libfaketime, Node.js for generated clients, Python for guides, Prometheus,
# and shells.
missing=()
compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null || missing+=(postgresql)
PATH="$PATH:/usr/sbin" command -v pgbouncer > /dev/null || missing+=(pgbouncer)
command -v sqlite3 > /dev/null || missing+=(sqlite3)
PATH="$PATH:/usr/sbin" command -v nginx > /dev/null || missing+=(nginx-light)
command -v ip > /dev/null || missing+=(iproute2)
command -v chromium > /dev/null || missing+=(chromium)
compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1' > /dev/null || missing+=(faketime)
command -v node > /dev/null || missing+=(nodejs)
command -v python3 > /dev/null || missing+=(python3)
command -v psql > /dev/null || missing+=(postgresql-client)
command -v npm > /dev/null || missing+=(npm)
command -v promtool > /dev/null || missing+=(prometheus)
command -v zsh > /dev/null || missing+=(zsh)
command -v fish > /dev/null || missing+=(fish)
if [ -z "$fast" ] && [ "${#missing[@]}" -gt 0 ]; then
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
# The layout of .csharpierrc.yaml. Run `dotnet csharpier format .` to apply it.
dotnet csharpier check .
dotnet build --configuration Release --no-restore

# Processes of tests live for seconds. Pages that are never writable and executable at once, and profiles of hot code, cost a fifth of their start.
export DOTNET_EnableWriteXorExecute=0 DOTNET_TieredPGO=0

failed=0
dotnet test Tests --configuration Release --no-build --logger trx --results-directory "$results" "$@" || failed=1

count() { grep -hoE "<Counters [^>]*" "$results"/*.trx | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+' | awk "{ sum += \$1 } END { print sum + 0 }"; }

echo 'The slowest tests:'
grep -hoE '<UnitTestResult [^>]*' "$results"/*.trx | sed -nE 's/.* testName="([^"]*)".* duration="0?([^"]{1,10})[^"]*".*/\2  \1/p' \
  | sed "s/&quot;/'/g" | sort -r | head -n 20 || true

total_failed=$(($(count failed) + $(count error) + $(count timeout) + $(count aborted)))
if [ "$total_failed" -gt 0 ]; then failed=1; fi
echo "$(count passed) passed, $total_failed failed"
exit "$failed"
