// Two designers at one practice: what is typed is kept by itself, what another has changed is not written over, and one's own last
// change can be taken back. And the matrix as the place of work: practices are placed, copied, split and dragged in it.

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

test('a designer works in the matrix', async ({ accord, someone }) => {
  const ann = await accord.customer('Mia Maple', 'Maple')
  await accord.published(ann, 'Call me before parts wear out', { stages: [0], cultures: [1] })
  const page = await someone((await accord.staff('Dana Matrix', ['designer'])).email)
  const cell = (stage, culture) => page.locator(`#cell-${stage}-${culture}`)
  const practice = (stage, culture) => cell(stage, culture).getByRole('link', { name: 'One call ahead' })

  await test.step('a practice is made where its proposal stands', async () => {
    await visit(page, '/studio')
    await cell(0, 1).getByRole('checkbox', { name: 'Call me before' }).check()
    await page.getByRole('region', { name: 'Ticked proposals' }).getByRole('button', { name: 'Make a practice' }).click()
    const sheet = page.getByRole('form', { name: 'A new practice' })
    await sheet.getByLabel('What we will do').fill('One call ahead')
    await sheet.getByLabel('Activity').fill('Calls')
    await sheet.getByLabel('Answerable from end to end').fill('Service')
    await sheet.getByLabel('Touchpoints').fill('A call')
    await sheet.getByLabel('Setting').selectOption('remote')
    await sheet.getByRole('textbox', { name: /^Documents/ }).fill('Call sheet')
    await sheet.getByRole('button', { name: 'Put it in the draft' }).click()
    await expect(sheet.getByText('Give the document’s address').or(sheet.getByText(/document's address/))).toBeVisible()
    await sheet.getByRole('textbox', { name: /^Documents/ }).fill('Call sheet https://example.com/call.pdf')
    await sheet.getByRole('button', { name: 'Put it in the draft' }).click()
    await expect(practice(0, 1)).toBeVisible()
    await expect(page.getByRole('article').getByRole('link', { name: 'Call sheet' })).toBeVisible()
  })

  await test.step('it is copied to another culture and moved, by the keyboard alone', async () => {
    await cell(0, 1).getByRole('button', { name: /^Place\s*: One call ahead/ }).press('Enter')
    const panel = page.getByRole('region', { name: 'Place: One call ahead' })
    await expect(panel.getByRole('heading')).toBeFocused()
    await panel.getByRole('button', { name: 'Also for Value Created' }).press('Enter')
    await expect(practice(0, 2)).toBeVisible()
    await expect(panel).toHaveCount(0)
    await cell(0, 2).getByRole('button', { name: /^Place\s*: One call ahead/ }).press('Enter')
    await panel.getByLabel('Stage').selectOption({ label: 'Case' })
    await panel.getByRole('button', { name: 'Move it there' }).press('Enter')
    await expect(cell(4, 2).getByRole('link', { name: 'One call ahead: Value Created' })).toBeVisible()
    await expect(practice(0, 1)).toBeVisible()
    await expect(practice(0, 2)).toHaveCount(0)
    await expect(page.getByText('is moved to Case, for Value Created, as a practice of its own.').first()).toBeVisible()
    await expect(cell(4, 2).getByRole('button', { name: /^Place/ })).toBeFocused()
  })

  await test.step('one press takes it back', async () => {
    await page.getByRole('button', { name: 'Undo the move' }).click()
    await expect(practice(0, 2)).toBeVisible()
    await expect(practice(0, 1)).toBeVisible()
    await expect(practice(4, 2)).toHaveCount(0)
  })

  await test.step('Escape leaves it where it is, and the focus is back', async () => {
    const place = cell(0, 2).getByRole('button', { name: /^Place\s*: One call ahead/ })
    await place.press('Enter')
    const panel = page.getByRole('region', { name: 'Place: One call ahead' })
    await expect(panel.getByRole('heading')).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(panel).toHaveCount(0)
    await expect(place).toBeFocused()
  })

  await test.step('a culture gets a practice of its own', async () => {
    await cell(0, 2).getByRole('button', { name: /^Place\s*: One call ahead/ }).press('Enter')
    await page.getByRole('button', { name: 'A practice of its own for Value Created' }).press('Enter')
    await expect(cell(0, 2).getByRole('link', { name: 'One call ahead: Value Created' })).toBeVisible()
    await expect(cell(0, 1).getByRole('link', { name: 'One call ahead', exact: true })).toBeVisible()
  })

  await test.step('it is dragged to another cell', async () => {
    await cell(0, 1).getByRole('link', { name: 'One call ahead', exact: true }).dragTo(cell(5, 1))
    await expect(cell(5, 1).getByRole('link', { name: 'One call ahead', exact: true })).toBeVisible()
    await expect(cell(0, 1).getByRole('link', { name: 'One call ahead', exact: true })).toHaveCount(0)
    await expect(cell(0, 2).getByRole('link', { name: 'One call ahead: Value Created' })).toBeVisible()
  })
})
