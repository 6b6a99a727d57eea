// What is decided, and what comes of what one follows, reaches people: as news, and as they choose.

import { expect, reload, test, visit } from '../people.mjs'

test.use({ story: { name: 'news' } })

const ASKED = 'Give us one person who knows our plant'

/** The herald looks every other second. */
const told = async (page, count) =>
  expect(async () => {
    await reload(page)
    await expect(page.getByRole('link', { name: `News ${count}` })).toBeVisible({ timeout: 100 })
  }).toPass()

test('what is decided is news, and a voter hears of what they follow', async ({ accord, someone }) => {
  const asker = await accord.customer('Ann Ash', 'Ash')
  const voter = await accord.customer('Ben Birch', 'Birch')
  const { id } = await accord.published(asker, ASKED)
  const ann = await someone(asker.email)
  const ben = await someone(voter.email)

  await test.step('the asker is told, reads it, and is led to it', async () => {
    await visit(ann, '/')
    await told(ann, 1)
    await ann.getByRole('link', { name: 'News 1' }).click()
    await expect(ann.getByRole('heading', { name: 'News', exact: true })).toBeVisible()
    await ann.getByRole('button', { name: `Your proposal “${ASKED}” is published.` }).click()
    await expect(ann).toHaveURL(new RegExp(`/proposals/${id}/`))
    await expect(ann.getByRole('link', { name: 'News', exact: true })).toBeVisible()
    await expect(ann.getByText('You are told what comes of this.')).toBeVisible()
  })

  await test.step('a voter follows it where they vote', async () => {
    await visit(ben, `/proposals/${id}`)
    await ben.getByRole('button', { name: 'Tell me what comes of it' }).click()
    await expect(ben.getByText('You are told what comes of this.')).toBeVisible()
    await accord.admin.post(`/proposals/${id}/comments`, { kind: 'comment', text: 'We are looking into this.' })
    await told(ben, 1)
    await visit(ben, '/notices')
    await expect(ben.getByRole('button', { name: `A comment beside “${ASKED}”.` })).toBeVisible()
    await ben.getByRole('button', { name: 'I have seen all' }).click()
    await expect(ben.getByRole('link', { name: 'News', exact: true })).toBeVisible()
  })

  await test.step('and chooses how it comes', async () => {
    const label = 'Comments and stories beside proposals that I follow'
    await ben.getByLabel(label, { exact: true }).selectOption('only here')
    await ben.getByRole('button', { name: `Keep : ${label}` }).click()
    await expect(ben.getByText('Kept.')).toBeVisible()
    await reload(ben)
    await expect(ben.getByLabel(label, { exact: true })).toHaveValue('here')
  })
})

test('the company answers, and whoever asked is told', async ({ accord, someone }) => {
  const asker = await accord.customer('Cem Cedar', 'Cedar')
  const { id } = await accord.published(asker, 'Show the price before the third meeting')
  const moderator = await someone((await accord.staff('Mo Moderator', ['moderator'])).email)
  const cem = await someone(asker.email)
  await visit(moderator, `/proposals/${id}`)
  await moderator.getByText('Answer in the company’s name').or(moderator.getByText("Answer in the company's name")).click()
  await moderator.getByLabel('The official answer').fill('From May on **every** offer begins with it.')
  await moderator.getByRole('region', { name: 'What Brightwell says' }).getByRole('button', { name: 'Send' }).click()
  await expect(moderator.getByRole('region', { name: 'What Brightwell says' }).getByText('From May on every offer begins with it.')).toBeVisible()
  await visit(cem, '/notices')
  const news = cem.getByRole('button', { name: 'The company has answered “Show the price before the third meeting”.' })
  await expect(async () => {
    await reload(cem)
    await expect(news).toBeVisible({ timeout: 100 })
  }).toPass()
  await news.click()
  await expect(cem.getByRole('region', { name: 'What Brightwell says' })).toBeVisible()
})
