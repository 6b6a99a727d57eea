// An SMTP server that keeps nothing: prints its port, and then each message that it takes as a line of JSON. It asks
// for a password (accord / secret), refuses nobody@… for good and later@… for now. Ends with its standard input.
import { SMTPServer } from 'smtp-server'

const refused = (code, message) => Object.assign(new Error(message), { responseCode: code })

const server = new SMTPServer({
  allowInsecureAuth: true, // no certificate would be trusted here
  hideSTARTTLS: true,
  onAuth: ({ username, password }, _session, done) =>
    username === 'accord' && password === 'secret' ? done(null, { user: username }) : done(refused(535, 'who are you?')),
  onRcptTo: ({ address }, _session, done) => {
    if (address.startsWith('nobody@')) return done(refused(550, 'no such person'))
    if (address.startsWith('later@')) return done(refused(451, 'come again'))
    done()
  },
  onData: (stream, { envelope }, done) => {
    const parts = []
    stream.on('data', (part) => parts.push(part))
    stream.on('end', () => {
      const to = envelope.rcptTo.map(({ address }) => address)
      console.log(JSON.stringify({ from: envelope.mailFrom.address, to, text: Buffer.concat(parts).toString() }))
      done()
    })
  },
})
server.listen(0, '127.0.0.1', () => console.log(server.server.address().port))
process.stdin.resume().on('end', () => process.exit(0))
