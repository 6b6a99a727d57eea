// Voting without a mouse, one proposal at a time.

import { expect, test, visit } from '../people.mjs'

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
    await page.keyboard.press(key)
    if (progress) await expect(page.getByText(progress)).toBeVisible()
  }

  await expect(page.getByText('1 of 5, about 1 minute')).toBeVisible()
  await press('a', '2 of 5')
  await press('d', '3 of 5')

  await test.step('after each, how much it matters can be said without leaving the keyboard', async () => {
    const row = page.getByText('Before:').locator('..').locator('..')
    const leave = row.getByRole('button', { name: 'this would make me leave' })
    await leave.focus()
    await page.keyboard.press('Enter')
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

test('a stranger’s first key asks for the sign-in', async ({ page }) => {
  await visit(page, '/vote')
  await page.keyboard.press('a')
  await expect(page).toHaveURL(/\/sign-in\?/)
})
