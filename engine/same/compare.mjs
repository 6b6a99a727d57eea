// Whether the browser's engine is the program's, byte for byte:
//   node compare.mjs PROGRAM ENGINE SAME
// PROGRAM is `same`, built natively; ENGINE the folder with the engine's wasm as browsers get it; SAME that with this
// package's. Rounds go through the first, everything else that is computed with floats through the second.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'

const [program, engineFolder, sameFolder] = process.argv.slice(2)
const native = (word) =>
  execFileSync(program, [word], { encoding: 'utf8', maxBuffer: 1 << 30 }).trimEnd().split('\n')

async function wasm(folder, name) {
  const file = path.resolve(folder, name)
  const module = await import(`${file}.js`)
  module.initSync({ module: readFileSync(`${file}_bg.wasm`) })
  return module
}

/** Ends with the first bytes that differ. */
function same(what, ours, theirs) {
  if (ours === theirs) return
  let at = 0
  while (ours[at] === theirs[at]) at++
  const near = (text) => text.slice(Math.max(0, at - 120), at + 80)
  console.error(`${what} differs at ${at}\n  native: …${near(ours)}…\n  wasm:   …${near(theirs)}…`)
  process.exit(1)
}

const { Round } = await wasm(engineFolder, 'engine')
function select(round, change) {
  try {
    return round().select(change)
  } catch (fault) {
    return fault
  }
}
let selections = 0
let chosen = 0
for (const [number, line] of native('rounds').entries()) {
  const { inputs, answers } = JSON.parse(line)
  let round
  for (const { change, selection, error } of answers) {
    const found = select(() => (round ??= new Round(inputs)), change)
    same(`round ${number}, ${change},`, selection ?? error, String(found))
    selections += 1
    chosen += selection ? JSON.parse(selection).chosen.length : 0
  }
}

const { results } = await wasm(sameFolder, 'same')
const [ours, theirs] = [native('results'), results().split('\n')]
ours.forEach((line, place) => same(`result ${place}, ${line.split(' ')[0]},`, line, theirs[place] ?? ''))
same('the number of results', String(ours.length), String(theirs.length))
if (chosen < selections) throw new Error('rounds in which hardly anything is chosen prove little')
console.log(`the same: ${selections} selections, ${chosen} practices chosen; ${ours.length} other results`)
