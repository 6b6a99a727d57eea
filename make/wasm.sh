#!/usr/bin/env bash
# A library of ours as a wasm file and the script that loads it: make/wasm.sh PROFILE PACKAGE FOLDER [CARGO'S OPTION…], where
# PROFILE is `dev` or `wasm-release`. The pages' own code does not come this way but through cargo-leptos.
set -euo pipefail
profile=$1 package=$2 folder=$3
shift 3
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
built=$profile
if [ "$profile" = dev ]; then built=debug; fi

cd "$ACCORD_ROOT"
# Only here a file for browsers: as one in its manifest every native build would link it too.
cargo rustc -p "$package" --lib --crate-type cdylib --profile "$profile" "$@" \
    --target wasm32-unknown-unknown --target-dir "$ACCORD_TARGET/front"
wasm-bindgen --target web --no-typescript --out-dir "$folder" --out-name "$package" \
    "$ACCORD_TARGET/front/wasm32-unknown-unknown/$built/$package.wasm"
if [ "$profile" != dev ]; then wasm-opt -O3 "$folder/${package}_bg.wasm" -o "$folder/${package}_bg.wasm"; fi
