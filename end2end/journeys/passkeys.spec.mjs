// Passkeys, with the authenticator that Chromium makes up for tests: adding one, signing in with it and with nothing else, and
// taking it away.

import { amiss } from '../axe.mjs'
import { alive, expect, kept, test, visit } from '../people.mjs'

test.use({ story: { name: 'passkeys', host: 'localhost' } })

/** A device that knows who holds it, unless it is told not to. */
async function authenticator(page) {
  const tools = await page.context().newCDPSession(page)
  await tools.send('WebAuthn.enable')
  const options = {
    protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
    automaticPresenceSimulation: true,
  }
  const { authenticatorId } = await tools.send('WebAuthn.addVirtualAuthenticator', { options })
  return {
    passkeys: async () => (await tools.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    forget: () => tools.send('WebAuthn.clearCredentials', { authenticatorId }),
    holdBy: (owner) => tools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: owner }),
  }
}

async function accessible(page) {
  const violations = await amiss(page)
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

async function signOut(page) {
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.waitForURL('/')
}

test('a customer adds a passkey, signs in with it alone, and takes it away', async ({ accord, someone }) => {
  const page = await someone('pia@keys.example')
  const device = await authenticator(page)
  const mine = page.getByRole('region', { name: 'Passkeys' })
  await visit(page, '/me')

  await test.step('whoever holds the device and is not its owner adds none', async () => {
    await device.holdBy(false)
    await mine.getByLabel('What you call it').fill('My phone')
    await mine.getByRole('button', { name: 'Add a passkey' }).click()
    await expect(mine.getByRole('alert')).toContainText('That was cancelled, or took too long')
    await device.holdBy(true)
  })

  await test.step('its owner does', async () => {
    await mine.getByRole('button', { name: 'Add a passkey' }).click()
    await expect(mine.getByRole('listitem')).toContainText('My phone')
    await expect(page.getByRole('status').getByText('Your passkey is added')).toBeVisible()
    await expect(mine.getByRole('listitem')).toContainText('not used yet')
    expect(await device.passkeys()).toMatchObject([{ rpId: 'localhost', isResidentCredential: true }])
    await accessible(page)
  })

  await test.step('the same device has one already', async () => {
    await mine.getByLabel('What you call it').fill('Once more')
    await mine.getByRole('button', { name: 'Add a passkey' }).click()
    await expect(mine.getByRole('alert')).toContainText('has a passkey of yours for this site already')
  })

  await test.step('she signs out, and in again by keyboard without typing who she is', async () => {
    await signOut(page)
    await visit(page, '/sign-in?next=%2Fme')
    const button = page.getByRole('button', { name: 'Sign in with a passkey' })
    await expect(button).toBeVisible()
    await accessible(page)
    await device.holdBy(false)
    await button.click()
    await expect(page.getByRole('main').getByRole('alert').last()).toContainText('That was cancelled, or took too long')
    await device.holdBy(true)
    await button.focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(`${accord.url}/me`)
    await expect(page.getByText('pia@keys.example')).toBeVisible()
    await expect(mine.getByRole('listitem')).toContainText('last used')
  })

  await test.step('what is taken away signs her in no more', async () => {
    await kept(page, () => mine.getByRole('button', { name: 'Remove My phone' }).click())
    await expect(mine.getByRole('listitem')).toHaveCount(0)
    await signOut(page)
    await visit(page, '/sign-in')
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await expect(page.getByRole('main').getByRole('alert').last()).toContainText('it may have been removed')
    await expect(page).toHaveURL('/sign-in')
    await device.forget()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await expect(page.getByRole('main').getByRole('alert').last()).toContainText('That was cancelled')
  })
})

test('what she began as a stranger is done when she has signed in with it', async ({ accord, someone }) => {
  const author = await accord.customer('Ira Stone', 'Stoneworks')
  const { id } = await accord.published(author, 'Send one person who knows our site')
  const page = await someone('pim@keys.example')
  await authenticator(page)
  await visit(page, '/me')
  await page.getByLabel('What you call it').fill('My laptop')
  await kept(page, () => page.getByRole('button', { name: 'Add a passkey' }).click())
  await expect(page.getByRole('button', { name: 'Remove My laptop' })).toBeVisible()
  await signOut(page)
  await visit(page, `/proposals/${id}`)
  await page.getByRole('button', { name: /^agree/ }).first().click()
  await page.waitForURL(/sign-in/)
  await alive(page)
  await expect(page.getByText('your vote on')).toBeVisible()
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByRole('status').getByText('Your vote counts now')).toBeVisible()
  await expect(page.getByRole('button', { name: /^agree/ }).first()).toHaveAttribute('aria-pressed', 'true')
})

test('without scripts nothing is offered that needs them', async ({ someone }) => {
  const page = await someone(undefined, { javaScriptEnabled: false })
  await page.goto('/sign-in')
  await expect(page.getByRole('button', { name: 'Send me a code' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeHidden()
  const known = await someone('pat@keys.example', { javaScriptEnabled: false })
  await known.goto('/me')
  // Whether it shows is up to the browser (`scripting: none`), which says it runs scripts even where it is kept from it.
  await expect(known.getByText('Adding one needs scripts')).toBeAttached()
})

test('at an address of numbers none is offered', async ({ accord, someone }) => {
  const page = await someone()
  await visit(page, '/sign-in')
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeVisible()
  const numbers = new URL('/sign-in', page.url())
  numbers.hostname = '127.0.0.1'
  await visit(page, numbers.href)
  await expect(page.locator('html')).toHaveAttribute('data-no-passkeys', '')
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeHidden()
})
