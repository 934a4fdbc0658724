#!/usr/bin/env bash
# Runs a long chaos test: real silos and front ends under load, with faults at random times (kills, freezes, network cuts, database outages).
# Prints each fault, and a one-line summary at the end. Some kinds of faults require root and are skipped otherwise. Example:
#   ./chaos.sh --seed 7 --minutes 30 --provider postgresql
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
export RETAILPULSE_CHAOS_SEED=1 RETAILPULSE_CHAOS_MINUTES=30 RETAILPULSE_CHAOS_PROVIDER=postgresql

usage() { echo "usage: ./chaos.sh [--seed NUMBER] [--minutes NUMBER] [--provider sqlite|postgresql]" >&2; exit 2; }
while [ "$#" -gt 0 ]; do
  case "$1 ${2-}" in
    "--seed "[0-9]*) RETAILPULSE_CHAOS_SEED=$2 ;;
    "--minutes "[0-9]*) RETAILPULSE_CHAOS_MINUTES=$2 ;;
    "--provider sqlite" | "--provider postgresql") RETAILPULSE_CHAOS_PROVIDER=$2 ;;
    *) usage ;;
  esac
  shift 2
done

# Concurrent runs build one after another.
mkdir -p artifacts
flock artifacts/build.lock dotnet build Tests --configuration Release --verbosity quiet
dotnet Tests/bin/Release/net10.0/RetailPulse.Tests.dll -class '*.LongChaosTests' -explicit only -showLiveOutput -noColor -noLogo |
  sed -u 's/^ *RetailPulse\.[^]]*\[OUTPUT\] //'
