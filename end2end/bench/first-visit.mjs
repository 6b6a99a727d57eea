// A first visit, as `make bench` measures it:
//   node first-visit.mjs PAGE TITLES LINKED INLINED RUNS
// PAGE is Accord's front page; LINKED and INLINED are static pages with the same content; TITLES are the proposals
// that must be read, as JSON. Says as JSON what server/benches/figures/browser.rs reads.
import http from 'node:http'
import { chromium } from '@playwright/test'
import { chromium as browserOptions } from '../chromium.mjs'

const [page, titlesJson, linked, inlined, runs] = process.argv.slice(2)
const titles = JSON.parse(titlesJson)
// A phone of the middle: its screen, a processor four times slower than this one, a slow mobile network.
const screen = { viewport: { width: 412, height: 823 }, deviceScaleFactor: 1.75, isMobile: true, hasTouch: true }
const network = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 }
const slower = 4
/** How long after the last thing of note something may still shift or paint, in ms. */
const settle = 700

const browser = await chromium.launch(browserOptions)
try {
  console.log(JSON.stringify(await measure()))
} finally {
  await browser.close()
}

async function measure() {
  // The browser runs itself in.
  await visit(page, true)
  await visit(linked, false)
  const visits = []
  const beside = { linked: [], inlined: [] }
  for (let run = 0; run < Number(runs); run++) {
    beside.linked.push((await visit(linked, false)).paint)
    beside.inlined.push((await visit(inlined, false)).paint)
    visits.push(await visit(page, true))
  }
  const most = visits.reduce((a, b) => (b.requests.length > a.requests.length ? b : a))
  const files = []
  for (const url of most.requests.filter((url) => /\.(js|wasm|css)$/.test(new URL(url).pathname))) {
    files.push({ name: new URL(url).pathname.split('/').pop(), ...(await compressed(url)) })
  }
  return {
    browser: `Chromium ${browser.version()}`,
    requests: most.requests.map((url) => new URL(url).pathname),
    files,
    pageBytes: (await compressed(page)).bytes,
    readable: await readable(),
    shift: Math.max(...visits.map((visit) => visit.shift)),
    ours: visits.map((visit) => visit.paint),
    alive: visits.map((visit) => visit.alive),
    ...beside,
  }
}

/** Visits with empty caches, and says what was asked for and when what was painted. */
async function visit(url, comesAlive) {
  const context = await browser.newContext(screen)
  try {
    const tab = await context.newPage()
    const devtools = await context.newCDPSession(tab)
    const requests = new Map()
    devtools.on('Network.requestWillBeSent', ({ requestId, request }) => {
      if (request.url.startsWith('http')) requests.set(requestId, request.url)
    })
    devtools.on('Network.requestServedFromCache', ({ requestId }) => requests.delete(requestId))
    await devtools.send('Network.enable')
    await devtools.send('Network.emulateNetworkConditions', network)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower })
    await tab.goto(url, { waitUntil: 'load', timeout: 30_000 })
    const alive = comesAlive && (await tab.waitForFunction(
      () => document.documentElement.hasAttribute('data-hydrated') && performance.now(),
      undefined, { timeout: 30_000 },
    ).then((handle) => handle.jsonValue()))
    await tab.waitForTimeout(settle)
    const [paints, shifts] = await Promise.all([
      entries(tab, 'largest-contentful-paint', 'startTime'), entries(tab, 'layout-shift', 'value'),
    ])
    if (!paints.length) throw new Error(`nothing was painted at ${url}`)
    const shift = shifts.reduce((sum, value) => sum + value, 0)
    return { requests: [...requests.values()], paint: paints.at(-1), shift, alive }
  } finally {
    await context.close()
  }
}

/** What the browser noted of a kind since the page began. */
function entries(tab, type, field) {
  return tab.evaluate(([type, field]) => new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().map((entry) => entry[field])))
      .observe({ type, buffered: true })
    // Nothing noted: the observer is not called.
    setTimeout(() => resolve([]), 300)
  }), [type, field])
}

/** How many of the proposals can be read where no script runs. */
async function readable() {
  const context = await browser.newContext({ ...screen, javaScriptEnabled: false })
  try {
    const tab = await context.newPage()
    await tab.goto(page)
    const text = await tab.locator('body').innerText()
    return titles.filter((title) => text.includes(title)).length
  } finally {
    await context.close()
  }
}

/** How many bytes come for an address when brotli is taken. */
function compressed(url) {
  return new Promise((resolve, reject) => {
    http.get(url, { headers: { 'accept-encoding': 'br' } }, (response) => {
      let bytes = 0
      response.on('data', (chunk) => (bytes += chunk.length))
      response.on('end', () => resolve({ bytes, encoding: response.headers['content-encoding'] ?? null }))
    }).on('error', reject)
  })
}
