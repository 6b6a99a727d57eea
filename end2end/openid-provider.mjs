// A provider of OpenID Connect: the program that others run as well (npm `oidc-provider`), with people whom a journey needs.
// Its own pages to sign in and to consent are the ones that it has for trying things out.

import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'

export const CLIENT = { id: 'accord', secret: 'known-to-accord-and-its-provider' }

/** By what they type as their name there: what the provider says of them. */
const PEOPLE = {
  carla: { email: 'carla@steel.example', email_verified: true, name: 'Carla Coil', org: 'Coil Steel' },
  mo: { email: 'mo@brightwell.example', email_verified: true, name: 'Mo Moderator', groups: ['accord-moderators'] },
  unsure: { email: 'unsure@steel.example', email_verified: false, name: 'Una Unsure' },
}

/** Serves on this port of this machine, for one site at `url`. Ends with `close()`. */
export async function serve(port, url) {
  const issuer = `http://127.0.0.1:${port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: ['customers', 'staff'].map((key) => `${url}/sign-in/with/${key}/back`),
      },
    ],
    claims: { email: ['email', 'email_verified'], profile: ['name'], work: ['org', 'groups'] },
    scopes: ['openid', 'email', 'profile', 'work'],
    cookies: { keys: ['only-for-journeys'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...PEOPLE[id] }) }),
  })
  const server = createServer(provider.callback())
  await new Promise((ready, failed) => server.once('error', failed).listen(port, '127.0.0.1', ready))
  return {
    issuer,
    close: () => new Promise((closed) => {
      server.close(closed)
      server.closeAllConnections()
    }),
  }
}
