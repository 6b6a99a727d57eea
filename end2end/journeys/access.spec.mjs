// A round for one segment: whoever is outside finds nothing of it, whoever is within takes part.

import { expect, kept, test, visit, voteButton } from '../people.mjs'

test.use({ story: { name: 'access' } })

const ASKED = 'Quote us in basis points'

test('a moderator narrows a round to a segment, and it is there for that segment alone', async ({ accord, someone }) => {
  const within = await accord.customer('Wanda Within', 'First Bank')
  const outside = await accord.customer('Otto Outside', 'Corner Shop')
  const { id: segment } = await accord.admin.post('/segments', { name: 'Industry' })
  const bank = await accord.accountNamed('First Bank')
  await accord.admin.put(`/accounts/${bank.id}`, { name: bank.name, attributes: [{ segment, value: 'Banks' }] })
  const proposal = await accord.published(within, ASKED)
  const board = `/rounds/${accord.round}`

  await test.step('set, by hand', async () => {
    const page = await someone((await accord.staff('Moni Moderator', ['moderator'])).email)
    await visit(page, `/manage?round=${accord.round}`)
    await page.getByText('Who may take part').first().click()
    await page.getByLabel('Who sees it').selectOption('Certain customers')
    await page.getByRole('button', { name: 'Save who may take part' }).click()
    await expect(page.getByText('Choose at least one segment, or name an account.')).toBeVisible()
    await page.getByLabel('Industry: Banks').first().check()
    await page.getByRole('button', { name: 'Save who may take part' }).click()
    await expect(page.getByText('Saved. Whom it concerns can read it')).toBeVisible()
  })

  await test.step('a stranger is asked to sign in, and finds nothing', async () => {
    const page = await someone()
    await visit(page, '/')
    await expect(page.getByText('What is asked here is for invited customers.')).toBeVisible()
    for (const path of [board, `/proposals/${proposal.id}`, `/vote?round=${accord.round}`]) {
      expect((await visit(page, path)).status(), path).toBe(404)
    }
  })

  await test.step('so does a customer of another segment', async () => {
    const page = await someone(outside.email)
    await visit(page, '/')
    await expect(page.getByText('At the moment there is nothing for you here.')).toBeVisible()
    expect((await visit(page, board)).status()).toBe(404)
    expect((await visit(page, `/proposals/${proposal.id}`)).status()).toBe(404)
  })

  await test.step('a customer within reads who it is for, and votes', async () => {
    const page = await someone(within.email)
    await visit(page, '/')
    await page.getByText('Who may take part').click()
    await expect(page.getByText('customers in Industry: Banks')).toBeVisible()
    await kept(page, () => voteButton(page, 'agree', ASKED).click())
    await expect(voteButton(page, 'agree', ASKED)).toHaveAttribute('aria-pressed', 'true')
  })
})
