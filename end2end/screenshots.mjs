// Pictures of the main pages with the sample round, for the README and for looking: wide and on a phone, light and dark.
//
//   node end2end/screenshots.mjs [--whole] OUTDIR [PAGE …]      # --whole: to the end of the page

import { chromium as browsers } from '@playwright/test'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { Accord } from './accord.mjs'
import { chromium } from './chromium.mjs'
import { pagesOf, peopleOf } from './pages.mjs'

const words = process.argv.slice(2)
const whole = words.includes('--whole')
const [out, ...only] = words.filter((word) => word !== '--whole')
if (!out || out.startsWith('-')) {
  console.error('node end2end/screenshots.mjs [--whole] OUTDIR [PAGE …]')
  process.exit(2)
}

const SIZES = { wide: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } }

const accord = await Accord.serve()
const browser = await browsers.launch(chromium)
try {
  await mkdir(out, { recursive: true })
  await take('stranger', undefined, { setup: accord.setupLink() })
  await accord.setUp({ sample: true })
  const emails = await peopleOf(accord)
  for (const [role, pages] of Object.entries(await pagesOf(accord))) {
    await take(role, emails[role], pages)
  }
} finally {
  await browser.close()
  await accord.stop()
}

async function take(role, email, pages) {
  const wanted = Object.entries(pages).filter(([name]) => !only.length || only.includes(name))
  if (!wanted.length) return
  const settings = { baseURL: accord.url, locale: 'en-GB', reducedMotion: 'reduce', bypassCSP: true }
  const context = await browser.newContext(settings)
  if (email) {
    const caller = await accord.caller(email)
    await context.addCookies([...caller.cookies].map(([name, value]) => ({ name, value, url: accord.url })))
  }
  const page = await context.newPage()
  for (const [name, address] of wanted) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport)
      await page.goto(address)
      await page.locator('html[data-hydrated]').waitFor({ state: 'attached' })
      // Pictures have no scroll bar, and need no room for one.
      await page.addStyleTag({ content: 'html { scrollbar-gutter: auto !important }' })
      await page.evaluate(() => document.fonts.ready)
      for (const theme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme: theme })
        const file = `${role}-${name.replaceAll(/[^a-z]+/g, '-')}-${size}-${theme}.png`
        await page.screenshot({ path: path.join(out, file), fullPage: whole })
        console.log(file)
      }
    }
  }
  await context.close()
}
