// The account manager in a car park: from the phone's home page to the card of the account in three steps.

import { expect, test, visit } from '../people.mjs'

test.use({ story: { name: 'card' }, viewport: { width: 390, height: 844 } })

test('a card is found and read on a phone in three steps', async ({ accord, someone }) => {
  const cass = await accord.customer('Cass Steel', 'Acme Steel')
  await accord.customer('Olaf Other', 'Other Works')
  await accord.published(cass, 'Send one person who knows our site')
  const { id, ...steel } = await accord.accountNamed('Acme Steel')
  await accord.admin.call('PUT', `/accounts/${id}`, { ...steel, crm_ids: ['salesforce:0015e00000ABCDE'] })
  const caller = await accord.caller(cass.email)
  await caller.post(`/accounts/${id}/purchases`, { name: 'A line of pumps', stage: 'Assessment', culture: 'Value Added' })
  const manager = await someone((await accord.staff('Max Manager', ['account_manager'])).email)
  await visit(manager, '/')

  await test.step('one: type what is at hand, here what the CRM calls them', async () => {
    await manager.getByLabel('Find an account').fill('0015e00000abcde')
    await manager.keyboard.press('Enter')
    await expect(manager.getByText('1 account', { exact: true })).toBeVisible()
  })
  await test.step('two: press the card', async () => {
    await manager.getByRole('link', { name: 'Card of Acme Steel' }).click()
  })
  await test.step('three: read', async () => {
    await expect(manager.getByRole('heading', { name: 'Acme Steel' })).toBeVisible()
    await expect(manager.getByRole('heading', { name: 'A line of pumps' })).toBeVisible()
    await expect(manager.getByText('They said so themselves.')).toBeVisible()
    await expect(manager.getByRole('link', { name: 'Send one person who knows our site' }).first()).toBeVisible()
    const wide = await manager.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
    expect(wide).toBe(false)
  })
})
