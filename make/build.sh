#!/usr/bin/env bash
# Builds the site and the server: `make/build.sh`, or `make/build.sh --release`, as `make run` does (optimised, compressed,
# and inside the binary). The browser's code is built twice: customers' pages load the files in `pkg`, which know nothing
# of staff; the pages of staff load those in `staff`, which know everything and are twice as large. Beside them, in `engine`,
# stands the engine, which only a page that computes loads. `make/build.sh --watch` rebuilds at every change: there all pages
# have one script, and the engine in the browser and the files in `public` are as they were at the start.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. make/env.sh
case ${1:-} in
    '' | --watch) profile=dev how=() compress=() ;;
    --release) profile=wasm-release how=(--release) compress=(--precompress) ;;
    *) echo "usage: $0 [--release | --watch]" >&2 && exit 2 ;;
esac
if [ "${1:-}" != --watch ]; then LEPTOS_SITE_ROOT=target/staff cargo leptos build "${how[@]}" --frontend-only; fi

# The site's own files, and beside them what was just built.
rm -rf target/assets
mkdir -p target/assets
cp -r public/. target/assets/
make/wasm.sh $profile engine target/assets/engine --features browser
export LEPTOS_ASSETS_DIR=target/assets
if [ "${1:-}" = --watch ]; then exec cargo leptos watch; fi
mkdir target/assets/staff
cp -r target/staff/pkg/. target/assets/staff/
rm target/assets/staff/*.css

cargo leptos build "${how[@]}" "${compress[@]}" --lib-features customer
