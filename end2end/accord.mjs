// A server of one's own: started on a free port with a fresh data folder, asked over its API, its mail read from the
// outbox, and ended by its process id. Knows nothing of browsers.

import { spawn } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))
export const bin = path.resolve(process.env.ACCORD_BIN || path.join(here, '../target/debug/accord'))

/** The first admin of every server that has been set up. */
export const ADMIN = { name: 'Grace Hall', email: 'grace@brightwell.example' }
export const COMPANY = 'Brightwell'
export const QUESTION = 'How would you like us to sell to you?'

/** How long something is waited for that comes by itself, in milliseconds. */
const PATIENCE = 60_000

export class Accord {
  /** Starts a server; it has not been set up. Browsers keep passkeys for `localhost`, and for no IP address. */
  static async serve(options = [], host = '127.0.0.1') {
    const accord = new Accord()
    accord.data = await mkdtemp(path.join(tmpdir(), 'accord-'))
    const port = await freePort()
    accord.url = `http://${host}:${port}`
    accord.letters = new Set()
    const args = ['serve', '--addr', `127.0.0.1:${port}`, '--public-url', accord.url, '--data', accord.data]
    // All of a file's people come from one address; limits have tests of their own.
    const limits = ['--sign-ins-per-hour', '10000', '--proposals-per-hour', '10000', '--votes-per-minute', '100000']
    const env = { ...process.env, NO_COLOR: '1' }
    accord.process = spawn(bin, [...args, ...limits, ...options], { env, stdio: ['ignore', 'ignore', 'pipe'] })
    accord.log = ''
    await new Promise((serving, failed) => {
      accord.process.on('error', failed)
      accord.process.on('exit', (code) => failed(new Error(`accord ended with ${code}:\n${accord.log}`)))
      accord.process.stderr.setEncoding('utf8').on('data', (text) => {
        accord.log += text
        if (accord.log.includes('Accord is serving')) serving()
      })
    })
    return accord
  }

