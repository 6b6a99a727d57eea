// Signing in by a provider of OpenID Connect, a real one: customers and staff, with and without scripts; and by the
// company's own product.

import { createHmac, randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Accord, freePort } from '../accord.mjs'
import { amiss } from '../axe.mjs'
import { CLIENT, serve } from '../openid-provider.mjs'
import { test as base, expect, kept, visit } from '../people.mjs'

const SECRET = 'the-secret-of-the-product-and-of-accord'

const settings = (issuer) => `
[providers.customers]
name = "Brightwell ID"
issuer = "${issuer}"
client-id = "${CLIENT.id}"
client-secret = "${CLIENT.secret}"
scopes = ["work"]
[providers.customers.people]
account-claim = "org"
add-accounts = true

[providers.staff]
name = "Brightwell staff"
issuer = "${issuer}"
client-id = "${CLIENT.id}"
client-secret = "${CLIENT.secret}"
scopes = ["work"]
[providers.staff.people]
for = "staff"
domains = ["brightwell.example"]
roles-claim = "groups"
roles = { accord-moderators = ["moderator"] }

[hand-over]
name = "Brightwell Cloud"
secret = "${SECRET}"
[hand-over.people]
account-claim = "org"
`

const test = base.extend({
  accord: [
    async ({}, use) => {
      const port = await freePort()
      const file = path.join(tmpdir(), `accord-sign-in-${port}.toml`)
      await writeFile(file, settings(`http://127.0.0.1:${port}`))
      const accord = await Accord.serve(['--config', file, '--log', 'debug'])
      const provider = await serve(port, accord.url)
      accord.friends = [provider.issuer]
      try {
        await accord.setUp()
        await use(accord)
        // Whatever is written down, no secret is.
        for (const secret of [CLIENT.secret, SECRET]) expect(accord.log).not.toContain(secret)
      } finally {
        await accord.stop()
        await provider.close()
      }
    },
    { scope: 'worker' },
  ],
})

/** At the provider: who one is, and that it may be told. */
async function identify(page, name) {
  await page.locator('input[name=login]').fill(name)
  await page.locator('input[name=password]').fill('whatever')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
}

test('a customer signs in by a provider, and speaks for the account that it names', async ({ accord, someone }) => {
  const page = await someone()
  await visit(page, '/sign-in?next=%2Fme')
  await expect(page.getByRole('button', { name: 'Send me a code' })).toBeVisible()
  await accessible(page)
  await page.getByRole('link', { name: 'Continue with Brightwell ID' }).click()
  await identify(page, 'carla')
  await page.waitForURL(`${accord.url}/me`)
  await expect(page.getByText('carla@steel.example')).toBeVisible()
  await expect(page.getByText('Coil Steel')).toBeVisible()
  await expect(page.getByLabel('Your name, as our staff see it')).toHaveValue('Carla Coil')

  await test.step('and again, known by now', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible()
    await page.goto('/sign-in?next=%2Fme')
    await page.getByRole('link', { name: 'Continue with Brightwell ID' }).click()
    await page.waitForURL(`${accord.url}/me`)
    await expect(page.getByText('carla@steel.example')).toBeVisible()
  })
})

test('staff sign in by theirs without scripts, and have the role that it says', async ({ accord, someone }) => {
  const page = await someone(undefined, { javaScriptEnabled: false })
  await page.goto('/sign-in?next=%2Fqueue')
  await page.getByRole('link', { name: 'Continue with Brightwell staff' }).click()
  await identify(page, 'mo')
  await page.waitForURL(`${accord.url}/queue`)
  await expect(page.getByRole('heading', { name: 'Queue', level: 1 })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Mo Moderator' })).toBeVisible()
})

test('whom the provider is not sure of, or who thinks better of it, is told what to do', async ({ accord, someone }) => {
  const page = await someone()
  await page.goto('/sign-in')
  await page.getByRole('link', { name: 'Continue with Brightwell ID' }).click()
  await page.getByRole('link', { name: 'Cancel' }).click()
  await expect(told(page, 'Brightwell ID did not sign you in')).toBeVisible()
  expect(new URL(page.url()).origin).toBe(accord.url)
  await page.getByRole('link', { name: 'Continue with Brightwell ID' }).click()
  await identify(page, 'unsure')
  await expect(told(page, 'does not say that unsure@steel.example is yours')).toBeVisible()
})

test('the company’s own product hands somebody over, once', async ({ accord, someone }) => {
  const page = await someone()
  const now = Math.floor(Date.now() / 1000)
  const claims = { aud: accord.url, iat: now, exp: now + 60, jti: randomUUID(), email: 'hanna@steel.example', name: 'Hanna Hand' }
  const to = `/sign-in/hand-over?token=${signed(claims)}&next=%2Fme`
  await visit(page, to)
  await expect(page.getByText('Brightwell Cloud says that you are hanna@steel.example')).toBeVisible()
  await accessible(page)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.waitForURL(`${accord.url}/me`)
  await expect(page.getByText('hanna@steel.example')).toBeVisible()

  const thief = await someone(undefined, { javaScriptEnabled: false })
  await thief.goto(to)
  await thief.getByRole('button', { name: 'Go on' }).click()
  await expect(told(thief, 'has been used already')).toBeVisible()
})

test('an admin closes mail to customers: what is left is the provider', async ({ accord, someone }) => {
  const admin = await someone('grace@brightwell.example')
  await visit(admin, '/manage')
  await admin.getByRole('link', { name: 'How people sign in' }).click()
  const customers = admin.getByRole('region', { name: 'Customers' })
  const staff = admin.getByRole('region', { name: 'Staff' })
  for (const party of [customers, staff]) {
    await party.getByLabel('A code or a link by mail').uncheck()
    await kept(admin, () => party.getByRole('button', { name: 'Save' }).click())
    await expect(admin.getByText('Saved.').last()).toBeVisible()
  }
  const page = await someone()
  await page.goto('/sign-in')
  await expect(page.getByRole('link', { name: 'Continue with Brightwell ID' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Send me a code' })).toHaveCount(0)
  const refused = await page.request.post('/api/v1/sign-in', { data: { email: 'carla@steel.example' } })
  expect(refused.status()).toBe(403)
})

function told(page, words) {
  return page.getByRole('alert').filter({ hasText: words })
}

async function accessible(page) {
  const violations = await amiss(page)
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

function signed(claims) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const said = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  return `${said}.${createHmac('sha256', SECRET).update(said).digest('base64url')}`
}
