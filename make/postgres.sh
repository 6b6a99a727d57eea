#!/usr/bin/env bash
# A PostgreSQL of one's own for tests and measurements, in a temporary folder on a free port of 127.0.0.1:
#   postgres.sh start [fsync]   starts one and prints its folder and URL; without `fsync` it is fast and not durable
#   postgres.sh stop FOLDER     stops it and removes the folder
#   postgres.sh found           is PostgreSQL installed?
set -euo pipefail

# Debian keeps the server's programs off PATH, by version: the newest.
# shellcheck disable=SC2012
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[ -x "$bin/initdb" ] || bin=$(dirname "$(command -v initdb || echo /none)")
found() { [ -x "$bin/initdb" ]; }

# It refuses to run as root.
as_owner() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

start() {
    local folder port password options
    found || { echo "PostgreSQL is not installed (Debian: apt-get install postgresql)" >&2 && exit 1; }
    folder=$(mktemp -d "${TMPDIR:-/tmp}/accord-postgres.XXXXXX")
    trap 'rm -rf "$folder"' EXIT
    cd "$folder" # the owner may not be allowed into the folder we were called from
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    echo "$password" >password
    [ "$(id -u)" != 0 ] || chown -R postgres "$folder"
    # `password`, not scram: its many rounds would cost a debug build more than the tests; it never leaves this machine.
    as_owner "$bin/initdb" -D "$folder/data" -U postgres --pwfile=password --auth=password --encoding=UTF8 --locale=C --no-sync >log 2>&1 ||
        { cat log >&2 && exit 1; }
    # synchronous_commit stays on: a test reads it.
    options="-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300"
    [ "${1:-}" = fsync ] || options+=" -c fsync=off -c full_page_writes=off"
    # A port that somebody else took makes the start fail: try another.
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        port=$((20000 + RANDOM % 12000))
        if as_owner "$bin/pg_ctl" -D "$folder/data" -w -s -l "$folder/data/log" -o "$options -p $port" start >/dev/null 2>&1; then
            trap - EXIT
            echo "$folder postgres://postgres:$password@127.0.0.1:$port/postgres"
            return
        fi
    done
    cat "$folder/data/log" >&2
    exit 1
}

stop() {
    local folder=$1
    [ -f "$folder/data/PG_VERSION" ] || { echo "no PostgreSQL of ours in $folder" >&2 && exit 1; }
    cd "$folder"
    # Nothing in it is wanted any more, so no clean shutdown.
    as_owner "$bin/pg_ctl" -D "$folder/data" -w -s -m immediate stop || true
    cd / && rm -rf "$folder"
}

case ${1:-} in
found) found ;;
start) start "${2:-}" ;;
stop) stop "${2:?which folder?}" ;;
*) sed -n '2,5s/^# //p' "$0" >&2 && exit 2 ;;
esac
