#!/usr/bin/env bash
# Starts and stops several silos and front ends on this machine. Needs Linux and the .NET 10 SDK. For usage: ./cluster.sh --help
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$root/artifacts/cluster
silos=2 front_ends=1 port=0 configuration=Release build=yes
settings=()
# Only this user can access the files that the script creates. Build output keeps the default file modes.
build_mask=$(umask)
umask 077
# In seconds. A silo that stops needs up to 20 s to hand over its work.
ready_within=90 stopped_within=35

usage() {
  cat <<'TEXT'
Usage: ./cluster.sh COMMAND [OPTIONS] [-- SETTINGS]

  start    Build, start silos and front ends, and return when all of them are ready.
  run      Like start, but keep running until Ctrl+C or SIGTERM, which stops the cluster.
  status   List the processes. Exit code 0 if all of them run, otherwise 1.
  stop     Stop all processes with SIGTERM. Does nothing if no process runs.

  --silos N             Number of silos. Default: 2.
  --front-ends N        Number of front ends. Default: 1.
  --port N              Port of the first front end. Further front ends use the ports after it. Default: free ports.
  --folder DIR          Folder for logs, process ids, and (unless a setting names another) the database.
                        Default: artifacts/cluster. Pass the same folder to status and stop.
  --configuration NAME  Build configuration. Default: Release.
  --no-build            Use the existing build output.

Settings after `--` are passed to every process, such as --RetailPulse:Images:Slots=256. Every process also inherits the environment:
RetailPulse__Storage__Provider=PostgreSql ConnectionStrings__RetailPulse='Host=...' ./cluster.sh start --silos 4
TEXT
}

fail() { echo "$*" >&2; exit 1; }

read_options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --no-build) build=no; shift; continue ;;
      --) shift; settings=("$@"); break ;;
      --silos | --front-ends | --port | --folder | --configuration) [ $# -gt 1 ] || fail "$1 requires a value; see ./cluster.sh --help" ;;
      *) fail "Unknown option '$1'. Write settings after --; see ./cluster.sh --help" ;;
    esac
    case $1 in
      --silos) silos=$(number "$@") ;;
      --front-ends) front_ends=$(number "$@") ;;
      --port) port=$(number "$@") ;;
      --folder) folder=$2 ;;
      --configuration) configuration=$2 ;;
    esac
    shift 2
  done
}

number() {
  [[ $2 =~ ^(0|[1-9][0-9]{0,4})$ ]] || fail "$1 must be a number from 0 to 99999, not '$2'."
  echo "$2"
}

# Prints the names of the processes in this folder. Front ends come first, so that they stop first.
names() {
  local file
  for file in "$folder"/front-end-*.pid "$folder"/silo-*.pid; do
    if [ -e "$file" ]; then basename "$file" .pid; fi
  done
}

# Prints the start time of a process in clock ticks since boot, or nothing if it has exited. The system reuses process ids, but not an id with
# the same start time.
beginning() {
  local stat fields
  { stat=$(< "/proc/$1/stat"); } 2> /dev/null || return 0
  read -ra fields <<< "${stat##*) }"
  if [ "${fields[0]}" != Z ]; then echo "${fields[19]}"; fi
}

# Succeeds if the process that was started under this name still runs. Immediately after the fork, its command line is still that of this script.
runs() {
  local pid began
  read -r pid began 2> /dev/null < "$folder/$1.pid" || return 1
  [ -n "$began" ] && [ "$(beginning "$pid")" = "$began" ] &&
    { tr '\0' ' ' < "/proc/$pid/cmdline"; } 2> /dev/null | grep -qE 'RetailPulse\.(Silo|WebFrontend)\.dll|cluster\.sh'
}

# Succeeds if any process that was started in this folder still runs.
any_runs() {
  local name
  for name in $(names); do if runs "$name"; then return 0; fi; done
  return 1
}

pid() { cut -d' ' -f1 "$folder/$1.pid"; }

address() { grep -oE 'Now listening on: [^" ]+' "$folder/$1.log" | head -1 | cut -d' ' -f4; }

launch() {
  local name=$1 project=$2
  shift 2
  # Start in a separate session: Ctrl+C must reach only this script, which stops the processes in order.
  setsid dotnet "$root/$project/bin/$configuration/net10.0/RetailPulse.$project.dll" "$@" \
    --Logging:LogLevel:Microsoft.Hosting.Lifetime=Information < /dev/null > "$folder/$name.log" 2>&1 9>&- &
  disown $!
  echo "$! $(beginning $!)" > "$folder/$name.pid"
}

# Other users of this machine can connect to the ports of the silos, so silos and front ends authenticate each other with certificates.
make_certificates() {
  if [[ -n ${RetailPulse__Cluster__Tls__CertificateFile:-} || " ${settings[*]} " == *" --RetailPulse:Cluster:Tls:"* ]]; then return; fi
  dotnet "$root/Silo/bin/$configuration/net10.0/RetailPulse.Silo.dll" --new-certificate --ca "$folder/ca" --out "$folder/certificates" > /dev/null
  export RetailPulse__Cluster__Tls__CertificateFile="$folder/certificates/tls.crt"
  export RetailPulse__Cluster__Tls__KeyFile="$folder/certificates/tls.key"
  export RetailPulse__Cluster__Tls__AuthorityFile="$folder/certificates/ca.crt"
}

