import { RootConfigService } from '@backstage/backend-plugin-api';
import { readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';

/** What the configuration below `approvals` says, with defaults. */
export type Settings = {
  limits: { writesPerSecond: number; burst: number };
  /** `permission.enabled`: without it nobody is an administrator. */
  permissionsEnabled: boolean;
  /** How long rows that are done with are kept, in milliseconds. */
  retention: { idempotencyKeys: number; outbox: number };
};

/** Reads the configuration. */
export function readSettings(config: RootConfigService): Settings {
  return {
    limits: {
      writesPerSecond:
        config.getOptionalNumber('approvals.limits.writesPerSecond') ?? 20,
      burst: config.getOptionalNumber('approvals.limits.burst') ?? 100,
    },
    permissionsEnabled:
      config.getOptionalBoolean('permission.enabled') ?? false,
    retention: {
      idempotencyKeys: readMillis(config, 'idempotencyKeys', { hours: 24 }),
      outbox: readMillis(config, 'outbox', { days: 7 }),
    },
  };
}

function readMillis(
  config: RootConfigService,
  name: string,
  otherwise: HumanDuration,
): number {
  const key = `approvals.retention.${name}`;
  return durationToMilliseconds(
    config.has(key) ? readDurationFromConfig(config, { key }) : otherwise,
  );
}
