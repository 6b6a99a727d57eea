# shellcheck shell=bash
# Sourced by every script, and by you before calling cargo by hand: `. make/env.sh`.
# One choice of toolchain, flags and names for builds, lints, tests and the watch loop:
# with two sets of flags cargo would build everything twice.

ACCORD_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]:-$0}")/.." && pwd)
ACCORD_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/accord
ACCORD_RUST=1.96.0 # the oldest compiler that will do (cargo-leptos and the locked crates want it)
ACCORD_ORACLES=$ACCORD_CACHE/oracles # independent implementations, in a virtual environment of Python
export ACCORD_ROOT ACCORD_CACHE ACCORD_RUST ACCORD_ORACLES

# Puts a folder first on PATH, once, so that sourcing this file again changes nothing.
accord_path_first() { case "$PATH:" in "$1":*) ;; *) PATH=$1:$PATH ;; esac }

# Is this rustc new enough, and has it a wasm32 standard library built for this very compiler?
accord_rust_new() {
    local version
    version=$("$1" -V 2>/dev/null) || return 1
    version=${version#rustc }
    [ "$(printf '%s\n' "$ACCORD_RUST" "${version%% *}" | sort -V | head -n 1)" = "$ACCORD_RUST" ]
}
accord_rust_ready() {
    local lib
    accord_rust_new "$1" || return 1
    lib=$("$1" --print target-libdir --target wasm32-unknown-unknown 2>/dev/null) || return 1
    ls "$lib"/libstd-*.rlib >/dev/null 2>&1 || return 1
    # The stamp is there when set-up.sh built that library; an upgraded compiler cannot read it.
    [ ! -e "$lib/accord-stamp" ] || [ "$("$1" -vV)" = "$(cat "$lib/accord-stamp")" ]
}

# The rustc on PATH if it is ready; else rustup's $ACCORD_RUST; else the distribution's.
accord_choose_toolchain() {
    unset RUSTC RUSTDOC
    if accord_rust_ready rustc; then
        :
    elif rustup toolchain list 2>/dev/null | grep -q "^$ACCORD_RUST-" &&
        RUSTUP_TOOLCHAIN=$ACCORD_RUST accord_rust_ready rustc; then
        export RUSTUP_TOOLCHAIN=$ACCORD_RUST
    elif accord_rust_new /usr/bin/rustc; then
        accord_path_first /usr/bin
    fi
    # Debian's cargo runs whichever rustc comes first on PATH: say which one.
    if [ "$(command -v cargo)" = /usr/bin/cargo ]; then export RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc; fi

    # Per target, not RUSTFLAGS: a linker's arguments must not reach the wasm build. A RUSTFLAGS from outside would
    # silently replace all of these, so it goes.
    unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS
    local host link='' lld
    host=$(rustc -vV 2>/dev/null | sed -n 's/^host: //p' | tr 'a-z-' 'A-Z_')
    # Debian's rustc links with GNU ld; lld is several times faster. (rustup's brings its own.) `rust-lld` is a link to the
    # lld that belongs to the compiler, with `ld.lld`, the name gcc looks for, in LLVM's own folder.
    if [ -n "${RUSTC:-}" ] && lld=$(readlink /usr/bin/rust-lld) && [ -x "/usr/lib/llvm-${lld#lld-}/bin/ld.lld" ]; then
        link="-C link-arg=-fuse-ld=lld -C link-arg=-B/usr/lib/llvm-${lld#lld-}/bin"
    fi
    # Leptos: type-erased views compile and link in a fraction of the time.
    if [ -n "$host" ]; then export "CARGO_TARGET_${host}_RUSTFLAGS=--cfg erase_components${link:+ $link}"; fi
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--cfg erase_components"
}

# The project's own tools, of the versions that it wants, before whatever else the machine has.
case ":$PATH:" in *":${CARGO_HOME:-$HOME/.cargo}/bin:"*) ;; *) PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin ;; esac
accord_choose_toolchain
accord_path_first "$ACCORD_CACHE/tools/bin"
accord_path_first "$ACCORD_ROOT/node_modules/.bin"
export PATH

# A debug build of the server reads the site's files from here, and has to find the folder when it is compiled: also where the tests are
# built before there is any site.
mkdir -p "$ACCORD_ROOT/target/site"
# Read at compile time by the generated page head; without it a plain `cargo build` names files that do not exist.
export LEPTOS_OUTPUT_NAME=accord
# Browsers come from the system: nothing is to be downloaded by a package's install script.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
ACCORD_CHROMIUM=${ACCORD_CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
export ACCORD_CHROMIUM

# A clean clone in CI starts from what the last one built.
if [ "${CI:-}" = true ] && [ -z "${CARGO_TARGET_DIR:-}" ]; then export CARGO_TARGET_DIR=$ACCORD_CACHE/target; fi
export ACCORD_TARGET=${CARGO_TARGET_DIR:-$ACCORD_ROOT/target}
