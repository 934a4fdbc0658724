#!/bin/sh
# Creates a server certificate, signed by a new authority whose key is discarded:
#   make-certificate.sh NAME PRIVATE PUBLIC
# Writes server.key and server.crt to the folder PRIVATE, for the server only, and ca.crt to the folder PUBLIC, for clients that connect to NAME.
# Keeps an existing certificate that is valid for at least 30 more days.
set -eu
name=$1 private=$2 public=$3

if [ -s "$public/ca.crt" ] && openssl verify -CAfile "$public/ca.crt" -verify_hostname "$name" "$private/server.crt" > /dev/null 2>&1 &&
  openssl x509 -in "$private/server.crt" -noout -checkend 2592000 > /dev/null; then
  exit 0
fi

if [ -s "$private/server.crt" ]; then echo "Replacing the certificate of $name. Restart $name now: clients accept only the new certificate." >&2; fi
umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
key="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc"
# shellcheck disable=SC2086
openssl req -x509 $key -days 3650 -subj "/CN=Authority of $name" -addext keyUsage=critical,keyCertSign -keyout "$work/ca.key" -out "$work/ca.crt" 2> /dev/null
# shellcheck disable=SC2086
openssl req $key -subj "/CN=$name" -keyout "$work/server.key" -out "$work/server.csr" 2> /dev/null
printf 'subjectAltName=DNS:%s\nbasicConstraints=critical,CA:false\nextendedKeyUsage=serverAuth\n' "$name" > "$work/extensions"
openssl x509 -req -in "$work/server.csr" -CA "$work/ca.crt" -CAkey "$work/ca.key" -days 3650 -extfile "$work/extensions" -out "$work/server.crt" 2> /dev/null

mkdir -p "$private" "$public"
mv "$work/server.key" "$work/server.crt" "$private"
mv "$work/ca.crt" "$public"
chmod 644 "$public/ca.crt"
chmod 755 "$public"
# PostgreSQL refuses a key that other users can read.
if [ "$(id -u)" = 0 ] && id postgres > /dev/null 2>&1; then chown -R postgres "$private"; fi