  async stop() {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = new Promise((done) => this.process.once('exit', done))
      this.process.kill('SIGTERM')
      // An open stream of events may keep it for a while.
      await Promise.race([ended, pause(3_000).then(() => this.process.kill('SIGKILL'))])
      await ended
    }
    await rm(this.data, { recursive: true, force: true })
    // What went wrong inside is told with whatever it made go wrong outside; a fault of the program is one though nobody saw it.
    if (/ERROR|panicked/.test(this.log)) console.error(this.log)
    if (/panicked/.test(this.log)) throw new Error('the server panicked')
  }

  /** The link that the server printed for whoever sets it up. */
  setupLink() {
    return this.log.match(/http:\S+\/setup\?key=[\w-]+/)[0]
  }

  /** Does what a newcomer does at /setup, and keeps them at hand as `admin`. */
  async setUp({ sample = false } = {}) {
    const key = new URL(this.setupLink()).searchParams.get('key')
    this.admin = new Caller(this)
    await this.admin.post('/setup', { key, company: COMPANY, ...ADMIN, question: QUESTION, sample })
    this.round = (await this.admin.get('/viewer')).round
  }

  /** Signs in with the code from the mail. */
  async caller(email) {
    const caller = new Caller(this)
    await caller.post('/sign-in', { email })
    await caller.post('/sign-in/code', { email, code: await this.codeFor(email) })
    return caller
  }

  /** Somebody of an account, which is made if it is not there. Their votes count. */
  async customer(name, account) {
    const known = await this.accountNamed(account)
    const { id } = known ?? (await this.admin.post('/accounts', { name: account }))
    return this.person(name, { account: id })
  }

  async accountNamed(name) {
    const { accounts } = await this.admin.get(`/accounts?q=${encodeURIComponent(name)}`)
    return accounts.find((one) => one.name === name)
  }

  /** Somebody of the company, with these roles. */
  async staff(name, roles) {
    const person = await this.person(name, {})
    await this.admin.post(`/people/${person.id}/roles`, { roles })
    return person
  }

  async person(name, more) {
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@mail.example`
    const { id } = await this.admin.post('/people', { name, email, ...more })
    await this.letterTo(email)
    return { id, name, email }
  }

  /** Proposes in a customer's name. */
  async proposalBy(person, title, more = {}) {
    const caller = await this.caller(person.email)
    const text = { kind: 'start', title, why: 'We would be served better.', stages: [0, 3], cultures: [1] }
    return caller.post(`/rounds/${this.round}/proposals`, { ...text, ...more })
  }

  /** A practice at the third stage for the second culture, made from a proposal and adopted. */
  async adopted(title, proposal) {
    const text = { title, activity: 'Visits', accountable: 'Application engineering', stages: [2], cultures: [1] }
    const practice = await this.admin.post(`/rounds/${this.round}/practices`, { ...text, proposals: [proposal] })
    await this.admin.post(`/rounds/${this.round}/phases/adopt/open`)
    await this.admin.post(`/rounds/${this.round}/adopt`, {
      signed_by: 'Sigrid Natory',
      capacity: 'Managing director',
      statement: 'One face. Hold us to it.',
      reason_for_the_rest: 'Not yet.',
      against: 'It has to be done.',
    })
    return practice
  }

  /** The same, and a moderator has let it through. It is on the board, which is made anew a moment later. */
  async published(person, title, more) {
    const proposal = await this.proposalBy(person, title, more)
    await this.admin.post(`/proposals/${proposal.id}/verdict`, { decision: 'publish' })
    await waited(`“${title}” on the board`, async () => {
      const { items } = await this.admin.get(`/rounds/${this.round}/proposals?sort=new`)
      return items.some(({ id }) => id === proposal.id)
    })
    return proposal
  }

  async vote(person, proposal, stance, more = {}) {
    const caller = await this.caller(person.email)
    return caller.post(`/proposals/${proposal.id}/vote`, { stance, ...more })
  }

  /** The text of the oldest letter to an address that has not been read yet, and says this; waits for one to come. */
  async letterTo(address, says = /./) {
    const folder = path.join(this.data, 'outbox')
    return waited(`a letter to ${address}`, async () => {
      const files = await readdir(folder).catch(() => [])
      for (const file of files.filter((file) => file.endsWith('.eml') && !this.letters.has(file)).sort(byNumber)) {
        const letter = read(await readFile(path.join(folder, file), 'utf8'))
        if (letter.whole && letter.to.includes(address) && says.test(letter.text)) {
          this.letters.add(file)
          return letter.text
        }
      }
    })
  }

  async codeFor(address) {
    const code = /Your code is (\d{6})/
    return (await this.letterTo(address, code)).match(code)[1]
  }

  async linkFor(address) {
    const link = /http:\S+\/sign-in\/link\?token=\S+/
    return (await this.letterTo(address, link)).match(link)[0]
  }
}

/** Somebody who speaks to the API without a browser. */
class Caller {
  constructor(accord) {
    this.accord = accord
    this.cookies = new Map()
  }

  get(path) {
    return this.call('GET', path)
  }

  post(path, body = {}) {
    return this.call('POST', path, body)
  }

  put(path, body) {
    return this.call('PUT', path, body)
  }

  async call(method, path, body) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { accept: 'application/json', 'content-type': 'application/json', cookie }
    const answer = await fetch(`${this.accord.url}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) })
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = set.match(/^([^=]+)=([^;]*)/)
      this.cookies.set(name, value)
    }
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return JSON.parse(text)
  }
}

/** Looks until there is something, and gives that. */
async function waited(what, look) {
  const until = Date.now() + PATIENCE
  while (Date.now() < until) {
    const found = await look()
    if (found) return found
    await pause(30)
  }
  throw new Error(`${what} did not come`)
}

export function freePort() {
  return new Promise((found, failed) => {
    const server = createServer()
    server.on('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => found(port))
    })
  })
}

/** `2026-05-03T140700Z-12.eml`, by the number at the end. */
function byNumber(one, other) {
  const number = (file) => Number(file.match(/-(\d+)\.eml$/)?.[1])
  return number(one) - number(other)
}

function read(mail) {
  const at = mail.indexOf('\r\n\r\n')
  const head = mail.slice(0, at)
  const body = mail.slice(at + 4)
  const to = head.match(/^To: (.*)$/im)?.[1] ?? ''
  const coding = head.match(/^Content-Transfer-Encoding: (\S+)/im)?.[1].toLowerCase()
  return { to, text: decoded(body, coding), whole: at > 0 && body.length > 0 }
}

function decoded(body, coding) {
  if (coding === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (coding !== 'quoted-printable') return body
  const bytes = body.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
