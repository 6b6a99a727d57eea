// How long a designer waits for a trial, as `make bench` measures it: node what-if.mjs PAGE TRIALS
// PAGE is Accord's front page, TRIALS a file as `same large` writes it. The engine that the program serves is asked in its
// worker, from the question to the answer read, and must say what the native one says. Says as JSON what
// server/benches/figures/what_if.rs reads.
import { readFile } from 'node:fs/promises'
import { chromium } from '@playwright/test'
import { chromium as browserOptions } from '../chromium.mjs'

const [page, file] = process.argv.slice(2)
const trials = JSON.parse(await readFile(file, 'utf8'))

const browser = await chromium.launch(browserOptions)
try {
  const tab = await browser.newPage()
  await tab.goto(page)
  const { ready, answers } = await tab.evaluate(measure, {
    inputs: trials.inputs,
    changes: trials.answers.map(({ change }) => change),
  })
  const times = { plain: [], completed: [] }
  trials.answers.forEach(({ change, selection }, place) => {
    if (answers[place].selection !== selection) throw new Error(`another selection than the native one for ${change}`)
    times[JSON.parse(change).rules.completion ? 'completed' : 'plain'].push(answers[place].time)
  })
  const chosen = trials.answers.map(({ selection }) => JSON.parse(selection).chosen.length)
  console.log(JSON.stringify({ ready, ...times, chosen: Math.max(...chosen) }))
} finally {
  await browser.close()
}

/** In the page, which has its script at an address of the same version as the worker's. */
async function measure({ inputs, changes }) {
  const script = document.querySelector('link[rel=modulepreload]').getAttribute('href')
  const worker = new Worker(script.replace(/^\/\w+\/(\w+)\/.*$/, '/engine/$1/worker.js'), { type: 'module' })
  const ask = (message) =>
    new Promise((resolve, reject) => {
      const from = performance.now()
      worker.onerror = () => reject(new Error('the worker cannot be loaded'))
      worker.onmessage = ({ data }) => {
        if (data.error) return reject(new Error(data.error))
        JSON.parse(data.selection)
        resolve({ time: performance.now() - from, selection: data.selection })
      }
      worker.postMessage(message)
    })
  worker.postMessage({ id: 0, inputs })
  const ready = await ask({ id: 1, change: changes[0] })
  const answers = []
  for (const change of changes) answers.push(await ask({ id: 2 + answers.length, change }))
  return { ready: ready.time, answers }
}
