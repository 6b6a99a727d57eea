// What accounts are sorted by: a list says beforehand what becomes of its columns, and a segment is renamed and taken away again.
// Beside it: what an admin lets other programs do stands in the list at once.

import { ADMIN } from '../accord.mjs'
import { expect, test, visit } from '../people.mjs'

test.use({ story: { name: 'accounts' } })

test('columns become segments only when asked, and segments can be renamed and removed', async ({ accord, someone }) => {
  const page = await someone((await accord.staff('Sam Sorter', ['account_manager'])).email)
  const result = page.locator('.import-result')
  await visit(page, '/accounts')

  await test.step('beforehand it says what becomes of each column', async () => {
    await page.getByLabel('The lines').fill('name,Industry,Budget\nMilltown,Steel,Large\nHarbour,Steal,Small\n')
    await page.getByRole('checkbox', { name: /^Take other columns as segments/ }).check()
    await page.getByRole('button', { name: 'Show what it would do' }).click()
    await expect(result).toContainText('Nothing has been changed yet')
    await expect(result).toContainText('New segments: Industry, Budget.')
    await expect(page.getByRole('link', { name: 'Milltown' })).toHaveCount(0)
  })

  await test.step('unasked, they are left out and named', async () => {
    await page.getByRole('checkbox', { name: /^Take other columns as segments/ }).uncheck()
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await expect(result).toContainText('Columns left out, since they are nothing known here: Industry, Budget.')
    await expect(page.getByRole('link', { name: 'Milltown', exact: true })).toBeVisible()
    await page.getByRole('checkbox', { name: /^Take other columns as segments/ }).check()
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await expect(page.getByRole('cell', { name: 'Steal' })).toBeVisible()
  })

  await test.step('a value that was mistyped becomes the other', async () => {
    await page.locator('summary', { hasText: 'Industry' }).click()
    await page.getByRole('textbox', { name: /^Steal/ }).fill('Steel')
    await page.getByRole('button', { name: 'Rename Steal' }).click()
    await expect(page.getByText('Done, for 1 account.')).toBeVisible()
    await expect(page.getByRole('cell', { name: 'Steel' })).toHaveCount(2)
  })

  await test.step('what a round is for stays while it is', async () => {
    const [{ id: segment }] = await accord.admin.get('/segments')
    const who = (who) => ({ who })
    const chosen = { who: 'chosen', segments: [{ segment, value: 'Steel' }], accounts: [] }
    const access = { see: who('public'), propose: who('customers'), vote: who('customers'), comment: who('customers') }
    await accord.admin.put(`/rounds/${accord.round}/access`, { ...access, comment: chosen })
    // The fold is still open, though the list has come anew.
    await page.getByRole('button', { name: 'Remove Industry' }).click()
    await expect(page.getByText('says who may take part by “Industry”')).toBeVisible()
    await accord.admin.put(`/rounds/${accord.round}/access`, access)
    await page.getByRole('button', { name: 'Remove Industry' }).click()
    await expect(page.getByText('Industry is removed.')).toBeVisible()
    await expect(page.getByRole('columnheader', { name: 'Industry' })).toHaveCount(0)
  })
})

test('a token stands in the list as soon as it is made', async ({ someone }) => {
  const page = await someone(ADMIN.email)
  await visit(page, '/programs')
  await expect(page.getByText('No program has a token.')).toBeVisible()
  await page.getByLabel('Which program is it for?').fill('Our CRM')
  await page.getByRole('checkbox', { name: /^practices:read/ }).check()
  await page.getByRole('button', { name: 'Make a token' }).click()
  await expect(page.getByText('Copy this now: it is shown this once.')).toBeVisible()
  await expect(page.getByText('No program has a token.')).toHaveCount(0)
  await expect(page.getByRole('button', { name: /^Make it void ?: Our CRM$/ })).toBeVisible()
  await expect(page.getByLabel('Which program is it for?')).toHaveValue('')
  await expect(page.getByRole('checkbox', { name: /^practices:read/ })).not.toBeChecked()
})
