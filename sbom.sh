#!/usr/bin/env bash
# Writes a CycloneDX bill of materials for each process, the client, and the command line to artifacts/sbom, or to the folder in the first argument.
# Requires `dotnet restore` and `dotnet tool restore`.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
folder=${1:-artifacts/sbom}
version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)

for project in WebFrontend Silo Client Cli; do
  dotnet tool run dotnet-CycloneDX "$project/$project.csproj" --output "$folder" --filename "RetailPulse.$project.cdx.json" --output-format Json \
    --set-name "RetailPulse.$project" --set-version "$version" --set-type Application --exclude-dev --disable-package-restore > /dev/null
done
echo "Bills of materials: $folder"
