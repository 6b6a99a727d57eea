// A workshop from end to end: invited to by profile, answered by one click without signing in and without scripts, held, what was said
// there confirmed by whoever said it, and presented back.

import { amiss } from '../axe.mjs'
import { expect, test, visit } from '../people.mjs'

test.use({ story: { name: 'activities' } })

const TITLE = 'How should the first visit go?'
const SAID = 'Bring the engineer to the first visit'

/** On the clock of UTC, so many hours from now, as a field takes it. */
const hours = (count) => new Date(Date.now() + count * 3_600_000).toISOString().slice(0, 16)

async function accessible(page) {
  const violations = await amiss(page)
  expect(violations.map(({ id, nodes }) => [id, nodes[0].html]), page.url()).toEqual([])
}

async function link(accord, to, path) {
  const address = new RegExp(`http:\\S+/${path}/[\\w-]+(?=\\s)`)
  const letter = await accord.letterTo(to, address)
  return [new URL(letter.match(address)[0]).pathname, letter]
}

test('staff invite by profile, customers answer, confirm what they said, and hear what came of it', async ({ accord, someone }) => {
  const ada = await accord.customer('Ada Ash', 'Ash')
  const ben = await accord.customer('Ben Birch', 'Birch')
  for (const who of [ada, ben]) await accord.published(who, `Send one person to the plant of ${who.name}`)
  const manager = await someone((await accord.staff('Maud Manager', ['account_manager'])).email)
  let page, customer, opened

  await test.step('an account manager plans it', async () => {
    await visit(manager, '/activities')
    await manager.getByText('Plan an activity').click()
    await manager.getByLabel('What kind').selectOption('workshops with customers')
    await manager.getByLabel('In one sentence').fill(TITLE)
    await manager.getByLabel('What it is about').fill('Bring **one** wish.')
    await manager.getByLabel('It starts').fill(hours(-1))
    await manager.getByLabel('It ends').fill(hours(2))
    await manager.getByLabel('On a clock that shows').selectOption({ label: 'UTC+00:00' })
    await manager.getByRole('button', { name: 'Plan it' }).click()
    await expect(manager.getByText('Say where: give a link, or a place, or both.')).toBeVisible()
    await manager.getByLabel('Remote: the address to meet at').fill('https://meet.example/room')
    await manager.getByRole('button', { name: 'Plan it' }).click()
    await expect(manager.getByRole('heading', { name: TITLE })).toBeVisible()
    page = new URL(manager.url()).pathname
    await accessible(manager)
  })

  await test.step('and invites whoever asked for something like it', async () => {
    await manager.getByRole('link', { name: 'Invite by profile' }).click()
    await manager.getByLabel('Asked in public for').fill('plant')
    await manager.getByRole('button', { name: 'Find' }).click()
    await manager.getByRole('button', { name: 'Invite them' }).click()
    await expect(manager.getByText('2 people are invited now.')).toBeVisible()
    await expect(manager.getByText('2 people are invited; 0 come')).toBeVisible()
  })

  await test.step('a customer answers by one click, without signing in and without scripts', async () => {
    const [path, letter] = await link(accord, ada.email, 'invitations')
    expect(letter).toContain(TITLE)
    customer = await someone(undefined, { javaScriptEnabled: false })
    await customer.goto(path)
    await expect(customer.getByText('Ada Ash, do you come?')).toBeVisible()
    await expect(customer.getByText('Ben Birch')).toHaveCount(0)
    await customer.getByRole('button', { name: 'Perhaps' }).click()
    await expect(customer.getByText('You said: Perhaps.')).toBeVisible()
    await customer.getByRole('button', { name: 'I come' }).click()
    await expect(customer.getByText('You said: I come.')).toBeVisible()
    const href = await customer.getByRole('link', { name: 'Calendar file' }).getAttribute('href')
    const file = await (await customer.request.get(href)).text()
    expect(file).toContain('BEGIN:VEVENT')
    expect(file).toContain(`SUMMARY:${TITLE}`)
    await customer.close()
  })

  await test.step('it is held; what she said there is noted for her', async () => {
    await visit(manager, page)
    await expect(manager.getByText('2 people are invited; 1 comes')).toBeVisible()
    await manager.getByLabel('Ada Ash was present').check()
    await manager.getByRole('button', { name: 'It was held, with those ticked' }).click()
    await manager.getByText('Note what somebody proposed').click()
    await manager.getByLabel('Who said it?').first().selectOption('Ada Ash')
    await manager.getByLabel('Assessment').check()
    await manager.getByLabel('Value Added').check()
    await manager.getByLabel('In one sentence').fill(SAID)
    await manager.getByLabel('… because').fill('Nobody else can answer what we ask.')
    await manager.getByRole('button', { name: 'Note it, and ask them' }).first().click()
    await expect(manager.getByText('Not confirmed yet, and counted apart')).toBeVisible()
    await accessible(manager)
  })

  await test.step('signed in she finds it among what is hers', async () => {
    const her = await someone(ada.email)
    await visit(her, '/me')
    await her.getByRole('link', { name: SAID }).click()
    await expect(her.getByRole('button', { name: 'Yes, it is so' })).toBeVisible()
    await accessible(her)
    await her.close()
  })

  await test.step('she confirms it behind the link', async () => {
    const [path] = await link(accord, ada.email, 'outcomes')
    opened = await someone()
    await visit(opened, path)
    await expect(opened.getByText(SAID)).toBeVisible()
    await accessible(opened)
    await opened.getByRole('button', { name: 'Yes, it is so' }).click()
    await expect(opened.getByText('You have answered.')).toBeVisible()
  })

  await test.step('the result is presented back, and both hear of it', async () => {
    await visit(manager, page)
    await expect(manager.getByText('Not confirmed yet, and counted apart')).toHaveCount(0)
    await manager.getByLabel('What came out of it, in a few sentences').fill('The engineer comes along **from June on**.')
    await manager.getByRole('button', { name: 'Present it back' }).click()
    await expect(manager.getByText('presented', { exact: true })).toBeVisible()
    await link(accord, ben.email, 'invitations')
    const [path] = await link(accord, ben.email, 'invitations')
    await visit(opened, path)
    await expect(opened.getByText('from June on')).toBeVisible()
    await accessible(opened)
  })
})
