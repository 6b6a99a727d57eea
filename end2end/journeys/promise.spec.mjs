// How it was before, what was promised, and whether it is kept: a designer, a signatory and the customers.

import { expect, reload, test, visit } from '../people.mjs'

test.use({ story: { name: 'promise' } })

const PERSON = 'Give us one person who knows our plant'
const PRACTICE = 'One engineer stays with each plant'
const LIST = `title,activity,accountable,stages,People's time
Call centre rings every quarter,Calls,Telesales,Idea,60
Five people visit,Visits,Sales,Position; Assessment,150
What nobody does,,Sales,Case,1`

test('version 0, a promise, and reports that count', async ({ accord, someone }) => {
  const voices = []
  for (const name of ['Ann Ash', 'Ben Birch', 'Cem Cedar', 'Dia Dogwood', 'Eva Elm']) {
    voices.push(await accord.customer(name, name.split(' ')[1]))
  }
  const person = await accord.published(voices[0], PERSON, { stages: [2], cultures: [1] })
  for (const voice of voices) await accord.vote(voice, person, 'agree')
  const designer = await someone((await accord.staff('Dora Signer', ['designer'])).email)

  await test.step('how it is today is entered, and imported as a list', async () => {
    await visit(designer, '/studio')
    await designer.getByRole('link', { name: 'How it is today' }).click()
    await expect(designer.getByRole('heading', { name: 'How we engage today' })).toBeVisible()
    await designer.getByRole('button', { name: 'Add a practice' }).click()
    const sheet = designer.getByRole('form', { name: 'A new practice' })
    await sheet.getByLabel('What we will do').fill('Newsletter to everybody')
    await sheet.getByLabel('Activity').fill('Letters')
    await sheet.getByLabel('Answerable from end to end').fill('Marketing')
    await sheet.getByLabel('Idea').check()
    await sheet.getByLabel('Value Offered').check()
    await sheet.getByRole('button', { name: 'Add it' }).click()
    await expect(designer.getByRole('article').filter({ hasText: 'Newsletter to everybody' })).toBeVisible()
    const list = designer.getByRole('region', { name: 'Import from CSV' })
    await list.getByLabel('The lines').fill(LIST)
    await list.getByRole('button', { name: 'Import' }).click()
    await expect(list.getByText('2 added, 0 changed, 0 as they were, 1 passed over.')).toBeVisible()
    await expect(list.getByRole('row', { name: /^4 activity/ })).toBeVisible()
    await expect(designer.getByRole('article')).toHaveCount(3)
  })

  await test.step('the design is simpler and cheaper than that, and says so', async () => {
    const { stages, cultures, resources } = await accord.admin.get(`/rounds/${accord.round}`)
    expect([stages.length, cultures.length]).toEqual([8, 4])
    const costs = [{ resource: resources[0].id, amount: 90 }]
    const text = { title: PRACTICE, activity: 'Visits', accountable: 'Application engineering', stages: [2], cultures: [1] }
    await accord.admin.post(`/rounds/${accord.round}/practices`, { ...text, proposals: [person.id], costs })
    await accord.admin.post(`/rounds/${accord.round}/phases/adopt/open`)
    await accord.admin.post(`/rounds/${accord.round}/adopt`, {
      signed_by: 'Sigrid Natory',
      capacity: 'Managing director',
      statement: 'One face. Hold us to it.',
      reason_for_the_rest: 'Not yet.',
    })
    await visit(designer, '/design')
    const simple = designer.getByRole('region', { name: 'How simple it is' })
    await expect(simple.getByText(/^2 practices fewer.* less than before customers were asked\.$/)).toBeVisible()
  })

  const customer = await someone(voices[0].email)
  const promise = (page) => page.getByRole('article', { name: PRACTICE })

  await test.step('the company says how far it is', async () => {
    await designer.getByRole('link', { name: 'Is it kept? Say so, and see' }).click()
    await expect(promise(designer).getByText('planned').first()).toBeVisible()
    await promise(designer).getByText('Say how far it is').click()
    await promise(designer).getByLabel('It is', { exact: true }).selectOption('paused')
    await promise(designer).getByRole('button', { name: 'Keep this' }).click()
    await expect(promise(designer).getByText('Say why; customers read it.')).toBeVisible()
    await promise(designer).getByLabel('It is', { exact: true }).selectOption('in_place')
    await promise(designer).getByLabel('Looked at again on').fill('2020-02-01')
    await promise(designer).getByRole('button', { name: 'Keep this' }).click()
    await expect(promise(designer).getByText('Its review was due on 1 February 2020.')).toBeVisible()
  })

  await test.step('a customer reports by keyboard, in their own words, and changes their mind', async () => {
    await visit(customer, '/promises')
    await expect(promise(customer).getByText('Too early to tell: fewer than five accounts.')).toBeVisible()
    const button = (name) => promise(customer).getByRole('button', { name: new RegExp(`^${name}`) })
    await promise(customer).getByText('How it felt, in your words').press('Enter')
    await promise(customer).getByLabel('How did it feel?').selectOption('well')
    await promise(customer).getByLabel('In your words').fill('Kim came, and knew the plant.')
    await button('It was not kept').press('Enter')
    await expect(button('It was not kept')).toHaveAttribute('aria-pressed', 'true')
    await button('It was kept').press('Enter')
    await expect(button('It was kept')).toHaveAttribute('aria-pressed', 'true')
    await expect(promise(customer).getByText('Too early to tell: fewer than five accounts.')).toBeVisible()
  })

  await test.step('from five accounts on everybody reads it, and staff the words, without names', async () => {
    for (const voice of voices.slice(1)) {
      const other = await someone(voice.email)
      await visit(other, '/promises')
      await promise(other).getByRole('button', { name: /^It was (not )?kept/ }).nth(voice === voices[4] ? 1 : 0).click()
      await expect(promise(other).getByRole('button', { name: 'Take my report back' })).toBeVisible()
    }
    const stranger = await someone()
    // While reports keep coming a page may be a moment old.
    await expect(async () => {
      await visit(stranger, '/promises')
      await expect(promise(stranger).getByText('4 of 5 voices')).toBeVisible({ timeout: 1_000 })
    }).toPass()
    await expect(promise(stranger).getByText('Kim came')).toHaveCount(0)
    await reload(designer)
    await promise(designer).getByText('What they wrote').click()
    await expect(promise(designer).getByText('Kim came, and knew the plant.')).toBeVisible()
  })
})
