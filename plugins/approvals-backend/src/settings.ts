import { RootConfigService } from '@backstage/backend-plugin-api';
import {
  Config,
  ConfigReader,
  readDurationFromConfig,
} from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  durationToMilliseconds,
  HumanDuration,
  JsonValue,
} from '@backstage/types';
import {
  isKind,
  normaliseRef,
} from '@countersign/backstage-plugin-approvals-common';
import { AllowedHost } from './outgoing';
import { WebhookSettings } from './webhooks';

/** What the configuration below `approvals` says, with defaults. */
export type Settings = {
  /** Users and groups who get the notices to administrators, normalised. */
  administrators: string[];
  limits: { writesPerSecond: number; burst: number };
  /** `permission.enabled`: without it nobody is an administrator. */
  permissionsEnabled: boolean;
  /** How long rows that are done with are kept, in milliseconds. */
  retention: {
    idempotencyKeys: number;
    outbox: number;
    exhausted: number;
    deliveries: number;
    /** Facts of ended requests, counted from their end; for ever when left out. */
    contexts?: number;
    /** Comments and reasons of ended requests, the same. */
    texts?: number;
  };
  /** In base64; the first one encrypts. */
  encryptionKeys: string[];
  /** Hosts that may be reached although they are not public. */
  allowedHosts: AllowedHost[];
  webhooks: WebhookSettings;
};

/**
 * Reads the configuration.
 *
 * @param isProduction - then secrets must be encrypted
 * @throws InputError when something in it cannot be meant
 */
export function readSettings(
  config: RootConfigService,
  isProduction: boolean = false,
): Settings {
  const encryptionKeys = (
    config.getOptionalConfigArray('approvals.encryption.keys') ?? []
  ).map(key => key.getString('secret'));
  if (isProduction && encryptionKeys.length === 0) {
    throw new InputError(
      'approvals.encryption.keys is empty: secrets of webhooks could not be encrypted. Make a key with `openssl rand -base64 32`, keep it outside the configuration file, and name it there',
    );
  }
  return {
    administrators: (
      config.getOptionalStringArray('approvals.administrators') ?? []
    ).map(toAdministrator),
    limits: {
      writesPerSecond:
        config.getOptionalNumber('approvals.limits.writesPerSecond') ?? 20,
      burst: config.getOptionalNumber('approvals.limits.burst') ?? 100,
    },
    permissionsEnabled:
      config.getOptionalBoolean('permission.enabled') ?? false,
    retention: {
      idempotencyKeys: millisOf(config, 'retention.idempotencyKeys', {
        hours: 24,
      }),
      outbox: millisOf(config, 'retention.outbox', { days: 7 }),
      exhausted: millisOf(config, 'retention.exhausted', { days: 90 }),
      deliveries: millisOf(config, 'retention.deliveries', { days: 90 }),
      ...readOfEnded(config),
    },
    encryptionKeys,
    allowedHosts: (
      config.getOptionalConfigArray('approvals.http.allow') ?? []
    ).map(entry => ({
      host: entry.getString('host'),
      port: entry.getOptionalNumber('port'),
      insecure: entry.getOptionalBoolean('insecure'),
    })),
    webhooks: readWebhooks(config),
  };
}

const RETRY_DELAYS: HumanDuration[] = [
  { seconds: 5 },
  { minutes: 1 },
  { minutes: 5 },
  { minutes: 30 },
  { hours: 2 },
  { hours: 6 },
  { hours: 12 },
];

function readWebhooks(config: Config): WebhookSettings {
  const concurrency =
    config.getOptionalNumber('approvals.webhooks.concurrency') ?? 5;
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new InputError('approvals.webhooks.concurrency must be 1 or more');
  }
  return {
    concurrency,
    retryDelays: readDelays(config),
    timeout: millisOf(config, 'webhooks.timeout', { seconds: 10 }),
    keepOldSecret: millisOf(config, 'webhooks.keepOldSecret', { hours: 24 }),
    disableAfter: millisOf(config, 'webhooks.disableAfter', { days: 5 }),
    keepQueue: millisOf(config, 'webhooks.keepQueue', { days: 30 }),
  };
}

function readDelays(config: Config): number[] {
  const given = config.getOptional<JsonValue[]>(
    'approvals.webhooks.retryDelays',
  );
  return given
    ? given.map(delay =>
        readMillis(
          new ConfigReader({ delay }, 'approvals.webhooks.retryDelays'),
          'delay',
        ),
      )
    : RETRY_DELAYS.map(durationToMilliseconds);
}

function millisOf(config: Config, name: string, otherwise: HumanDuration) {
  const key = `approvals.${name}`;
  return config.has(key)
    ? readMillis(config, key)
    : durationToMilliseconds(otherwise);
}

function readMillis(config: Config, key: string): number {
  return durationToMilliseconds(readDurationFromConfig(config, { key }));
}

/** A bare name is a group. */
function toAdministrator(written: string): string {
  const ref = normaliseRef(written, 'group');
  if (!ref || !(isKind(ref, 'user') || isKind(ref, 'group'))) {
    throw new InputError(
      `approvals.administrators: '${written}' is no group or user ref such as group:default/platform`,
    );
  }
  return ref;
}

/** Less would race with requests that are ending now. */
const SHORTEST_AFTER_THE_END = 3_600_000;

function readOfEnded(config: RootConfigService) {
  const kept: { contexts?: number; texts?: number } = {};
  for (const what of ['contexts', 'texts'] as const) {
    const key = `approvals.retention.${what}`;
    if (config.has(key)) {
      const time = readMillis(config, key);
      if (time < SHORTEST_AFTER_THE_END) {
        throw new InputError(`${key} must be an hour at least`);
      }
      kept[what] = time;
    }
  }
  return kept;
}
