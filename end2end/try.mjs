import { Accord } from './accord.mjs'
import { execFileSync } from 'node:child_process'
const accord = await Accord.serve()
await accord.setUp()
try {
console.log(execFileSync('../target/debug/accord', ['import', 'polis', '/work/shared/data/polis/canadian-electoral-reform', '--data', accord.data, '--attribution', 'The Computational Democracy Project, CC BY 4.0'], { encoding: 'utf8' }))
let rounds = []; while ((rounds = await accord.admin.get("/rounds")).length < 2) await new Promise((r) => setTimeout(r, 100))
const round = rounds.find((r) => r.id !== accord.round)
console.log(JSON.stringify(round).slice(0, 1500))
} finally { await accord.stop() }
