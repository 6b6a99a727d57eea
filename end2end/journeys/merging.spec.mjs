// Two proposals ask for the same: a moderator merges them, and nobody's word is taken from them.

import { expect, reload, test, visit } from '../people.mjs'

test.use({ story: { name: 'merging' } })

const ONE = 'Give us one person who knows our plant'
const OTHER = 'One contact for our plant, who knows it'

test('merged with consent: told, stepping out, asked, and apart again', async ({ accord, someone }) => {
  const [ann, ben, cem] = await Promise.all(
    ['Ann Ash', 'Ben Birch', 'Cem Cedar'].map((name) => accord.customer(name, name.split(' ')[1])),
  )
  const one = await accord.published(ann, ONE)
  const other = await accord.published(ben, OTHER)
  await accord.vote(cem, one, 'disagree')
  await accord.vote(cem, other, 'agree')
  const moderator = await someone((await accord.staff('Mo Merger', ['moderator'])).email)

  await test.step('the moderator merges the one into the other', async () => {
    await visit(moderator, `/proposals/${other.id}`)
    await moderator.getByText('Merge this into another that asks for the same').click()
    await moderator.getByRole('button', { name: `Merge into it : ${ONE}` }).click()
    await expect(moderator.getByText('Merged. Whoever voted is told.')).toBeVisible()
    await expect(moderator.getByRole('heading', { name: ONE, level: 1 })).toBeVisible()
    await expect(moderator.getByRole('heading', { name: OTHER, level: 3 })).toBeVisible()
  })

  const page = await someone(cem.email)
  await test.step('who said both is asked, and finds it by the old address', async () => {
    await visit(page, `/proposals/${other.id}`)
    await expect(page).toHaveURL(new RegExp(`/proposals/${one.id}/`))
    await expect(page.getByText('Until you say which it is')).toBeVisible()
    await expect(page.getByText('You agreed with this wording.')).toBeVisible()
  })

  await test.step('they step out of the wording, and what they said on the other counts', async () => {
    await page.getByRole('button', { name: `Step out : ${OTHER}` }).click()
    await expect(page.getByText('You stepped out: it stays with this wording')).toBeVisible()
    await expect(page.getByText('Until you say which it is')).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Disagree', pressed: true })).toBeVisible()
  })

  await test.step('its author is told', async () => {
    const author = await someone(ben.email)
    await expect(async () => {
      await visit(author, '/notices')
      await expect(author.getByText(`“${OTHER}” is merged with another`)).toBeVisible({ timeout: 100 })
    }).toPass()
  })

  await test.step('and apart again', async () => {
    await reload(moderator)
    await moderator.getByRole('button', { name: `Take it apart again : ${OTHER}` }).click()
    await expect(moderator.getByText('It is a proposal of its own again.')).toBeVisible()
    await visit(page, `/proposals/${other.id}`)
    await expect(page.getByRole('heading', { name: OTHER, level: 1 })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Agree', pressed: true })).toBeVisible()
  })
})
