import {
  authServiceFactory,
  pluginTokenHandlerDecoratorServiceRef,
} from '@backstage/backend-defaults/auth';
import {
  AuthService,
  coreServices,
  createBackendFeatureLoader,
  createServiceFactory,
  createServiceRef,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { CachingAuth } from './CachingAuth';
import { CachingPluginTokens } from './CachingPluginTokens';

const KEY = 'backend.auth.tokenCache.seconds';
const LONGEST = 60;

/** Backstage's own authentication, under another name: what the cache stands in front of. */
const plainAuthRef = createServiceRef<AuthService>({
  id: 'countersign.plainAuth',
  scope: 'plugin',
  defaultFactory: async service => ({ ...authServiceFactory, service }),
});

const cachingAuth = createServiceFactory({
  service: coreServices.auth,
  deps: { auth: plainAuthRef, config: coreServices.rootConfig },
  factory: ({ auth, config }) =>
    new CachingAuth({ auth, keepMs: readSeconds(config) * 1_000 }),
});

const cachingPluginTokens = createServiceFactory({
  service: pluginTokenHandlerDecoratorServiceRef,
  deps: { config: coreServices.rootConfig },
  factory:
    ({ config }) =>
    tokens =>
      new CachingPluginTokens({ tokens, keepMs: readSeconds(config) * 1_000 }),
});

/**
 * Remembers for some seconds which tokens were good, so that not each click
 * costs a signature to check. Off until `backend.auth.tokenCache.seconds` says
 * for how long.
 */
export const tokenCache = createBackendFeatureLoader({
  deps: { config: coreServices.rootConfig },
  *loader({ config }) {
    if (readSeconds(config) > 0) {
      yield cachingAuth;
      yield cachingPluginTokens;
    }
  },
});

/** @throws Error when it is not from 0 to 60. */
function readSeconds(config: RootConfigService): number {
  const seconds = config.getOptionalNumber(KEY) ?? 0;
  if (!(seconds >= 0 && seconds <= LONGEST)) {
    throw new Error(`${KEY} must be from 0 (off) to ${LONGEST}`);
  }
  return seconds;
}
