import {
  DEFAULT_NAMESPACE,
  UserEntity,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  AuthResolverContext,
  SignInResolver,
  createProxyAuthenticator,
} from '@backstage/plugin-auth-node';

/** Says who signs in: a name, or a user's entity ref. */
const DEMO_USER_HEADER = 'x-demo-user';

type DemoResult = { userRef: string };

/**
 * Keeps the demo provider out of production.
 *
 * @throws Error when `nodeEnv` is `production`.
 */
export function assertNotProduction(nodeEnv: string | undefined): void {
  if (nodeEnv === 'production') {
    throw new Error(
      'The demo sign-in lets everybody be anybody and does not start with NODE_ENV=production. ' +
        'Remove auth.providers.demo from the config and set up a real auth provider.',
    );
  }
}

/**
 * The normalised user ref that a header's value names.
 *
 * @throws InputError when it names nobody, or something else than a user.
 */
export function demoUserRef(header: string | undefined): string {
  if (!header) {
    throw new InputError(
      `The header '${DEMO_USER_HEADER}' is missing; it names who signs in, as in '${DEMO_USER_HEADER}: alice'`,
    );
  }
  const ref = parseUserRef(header.trim());
  if (ref?.kind.toLocaleLowerCase('en-US') !== 'user') {
    throw new InputError(
      `The header '${DEMO_USER_HEADER}' does not name a user: '${header}'`,
    );
  }
  return stringifyEntityRef(ref);
}

function parseUserRef(text: string) {
  try {
    return parseEntityRef(text, {
      defaultKind: 'user',
      defaultNamespace: DEFAULT_NAMESPACE,
    });
  } catch {
    return undefined;
  }
}

async function findUser(
  userRef: string,
  context: AuthResolverContext,
): Promise<UserEntity> {
  try {
    const { entity } = await context.findCatalogUser({ entityRef: userRef });
    return entity as UserEntity;
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFoundError') {
      throw new NotFoundError(`The catalog has no user '${userRef}'`);
    }
    throw error;
  }
}

export const demoAuthenticator = createProxyAuthenticator({
  async defaultProfileTransform(result: DemoResult, context) {
    const { metadata, spec } = await findUser(result.userRef, context);
    return {
      profile: {
        displayName: spec.profile?.displayName ?? metadata.name,
        email: spec.profile?.email,
        picture: spec.profile?.picture,
      },
    };
  },
  initialize() {},
  async authenticate({ req }) {
    return { result: { userRef: demoUserRef(req.get(DEMO_USER_HEADER)) } };
  },
});

/** Signs in the catalog's user of that ref, with the groups the catalog knows. */
export const demoSignInResolver: SignInResolver<DemoResult> = (
  { result },
  context,
) => context.signInWithCatalogUser({ entityRef: result.userRef });
