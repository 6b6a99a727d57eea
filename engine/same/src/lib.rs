//! Made rounds and ballots, the same at every run, and what the engine says of them. Compiled natively and to wasm, it says
//! whether both are one engine (`compare.mjs`); measurements take their rounds from here too. Nobody is served by it.

pub mod ballots;
pub mod results;
pub mod rounds;

/// Every result, a line each, in wasm.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
#[must_use]
pub fn results() -> String {
    results::lines().join("\n")
}
