// The customer: reads, votes, proposes, and is asked who they are only when it matters.

import { alive, expect, kept, line, reload, signInHere, test, visit, voteButton } from '../people.mjs'

test.use({ story: { name: 'customer' } })

const ONE = 'Send one person who knows our site, not five'
const TWO = 'Tell us the price before the third meeting'

test.beforeAll(async ({ accord }) => {
  const author = await accord.customer('Ira Stone', 'Stoneworks')
  await accord.published(author, ONE)
  await accord.published(author, TWO, { kind: 'change', stages: [2], cultures: [0] })
})

test('a stranger votes, is asked to sign in, and the vote is completed', async ({ page, accord }) => {
  await visit(page, '/')

  await test.step('the click asks for the sign-in, and the code completes it', async () => {
    await voteButton(page, 'agree', ONE).click()
    await expect(page).toHaveURL(/\/sign-in\?/)
    await alive(page)
    await signInHere(page, accord, 'ada@lovelace.example')
    await expect(page).toHaveURL('/')
    await expect(page.getByRole('status').getByText('Your vote counts now')).toBeVisible()
    await expect(voteButton(page, 'agree', ONE)).toHaveAttribute('aria-pressed', 'true')
    await expect(voteButton(page, 'agree', TWO)).toHaveAttribute('aria-pressed', 'false')
  })

  await test.step('it is still lit after a reload', async () => {
    await reload(page)
    await expect(voteButton(page, 'agree', ONE)).toHaveAttribute('aria-pressed', 'true')
  })

  await test.step('how much it matters can be said, in the place kept for it', async () => {
    const important = line(page, ONE).getByRole('button', { name: 'important' })
    await kept(page, () => important.click())
    await expect(important).toHaveAttribute('aria-pressed', 'true')
    await reload(page)
    await expect(important).toHaveAttribute('aria-pressed', 'true')
  })

  await test.step('after disagreeing there is a red line', async () => {
    await kept(page, () => voteButton(page, 'disagree', TWO).click())
    const red = line(page, TWO).getByRole('button', { name: 'this would make me leave' })
    await kept(page, () => red.click())
    await expect(red).toHaveAttribute('aria-pressed', 'true')
    await reload(page)
    await expect(red).toHaveAttribute('aria-pressed', 'true')
  })

  await test.step('once more takes it back', async () => {
    await kept(page, () => voteButton(page, 'agree', ONE).click())
    await expect(voteButton(page, 'agree', ONE)).toHaveAttribute('aria-pressed', 'false')
    await reload(page)
    await expect(voteButton(page, 'agree', ONE)).toHaveAttribute('aria-pressed', 'false')
    await expect(line(page, ONE).getByText('How much does it matter?')).toHaveCount(0)
  })
})

test('an invited customer proposes: the draft survives a reload and the sign-in', async ({ page, accord }) => {
  const title = 'Ask us twice a year what has changed at our plant'
  await visit(page, '/propose')

  await test.step('a sentence is completed, and the card beside it fills', async () => {
    await page.getByRole('group', { name: 'When we are at' }).getByLabel('Loyalty').check()
    await page.getByRole('group', { name: 'and this is what we are like,' }).getByLabel('Value Created').check()
    await page.getByRole('group', { name: 'we want you to' }).getByLabel('start').check()
    await page.getByLabel('In one sentence').fill(title)
    await page.getByLabel('… because').fill('You sold us a filter for a line that we had shut.')
    const preview = page.getByRole('complementary', { name: 'Preview' })
    await expect(preview.getByText(title)).toBeVisible()
    await expect(preview.getByText('start', { exact: true })).toBeVisible()
  })

  await test.step('the draft is there after a reload', async () => {
    await reload(page)
    await expect(page.getByLabel('In one sentence')).toHaveValue(title)
    await expect(page.getByRole('checkbox', { name: 'Loyalty' })).toBeChecked()
    await expect(page.getByRole('checkbox', { name: 'Idea' })).not.toBeChecked()
    await expect(page.getByRole('complementary', { name: 'Preview' }).getByText(title)).toBeVisible()
  })

  await test.step('sending it asks for the sign-in, and then it waits for a moderator', async () => {
    await accord.customer('Nils Berg', 'Bergbau')
    await page.getByRole('button', { name: 'Send this proposal' }).click()
    await expect(page).toHaveURL(/\/sign-in\?/)
    await alive(page)
    await signInHere(page, accord, 'nils.berg@mail.example')
    await expect(page).toHaveURL(/\/proposals\/\d+\/ask-us-twice-a-year/)
    await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
    await expect(page.getByText('A moderator reads this before others can see it')).toBeVisible()
    await expect(page.getByText('At Loyalty; for Value Created')).toBeVisible()
  })

  await test.step('it is among their own, and the form is empty again', async () => {
    await visit(page, '/?mine=true')
    await expect(line(page, title).getByText('waiting for a moderator')).toBeVisible()
    await visit(page, '/propose')
    await expect(page.getByLabel('In one sentence')).toHaveValue('')
  })

  await test.step('nobody else sees it', async () => {
    const stranger = await page.context().browser().newContext({ baseURL: accord.url })
    const other = await stranger.newPage()
    await other.goto('/?sort=new')
    await expect(line(other, ONE)).toBeVisible()
    await expect(other.getByText(title)).toHaveCount(0)
    await stranger.close()
  })
})

test('what is asked for already is offered while one types, and supported with one press', async ({ accord, someone }) => {
  const eve = await accord.customer('Eve Late', 'Lates')
  const page = await someone(eve.email)
  await visit(page, '/propose')
  await page.getByLabel('In one sentence').fill('one persn who nows our site')
  await page.getByRole('button', { name: `Support this instead : ${ONE}` }).click()
  await expect(page.getByRole('heading', { name: ONE, level: 1 })).toBeVisible()
  await expect(voteButton(page, 'agree', ONE)).toHaveAttribute('aria-pressed', 'true')
  await visit(page, '/propose')
  await expect(page.getByLabel('In one sentence')).toHaveValue('one persn who nows our site')
})

test('an invitation signs in with one press, and the voice counts', async ({ page, accord }) => {
  const account = (await accord.accountNamed('Stoneworks')).id
  await accord.admin.post('/people', { name: 'Mia Stone', email: 'mia@stoneworks.example', account })

  const link = await accord.linkFor('mia@stoneworks.example')
  await visit(page, link)
  await page.getByRole('button', { name: 'Sign me in' }).click()
  await expect(page.getByRole('link', { name: 'Mia Stone' })).toBeVisible()
  await visit(page, '/me')
  await expect(page.getByText('You speak for Stoneworks.')).toBeVisible()

  await test.step('she says which culture she speaks from, with one press', async () => {
    const culture = page.getByRole('region', { name: 'When you buy, which of these is you?' }).getByRole('button', { name: /Value Added/ })
    await expect(culture).toHaveAttribute('aria-pressed', 'false')
    await culture.click()
    await expect(page.getByRole('status').getByText('Kept. You can change it under your name.')).toBeVisible()
    await expect(culture).toHaveAttribute('aria-pressed', 'true')
  })

  await test.step('she signs out, and the link does not work twice', async () => {
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible()
    await visit(page, link)
    await page.getByRole('button', { name: 'Sign me in' }).click()
    await expect(page.getByText('This link has been used already')).toBeVisible()
  })
})
