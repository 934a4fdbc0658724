#!/usr/bin/env bash
# A long chaos run: real silos and front ends under load, which are killed, frozen, cut off and starved of their database at random instants.
# Prints what it does, and one line in the end. As root it has every kind of fault; otherwise those that need no root.
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

# Two runs side by side build one after the other.
mkdir -p artifacts
flock artifacts/build.lock dotnet build Tests --configuration Release --verbosity quiet
dotnet Tests/bin/Release/net10.0/RetailPulse.Tests.dll -class '*.LongChaosTests' -explicit only -showLiveOutput -noColor -noLogo |
  sed -u 's/^ *RetailPulse\.[^]]*\[OUTPUT\] //'
