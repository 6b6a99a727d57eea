#!/usr/bin/env bash
# `make bench`: builds for release what `make run` builds, and the program that measures it (server/benches/figures.rs),
# which prints a table. Meant for a machine that does nothing else meanwhile.
# By hand, `make/bench.sh json pages sqlite postgres start visit what-if crowd promises engine` measures what is named alone.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. make/env.sh

postgres='' figures=''
finish() {
    [ -z "$figures" ] || kill "$figures" 2>/dev/null && wait "$figures" 2>/dev/null || true
    [ -z "$postgres" ] || make/postgres.sh stop "$postgres" || true
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

engine() {
    cargo bench --locked -p engine
    if [ -x "$ACCORD_ORACLES/bin/python" ]; then
        ACCORD_BIN=$ACCORD_TARGET/release/accord "$ACCORD_ORACLES/bin/python" -W ignore engine/oracle/speed.py
    else
        echo "SKIPPED how much faster the engine is than others: their environment is not there (make/set-up.sh)" >&2
    fi
}

make/build.sh --release
case " $* " in
    "  " | *" engine "*)
        engine
        [ "$*" != engine ] || exit 0
        ;;
esac
set -- $(printf '%s\n' "$@" | grep -vx engine || true)
# The same profile, flags and features, so only the measuring program itself is new.
built=$(cargo bench --locked -p server --bench figures --no-run --message-format=json-render-diagnostics)
program=$(sed -n '/"name":"figures"/s/.*"executable":"\([^"]*\)".*/\1/p' <<<"$built")

started=$(make/postgres.sh start fsync)
postgres=${started%% *}
# In the background, so that a signal to this script is heard at once.
ACCORD_BENCH_POSTGRES=${started#* } "$program" "$@" &
figures=$!
status=0
wait "$figures" || status=$?
figures=''
exit $status
