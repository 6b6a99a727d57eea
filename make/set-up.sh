#!/usr/bin/env bash
# Brings a machine up: make/set-up.sh [run|test|bench]. Each thing is looked for first, so a second run takes a moment.
# For each missing thing the ordinary way is tried first, the distribution's packages after.
# System packages: only on Debian and Ubuntu, as root or with sudo, after asking (YES=1 or CI=true does not ask).
set -euo pipefail
purpose=${1:-run}
case $purpose in run | test | bench) ;; *) echo "usage: $0 [run|test|bench]" >&2 && exit 2 ;; esac
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$ACCORD_ROOT"
mkdir -p "$ACCORD_CACHE/tools"

say() { printf 'set-up: %s\n' "$*" >&2; }
fail() { say "$*" && exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }
# timed WHAT COMMAND…: says what it does, and how long it took.
timed() {
    local what=$1 from=$SECONDS status=0
    shift
    say "$what …"
    "$@" >&2 || status=$?
    if [ $status = 0 ]; then say "$what: $((SECONDS - from)) s"; else say "$what: failed after $((SECONDS - from)) s"; fi
    return $status
}

# Two at once would install over each other.
if has flock; then
    exec 9>"$ACCORD_CACHE/set-up.lock"
    flock -n 9 || { say "another set-up is running: waiting" && flock 9; }
fi

# --- System packages -------------------------------------------------------------------------------------------------

sudo=''
as_root() { if [ -n "$sudo" ]; then sudo "$@"; else "$@"; fi; }
# packages WHY NAME…: installs them, or says what is needed and ends.
packages() {
    local why=$1 name missing=() answer
    shift
    has apt-get || [ $# = 0 ] || fail "$why: please install what Debian calls: $*"
    for name; do
        case $(dpkg-query -W -f='${db:Status-Abbrev}' "$name" 2>/dev/null) in ii*) ;; *) missing+=("$name") ;; esac
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    set -- "${missing[@]}"
    if [ "$(id -u)" != 0 ]; then
        has sudo || fail "$why: please run as root: apt-get install --no-install-recommends $*"
        sudo=sudo
    fi
    if [ "${YES:-}" != 1 ] && [ "${CI:-}" != true ]; then
        [ -t 0 ] || fail "$why: needs the Debian packages $* (YES=1 installs them without asking)"
        read -r -p "set-up: $why: install the Debian packages $*? [y/N] " answer
        case $answer in [yY]*) ;; *) fail "$why: not without $*" ;; esac
    fi
    # Lists as a fresh machine has them are empty or old: once per run.
    if [ -z "${updated:-}" ]; then timed "apt-get update" as_root apt-get update -q && updated=1; fi
    timed "$why: apt-get install $*" as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qy --no-install-recommends "$@"
}

need=()
has cc || need+=(gcc libc6-dev)
has node || need+=(nodejs)
has npm || need+=(npm)
if [ "$purpose" != run ]; then
    [ -n "$ACCORD_CHROMIUM" ] || need+=(chromium)
    "$ACCORD_ROOT/make/postgres.sh" found || need+=(postgresql)
fi
if [ "$purpose" = bench ]; then
    has wrk || need+=(wrk)
    has brotli || need+=(brotli)
fi
packages "for make $purpose" ${need[@]+"${need[@]}"}
node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' ||
    fail "Node $(node -v) is too old: please install Node 20 or later (https://nodejs.org)"

# --- Rust with the wasm32 target -------------------------------------------------------------------------------------

by_rustup() {
    has rustup || return 1
    if accord_rust_new rustc; then
        timed "rustup target add wasm32-unknown-unknown" rustup target add wasm32-unknown-unknown
    else
        timed "rustup toolchain install $ACCORD_RUST" rustup toolchain install "$ACCORD_RUST" --no-self-update \
            --profile minimal --component clippy,rustfmt --target wasm32-unknown-unknown
    fi
}

