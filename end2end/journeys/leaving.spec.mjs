// Who wants to leave can, without asking anybody.

import { expect, test, visit } from '../people.mjs'

test.use({ story: { name: 'leaving' } })

test('a customer leaves for good, and what they asked for stays without them', async ({ accord, someone }) => {
  const ann = await accord.customer('Ann Ash', 'Ash')
  const { id } = await accord.published(ann, 'Give us one person who knows our plant')
  const page = await someone(ann.email)
  await visit(page, '/me')
  await page.getByText('I want to leave …').click()
  await page.getByRole('button', { name: 'Leave for good' }).click()
  await expect(page.getByText('Tick this if you mean it')).toBeVisible()
  await page.getByLabel('I mean it').check()
  await page.getByRole('button', { name: 'Leave for good' }).click()
  await expect(page.getByText('You have left.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible()
  await visit(page, `/proposals/${id}`)
  await expect(page.getByRole('heading', { name: 'Give us one person who knows our plant' })).toBeVisible()
  expect(JSON.stringify(await accord.admin.get('/people?q=ash'))).not.toContain('Ann Ash')
})