# Updates the schema of the database, without a time limit. If this fails, the first silo fails as well, and its log is shown.
migrate() {
  if [ "$silos" = 0 ]; then return; fi
  dotnet "$root/Silo/bin/$configuration/net10.0/RetailPulse.Silo.dll" "${settings[@]}" --migrate < /dev/null > "$folder/migration.log" 2>&1 9>&- || true
}

# An existing folder, and the logs and the database in it, may be accessible to other users.
warn_of_exposure() {
  local exposed
  exposed=$(find "$folder" -maxdepth 1 -perm /077 -printf '%p ')
  if [ -n "$exposed" ]; then echo "Other users can read or change: ${exposed% }. To prevent this: chmod -R go= '$folder'" >&2; fi
}

await_ready() {
  local name=$1 end=$((SECONDS + ready_within))
  until grep -q 'Application started' "$folder/$name.log"; do
    runs "$name" || tell_end "$name" "ended instead of starting"
    [ $SECONDS -lt $end ] || tell_end "$name" "was not ready within $ready_within s"
    sleep 0.1
  done
}

tell_end() {
  echo "$1 $2. The last lines of $folder/$1.log:" >&2
  tail -n 15 "$folder/$1.log" >&2
  exit 1
}

start() {
  mkdir -p "$folder"
  folder=$(cd "$folder" && pwd)
  warn_of_exposure
  exec 9> "$folder/lock"
  flock --nonblock 9 || fail "Another ./cluster.sh is running in $folder."
  if any_runs; then fail "A cluster is already running in $folder. To stop it: ./cluster.sh stop"; fi
  rm -f "$folder"/{silo,front-end}-*.{pid,log}

  if [ $build = yes ]; then
    echo "Building ..." >&2
    (umask "$build_mask" && dotnet build "$root/WebFrontend" --configuration "$configuration" --verbosity quiet --nologo -consoleLoggerParameters:NoSummary >&2)
  fi
  export ConnectionStrings__RetailPulse="${ConnectionStrings__RetailPulse:-Data Source=$folder/retailpulse.db}"
  make_certificates
  export RetailPulse__Cluster__SiloPort="${RetailPulse__Cluster__SiloPort:-0}" RetailPulse__Cluster__GatewayPort="${RetailPulse__Cluster__GatewayPort:-0}"
  export RetailPulse__Cluster__ProbePort="${RetailPulse__Cluster__ProbePort:-0}"

  trap 'stop > /dev/null' EXIT
  trap 'exit 130' INT TERM
  migrate
  local i
  for ((i = 1; i <= silos; i++)); do launch "silo-$i" Silo "${settings[@]}"; done
  for ((i = 1; i <= silos; i++)); do await_ready "silo-$i"; done
  for ((i = 1; i <= front_ends; i++)); do
    launch "front-end-$i" WebFrontend "${settings[@]}" --RetailPulse:Cluster:Role=Client "--urls=http://127.0.0.1:$((port == 0 ? 0 : port + i - 1))"
  done
  for ((i = 1; i <= front_ends; i++)); do await_ready "front-end-$i"; done
  trap - EXIT INT TERM
}

explain() {
  if [ "$front_ends" -gt 0 ]; then echo "To check the cluster: dotnet run --project Cli -c Release -- doctor --server $(address front-end-1)"; fi
  echo "To stop the cluster: ./cluster.sh stop"
}

status() {
  local name all=0
  for name in $(names); do
    if ! runs "$name"; then
      all=1
      echo "$name ended $folder/$name.log"
    elif [[ $name == front-end-* ]]; then
      echo "$name pid $(pid "$name") $(address "$name") $folder/$name.log"
    else
      echo "$name pid $(pid "$name") $folder/$name.log"
    fi
  done
  if [ -z "$(names)" ]; then
    all=1
    echo "No process runs in $folder."
  fi
  return $all
}

stop() {
  local kind name left=0
  for name in $(names); do
    if ! runs "$name"; then
      echo "$name had already ended"
      rm -f "$folder/$name.pid"
    fi
  done
  for kind in front-end silo; do
    for name in $(names); do
      if [[ $name == "$kind"-* ]] && runs "$name"; then kill -TERM "$(pid "$name")"; fi
    done
    for name in $(names); do
      if [[ $name == "$kind"-* ]]; then await_end "$name" || left=1; fi
    done
  done
  return $left
}

await_end() {
  local name=$1 begun=$SECONDS
  while runs "$name"; do
    if [ $((SECONDS - begun)) -ge $stopped_within ]; then
      echo "$name (pid $(pid "$name")) did not stop within $stopped_within s. kill -KILL ends it and loses no job." >&2
      return 1
    fi
    sleep 0.1
  done
  rm -f "$folder/$name.pid"
  echo "$name stopped"
}

run() {
  start
  trap 'stop; exit $?' INT TERM
  status
  echo "Press Ctrl+C to stop the cluster."
  local name
  while any_runs; do
    for name in $(names); do
      runs "$name" || { echo "$name ended; the other processes continue. Its log: $folder/$name.log"; rm -f "$folder/$name.pid"; }
    done
    sleep 0.5 & wait $! || true
  done
  fail "All processes have ended. Their logs are in $folder."
}

command=${1:---help}
[ $# -eq 0 ] || shift
case $command in
  start) read_options "$@"; start; status; explain ;;
  run) read_options "$@"; run ;;
  status | stop)
    read_options "$@"
    folder=$(cd "$folder" 2> /dev/null && pwd || echo "$folder")
    if [ "$command" = stop ] && [ -z "$(names)" ]; then echo "No process runs in $folder."; else "$command"; fi
    ;;
  --help | -h) usage ;;
  *) usage >&2; exit 1 ;;
esac
