import {
  ApprovalsClient,
  createApprovalsClient,
} from '@countersign/backstage-plugin-approvals-common';

/** Clients of a portal's approvals, for the people of the demo and a service. */
export interface Callers {
  /** Signs in as a person of the catalog; the session is kept. */
  as(name: string): ApprovalsClient;
  /** The service whose token `./dev start` makes. */
  service: ApprovalsClient;
}

/**
 * Calls the portal at `url` as anybody of its demo.
 *
 * @param serviceToken - the static token of the service caller
 */
export function createCallers(url: string, serviceToken: string): Callers {
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (name: string) => {
    const known = tokens.get(name) ?? signIn(url, name);
    tokens.set(name, known);
    return known;
  };
  return {
    as: name => clientWith(url, () => tokenOf(name)),
    service: clientWith(url, async () => serviceToken),
  };
}

function clientWith(
  url: string,
  token: () => Promise<string>,
): ApprovalsClient {
  return createApprovalsClient({
    baseUrl: () => `${url}/api/approvals`,
    async fetch(input, init) {
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${await token()}`);
      return fetch(input, { ...init, headers });
    },
  });
}

/**
 * The token of a person's session.
 *
 * @throws Error when the portal does not let this person in.
 */
export async function signIn(url: string, name: string): Promise<string> {
  const response = await fetch(`${url}/api/auth/demo/refresh`, {
    headers: { 'x-demo-user': name },
  });
  if (!response.ok) {
    throw new Error(`'${name}' cannot sign in: ${await response.text()}`);
  }
  const session: { backstageIdentity: { token: string } } =
    await response.json();
  return session.backstageIdentity.token;
}
