// Every page, by everybody who may see it: quiet, complete, steady, and fit for all eyes and all screens.

import { amiss } from '../axe.mjs'
import { expect, kept, line, reload, test, visit, voteButton } from '../people.mjs'
import { pagesOf, peopleOf } from '../pages.mjs'

test.use({ story: { name: 'pages', sample: true } })
// Nothing here depends on what came before: both workers share the pages.
test.describe.configure({ mode: 'parallel' })

const WIDE = { width: 1280, height: 900 }
const PHONE = { width: 390, height: 844 }
/** All that can differ between light and dark. */
const COLOURS = ['color-contrast', 'link-in-text-block']
/** What may move while a page loads or is used; 0.1 is said to be good. */
const STEADY = 0.02

let emails, pages
test.beforeAll(async ({ accord }) => {
  emails = await peopleOf(accord)
  pages = await pagesOf(accord)
})

for (const role of ['stranger', 'customer', 'staff']) {
  test(`as ${role}`, async ({ someone }) => {
    test.setTimeout(900_000)
    const page = await someone(emails[role])
    await watchShifts(page)
    for (const [name, path] of Object.entries(pages[role])) {
      await test.step(name, async () => {
        await page.setViewportSize(PHONE)
        await page.emulateMedia({ colorScheme: 'light' })
        const answer = await visit(page, path)
        // The framework's own scripts may follow the end of the page.
        const last = (await answer.text()).slice(-400)
        expect.soft(last, `${role}, ${name}: the page ends`).toMatch(/<\/html>(<!>|<script[^>]*>[^<]*<\/script>)*\s*$/)
        expect.soft(await page.title(), `${role}, ${name}: a title`).toMatch(/\S · \S/)
        await expect.soft(page.getByRole('heading', { level: 1 }), `${role}, ${name}: one main heading`).toHaveCount(1)
        await steady(page, `${role}, ${name}, phone`)
        await narrow(page, `${role}, ${name}`)
        await fitForAll(page, `${role}, ${name}, phone, light`)
        await page.emulateMedia({ colorScheme: 'dark' })
        await fitForAll(page, `${role}, ${name}, phone, dark`, COLOURS)
        await page.setViewportSize(WIDE)
        await reload(page)
        await steady(page, `${role}, ${name}, wide`)
        await fitForAll(page, `${role}, ${name}, wide, dark`, COLOURS)
        await page.emulateMedia({ colorScheme: 'light' })
        await fitForAll(page, `${role}, ${name}, wide, light`)
      })
    }
  })
}

test('nothing moves while one votes', async ({ someone }) => {
  const page = await someone(emails.customer)
  await watchShifts(page)
  for (const viewport of [WIDE, PHONE]) {
    await page.setViewportSize(viewport)
    await visit(page, pages.customer.board)
    const title = await page.getByRole('main').getByRole('article').nth(2).getByRole('heading').textContent()
    for (const stance of ['agree', 'disagree', 'pass', 'disagree']) {
      await kept(page, () => voteButton(page, stance, title).click())
      await expect(voteButton(page, stance, title)).toHaveAttribute('aria-pressed', 'true')
    }
    await kept(page, () => line(page, title).getByRole('button', { name: 'this would make me leave' }).click())
    await steady(page, `voting at ${viewport.width}`)
  }
})

test('the theme that was chosen is there before anything is shown', async ({ someone }) => {
  const page = await someone()
  await visit(page, '/')
  await kept(page, () => page.getByRole('button', { name: 'Use dark colours' }).click())
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'accord-dark')
  const html = await (await page.request.get('/')).text()
  expect(html).toContain('data-theme="accord-dark"')
})

/** Counts what moved by itself, and what moved under a finger. */
async function watchShifts(page) {
  await page.addInitScript(() => {
    window.shifts = []
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const moved = entry.sources.map((source) => source.node?.outerHTML?.slice(0, 80) ?? 'something')
        window.shifts.push({ value: entry.value, moved })
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
}

async function steady(page, where) {
  const shifts = await page.evaluate(() => window.shifts)
  const sum = shifts.reduce((sum, shift) => sum + shift.value, 0)
  expect.soft(sum, `${where} moves: ${JSON.stringify(shifts)}`).toBeLessThanOrEqual(STEADY)
}

async function narrow(page, where) {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect.soft(beyond, `${where} scrolls sideways on a phone`).toBeLessThanOrEqual(0)
}

async function fitForAll(page, where, rules) {
  const found = (await amiss(page, rules)).map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).slice(0, 3).join(' | ')}`)
  expect.soft(found, `${where}: axe`).toEqual([])
}
