// What is written beside a proposal: it is said, answered, read by a moderator, reported, and comes in by itself.

import { expect, test, visit } from '../people.mjs'

test.use({ story: { name: 'comments' } })

const TITLE = 'Send one person who knows our site'

test('customers write beside a proposal, and a moderator reads it in the one queue', async ({ accord, someone }) => {
  const moderator = await accord.staff('Mo Derate', ['moderator'])
  const ada = await accord.customer('Ada Author', 'Authors')
  const ben = await accord.customer('Ben Beside', 'Besides')
  const proposal = await accord.published(ada, TITLE)
  const path = `/proposals/${proposal.id}`
  const author = await someone(ada.email)
  const other = await someone(ben.email)
  await visit(author, path)
  await visit(other, path)

  await test.step('a story waits for a moderator, and its author sees it', async () => {
    await other.getByText('Tell a story').click()
    await other.getByLabel('I was engaged badly').check()
    await other.getByLabel('What happened?').fill('**Five** people came.\n<b>None</b> knew the compressor.')
    await other.getByRole('region', { name: 'Stories' }).getByRole('button', { name: 'Send' }).click()
    await expect(other.getByText('A moderator reads this before others can see it.')).toBeVisible()
    await expect(other.locator('.marked-up strong', { hasText: 'Five' })).toBeVisible()
    await expect(author.getByText('None')).toHaveCount(0)
  })

  const page = await someone(moderator.email)
  await test.step('the moderator publishes it by keyboard, and others see it without lifting a finger', async () => {
    await visit(page, '/queue')
    await expect(page.getByText('A story: engaged badly, beside')).toBeVisible()
    await page.keyboard.press('p')
    await expect(page.getByText('Nothing waits.', { exact: true })).toBeVisible()
    await expect(author.getByText('<b>None</b> knew the compressor.')).toBeVisible()
    await expect(author.getByText('engaged badly', { exact: true })).toBeVisible()
    await expect(author.getByText('Ben Beside')).toHaveCount(0)
  })

  await test.step('whoever is trusted is read no more', async () => {
    await author.getByText('Reply', { exact: true }).first().click()
    await author.getByLabel('Your reply').first().fill('That is what I mean.')
    await author.getByRole('region', { name: 'Stories' }).getByRole('button', { name: 'Send' }).first().click()
    await expect(page.getByRole('heading', { name: 'That is what I mean.' })).toBeVisible()
    await page.keyboard.press('t')
    await expect(page.getByText('Nothing waits.', { exact: true })).toBeVisible()
    // The verdict is kept, and not only on its way.
    await expect(page.getByRole('heading', { name: 'All caught up' })).toBeVisible()
    await visit(author, path)
    await author.getByText('Write a comment').click()
    await author.getByLabel('Your comment').fill('And nobody else.')
    await author.getByRole('region', { name: 'Comments' }).getByRole('button', { name: 'Send' }).last().click()
    await expect(other.getByText('And nobody else.')).toBeVisible()
  })

  await test.step('what is reported stands in the queue with the reason', async () => {
    const comments = other.getByRole('region', { name: 'Comments' })
    await comments.getByText('Report', { exact: true }).click()
    await comments.getByLabel('What is wrong with it?').fill('It is unkind.')
    await comments.getByRole('button', { name: 'Send the report' }).click()
    await expect(page.getByText('It is unkind.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Keep it' })).toBeVisible()
    await page.keyboard.press('p')
    await expect(page.getByText('Nothing waits.', { exact: true })).toBeVisible()
  })

  await test.step('it is found by its words', async () => {
    const stranger = await someone()
    await visit(stranger, '/')
    const search = stranger.getByRole('search')
    await search.getByRole('searchbox', { name: 'Look for words in proposals, comments, stories and practices' }).fill('compressor')
    await search.getByRole('button', { name: 'Search' }).click()
    await stranger.getByRole('link', { name: 'knew the compressor' }).click()
    await expect(stranger.getByRole('heading', { name: TITLE, level: 1 })).toBeVisible()
    await expect(stranger.getByText('Notes of staff')).toHaveCount(0)
  })

  await test.step('a note of staff is for staff', async () => {
    await visit(page, path)
    await page.getByText('Write a note').click()
    await page.getByLabel('Your note').fill('Ask the service team.')
    await page.getByRole('region', { name: 'Notes of staff' }).getByRole('button', { name: 'Send' }).click()
    await expect(page.getByRole('region', { name: 'Notes of staff' }).getByText('Ask the service team.')).toBeVisible()
    await visit(other, path)
    await expect(other.getByText('Ask the service team.')).toHaveCount(0)
  })
})

test('all of it works as plain forms too', async ({ accord, someone }) => {
  const cem = await accord.customer('Cem Cedar', 'Cedars')
  const proposal = await accord.published(cem, 'Write, do not call')
  const plain = await someone(cem.email, { javaScriptEnabled: false })
  await plain.goto(`/proposals/${proposal.id}`)
  await plain.getByText('Tell a story').click()
  await plain.getByLabel('What happened?').fill('They wrote.')
  await plain.getByRole('region', { name: 'Stories' }).getByRole('button', { name: 'Send' }).click()
  await expect(plain.getByText('Say whether it went well or badly.')).toBeVisible()
  await expect(plain.getByLabel('What happened?')).toHaveValue('They wrote.')
  await plain.getByLabel('I was engaged well').check()
  await plain.getByRole('region', { name: 'Stories' }).getByRole('button', { name: 'Send' }).click()
  await expect(plain.getByText('They wrote.').first()).toBeVisible()
  await expect(plain.getByText('A moderator reads this before others can see it.')).toBeVisible()
})
