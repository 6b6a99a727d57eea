// Two designers at one practice: what is typed is kept by itself, what another has changed is not written over, and one's own last
// change can be taken back.

import { expect, test, visit } from '../people.mjs'

test.use({ story: { name: 'studio' } })

const PERSON = 'Give us one person who knows our plant'

test('two designers change the same practice', async ({ accord, someone }) => {
  const ann = await accord.customer('Ann Ash', 'Ash')
  await accord.published(ann, PERSON, { stages: [0], cultures: [2] })
  const dora = await someone((await accord.staff('Dora First', ['designer'])).email)
  const dirk = await someone((await accord.staff('Dirk Second', ['designer'])).email)
  const article = (page, title) => page.getByRole('article').filter({ hasText: title })
  const open = async (page, title) => {
    await page.getByRole('button', { name: new RegExp(`^Change ?: ${title}`) }).click()
    return page.getByRole('form', { name: 'Change a practice' })
  }

  await visit(dora, '/studio')
  await dora.getByRole('region', { name: 'In no practice' }).getByRole('checkbox', { name: PERSON }).check()
  await dora.getByRole('region', { name: 'Ticked proposals' }).getByRole('button', { name: 'Make a practice' }).click()
  const first = dora.getByRole('form', { name: 'A new practice' })
  await first.getByLabel('What we will do').fill('One engineer')
  await first.getByLabel('Activity').fill('Visits')
  await first.getByLabel('Answerable from end to end').fill('Service')
  await first.getByRole('button', { name: 'Put it in the draft' }).click()
  await expect(article(dora, 'One engineer')).toBeVisible()

  await test.step('what is typed is kept by itself', async () => {
    const sheet = await open(dora, 'One engineer')
    await sheet.getByLabel('How').fill('The same engineer every time.')
    await expect(sheet.getByText('Kept.')).toBeVisible()
    await visit(dirk, '/studio')
    await expect(article(dirk, 'One engineer').getByText('The same engineer every time.')).toBeVisible()
  })

  await test.step('what another has changed is not written over: both texts are shown', async () => {
    const his = await open(dirk, 'One engineer')
    await his.getByLabel('What we will do').fill('One engineer and a stand-in')
    await his.getByRole('button', { name: 'Save' }).click()
    await expect(article(dirk, 'One engineer and a stand-in')).toBeVisible()
    const hers = dora.getByRole('form', { name: 'Change a practice' })
    await hers.getByLabel('What we will do').fill('One engineer for each plant')
    await hers.getByRole('button', { name: 'Save' }).click()
    const both = hers.getByRole('region', { name: 'Both texts' })
    await expect(both.getByText('Dirk Second')).toBeVisible()
    await expect(both.getByRole('cell', { name: 'One engineer and a stand-in' })).toBeVisible()
    await expect(both.getByRole('cell', { name: 'One engineer for each plant' })).toBeVisible()
    await both.getByRole('button', { name: 'Put mine in its place' }).click()
    await expect(article(dirk, 'One engineer for each plant')).toBeVisible()
  })

  await test.step('one takes back one’s own last change, and never another’s', async () => {
    await expect(dirk.getByRole('button', { name: /^Undo my change/ })).toHaveCount(0)
    await dora.getByRole('button', { name: /^Undo my change/ }).click()
    await expect(article(dirk, 'One engineer and a stand-in')).toBeVisible()
  })
})
