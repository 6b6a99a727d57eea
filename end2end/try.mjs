import { chromium as pw } from '@playwright/test'
import { chromium } from './chromium.mjs'
import { Accord } from './accord.mjs'
const accord = await Accord.serve()
await accord.setUp({ sample: true })
const browser = await pw.launch(chromium)
const page = await browser.newPage()
page.on('console', m => console.log('console', m.type(), m.text()))
page.on('pageerror', e => console.log('pageerror', e.message))
page.on('request', r => console.log(r.method(), r.url().replace(accord.url,'')))
page.on('response', r => r.status() >= 400 && console.log(r.status(), r.url()))
const c = accord.admin
await page.context().addCookies([...c.cookies].map(([name, value]) => ({ name, value, url: accord.url })))
await page.goto(accord.url + '/queue')
await page.waitForTimeout(1500)
console.log(await page.evaluate(() => document.documentElement.outerHTML.slice(0, 300) + document.head.innerHTML.slice(-1500)))
await browser.close()
await accord.stop()
