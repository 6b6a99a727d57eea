// Voting without a mouse, one proposal at a time.

import { ADMIN } from '../accord.mjs'
import { expect, kept, test, visit } from '../people.mjs'

test.use({ story: { name: 'keyboard' } })

const TITLES = ['One', 'Two', 'Three', 'Four', 'Five'].map((number) => `${number} wish about how you sell to us`)

test('A, D, space and the arrows vote, and the progress says how far one is', async ({ accord, someone }) => {
  const author = await accord.customer('Al Author', 'Authors')
  for (const title of TITLES) await accord.published(author, title)
  const kay = await accord.customer('Kay Board', 'Boards')
  const caller = await accord.caller(kay.email)
  await caller.post(`/rounds/${accord.round}/culture`, { culture: '1' })

  const page = await someone(kay.email)
  await visit(page, '/vote')
  const shown = page.getByRole('article').getByRole('heading')
  const seen = []
  const press = async (key, progress) => {
    seen.push([await shown.textContent(), key])
    await kept(page, () => page.keyboard.press(key))
    if (progress) await expect(page.getByText(progress)).toBeVisible()
  }

  await expect(page.getByText('1 of 5, about 1 minute')).toBeVisible()
  await press('a', '2 of 5')
  await press('d', '3 of 5')

  await test.step('after each, how much it matters can be said without leaving the keyboard', async () => {
    const row = page.getByText('Before:').locator('..').locator('..')
    const leave = row.getByRole('button', { name: 'this would make me leave' })
    await leave.focus()
    await kept(page, () => page.keyboard.press('Enter'))
    await expect(leave).toHaveAttribute('aria-pressed', 'true')
    await leave.blur()
  })

  await press(' ', '4 of 5')

  await test.step('back, and a vote is shown as it was cast', async () => {
    await page.keyboard.press('ArrowUp')
    await expect(page.getByText('3 of 5')).toBeVisible()
    await expect(page.getByRole('button', { name: /^pass/ })).toHaveAttribute('aria-pressed', 'true')
    await page.keyboard.press('ArrowDown')
    await expect(page.getByText('4 of 5')).toBeVisible()
  })

  await press('ArrowRight', '5 of 5')
  await press('ArrowLeft', null)
  await expect(page.getByText('You have voted on everything there is.')).toBeVisible()

  await test.step('all of it has been kept', async () => {
    const meant = { a: 'agree', d: 'disagree', ' ': 'pass', ArrowRight: 'agree', ArrowLeft: 'disagree' }
    const { items } = await caller.get(`/rounds/${accord.round}/proposals`)
    const mine = await caller.get(`/rounds/${accord.round}/votes/mine`)
    expect(mine).toHaveLength(5)
    for (const [title, key] of seen) {
      const proposal = items.find((one) => one.title === title)
      expect(mine.find((vote) => vote.proposal === proposal.id).stance, title).toBe(meant[key])
    }
    expect(mine.filter((vote) => vote.red_line)).toHaveLength(1)
  })
})

test('the keys can be switched off, for good and everywhere', async ({ accord, someone }) => {
  const author = await accord.customer('Bo Author', 'More authors')
  await accord.published(author, 'A wish to come after the others')
  const lee = await accord.customer('Lee Talker', 'Talkers')
  const caller = await accord.caller(lee.email)
  await caller.post(`/rounds/${accord.round}/culture`, { culture: '1' })
  const page = await someone(lee.email)
  await visit(page, '/vote')
  const off = page.getByLabel('Keys are on')
  const first = await page.getByRole('article').getByRole('heading').textContent()
  await off.uncheck()
  await off.blur()
  for (const again of [false, true]) {
    if (again) {
      await visit(page, '/vote')
      await expect(off).not.toBeChecked()
    }
    for (const key of ['a', 'd', ' ', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key)
    await expect(page.getByRole('article').getByRole('heading')).toHaveText(first)
  }
  expect(await caller.get(`/rounds/${accord.round}/votes/mine`)).toEqual([])

  await test.step('the moderators’ keys too', async () => {
    const staff = await someone(ADMIN.email)
    await visit(staff, '/queue')
    await staff.getByLabel('Keys are on').uncheck()
    await visit(staff, '/vote')
    await expect(staff.getByLabel('Keys are on')).not.toBeChecked()
    await visit(staff, '/queue')
    await expect(staff.getByLabel('Keys are on')).not.toBeChecked()
  })

  await test.step('and on again', async () => {
    await off.check()
    await page.keyboard.press('a')
    await expect(page.getByText(/^2 of/)).toBeVisible()
  })
})

test('a stranger’s first key asks for the sign-in', async ({ page }) => {
  await visit(page, '/vote')
  await page.keyboard.press('a')
  await expect(page).toHaveURL(/\/sign-in\?/)
})
