// From a customer's report to a cell that is open again: asked by letter, answered with one press, and what is not kept is asked anew.

import { expect, kept, reload, test, visit, voteButton } from '../people.mjs'

test.use({ story: { name: 'reopened' } })

const PRACTICE = 'One engineer stays with each plant'

test('what customers say is not kept is open again', async ({ accord, someone }) => {
  // What is told moves once five more accounts have reported than are told: it may be told of nine, and then of fourteen.
  const voices = []
  for (let number = 0; number < 15; number += 1) voices.push(await accord.customer(`Voice ${number}`, `Account ${number}`))
  const asked = await accord.published(voices[0], 'Give us one person who knows our plant', { stages: [2], cultures: [1] })
  const designer = await someone((await accord.staff('Dora Designer', ['designer'])).email)
  const manager = await someone((await accord.staff('Maud Manager', ['account_manager'])).email)
  const { id } = await accord.adopted(PRACTICE, asked.id)
  await accord.admin.post(`/promises/${id}`, { progress: 'in_place' })

  await test.step('an account manager was in contact, and the customer answers with one press, as a stranger', async () => {
    await visit(manager, '/promises')
    await manager.getByRole('link', { name: 'Ask a customer whether it was kept' }).click()
    await expect(manager.getByLabel('About which promise?')).toHaveValue(String(id))
    await manager.getByLabel("The customer's e-mail address").fill(voices[0].email)
    await manager.getByRole('button', { name: 'Ask them' }).click()
    await expect(manager.getByText('Noted. They are asked by mail, if they take such letters.')).toBeVisible()
    const address = /http:\S+\/was-it-kept\/\S+/
    const [link] = (await accord.letterTo(voices[0].email, address)).match(address)
    const page = await someone()
    await visit(page, new URL(link).pathname)
    await page.getByRole('button', { name: /^It was not kept/ }).press('Enter')
    await expect(page.getByText('Thank you. Your report counts.').first()).toBeVisible()
    await page.getByLabel('In your words').fill('Five people came, and none knew the plant.')
    await page.getByRole('button', { name: /^It was not kept/ }).click()
    await expect(page.getByRole('button', { name: /^It was not kept/, pressed: true })).toBeVisible()
    const [account] = await accord.admin.get('/accounts/find?q=Account+0')
    await visit(manager, `/accounts/${account.id}/card`)
    await expect(manager.getByText('none knew the plant')).toHaveCount(0)
    await page.getByLabel('My account manager may read this answer').check()
    await page.getByRole('button', { name: /^It was not kept/ }).click()
    await expect(page.getByRole('button', { name: /^Let nobody read it/ })).toBeVisible()
    await reload(manager)
    const reports = manager.getByRole('region', { name: 'What they reported, and let you read' })
    await expect(reports.getByText('Five people came, and none knew the plant.')).toBeVisible()
    const own = await someone(voices[0].email)
    await visit(own, '/me/effect')
    await own.getByRole('button', { name: /^Let nobody read it/ }).press('Enter')
    await expect(own.getByRole('button', { name: /^Let nobody read it/ })).toHaveCount(0)
    await reload(manager)
    await expect(manager.getByText('none knew the plant')).toHaveCount(0)
  })

  await test.step('fourteen others say the same, and the cell is open again', async () => {
    for (const voice of voices.slice(1)) {
      const caller = await accord.caller(voice.email)
      await caller.post(`/promises/${id}/report`, { kept: false })
    }
    const stranger = await someone()
    await expect(async () => {
      await visit(stranger, '/')
      await expect(stranger.getByText('Customers say that this is not kept:')).toBeVisible({ timeout: 500 })
    }).toPass()
    await visit(stranger, '/promises')
    const promise = stranger.getByRole('article', { name: PRACTICE })
    await expect(promise.getByText('Customers say that this is not kept')).toBeVisible()
    // Nothing leads to where one proposes before one can.
    await expect(promise.getByRole('link', { name: 'What would you rather have?' })).toHaveCount(0)
    await accord.admin.post(`/rounds/${accord.round}/phases/adopt/close`)
    await reload(stranger)
    await promise.getByRole('link', { name: 'What would you rather have?' }).click()
    await expect(stranger).toHaveURL(/\/propose\?/)
  })

  await test.step('a designer lets customers vote on the cell anew, with one press', async () => {
    await visit(designer, `/promises/${id}`)
    await designer.getByRole('button', { name: /^Let customers vote on it/ }).press('Enter')
    await expect(designer.getByRole('heading', { name: 'What customers would rather have' })).toBeVisible()
    await expect(designer.getByRole('button', { name: /^Let customers vote on it/ })).toHaveCount(0)
  })

  await test.step('a customer finds it from the board, and votes; what comes of it stands beside the promise', async () => {
    const customer = await someone(voices[1].email)
    await visit(customer, '/')
    await customer.getByRole('link', { name: 'Vote on what you would rather have' }).click()
    await expect(customer.getByRole('heading', { name: `What would you rather have than “${PRACTICE}”?` })).toBeVisible()
    const round = new URL(customer.url()).pathname.split('/').at(-1)
    const caller = await accord.caller(voices[2].email)
    const wish = { kind: 'change', title: 'Two people who know our plant', why: 'One of them is always away.', stages: [0], cultures: [0] }
    const wanted = await caller.post(`/rounds/${round}/proposals`, wish)
    await accord.admin.post(`/proposals/${wanted.id}/verdict`, { decision: 'publish' })
    // The board is made anew a moment later.
    await expect(async () => {
      await reload(customer)
      await expect(voteButton(customer, 'agree', wish.title)).toBeVisible({ timeout: 500 })
    }).toPass()
    await kept(customer, () => voteButton(customer, 'agree', wish.title).click())
    for (const voice of voices.slice(3, 8)) await accord.vote(voice, wanted, 'agree')
    const stranger = await someone()
    await expect(async () => {
      await visit(stranger, `/promises/${id}`)
      const result = stranger.getByRole('region', { name: 'What customers would rather have' })
      await expect(result.getByRole('listitem').first()).toContainText(wish.title, { timeout: 500 })
      await expect(result.getByRole('listitem').first()).toContainText('6 of 6 voices', { timeout: 500 })
    }).toPass()
  })

  await test.step('a designer closes it with a reason that all read', async () => {
    await visit(designer, `/promises/${id}`)
    await designer.getByText('Say what you did about it').click()
    await designer.getByLabel('What was looked at, and what changes').fill('Kim is back from leave, and stays.')
    await designer.getByRole('button', { name: 'Close it' }).click()
    await expect(designer.getByText('Kim is back from leave, and stays.')).toBeVisible()
    const stranger = await someone()
    await visit(stranger, '/')
    await expect(stranger.getByText('Customers say that this is not kept:')).toHaveCount(0)
    await reload(designer)
    await designer.getByRole('button', { name: /^Open it again/ }).click()
    await expect(designer.getByText('Say what you did about it')).toBeVisible()
  })

  await test.step('what was decided is signed as the next version, and the promise says so', async () => {
    await visit(designer, `/promises/${id}`)
    const result = designer.getByRole('region', { name: 'What customers would rather have' })
    const round = (await result.getByRole('link').first().getAttribute('href')).split('/').at(-1)
    await visit(designer, `/studio?round=${round}`)
    await expect(designer.getByText('This decides one part of the design.')).toBeVisible()
    const draft = await accord.admin.get(`/rounds/${round}/draft`)
    const wish = draft.left.find((left) => left.card.title === 'Two people who know our plant')
    const text = { title: 'Two engineers stay with each plant', activity: 'Visits', accountable: 'Application engineering' }
    await accord.admin.post(`/rounds/${round}/practices`, { ...text, stages: [0], cultures: [0], proposals: [wish.card.id] })
    await accord.admin.call('DELETE', `/practices/${draft.practices[0].id}`)
    await accord.admin.post(`/rounds/${round}/phases/adopt/open`)
    await accord.admin.post(`/rounds/${round}/adopt`, {
      signed_by: 'Sigrid Natory',
      capacity: 'Managing director',
      statement: 'Two, then. Hold us to it.',
      reason_for_the_rest: 'You would rather have two.',
      against: 'It has to be done.',
    })
    const stranger = await someone()
    await visit(stranger, `/promises/${id}`)
    await expect(stranger.getByText('Taken up', { exact: true })).toBeVisible()
    await stranger.getByRole('link', { name: 'version 2' }).last().click()
    await expect(stranger.getByText('these votes decided that part of the design anew')).toBeVisible()
    await expect(stranger.getByRole('heading', { name: text.title })).toBeVisible()
  })
})
