// A customer's story, put beside a practice in the studio, read with the adopted design, and taken back by who told it.

import { expect, reload, test, visit } from '../people.mjs'

test.use({ story: { name: 'stories' } })

const PRACTICE = 'One engineer stays with each plant'
const TOLD = 'Five people came to us, and none of them knew the plant.'

test('a story stands beside a practice as long as it is told', async ({ accord, someone }) => {
  const cass = await accord.customer('Cass Steel', 'Acme Steel')
  const asked = await accord.published(cass, 'Give us one person who knows our plant', { stages: [2], cultures: [1] })
  const caller = await accord.caller(cass.email)
  const story = await caller.post(`/proposals/${asked.id}/comments`, { kind: 'story', tone: 'badly', text: TOLD })
  if (story.status !== 'published') await accord.admin.post(`/comments/${story.id}/verdict`, { decision: 'publish' })
  await accord.adopted(PRACTICE, asked.id)
  const designer = await someone((await accord.staff('Dora Designer', ['designer'])).email)
  const stranger = await someone()

  await test.step('a designer puts it beside the practice, by keyboard', async () => {
    await visit(designer, `/studio?round=${accord.round}`)
    const practices = designer.getByRole('region', { name: 'Practices' })
    await practices.getByText('Stories behind it').press('Enter')
    const box = practices.getByRole('checkbox', { name: TOLD })
    await box.focus()
    const answer = designer.waitForResponse((response) => response.request().method() === 'PUT')
    await box.press('Space')
    expect((await answer).ok()).toBeTruthy()
    await expect(box).toBeChecked()
    await expect(box).toBeFocused()
  })

  await test.step('everybody reads it with the design', async () => {
    await visit(stranger, '/design')
    await expect(stranger.getByRole('heading', { name: 'As it was lived' })).toBeVisible()
    await expect(stranger.getByText(TOLD)).toBeVisible()
  })

  await test.step('whoever told it takes it back', async () => {
    await caller.post(`/comments/${story.id}/withdraw`)
    await reload(stranger)
    await expect(stranger.getByRole('heading', { name: PRACTICE }).first()).toBeVisible()
    await expect(stranger.getByText(TOLD)).toHaveCount(0)
  })
})
