#!/usr/bin/env bash
# Builds the site and the server: `make/build.sh`, or `make/build.sh --release`, as `make run` does (optimised, compressed,
# and inside the binary). The browser's code is built twice: customers' pages load the files in `pkg`, which know nothing
# of staff; the pages of staff load those in `staff`, which know everything and are twice as large.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. make/env.sh
case ${1:-} in
    '') how=() compress=() ;;
    --release) how=(--release) compress=(--precompress) ;;
    *) echo "usage: $0 [--release]" >&2 && exit 2 ;;
esac

LEPTOS_SITE_ROOT=target/staff cargo leptos build "${how[@]}" --frontend-only

# The site's own files, and beside them what was just built.
rm -rf target/assets
mkdir -p target/assets/staff
cp -r public/. target/assets/
cp -r target/staff/pkg/. target/assets/staff/
rm target/assets/staff/*.css

LEPTOS_ASSETS_DIR=target/assets cargo leptos build "${how[@]}" "${compress[@]}" --lib-features customer
