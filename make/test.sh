#!/usr/bin/env bash
# `make test`: every step, timed, with a table at the end. A failed step does not stop the next ones: one run tells all.
# shellcheck disable=SC2317 # functions that `step` and `trap` call
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

names=() results=() seconds=() failed=0 postgres='' said=$(mktemp -d)
finish() {
    [ -z "$postgres" ] || make/postgres.sh stop "$postgres" || true
    # Who sees only the end of a long log sees why.
    local log
    for log in "$said"/*.failed; do
        if [ -e "$log" ]; then printf '\n== the end of: %s\n' "$(basename "$log" .failed)" && tail -n 50 "$log"; fi
    done
    rm -rf "$said"
    printf '\n%-50s %-8s %8s\n' step result seconds
    local i
    for i in "${!names[@]}"; do printf '%-50s %-8s %8s\n' "${names[i]}" "${results[i]}" "${seconds[i]}"; done
    printf '%-50s %-8s %8s\n' all "$([ "$failed" = 0 ] && echo passed || echo FAILED)" "$SECONDS"
}
trap finish EXIT
trap 'failed=1; exit 130' INT TERM

# step NAME COMMAND…: runs it and remembers how it went.
step() {
    local name=$1 from=$SECONDS status=0
    shift
    printf '\n== %s\n' "$name"
    : >"$said/$name"
    # In this very shell: a step may set variables. What it starts and leaves may hold the pipe open: nothing waits for its end.
    { "$@" || status=$?; } > >(tee "$said/$name") 2>&1
    [ $status = 0 ] || mv "$said/$name" "$said/$name.failed"
    names+=("$name") seconds+=($((SECONDS - from)))
    if [ $status = 0 ]; then results+=(passed); else results+=(FAILED) failed=1; fi
    return $status
}
skip() { printf '\n== %s: SKIPPED: %s\n' "$1" "$2" && names+=("$1") results+=(skipped) seconds+=(0); }

# aside COMMAND…: a command of steps that goes on beside the steps that follow; `back` waits for it, and says what it said.
aside() {
    kept=$(mktemp -d)
    (
        trap - EXIT
        names=() results=() seconds=()
        : >"$kept/steps"
        "$@" || true
        for i in "${!names[@]}"; do printf '%s\t%s\t%s\n' "${results[i]}" "${seconds[i]}" "${names[i]}"; done >"$kept/steps"
    ) >"$kept/said" 2>&1 &
    behind=$!
}
back() {
    local result took name
    wait "$behind" || failed=1
    cat "$kept/said"
    while IFS=$'\t' read -r result took name; do
        names+=("$name") results+=("$result") seconds+=("$took")
        if [ "$result" = FAILED ]; then failed=1; fi
    done <"$kept/steps"
    rm -rf "$kept"
}

step "set-up" make/set-up.sh test || exit 1
. make/env.sh

# CI's clones share one target folder. Cargo compares times, not contents: a clone made before another one's build ended
# would take that one's crates for its own. So one at a time, and every source is newer than whatever was built.
if [ "$ACCORD_TARGET" = "$ACCORD_CACHE/target" ]; then
    mkdir -p "$ACCORD_TARGET"
    exec 8>"$ACCORD_CACHE/target.lock"
    flock 8
    git ls-files -z --cached --others --exclude-standard | xargs -0 touch -c
fi

# The same packages and features everywhere, and as cargo-leptos builds the server: one graph, built once.
native=(-p model -p engine -p same -p app -p server --features app/ssr)
wasm=(-p app -p engine -p same --lib --no-default-features --features app/customer,app/staff,engine/browser --target wasm32-unknown-unknown --target-dir "$ACCORD_TARGET/front")

# A step that needs what set-up installed for Python: with that very list of packages, or not at all.
outside() {
    if cmp -s engine/oracle/requirements.txt "$ACCORD_ORACLES/requirements.txt"; then
        step "$@" || true
    elif [ "${CI:-}" = true ]; then
        step "$1" false || true
    else
        skip "$1" "set-up could not install engine/oracle/requirements.txt"
    fi
}

# Two versions would be two SQLites in one program: the one that sqlx speaks to has to be the one that we chose.
one_sqlite() { cargo tree --locked "${native[@]}" -i libsqlite3-sys --depth 0; }
# One feature more for the tests, and whatever stands on that crate, the program too, would be built twice.
same_features() {
    local of=(--locked --edges 'normal,build' --prefix none --no-dedupe --format '{p} {f}') other
    other=$(comm -23 <(cargo tree "${of[@]}" -p server --no-default-features | sort -u) \
        <(cargo tree "${of[@]}" "${native[@]}" --edges 'normal,build,dev' | sort -u))
    [ -z "$other" ] || { echo "built once more for the tests, with other features (see serde in Cargo.toml): $other" && return 1; }
}
# A database server of our own, for the tests that run on both.
tests() {
    local started
    started=$(make/postgres.sh start 8>&-) || return 1 # without the lock, should it outlive us
    postgres=${started%% *}
    ACCORD_TEST_POSTGRES=${started#* } cargo nextest run --locked "${native[@]}" --no-fail-fast
}
# The engine that browsers get, held against the program's.
same() {
    cargo build --locked "${native[@]}" --bin same && make/wasm.sh dev same target/same --locked &&
        node engine/same/compare.mjs "$ACCORD_TARGET/debug/same" target/site/engine target/same
}
# Bounded in time; a step of its own each, for the table. Without their data they say so.
oracle() { ACCORD_BIN=$ACCORD_TARGET/debug/accord "$ACCORD_ORACLES/bin/python" -W ignore "engine/oracle/$1.py" --cases 1000 --seconds 20 "${@:2}"; }
# They leave a core to the hostile calls. What wants both comes last, and has half as long again as it would need alone.
oracles() {
    outside "the engine beside others: statistics" oracle statistics
    outside "the engine beside others: selection" oracle selection --completions 90
}
hostile() { ACCORD_BIN=$ACCORD_TARGET/debug/accord SCHEMATHESIS=$ACCORD_ORACLES/bin/schemathesis node end2end/hostile.mjs; }
journeys() { (cd end2end && ACCORD_BIN=$ACCORD_TARGET/debug/accord npx --no-install playwright test); }

step "formatting" cargo fmt --check || true
step "one SQLite in the program" one_sqlite || true
step "the program and its tests of the same features" same_features || true
step "clippy, native" cargo clippy --locked "${native[@]}" --all-targets -- -D warnings || true
step "clippy, wasm" cargo clippy --locked "${wasm[@]}" -- -D warnings || true
step "unit, property and API tests on both databases" tests || true
if step "debug build of site and server" make/build.sh; then
    step "the same engine in the browser" same || true
    aside oracles
    outside "hostile calls of every operation" hostile
    back
    if compgen -G 'end2end/playwright.config.*' >/dev/null; then
        step "browser journeys" journeys || true
    else
        skip "browser journeys" "there is no end2end/playwright.config.* yet"
    fi
else
    skip "the same engine in the browser" "the build failed"
    skip "the engine beside others" "the build failed"
    skip "hostile calls of every operation" "the build failed"
    skip "browser journeys" "the build failed"
fi
exit $failed
