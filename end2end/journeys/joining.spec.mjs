// A coordinator hands on a link, a colleague joins with it; and somebody who only says so is told why not.

import { expect, test, visit } from '../people.mjs'

test.use({ story: { name: 'joining' } })

test('a colleague joins by a link, and says with the others what they are buying', async ({ accord, someone }) => {
  const ann = await someone((await accord.customer('Ann Ash', 'Ash Works')).email)
  await visit(ann, '/account')
  await ann.getByRole('button', { name: 'Make a link' }).click()
  const link = await ann.getByLabel('Copy this link and hand it on').inputValue()
  const ben = await someone('ben@elsewhere.example')
  await visit(ben, new URL(link).pathname)
  await expect(ben.getByText('Ann Ash invites you to speak for Ash Works.')).toBeVisible()
  await ben.getByRole('button', { name: 'Join Ash Works' }).click()
  await expect(ben.getByRole('heading', { name: 'Ash Works' })).toBeVisible()
  await ben.getByRole('link', { name: 'Add a purchase' }).click()
  await ben.getByRole('textbox', { name: 'We are buying' }).fill('A kiln')
  await ben.getByLabel('We are at').selectOption('Assessment')
  await ben.getByRole('radio', { name: /Value Added/ }).check()
  await ben.getByRole('button', { name: 'Add it' }).click()
  await expect(ben.getByText('You said so.')).toBeVisible()
  await visit(ann, '/account')
  await expect(ann.getByRole('heading', { name: 'A kiln' })).toBeVisible()
  await expect(ann.getByText('Ben', { exact: true })).toBeVisible()
})

test('who asks to speak for an account and does not is told why', async ({ accord, someone }) => {
  const eve = await accord.caller('eve@elsewhere.example')
  await eve.post('/me/account', { account: 'Ash Works' })
  const manager = await someone((await accord.staff('Max Manager', ['account_manager'])).email)
  await visit(manager, '/people')
  await manager.getByText('They do not').click()
  await manager.getByLabel('Why not').fill('Nobody there knows an Eve.')
  await manager.getByRole('button', { name: 'Decline' }).click()
  await expect(manager.getByText('Nobody waits.')).toBeVisible()
  await expect(async () => {
    const { notices } = await eve.get('/me/notices')
    expect(notices[0].words).toBe('Nobody there knows an Eve.')
  }).toPass()
})

test('who is here already is asked to speak for an account, and decides', async ({ accord, someone }) => {
  const cora = await someone((await accord.customer('Cora Cole', 'Cole Works')).email)
  const cleo = await someone('cleo@elsewhere.example')
  await visit(cora, '/account')
  const form = cora.locator('form[action$="/people"]')
  await form.getByLabel('Name').fill('Cleo')
  await form.getByLabel('E-mail').fill('cleo@elsewhere.example')
  await form.getByRole('button', { name: 'Invite' }).click()
  await expect(cora.getByText('Invited, and has not answered')).toBeVisible()
  await expect(cora.getByText(/cleo@elsewhere\.example · invited/)).toBeVisible()
  await visit(cleo, '/me')
  await expect(cleo.getByRole('heading', { name: 'Do you speak for them?' })).toBeVisible()
  await cleo.getByRole('button', { name: /^Accept ?: Cole Works$/ }).click()
  await expect(cleo.getByRole('heading', { name: 'Cole Works' })).toBeVisible()
  await visit(cora, '/account')
  await expect(cora.getByText('Invited, and has not answered')).toBeHidden()
})
