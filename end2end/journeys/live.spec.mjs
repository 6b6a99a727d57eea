// Two people look at the same list: what one does, the other sees without lifting a finger, and soon.

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
    await expect(count.getByText('5 of 5 voices')).toBeAttached()
    await expect(fay.getByText('5 accounts, 5 people, 5 votes')).toBeVisible()
  })

  await test.step('and it goes the other way round, on the proposal’s own page too', async () => {
    // Within the document: the stream stays open.
    await eva.getByRole('link', { name: TITLE }).click()
    await expect(eva.getByRole('heading', { name: TITLE, level: 1 })).toBeVisible()
    await expect(eva.getByRole('region', { name: 'What others say' }).getByText('5 of 5 voices')).toBeVisible()
    await voteButton(fay, 'disagree', TITLE).click()
    await expect(eva.getByRole('region', { name: 'What others say' }).getByText('5 of 6 voices')).toBeVisible()
  })

  await test.step('within a second or so', async () => {
    // A machine that is slow is so at everything, and one that halts for a moment does not do so each time.
    const waits = []
    const reads = []
    for (const [stance, says] of [['disagree', 4], ['agree', 5], ['disagree', 4], ['agree', 5], ['disagree', 4]]) {
      reads.push(await reading(fay))
      await voteButton(eva, stance, TITLE).click()
      const began = performance.now()
      await count.getByText(`${says} of 6 voices`).waitFor({ state: 'attached' })
      waits.push(performance.now() - began)
    }
    const [wait, read] = [Math.min(...waits), Math.max(...reads)]
    console.log(`seen after ${wait.toFixed(0)} ms; one reading takes ${read.toFixed(0)} ms`)
    expect(wait, 'from a press to the count on the other page').toBeLessThan(1_500 + 10 * read)
  })

  await test.step('a proposal that is let through shows as a new order', async () => {
    await accord.published(people[1], 'Come and see our plant before you write an offer')
    await expect(fay.getByText('The order has changed.')).toBeVisible()
    await fay.getByRole('link', { name: 'Refresh' }).click()
    await expect(line(fay, 'Come and see our plant before you write an offer')).toBeVisible()
  })
})

/** How long a page takes to ask the server for something small, in milliseconds. */
async function reading(page) {
  const began = performance.now()
  await page.evaluate(async () => (await fetch('/api/v1/viewer')).json())
  return performance.now() - began
}

/** Opens a page, and waits until it hears of what others do. */
async function following(page, open) {
  const stream = page.waitForResponse(/\/api\/v1\/events\?/)
  await open()
  await stream
}
