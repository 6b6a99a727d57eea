// What every journey begins with: a server of its own, people who come to it in browsers of their own, and an ear for
// whatever their pages complain of.
//
//   test.use({ story: { name: 'customer' } })      // a file that names its story has a server for itself
//   test('…', async ({ accord, someone }) => { const ada = await someone('ada@example.com') … })

import { test as base, expect } from '@playwright/test'
import { Accord } from './accord.mjs'

export { expect }

export const test = base.extend({
  /** `setUp: false` leaves it to the newcomer; `sample: true` has the sample round; `host`: by which name it is called. */
  story: [{ name: 'any' }, { option: true, scope: 'worker' }],

  accord: [
    async ({ story }, use) => {
      const accord = await Accord.serve([], story.host)
      try {
        if (story.setUp !== false) await accord.setUp({ sample: Boolean(story.sample) })
        await use(accord)
      } finally {
        await accord.stop()
      }
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ accord }, use) => use(accord.url),

  /** What pages complained of; a journey ends well only if it is empty. */
  complaints: [
    async ({}, use) => {
      const complaints = []
      await use(complaints)
      expect(complaints, 'pages complained').toEqual([])
    },
    { auto: true },
  ],

  /** A browser of one's own; with an address, signed in. */
  someone: async ({ browser, accord, complaints, contextOptions, viewport, locale, javaScriptEnabled }, use) => {
    const contexts = []
    await use(async (email, options = {}) => {
      const context = await browser.newContext({
        ...contextOptions, viewport, locale, javaScriptEnabled, baseURL: accord.url, ...options,
      })
      contexts.push(context)
      if (email) await enter(context, accord, email)
      const page = await context.newPage()
      listen(page, accord, complaints, options.javaScriptEnabled ?? javaScriptEnabled)
      return page
    })
    for (const context of contexts) await context.close()
  },

  page: async ({ page, accord, complaints, javaScriptEnabled }, use) => {
    listen(page, accord, complaints, javaScriptEnabled)
    await use(page)
  },
})

/** Hears what goes wrong in a page without being seen: messages, faults, requests that fail or leave the house. */
export function listen(page, accord, complaints, scripts = true) {
  // A provider's pages are its own affair.
  const elsewhere = () => (accord.friends ?? []).includes(new URL(page.url() || 'about:blank').origin)
  const note = (words) => elsewhere() || complaints.push(`${new URL(page.url() || 'about:blank').pathname}: ${words}`)
  page.on('console', (message) => {
    // What was refused is said by `response` below, which knows what was meant to be refused.
    const refusal = message.text().startsWith('Failed to load resource')
    // It tells how busy the machine is, and comes by itself where scripts are off.
    const late = message.text().includes('was preloaded using link preload but not used')
    if (['error', 'warning', 'assert'].includes(message.type()) && !refusal && !late) note(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (fault) => note(`fault: ${fault.message}`))
  page.on('requestfailed', (request) => {
    const { errorText } = request.failure()
    // Leaving a page ends what it was still reading; a journey may cut itself off; without scripts none is loaded.
    const meant = ['net::ERR_ABORTED', 'net::ERR_INTERNET_DISCONNECTED']
    const expected = meant.includes(errorText) || (!scripts && errorText === 'csp')
    if (!expected) note(`${request.method()} ${request.url()}: ${errorText}`)
  })
  page.on('request', (request) => {
    const url = new URL(request.url())
    // A provider that people sign in with is another host, and meant to be.
    const known = [accord.url, ...(accord.friends ?? [])].includes(url.origin)
    if (url.protocol.startsWith('http') && !known) note(`asks another host: ${request.url()}`)
  })
  page.on('response', (response) => {
    const meant = response.request().isNavigationRequest() || response.request().resourceType() === 'fetch'
    if (response.status() >= (meant ? 500 : 400)) note(`${response.status()} ${response.url()}`)
  })
}

/** Signs a browser in without its pages. */
async function enter(context, accord, email) {
  const { request } = context
  const post = async (path, data) => expect((await request.post(`${accord.url}/api/v1${path}`, { data })).ok()).toBeTruthy()
  await post('/sign-in', { email })
  await post('/sign-in/code', { email, code: await accord.codeFor(email) })
}

/** Opens a page and waits until it has come to life. */
export async function visit(page, path) {
  const answer = await page.goto(path)
  await alive(page)
  return answer
}

export async function alive(page) {
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' })
}

/** Does something that the server has to keep, and waits until it has. */
export async function kept(page, act) {
  const answer = page.waitForResponse((response) => response.request().method() === 'POST')
  await act()
  expect((await answer).ok()).toBeTruthy()
}

export async function reload(page) {
  await page.reload()
  await alive(page)
}

/** At the page that asks for an address, to the end. Where one lands is for the journey to say. */
export async function signInHere(page, accord, email) {
  await page.getByLabel('Your e-mail address').fill(email)
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await page.getByLabel('The code').fill(await accord.codeFor(email))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** One of the three buttons of a proposal's vote box. */
export function voteButton(page, stance, title) {
  return page.getByRole('button', { name: new RegExp(`^${stance}\\s*:\\s*${escaped(title)}$`) })
}

/** A proposal's line in a list. */
export function line(page, title) {
  return page.getByRole('article').filter({ has: page.getByRole('heading', { name: title, exact: true }) })
}

export function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
