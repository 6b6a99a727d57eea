// Somebody votes without an account, comes back, signs in, and has kept what they said.

import { expect, kept, reload, signInHere, test, visit, voteButton } from '../people.mjs'

test.use({ story: { name: 'guests' } })

const ASKED = 'Tell us the price before the second meeting'

test('a guest votes, and keeps their votes on signing in', async ({ accord, someone }) => {
  const asker = await accord.customer('Ann Ash', 'Ash')
  const guest = await accord.customer('Gina Guest', 'Guests')
  await accord.published(asker, ASKED)
  const who = (who) => ({ who })
  const access = { see: who('public'), propose: who('customers'), vote: who('public'), comment: who('customers') }
  await accord.admin.put(`/rounds/${accord.round}/access`, access)
  const page = await someone()

  await test.step('told beforehand what it counts', async () => {
    await visit(page, '/')
    await expect(page.getByText('You can vote as a guest, without an account')).toBeVisible()
    await page.getByText('Who may take part').click()
    await expect(page.getByText('their share of the result is 0 percent')).toBeVisible()
    await visit(page, '/vote')
    await expect(page.getByText('Guests are counted apart, and have no share in the result.')).toBeVisible()
    await visit(page, '/')
  })

  await test.step('the vote sticks in this browser', async () => {
    await kept(page, () => voteButton(page, 'agree', ASKED).click())
    await expect(voteButton(page, 'agree', ASKED)).toHaveAttribute('aria-pressed', 'true')
    await reload(page)
    await expect(voteButton(page, 'agree', ASKED)).toHaveAttribute('aria-pressed', 'true')
    await expect(page.getByText('You vote as a guest, known by this browser alone')).toBeVisible()
  })

  await test.step('signed in, it is theirs, and there is one of it', async () => {
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).first().click()
    await signInHere(page, accord, guest.email)
    await expect(page.getByText('Your vote counts now.')).toBeVisible()
    await visit(page, '/')
    await expect(voteButton(page, 'agree', ASKED)).toHaveAttribute('aria-pressed', 'true')
    const counted = async () => {
      const { totals } = await accord.admin.get(`/rounds/${accord.round}`)
      return [totals.people, totals.votes, totals.voices]
    }
    await expect.poll(counted).toEqual([1, 1, 1])
  })
})

test('a guest goes on from one to the next', async ({ accord, someone }) => {
  await accord.published(await accord.customer('Bea Birch', 'Birch'), 'Show us the drawing before the price')
  const page = await someone()
  await visit(page, '/vote')
  await expect(page.getByText(/^1 of 2/)).toBeVisible()
  await kept(page, () => page.keyboard.press('a'))
  await expect(page.getByText(/^2 of 2/)).toBeVisible()
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('a guest votes by plain form', async ({ accord, someone }) => {
    const page = await someone()
    await page.goto('/')
    await voteButton(page, 'pass', ASKED).click()
    await expect(voteButton(page, 'pass', ASKED)).toHaveAttribute('aria-pressed', 'true')
  })
})
