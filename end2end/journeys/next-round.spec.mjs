// The next round starts from what is promised: its draft begins with the practices of the design that holds, and customers vote on
// whether to keep each; a phase is opened through its gate, and the round ends before its time.

import { expect, kept, test, visit, voteButton } from '../people.mjs'

test.use({ story: { name: 'next-round' } })

const PRACTICE = 'One engineer stays with each plant'

test('a round begins from the design that holds', async ({ accord, someone }) => {
  const cass = await accord.customer('Cass Steel', 'Acme Steel')
  const asked = await accord.published(cass, 'Give us one person who knows our plant', { stages: [2], cultures: [1] })
  await accord.adopted(PRACTICE, asked.id)
  const { id } = await accord.admin.post('/rounds', { question: 'And what would you change now?' })

  await test.step('a designer begins with one press', async () => {
    const designer = await someone((await accord.staff('Dora Designer', ['designer'])).email)
    await visit(designer, `/studio?round=${id}`)
    await designer.getByRole('button', { name: 'Begin from the design that holds' }).press('Enter')
    await expect(designer.getByText('1 practice is in the draft.')).toBeVisible()
    const practices = designer.getByRole('region', { name: 'Practices' })
    await expect(practices.getByRole('heading', { name: PRACTICE })).toBeVisible()
    await expect(designer.getByRole('button', { name: 'Begin from the design that holds' })).toHaveCount(0)
  })

  await test.step('a customer is asked whether to keep it', async () => {
    const customer = await someone(cass.email)
    await visit(customer, `/rounds/${id}`)
    await kept(customer, () => voteButton(customer, 'agree', PRACTICE).click())
    await customer.getByRole('link', { name: PRACTICE }).click()
    await expect(customer.getByText('Shall we keep it?')).toBeVisible()
  })

  const moderator = await someone((await accord.staff('Mo Moderator', ['moderator'])).email)
  const adopt = moderator.locator('.phase-row').filter({ has: moderator.getByText('adopt', { exact: true }) })

  await test.step('adoption is opened through its gate, and what is not so is overruled with a reason', async () => {
    await visit(moderator, `/manage?round=${id}`)
    await adopt.getByText('Give it a gate').click()
    await adopt.getByLabel('What must be so before it is opened').fill('Every segment has voted.\nCosts are known.')
    await adopt.getByRole('button', { name: 'Keep the gate' }).click()
    await adopt.getByText('Open through its gate').click()
    await adopt.getByLabel('Costs are known.').check()
    await adopt.getByRole('button', { name: 'Open now' }).click()
    await expect(adopt.getByText('1 of 2 are not met.').first()).toBeVisible()
    await adopt.getByLabel('Why it is opened although not all of it is so').fill('They come next week.')
    await adopt.getByRole('button', { name: 'Open now' }).click()
    await expect(adopt.getByText('Open through its gate')).toHaveCount(0)
    // What is new closes it once more.
    const overruled = adopt.getByText('Overruled: They come next week.')
    await expect(async () => {
      if (!(await overruled.isVisible())) await adopt.getByText('Its gate').click()
      await expect(overruled).toBeVisible({ timeout: 1_000 })
    }).toPass()
  })

  await test.step('to discontinue is one of the buttons, with a reason that everybody reads', async () => {
    await moderator.getByText('Discontinue this round').click()
    await moderator.locator('#f-reason-discontinue').fill('Our new owner decides first.')
    await moderator.getByRole('button', { name: 'Discontinue it' }).press('Enter')
    await expect(moderator.getByRole('button', { name: 'Take it up again' })).toBeVisible()
    const stranger = await someone()
    await visit(stranger, `/rounds/${id}`)
    await expect(stranger.getByText('This round was discontinued on')).toBeVisible()
    await expect(stranger.getByText('Our new owner decides first.')).toBeVisible()
    await moderator.getByRole('button', { name: 'Take it up again' }).press('Enter')
    await expect(moderator.getByText('Discontinue this round')).toBeVisible()
  })
})
