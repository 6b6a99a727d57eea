// A design to adoption: two designers make it of forty proposals, three functions sign it, one of them in another's place, and a
// signatory adopts what they signed. Every proposal ends in a practice, or is left out with a reason.

import { ADMIN } from '../accord.mjs'
import { ASKS, PRACTICES } from '../asks.mjs'
import { expect, test, visit } from '../people.mjs'

test.use({ story: { name: 'sign-off' } })

const GOLF = 'Invite us to golf'
const TOO_DEAR = 'Two people cannot be at four plants. Please halve the visits.'
const STATEMENT = 'You asked for fewer faces. You will see one.'

test('two designers, three functions and a signatory', async ({ accord, someone }) => {
  // Forty proposals, eight people, six pages.
  test.setTimeout(600_000)
  const voices = []
  for (const name of ['Ann Ash', 'Ben Birch', 'Cem Cedar', 'Dia Dogwood', 'Eva Elm']) {
    voices.push(await accord.customer(name, name.split(' ')[1]))
  }
  const asked = []
  for (const [place, [title, stages, cultures, practice]] of ASKS.entries()) {
    const proposal = await accord.published(voices[place % voices.length], title, { stages, cultures })
    asked.push({ id: proposal.id, title, stages, cultures, practice })
    if (practice) for (const voice of voices) await accord.vote(voice, proposal, 'agree')
  }
  expect(asked).toHaveLength(40)
  const first = await someone((await accord.staff('Dora First', ['designer'])).email)
  const second = await someone((await accord.staff('Dirk Second', ['designer'])).email)
  const sales = await accord.staff('Sal Sales', ['account_manager'])
  const service = await accord.staff('Serge Service', ['moderator'])
  const legal = await accord.staff('Lea Legal', ['account_manager'])
  const standIn = await accord.staff('Stan Dinn', ['moderator'])
  const signatory = await someone((await accord.staff('Sigrid Natory', ['signatory'])).email)
  const admin = await someone(ADMIN.email)
  const signOff = `/rounds/${accord.round}/sign-off`
  await accord.admin.post(`/rounds/${accord.round}/phases/adopt/open`)

  await test.step('an admin says who must sign', async () => {
    for (const [name, { email }] of Object.entries({ Sales: sales, Service: service, Legal: legal })) {
      await visit(admin, signOff)
      const fold = admin.getByText('Say who must sign')
      if (!(await admin.getByLabel('Function', { exact: false }).first().isVisible())) await fold.click()
      await admin.getByRole('textbox', { name: 'Function' }).fill(name)
      await admin.getByRole('textbox', { name: 'Who holds it: their e-mail address' }).fill(email)
      await admin.getByRole('button', { name: 'Keep', exact: true }).click()
      await expect(admin.getByRole('region', { name: 'Who must sign' }).getByText(name, { exact: true })).toBeVisible()
    }
  })

  const make = async (page, [title, activity, accountable], asks, hours) => {
    await visit(page, '/studio')
    for (const ask of asks) await page.getByRole('region', { name: 'In no practice' }).getByRole('checkbox', { name: ask }).check()
    await page.getByRole('region', { name: 'Ticked proposals' }).getByRole('button', { name: 'Make a practice' }).click()
    const sheet = page.getByRole('form', { name: 'A new practice' })
    await sheet.getByLabel('What we will do').fill(title)
    await sheet.getByLabel('Activity').fill(activity)
    await sheet.getByLabel('Answerable from end to end').fill(accountable)
    await sheet.getByLabel('People\'s time, hours a month').fill(hours)
    await sheet.getByRole('button', { name: 'Put it in the draft' }).click()
    await expect(page.getByRole('article').filter({ hasText: title })).toBeVisible()
  }
  const leaveOut = async (page, ask, decision, reason) => {
    await page.getByRole('button', { name: new RegExp(`Leave out … ?: ${ask}`) }).click()
    const form = page.getByRole('form', { name: 'Leave out' })
    await form.getByRole('radio', { name: decision }).check()
    await form.getByLabel('Reason for leaving it out').fill(reason)
    await form.getByRole('button', { name: 'Keep this reason' }).click()
    await expect(form).toHaveCount(0)
  }
  await test.step('two designers make it of the forty, in turn, and see what the other makes', async () => {
    const hours = { face: '120', price: '40' }
    for (const [place, [key, practice]] of Object.entries(PRACTICES).entries()) {
      const asks = asked.filter((one) => one.practice === key).map((one) => one.title)
      await make([first, second][place % 2], practice, asks, hours[key] ?? '10')
    }
    await visit(first, '/studio')
    await expect(first.getByRole('article').filter({ hasText: 'The price in writing' })).toBeVisible()
    for (const { title } of asked.filter((one) => !one.practice && one.title !== GOLF)) {
      await leaveOut(second, title, /^Not now/, `Not yet: ${title}`)
    }
    await leaveOut(second, GOLF, /^No\s*It will not be done/, 'We do not play.')
    await expect(second.getByText('All of them are decided.')).toBeVisible()
  })

  const send = async (page, words) => {
    const review = page.getByRole('region', { name: 'Review' })
    await review.getByLabel('To those who sign').fill(words)
    await review.getByRole('button', { name: 'Send the draft to review' }).click()
    await expect(review.getByText('In review: 0 of 3 functions have signed.')).toBeVisible()
  }
  const say = async (page, name, verdict, words = '') => {
    await visit(page, signOff)
    const panel = page.getByRole('region', { name: `Sign for ${name}` })
    if (words) await panel.getByLabel('Your words').fill(words)
    await panel.getByRole('button', { name: verdict }).click()
    await expect(panel.getByText('What is said last counts.')).toBeVisible()
  }
  const salesPage = await someone(sales.email)
  const servicePage = await someone(service.email)

  await test.step('it is sent to review, and one function sends it back', async () => {
    await send(first, 'Please look at the hours.')
    await expect(async () => {
      await visit(servicePage, '/notices')
      await expect(servicePage.getByText(/waits for your signature/)).toBeVisible({ timeout: 500 })
    }).toPass()
    await say(salesPage, 'Sales', 'Sign it')
    await say(servicePage, 'Service', 'Send it back', TOO_DEAR)
    await expect(first.getByText('In review, and sent back: 1 of 3 functions have signed.')).toBeVisible()
    await visit(first, signOff)
    await expect(first.getByText(TOO_DEAR)).toBeVisible()
  })

  await test.step('a change makes it stale, and it is sent again', async () => {
    await visit(first, '/studio')
    await first.getByRole('button', { name: /Change ?: One engineer for each plant/ }).click()
    const sheet = first.getByRole('form', { name: 'Change a practice' })
    await sheet.getByLabel('People\'s time, hours a month').fill('60')
    await sheet.getByRole('button', { name: 'Save' }).click()
    await expect(first.getByText(/The draft has changed since\./)).toBeVisible()
    await send(first, 'Half the visits.')
  })

  await test.step('a holder lets somebody else sign', async () => {
    const legalPage = await someone(legal.email)
    await visit(legalPage, signOff)
    await legalPage.getByText(/Let somebody else sign for ?Legal/).click()
    const until = new Date(Date.now() + 864e5).toISOString().slice(0, 10)
    await legalPage.getByLabel('Their e-mail address').fill(standIn.email)
    await legalPage.getByLabel('Until and with').fill(until)
    await legalPage.getByRole('button', { name: 'Let them sign' }).click()
    await expect(legalPage.getByText(/^Stan Dinn may sign in their place/)).toBeVisible()
  })

  await test.step('nobody adopts what not all have signed', async () => {
    await visit(signatory, '/studio')
    const panel = signatory.getByRole('region', { name: 'Sign and adopt' })
    await expect(panel.getByText('In review: 0 of 3 functions have signed.')).toBeVisible()
    await expect(panel.getByLabel('Why without every signature')).toBeVisible()
  })

  await test.step('three functions sign', async () => {
    await say(salesPage, 'Sales', 'Sign it')
    await say(servicePage, 'Service', 'Sign it', 'This we can carry.')
    await say(await someone(standIn.email), 'Legal', 'Sign it')
  })

  await test.step('the signatory adopts what they signed', async () => {
    const panel = signatory.getByRole('region', { name: 'Sign and adopt' })
    await expect(panel.getByLabel('Why without every signature')).toHaveCount(0)
    await panel.getByLabel('To your customers').fill(STATEMENT)
    await panel.getByLabel('Why the rest was left out').fill('It has to wait.')
    await panel.getByLabel('In what capacity').fill('Managing director')
    await panel.getByLabel('Your name, as your signature').fill('Sigrid Natory')
    await panel.getByRole('button', { name: 'Sign and adopt' }).click()
    await expect(signatory).toHaveURL('/design')
  })

  await test.step('everybody reads which functions signed, and the other readings', async () => {
    const stranger = await someone()
    await visit(stranger, '/design/1')
    const signed = stranger.getByRole('region', { name: 'Which functions have signed' })
    await expect(signed.getByText('Legal')).toBeVisible()
    await expect(signed.getByText('Stan Dinn')).toHaveCount(0)
    await expect(stranger.getByRole('region', { name: 'What we did not adopt, and why' }).getByText('We do not play.')).toBeVisible()
    await stranger.getByText('Read it as …').click()
    await stranger.getByRole('navigation', { name: /^Other ways/ }).getByRole('link', { name: 'Value Created' }).click()
    await expect(stranger.getByRole('img', { name: /^The journey of Value Created/ })).toBeVisible()
    await expect(stranger.getByRole('table', { name: 'The same as a table' }).getByRole('link', { name: 'Service' }).first()).toBeVisible()
    const design = await (await stranger.request.get('/api/v1/designs/1')).json()
    const adopted = design.practices.flatMap((one) => one.from.map((evidence) => evidence.proposal))
    const left = design.left_out.map((one) => one.proposal)
    const numbers = (list) => [...list].sort((a, b) => a - b)
    expect(numbers([...adopted, ...left]), 'every proposal once').toEqual(numbers(asked.map((one) => one.id)))
    expect(left).toHaveLength(4)
    expect(design.left_out.every((one) => one.reason.length > 3)).toBe(true)
    const file = await stranger.request.get('/api/v1/designs/1/design.md')
    const words = await file.text()
    for (const { title } of asked) expect(words).toContain(title.split(/[,;’-]/)[0])
  })
})
