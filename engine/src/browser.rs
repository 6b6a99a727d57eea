//! The engine in a browser, as a wasm file of its own that a worker loads (`public/engine/worker.js`): JSON in, JSON out. What
//! is done is [`crate::round`]'s; here it is only called.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::round::{Inputs, Trials};

/// A round that designers try changes on.
#[wasm_bindgen]
pub struct Round(Trials);

#[wasm_bindgen]
impl Round {
    /// From the JSON of [`crate::round::Inputs`].
    ///
    /// # Errors
    /// What is not that, or not sound, as a sentence.
    #[wasm_bindgen(constructor)]
    pub fn new(inputs: &str) -> Result<Self, String> {
        let inputs: Inputs = serde_json::from_str(inputs).map_err(|fault| fault.to_string())?;
        Trials::new(inputs).map(Self).map_err(|fault| fault.to_string())
    }

    /// The JSON of [`crate::round::Selection`] for that of [`crate::round::Change`].
    ///
    /// # Errors
    /// What is not that, or does not fit the round, as a sentence.
    pub fn select(&self, change: &str) -> Result<String, String> {
        let change = serde_json::from_str(change).map_err(|fault| fault.to_string())?;
        let selection = self.0.select(&change).map_err(|fault| fault.to_string())?;
        serde_json::to_string(&selection).map_err(|fault| fault.to_string())
    }
}
