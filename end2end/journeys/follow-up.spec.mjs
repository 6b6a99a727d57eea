// Who waits for the company's word is answered, many at once, and the queue is empty.

import { expect, test, visit } from '../people.mjs'

test.use({ story: { name: 'follow-up' } })

const WISHES = ['Show the price before the third meeting', 'Tell us the delivery week before we order']

test('several proposals get one answer, and nobody waits any more', async ({ accord, someone }) => {
  const asker = await accord.customer('Ann Ash', 'Ash')
  for (const wish of WISHES) await accord.published(asker, wish)
  const designer = await someone((await accord.staff('Dee Designer', ['designer'])).email)
  await visit(designer, '/')
  await designer.locator('summary', { hasText: 'Staff' }).click()
  await designer.getByRole('link', { name: 'Follow-up' }).click()
  await expect(designer.getByText('2 proposals wait for the company')).toBeVisible()
  await designer.getByLabel('The official answer to all that are ticked').fill('From **January** on.')
  await designer.getByRole('button', { name: 'Answer them' }).click()
  await expect(designer.getByText('Choose at least one.')).toBeVisible()
  await expect(designer.getByLabel('The official answer to all that are ticked')).toHaveValue('From **January** on.')
  for (const wish of WISHES) await designer.getByRole('checkbox', { name: wish }).check()
  await designer.getByRole('button', { name: 'Answer them' }).click()
  await expect(designer.getByText('Nobody waits for an answer.')).toBeVisible()
  await visit(designer, '/')
  await designer.getByRole('link', { name: WISHES[0] }).click()
  await expect(designer.getByText('From January on.')).toBeVisible()
})
