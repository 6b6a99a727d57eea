// The next round starts from what is promised: its draft begins with the practices of the design that holds, and customers vote on
// whether to keep each.

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
})