# Debian's compiler for web browsers is new enough but comes without a wasm32 library: build it from the sources
# packaged with it, and put it where rustup would. Cargo then needs nothing special.
by_debian() {
    local work built lib
    packages "Rust $ACCORD_RUST with wasm32" rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy
    # Only the link `rust-lld` tells which lld belongs to the compiler.
    if [ ! -e /usr/bin/rust-lld ]; then packages "rustc's linker for wasm32" "$(readlink /usr/bin/rust-lld)"; fi
    accord_choose_toolchain
    accord_rust_new rustc || fail "the rustc-web of this Debian ($(rustc -V)) is older than $ACCORD_RUST; please install Rust from https://rustup.rs"
    accord_rust_ready rustc && return
    work=$(mktemp -d)
    mkdir "$work/src" && touch "$work/src/lib.rs"
    printf '[package]\nname = "empty"\nedition = "2024"\n' >"$work/Cargo.toml"
    (cd "$work" && RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=target CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS='' timed "the wasm32 standard library" \
        cargo build --release -q -Zbuild-std=std,panic_abort --target wasm32-unknown-unknown)
    built=$work/target/wasm32-unknown-unknown/release/deps
    rm -f "$built"/libempty-*
    rustc -vV >"$built/accord-stamp"
    lib=$(rustc --print target-libdir --target wasm32-unknown-unknown)
    [ -w "$(rustc --print sysroot)/lib/rustlib" ] || sudo=sudo
    # The old files go first: two libraries of one name are an error.
    as_root mkdir -p "$lib"
    as_root rm -f "$lib"/*.rlib "$lib/accord-stamp"
    as_root cp "$built"/*.rlib "$built/accord-stamp" "$lib/"
    rm -rf "$work"
}

if ! accord_rust_ready rustc; then
    by_rustup || by_debian
    accord_choose_toolchain
    accord_rust_ready rustc || fail "no Rust $ACCORD_RUST or later with the target wasm32-unknown-unknown; see https://rustup.rs"
fi
if [ "$purpose" != run ]; then
    # A toolchain that was there before may lack these two; a failure shows in the step that needs them.
    cargo clippy --version >/dev/null 2>&1 || timed "clippy" rustup component add clippy || packages "clippy" rust-web-clippy
    cargo fmt --version >/dev/null 2>&1 || timed "rustfmt" rustup component add rustfmt || packages "rustfmt" rustfmt-web
fi

# --- npm packages ----------------------------------------------------------------------------------------------------

# Ours: the lock file as it was installed, with the purpose on its first line.
npm_ready() {
    local mark=node_modules/.accord
    [ -f $mark ] && { [ "$(head -n 1 $mark)" = all ] || [ "$purpose" = run ]; } && tail -n +2 $mark | cmp -s - package-lock.json
}
if ! npm_ready; then
    if [ "$purpose" = run ]; then only=(--omit=dev) all=run; else only=() all=all; fi
    timed "npm packages" npm ci --no-progress --loglevel=error ${only[@]+"${only[@]}"}
    { echo $all && cat package-lock.json; } >node_modules/.accord
fi

# --- Cargo's tools ---------------------------------------------------------------------------------------------------

# install NAME VERSION OPTION…: into the project's own folder, since other projects want other versions.
install() {
    local name=$1 version=$2
    shift 2
    # Not into the shared target folder: that is the project's, and would grow by a tool's 700 packages.
    timed "$name $version" env -u CARGO_TARGET_DIR CARGO_PROFILE_DEV_DEBUG=0 \
        cargo install -q --force --root "$ACCORD_CACHE/tools" "$name" --version "$version" "$@"
}
version_of() { "$@" --version 2>/dev/null | sed -n '1s/^[^0-9]*\([0-9][0-9.]*\).*/\1/p' || true; }

# cargo-leptos uses whichever wasm-bindgen is on PATH, unchecked: it has to be the library's version.
bindgen=$(grep -A1 '^name = "wasm-bindgen"$' Cargo.lock 2>/dev/null | sed -n 's/^version = "\(.*\)"/\1/p' || true)
bindgen=${bindgen:-0.2.130}
if [ "$(version_of wasm-bindgen)" != "$bindgen" ]; then
    # Optimised: it reads the whole wasm file of every build. Without its own lock file where a mirror lags behind that.
    install wasm-bindgen-cli "$bindgen" --locked || install wasm-bindgen-cli "$bindgen"
fi

# As a debug build: a third of the time to install, and as fast in use, since it only calls the others. `no_downloads`: a missing tool is an error, not a download.
leptos=0.3.11
if [ "$(version_of cargo-leptos)" != $leptos ]; then install cargo-leptos $leptos --locked --debug --features no_downloads; fi

if [ "$purpose" = test ] && ! has cargo-nextest; then install cargo-nextest 0.9.143 --locked --debug; fi

# --- Python, for what checks the engine from outside -------------------------------------------------------------------

# Not needed to run, nor by the rest of the tests: where it cannot be had, outside CI, `make test` skips those checks.
oracles() {
    local mark=$ACCORD_ORACLES/requirements.txt
    cmp -s engine/oracle/requirements.txt "$mark" && "$ACCORD_ORACLES/bin/python" -c '' 2>/dev/null && return
    if ! python_ready; then (packages "Python with venv, for the engine's oracles" python3 python3-venv) && hash -r || return 1; fi
    python_ready || { say "the engine's oracles need Python 3.11 or later with its module venv" && return 1; }
    rm -rf "$ACCORD_ORACLES"
    timed "a virtual environment for the engine's oracles" python3 -m venv "$ACCORD_ORACLES" &&
        timed "the engine's oracles from engine/oracle/requirements.txt" "$ACCORD_ORACLES/bin/python" -m pip install -q \
            --disable-pip-version-check --no-input --no-deps --only-binary :all: -r engine/oracle/requirements.txt &&
        cp engine/oracle/requirements.txt "$mark"
}
python_ready() { python3 -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
if [ "$purpose" = test ] && ! oracles; then
    [ "${CI:-}" != true ] || fail "the engine's oracles could not be installed"
    say "without the engine's oracles: make test will skip what needs them"
fi

say "ready to $purpose ($SECONDS s): $(rustc -V), $(cargo-leptos --version), wasm-bindgen $bindgen, node $(node -v)"
