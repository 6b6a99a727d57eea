// Writing a proposal together: an invitation is accepted, the text is changed, who voted is asked again, and who was slower sees both.

import { amiss } from '../axe.mjs'
import { expect, test, visit } from '../people.mjs'

test.use({ story: { name: 'writing' } })

const sound = async (page) => expect(await amiss(page)).toEqual([])

test('an author and somebody who was invited write a proposal together', async ({ accord, someone }) => {
  const ada = await accord.customer('Ada Author', 'Authors')
  const ben = await accord.customer('Ben Beside', 'Besides')
  const cleo = await accord.customer('Cleo Voter', 'Voters')
  const proposal = await accord.published(ada, 'Send one person who knows our site')
  const found = await accord.caller(ben.email)
  await found.post(`/rounds/${accord.round}/culture`, { culture: 1 })
  await found.post('/me/findable', { found: true })
  await accord.vote(cleo, proposal, 'agree', { strength: 'important' })
  const path = `/proposals/${proposal.id}`
  const author = await someone(ada.email)
  const other = await someone(ben.email)

  await test.step('the author invites, and whoever is invited accepts', async () => {
    await visit(author, path)
    await author.getByLabel('Invite a customer who wishes to be found').selectOption({ label: 'Ben Beside, Besides' })
    await author.getByRole('button', { name: 'Invite' }).click()
    await expect(author.getByText('is invited', { exact: true })).toBeVisible()
    await sound(author)
    await visit(other, path)
    await other.getByRole('button', { name: 'Write it with them' }).click()
    await expect(other.getByText('written together with Ben Beside, Besides')).toBeVisible()
  })

  const early = await someone(cleo.email)

  await test.step('he changes the text, and the wording before stays to be read', async () => {
    await visit(author, path)
    await visit(early, path)
    await other.getByText('Change the text that you write together').click()
    await other.getByLabel('In one sentence').fill('Send the same person who knows our site')
    await other.getByRole('button', { name: 'Send the change' }).click()
    await expect(other.getByRole('heading', { name: 'Send the same person who knows our site', level: 1 })).toBeVisible()
    // Shut out of what everybody reads as long as a moderator has to see it first.
    await accord.admin.post(`/proposals/${proposal.id}/verdict`, { decision: 'publish' }).catch(() => {})
    await visit(other, path)
    await other.getByText('edited').click()
    await expect(other.getByText('Send one person who knows our site', { exact: true })).toBeVisible()
    await sound(other)
  })

  await test.step('the author, who began before, sees both texts and puts them together', async () => {
    await author.getByText('Change what you wrote').click()
    await author.getByLabel('In one sentence').fill('Send one person who stays')
    await author.getByRole('button', { name: 'Send the change' }).click()
    await expect(author.getByText('Now it says: “Send the same person who knows our site”')).toBeVisible()
    await sound(author)
    await author.getByLabel('In one sentence').fill('Send the same person, who stays')
    await author.getByRole('button', { name: 'Send the change' }).click()
    await expect(author.getByRole('heading', { name: 'Send the same person, who stays', level: 1 })).toBeVisible()
    await accord.admin.post(`/proposals/${proposal.id}/verdict`, { decision: 'publish' }).catch(() => {})
  })

  await test.step('a page from before the change does not vote on words that it does not show', async () => {
    await early.getByRole('button', { name: /^disagree/ }).click()
    await expect(early.getByText('This has other words since you loaded the page.')).toBeVisible()
  })

  await test.step('who voted is asked again, and answers with one press', async () => {
    const page = await someone(cleo.email)
    await visit(page, path)
    await expect(page.getByText('You agreed with an earlier wording')).toBeVisible()
    await sound(page)
    await visit(page, '/me')
    await expect(page.getByRole('heading', { name: 'Does your vote stand?' })).toBeVisible()
    await expect(page.getByRole('button', { name: /^Still agree ?: Send the same person, who stays/ })).toBeVisible()
    await sound(page)
    await visit(page, path)
    await page.getByRole('button', { name: 'Still agree' }).click()
    await expect(page.getByText('You agreed with an earlier wording')).toHaveCount(0)
    await expect(page.getByRole('button', { name: /^agree/ })).toHaveAttribute('aria-pressed', 'true')
    await visit(page, '/me')
    await expect(page.getByRole('heading', { name: 'Does your vote stand?' })).toHaveCount(0)
  })

  await test.step('the author was told before what it asks, and that it was asked', async () => {
    await visit(author, path)
    await expect(author.getByText('whoever had voted was asked again then')).toBeVisible()
    await author.getByText('Change what you wrote').click()
    await expect(author.getByText('A change takes back every vote')).toBeVisible()
    await sound(author)
  })

  await test.step('who answers with the buttons above is asked no more', async () => {
    await author.getByLabel('In one sentence').fill('Send the very same person, who stays')
    await author.getByRole('button', { name: 'Send the change' }).click()
    await expect(author.getByRole('heading', { name: 'Send the very same person, who stays', level: 1 })).toBeVisible()
    await accord.admin.post(`/proposals/${proposal.id}/verdict`, { decision: 'publish' }).catch(() => {})
    const page = await someone(cleo.email)
    await visit(page, path)
    await expect(page.getByText('You agreed with an earlier wording')).toBeVisible()
    await page.getByRole('button', { name: /^disagree/ }).click()
    await expect(page.getByText('You agreed with an earlier wording')).toBeHidden()
  })
})
