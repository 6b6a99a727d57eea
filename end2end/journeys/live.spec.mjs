// Two people look at the same list: what one does, the other sees without lifting a finger.

import { expect, line, test, visit, voteButton } from '../people.mjs'

test.use({ story: { name: 'live' } })

const TITLE = 'Let us speak to the people who build it'

test('a vote in one browser moves the count in the other within a second or so', async ({ accord, someone }) => {
  const people = []
  for (const name of ['Ann Ash', 'Ben Birch', 'Cem Cedar', 'Dia Dogwood', 'Eva Elm', 'Fay Fir']) {
    people.push(await accord.customer(name, name.split(' ')[1]))
  }
  const proposal = await accord.published(people[0], TITLE)
  for (const person of people.slice(0, 4)) await accord.vote(person, proposal, 'agree')

  const eva = await someone(people[4].email)
  const fay = await someone(people[5].email)
  await following(eva, () => visit(eva, '/'))
  await following(fay, () => visit(fay, '/'))
  const count = line(fay, TITLE)
  await expect(fay.getByText('4 accounts, 4 people, 4 votes')).toBeVisible()
  // Four voices could be told apart, so no figure is given.
  await expect(count.getByText('Fewer than five voices yet')).toBeAttached()

  await test.step('the fifth voice brings the first figure', async () => {
    await voteButton(eva, 'agree', TITLE).click()
    await expect(count.getByText('5 of 5 voices')).toBeAttached({ timeout: 2_500 })
    await expect(fay.getByText('5 accounts, 5 people, 5 votes')).toBeVisible({ timeout: 2_500 })
  })

  await test.step('and it goes the other way round, on the proposal’s own page too', async () => {
    // Within the document: the stream stays open.
    await eva.getByRole('link', { name: TITLE }).click()
    await expect(eva.getByRole('heading', { name: TITLE, level: 1 })).toBeVisible()
    await expect(eva.getByRole('region', { name: 'What others say' }).getByText('5 of 5 voices')).toBeVisible()
    await voteButton(fay, 'disagree', TITLE).click()
    await expect(eva.getByRole('region', { name: 'What others say' }).getByText('5 of 6 voices')).toBeVisible({ timeout: 2_500 })
  })

  await test.step('a proposal that is let through shows as a new order', async () => {
    await accord.published(people[1], 'Come and see our plant before you write an offer')
    await expect(fay.getByText('The order has changed.')).toBeVisible({ timeout: 5_000 })
    await fay.getByRole('link', { name: 'Refresh' }).click()
    await expect(line(fay, 'Come and see our plant before you write an offer')).toBeVisible()
  })
})

/** Opens a page, and waits until it hears of what others do. */
async function following(page, open) {
  const stream = page.waitForResponse(/\/api\/v1\/events\?/)
  await open()
  await stream
}
