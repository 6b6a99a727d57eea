// The engine in a thread of its own, so that a page stays lively while it computes. `{ id, inputs }` lays out a round;
// `{ id, change }` is answered by `{ id, selection }`. All of these are JSON as text (engine/src/browser.rs). What fails is
// answered by `{ id, error }`.
import start, { Round } from './engine.js'

const started = start()
let round

onmessage = async ({ data: { id, inputs, change } }) => {
  try {
    if (inputs !== undefined) {
      round = started.then(() => new Round(inputs))
      await round
    } else {
      postMessage({ id, selection: (await round).select(change) })
    }
  } catch (fault) {
    postMessage({ id, error: String(fault) })
  }
}
