// A picture goes with a proposal: added and described by its author, read by a moderator in the queue, then seen by everybody.

import { deflateSync } from 'node:zlib'
import { amiss } from '../axe.mjs'
import { expect, reload, test, visit } from '../people.mjs'

test.use({ story: { name: 'pictures' } })

const TITLE = 'Mend the gate before the lorry comes'
const WORDS = 'The gate, hanging from one hinge'

test('a customer shows what they mean, a moderator reads it, and others see it', async ({ accord, someone }) => {
  const ada = await accord.customer('Ada Author', 'Authors')
  const ben = await accord.customer('Ben Beside', 'Besides')
  const moderator = await accord.staff('Mo Derate', ['moderator'])
  const author = await someone(ada.email)
  const other = await someone(ben.email)

  await test.step('what is no picture is refused beside the field', async () => {
    await visit(author, '/propose')
    await author.getByLabel('Pictures').setInputFiles(file('notes.png', Buffer.from('These are words.')))
    await expect(author.getByText('This is no picture that can be read here.')).toBeVisible()
    await expect(author.getByLabel('Pictures')).toBeFocused()
  })

  await test.step('a picture is added, and described in the field that then has the focus', async () => {
    await author.getByLabel('Pictures').setInputFiles([file('gate.png', png(90, 60)), file('yard.png', png(30, 60))])
    await expect(author.getByLabel('What is to be seen in it?')).toHaveCount(2)
    await expect(author.getByLabel('What is to be seen in it?').nth(1)).toBeFocused()
    await expect(author.getByText('This is no picture')).toHaveCount(0)
    await author.getByLabel('What is to be seen in it?').first().fill(WORDS)
    await author.getByRole('button', { name: 'Take it away' }).nth(1).click()
    await expect(author.getByLabel('What is to be seen in it?')).toHaveCount(1)
    await fitForAll(author)
  })

  await test.step('it is kept with the draft', async () => {
    await author.getByLabel('In one sentence').fill(TITLE)
    await author.getByLabel('… because').fill('Every delivery waits for somebody to lift it.')
    await reload(author)
    await expect(author.getByLabel('What is to be seen in it?')).toHaveValue(WORDS)
  })

  await test.step('it needs words', async () => {
    await author.getByLabel('Idea').check()
    await author.getByLabel('Value Offered').check()
    await author.getByLabel('What is to be seen in it?').fill(' ')
    await author.getByRole('button', { name: 'Send this proposal' }).click()
    await expect(author.locator('.picture-words .field-problem')).toHaveText('Please fill this in.')
    await author.getByLabel('What is to be seen in it?').fill(WORDS)
    await author.getByRole('button', { name: 'Send this proposal' }).click()
    await expect(author.getByRole('heading', { name: TITLE, level: 1 })).toBeVisible()
    await expect(seen(author)).toBeVisible()
  })

  const path = new URL(author.url()).pathname
  const address = await author.getByRole('img', { name: WORDS }).getAttribute('src')
  await test.step('for others it is not there yet', async () => {
    expect((await other.request.get(address)).status()).toBe(404)
  })

  await test.step('the moderator sees it in the queue', async () => {
    const page = await someone(moderator.email)
    await visit(page, '/queue')
    await expect(seen(page)).toBeVisible()
    await fitForAll(page)
    await page.keyboard.press('p')
    await expect(page.getByText('Nothing waits.', { exact: true })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'All caught up' })).toBeVisible()
  })

  await test.step('others see it, and large where they follow it', async () => {
    await visit(other, path)
    await expect(seen(other)).toBeVisible()
    await expect.poll(() => seen(other).evaluate((image) => image.naturalWidth)).toBe(90)
    await fitForAll(other)
    await seen(other).click()
    await other.waitForURL(`**${address}`)
    await other.goBack()
  })

  await test.step('and answer with one of their own, by keyboard', async () => {
    await visit(other, path)
    await other.getByText('Write a comment').click()
    const comments = other.getByRole('region', { name: 'Comments' })
    await comments.getByLabel('Your comment').fill('So is ours.')
    await comments.getByLabel('Pictures').setInputFiles(file('ours.png', png(40, 40)))
    await expect(comments.getByLabel('What is to be seen in it?')).toBeFocused()
    await other.keyboard.type('Our gate')
    await other.keyboard.press('Enter')
    await expect(other.getByRole('img', { name: 'Our gate' })).toBeVisible()
  })

  await test.step('its author takes it away again', async () => {
    await visit(author, path)
    await author.getByText('Change what you wrote').click()
    await author.getByRole('button', { name: 'Take it away' }).click()
    await author.getByRole('button', { name: 'Send the change' }).click()
    await expect(seen(author)).toHaveCount(0)
    expect((await other.request.get(address)).status()).toBe(404)
  })
})

test('without scripts pictures are seen, and the form says what it cannot do', async ({ accord, someone }) => {
  const cem = await accord.customer('Cem Cedar', 'Cedar')
  const page = await someone(cem.email, { javaScriptEnabled: false })
  await page.goto('/propose')
  // Whether it shows is up to the browser (`scripting: none`), which says it runs scripts even where it is kept from it.
  await expect(page.getByText('Adding pictures and taking them away needs scripts')).toBeAttached()
})

function seen(page) {
  return page.getByRole('img', { name: WORDS })
}

async function fitForAll(page) {
  const violations = await amiss(page)
  expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)).toEqual([])
}

function file(name, buffer) {
  return { name, mimeType: 'image/png', buffer }
}

/** A picture that grows lighter to the right. */
function png(width, height) {
  const line = Buffer.concat([Buffer.of(0), ...Array.from({ length: width }, (_, x) => Buffer.of(40 + x, 90, 160))])
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => line)))
  const magic = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
  return Buffer.concat([magic, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind), data])
  const framed = Buffer.alloc(8 + body.length)
  framed.writeUInt32BE(data.length, 0)
  framed.set(body, 4)
  framed.writeUInt32BE(crc(body), 4 + body.length)
  return framed
}

function crc(bytes) {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1
  }
  return (sum ^ 0xffffffff) >>> 0
}
