// The designer puts right what was mistyped in a practice: one function under two names becomes one, and is found by either.

import { expect, test, visit } from '../people.mjs'

test.use({ story: { name: 'lists' } })

const TODAY = { activity: 'Calling', how: 'By hand.', aim: 'To be remembered.', stages: [0], cultures: [0] }

test('a mistyped function is merged into the right one, wherever it is used', async ({ accord, someone }) => {
  const dee = await accord.staff('Dee Sign', ['designer'])
  const caller = await accord.caller(dee.email)
  const put = (title, accountable) => caller.post(`/rounds/${accord.round}/inside-out`, { ...TODAY, title, accountable })
  await put('Call on Mondays', 'Sales')
  await put('Call on Fridays', 'Slaes')

  const page = await someone(dee.email)
  await visit(page, '/lists')
  const functions = page.getByRole('region', { name: 'Functions' })
  await functions.getByText('Slaes in 1 practice').click()
  const merge = functions.getByLabel('Or merge it into').filter({ visible: true })

  await test.step('one that is not there is refused at the field', async () => {
    await merge.fill('Seals')
    await merge.press('Enter')
    await expect(functions.getByText('There is none of this name in the same list.')).toBeVisible()
    await expect(merge).toHaveValue('Seals')
  })

  await test.step('the right one takes its place', async () => {
    await merge.fill('Sales')
    await merge.press('Enter')
    await expect(page.getByText('Merged. The other is used wherever this one was.')).toBeVisible()
    await expect(functions.getByText('Sales in 2 practices')).toBeVisible()
    await expect(functions.getByText('Slaes in')).toHaveCount(0)
  })

  await test.step('its former name still stands for it', async () => {
    await put('Call on Sundays', 'slaes')
    await visit(page, '/lists')
    await functions.getByText('Sales in 3 practices').click()
    await expect(functions.getByText('“Slaes” stands for it')).toBeVisible()
  })
})
