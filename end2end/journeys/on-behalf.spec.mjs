// What a customer said on the phone is noted, asked for by letter, and theirs once they say so.

import { expect, test, visit } from '../people.mjs'

test.use({ story: { name: 'on-behalf' } })

const ASKED = 'Tell us the delivery week before we order'

test('staff note what a customer said, and the customer answers without signing in', async ({ accord, someone }) => {
  const asker = await accord.customer('Ann Ash', 'Ash')
  const said = await accord.customer('Ben Birch', 'Birch')
  const { id } = await accord.published(asker, ASKED)
  const manager = await someone((await accord.staff('Maud Manager', ['account_manager'])).email)

  await test.step('an account manager notes it', async () => {
    await visit(manager, `/proposals/${id}`)
    await manager.getByRole('link', { name: 'Note what a customer said' }).click()
    await manager.getByLabel("The customer's e-mail address").fill('nobody@mail.example')
    await manager.getByLabel('They agree with it').check()
    await manager.getByLabel('Where did they say it?').selectOption('On the phone')
    await manager.getByLabel('On which day?').fill('2026-01-02')
    await manager.getByRole('button', { name: 'Note it, and ask them' }).click()
    await expect(manager.getByText('Nobody here has this address yet. What are they called?')).toBeVisible()
    await expect(manager.getByLabel('They agree with it')).toBeChecked()
    await manager.getByLabel("The customer's e-mail address").fill(said.email)
    await manager.getByRole('button', { name: 'Note it, and ask them' }).click()
    await expect(manager.getByText('Noted. They are asked by mail, if they take such letters.')).toBeVisible()
    await expect(manager.getByText('on the phone, 2 January 2026; not yet answered')).toBeVisible()
  })

  await test.step('the customer changes it behind the link, as a stranger', async () => {
    const address = /http:\S+\/on-behalf\/\S+/
    const [link] = (await accord.letterTo(said.email, address)).match(address)
    const page = await someone()
    await visit(page, new URL(link).pathname)
    await expect(page.getByRole('heading', { name: 'Is this what you said?' })).toBeVisible()
    await expect(page.getByText('Maud Manager noted what you said on the phone on 2 January 2026')).toBeVisible()
    await page.getByRole('button', { name: 'No: I disagree' }).click()
    await expect(page.getByText('You have answered.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Yes, it is so' })).toHaveCount(0)
    await visit(page, '/me').catch(() => {})
    await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible()
  })

  await test.step('it is their vote now', async () => {
    const ben = await someone(said.email)
    await visit(ben, `/proposals/${id}`)
    await expect(ben.getByRole('button', { name: 'Disagree', pressed: true })).toBeVisible()
  })
})

test('a customer who is signed in confirms it beside the proposal', async ({ accord, someone }) => {
  const asker = await accord.customer('Cem Cedar', 'Cedar')
  const said = await accord.customer('Dora Dogwood', 'Dogwood')
  const { id } = await accord.published(asker, 'Show the price before the third meeting')
  await accord.admin.post(`/proposals/${id}/on-behalf`, { email: said.email, stance: 'agree', source: 'meeting', said: '2026-01-02' })
  await accord.letterTo(said.email, /\/on-behalf\//)
  const dora = await someone(said.email)
  await visit(dora, `/proposals/${id}`)
  await expect(dora.getByText('It is counted apart until you say that it is so.')).toBeVisible()
  await expect(dora.getByRole('button', { name: 'Agree', pressed: true })).toHaveCount(0)
  await dora.getByRole('button', { name: 'Yes, I said so' }).click()
  await expect(dora.getByText('Thank you. It is your vote now.')).toBeVisible()
  await expect(dora.getByRole('button', { name: 'Agree', pressed: true })).toBeVisible()
})
