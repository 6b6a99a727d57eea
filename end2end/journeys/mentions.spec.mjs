// Naming somebody: they are offered while one types, chosen by keyboard, and told.

import { amiss } from '../axe.mjs'
import { expect, test, visit } from '../people.mjs'

test.use({ story: { name: 'mentions' } })

test('a customer names another by keyboard, who is told', async ({ accord, someone }) => {
  const author = await accord.customer('Ada Author', 'Authors')
  const ben = await accord.customer('Ben Beside', 'Besides')
  const cleo = await accord.customer('Cleo Found', 'Founders')
  const proposal = await accord.published(author, 'Send one person who knows our site')
  const found = await accord.caller(cleo.email)
  await found.post(`/rounds/${accord.round}/culture`, { culture: 1 })
  await found.post('/me/findable', { found: true })
  const page = await someone(ben.email)
  await visit(page, `/proposals/${proposal.id}`)

  await test.step('she is offered, and chosen without a mouse', async () => {
    await page.getByText('Write a comment').click()
    const field = page.getByLabel('Your comment')
    await field.click()
    await page.keyboard.type('Ask @nobody or @cle')
    const offer = page.getByRole('button', { name: 'Cleo Found Founders' })
    await expect(offer).toBeVisible()
    expect(await amiss(page)).toEqual([])
    await page.keyboard.press('ArrowDown')
    await expect(offer).toBeFocused()
    await page.keyboard.press('ArrowUp')
    await expect(field).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(offer).toHaveCount(0)
    await page.keyboard.type('o')
    await expect(offer).toBeVisible()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(field).toBeFocused()
    await page.keyboard.type('who knows.')
    await expect(field).toHaveValue(`Ask @nobody or @[Cleo Found](person:${cleo.id}) who knows.`)
    await page.getByRole('region', { name: 'Comments' }).getByRole('button', { name: 'Send' }).last().click()
    await expect(page.locator('.mention', { hasText: 'Cleo Found' })).toBeVisible()
  })

  await test.step('she reads of it once it is published', async () => {
    const { id } = (await (await accord.caller(ben.email)).get(`/proposals/${proposal.id}/comments`)).comments[0]
    await accord.admin.post(`/comments/${id}/verdict`, { decision: 'publish' })
    const other = await someone(cleo.email)
    await expect(async () => {
      await visit(other, '/notices')
      await expect(other.getByText('You are named in a comment beside')).toBeVisible({ timeout: 500 })
    }).toPass()
    await visit(other, `/proposals/${proposal.id}`)
    await expect(other.locator('.mention', { hasText: 'Cleo Found' })).toBeVisible()
    const stranger = await someone()
    await visit(stranger, `/proposals/${proposal.id}`)
    await expect(stranger.locator('.mention', { hasText: 'somebody' })).toBeVisible()
    await expect(stranger.getByText('Cleo')).toHaveCount(0)
  })
})
