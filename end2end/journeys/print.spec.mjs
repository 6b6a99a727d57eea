// On paper: the readings of a design, its scorecard, and the card of an account. Nothing is cut, nothing is there only to be pressed, and it can
// be read without the colours that a printer leaves out. The slides are presented on a screen too.

import { expect, test, visit } from '../people.mjs'

// A sheet of A4 at 96 dots an inch, and the margins of a printer.
const SHEET = { width: 794, height: 1123 }
const MARGIN = 48

test.use({ story: { name: 'print', sample: true }, viewport: { width: SHEET.width - 2 * MARGIN, height: SHEET.height } })

const READINGS = {
  'the design': '/design/-1',
  'a journey': '/design/-1/journey?culture=1',
  'a moment': '/design/-1/moments/3/1',
  'the path to purchase': '/design/-1/path',
  'the slides': '/design/-1/slides',
  'the scorecard': '/promises',
}

/** What of a page would be missed, or be in the way, on paper. */
function faults() {
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0
  // What is there only for those who hear it is a dot for those who see.
  const seen = (one) => shown(one) && one.getBoundingClientRect().width > 1 && one.getBoundingClientRect().height > 1
  const name = (one) => `${one.tagName.toLowerCase()}.${one.className?.baseVal ?? one.className} “${one.textContent.trim().slice(0, 40)}”`
  const found = []
  const all = [...document.body.querySelectorAll('*')].filter(seen)
  for (const one of all) {
    if (one.matches('nav, button, input, select, textarea, [role=toolbar]')) found.push(`to be pressed: ${name(one)}`)
    const { overflowX, overflowY } = getComputedStyle(one)
    const wide = overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1
    const high = overflowY !== 'visible' && one.scrollHeight > one.clientHeight + 1
    if (wide || high) found.push(`cut: ${name(one)}`)
    if (one.getBoundingClientRect().right > document.documentElement.clientWidth + 1) found.push(`beyond the edge: ${name(one)}`)
  }
  return found
}

/** Words that are too light for white paper: a printer leaves backgrounds out. */
function pale() {
  const part = (value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
  const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const light = (color) => {
    paint.fillStyle = '#ffffff'
    paint.fillRect(0, 0, 1, 1)
    paint.fillStyle = color
    paint.fillRect(0, 0, 1, 1)
    const [red, green, blue] = [...paint.getImageData(0, 0, 1, 1).data].map((value) => part(value / 255))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const found = []
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (words.nextNode()) {
    const one = words.currentNode.parentElement
    const { width, height } = one.getBoundingClientRect()
    if (!words.currentNode.data.trim() || !one.checkVisibility({ visibilityProperty: true }) || width <= 1 || height <= 1) continue
    const style = getComputedStyle(one)
    const color = one instanceof SVGElement ? style.fill : style.color
    // WCAG's contrast for small words.
    if (1.05 / (light(color) + 0.05) < 4.5) found.push(`${color}: “${words.currentNode.data.trim().slice(0, 40)}”`)
  }
  return found
}

/** The sheets that it takes. */
async function sheets(page) {
  const bytes = await page.pdf({ format: 'A4', margin: { top: '48px', right: '48px', bottom: '48px', left: '48px' } })
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
  return bytes.toString('latin1').match(/\/Type\s*\/Page\b/g).length
}

async function reads(page, what) {
  // As somebody prints who reads in the dark.
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  expect(await page.evaluate(faults), what).toEqual([])
  expect(await page.evaluate(pale), what).toEqual([])
}

test('every reading of a design can be printed', async ({ someone }) => {
  const page = await someone()
  for (const [what, path] of Object.entries(READINGS)) {
    await test.step(what, async () => {
      await visit(page, path)
      await reads(page, what)
      await expect(page.getByRole('heading').first()).toBeVisible()
      const count = await sheets(page)
      expect(count, what).toBeGreaterThan(0)
      const slides = await page.locator('.slide').count()
      if (slides > 0) expect(count, 'a sheet or more to a slide').toBeGreaterThanOrEqual(slides)
      await page.emulateMedia({ media: 'screen', colorScheme: 'light' })
    })
  }
})

test('slides are presented by their keys, and nobody is caught in them', async ({ someone }) => {
  const page = await someone()
  await page.setViewportSize({ width: 1280, height: 720 })
  await visit(page, READINGS['the slides'])
  const top = (place) => page.locator('.slide').nth(place).evaluate((slide) => Math.round(slide.getBoundingClientRect().top))
  await expect(page.getByText('Page down for the next slide')).toBeInViewport()
  for (const [key, place] of [['Space', 0], ['ArrowRight', 1], ['PageDown', 2], ['ArrowLeft', 1], ['PageUp', 0]]) {
    await page.keyboard.press(key)
    await expect.poll(() => top(place), `${key} leads to slide ${place}`).toBe(0)
    await expect(page.locator('.slide').nth(place)).toBeFocused()
  }
  await page.keyboard.press('Home')
  await expect(page.getByRole('banner')).toBeInViewport()
  await page.keyboard.press('End')
  await expect(page.getByRole('contentinfo')).toBeInViewport()
})

test('the card of an account can be printed', async ({ accord, someone }) => {
  const cass = await accord.customer('Cass Steel', 'Acme Steel')
  await accord.published(cass, 'Send one person who knows our site')
  const { id } = await accord.accountNamed('Acme Steel')
  const caller = await accord.caller(cass.email)
  await caller.post(`/accounts/${id}/purchases`, { name: 'A line of pumps', stage: 'Assessment', culture: 'Value Added' })
  const manager = await someone((await accord.staff('Max Manager', ['account_manager'])).email)
  await visit(manager, `/accounts/${id}/card`)
  await reads(manager, 'the card')
  await expect(manager.getByRole('heading', { name: 'Acme Steel' })).toBeVisible()
  await expect(manager.getByRole('heading', { name: 'A line of pumps' })).toBeVisible()
  expect(await sheets(manager)).toBeGreaterThan(0)
})
